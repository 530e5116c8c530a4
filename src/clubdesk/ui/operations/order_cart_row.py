"""One line of the cart: less, how many, more; name and choices; price; out. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.ui.look import ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.frames import column
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import BOLD, GAP_S, HEADING, MEDIUM, SEMIBOLD, SMALL
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.order_cart import CartLine

HEIGHT = 46
_EDGE = 26


class SignButton(QAbstractButton):
    """A small square with a sign."""

    def __init__(self, sign: str, what: str, edge: int = _EDGE) -> None:
        super().__init__()
        self._sign = sign
        self.setFixedSize(edge, edge)
        self.setAccessibleName(what)
        self.setToolTip(what)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """A square."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the square and its sign."""
        painter = QPainter(self)
        now, can = theme(), self.isEnabled()
        warm = can and (self.underMouse() or self.isDown())
        ink.rounded(painter, self.rect(), now.hover if warm else now.raised, now.edge, 6)
        painter.setFont(font(HEADING, MEDIUM))
        painter.setPen(QColor(now.text if warm else now.dim if can else now.grey))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._sign)
        painter.end()


class CartRow(QWidget):
    """A line.

    Signals:
        counted: How many more or less.
        dropped: It is to be taken out.
        pressed: By the mouse.
    """

    counted = Signal(int)
    dropped = Signal()
    pressed = Signal()

    def __init__(self, line: CartLine, club: Club) -> None:
        super().__init__()
        self.line = line
        self.chosen = False
        self.setFixedHeight(HEIGHT)
        self.less = SignButton("\N{MINUS SIGN}", tr("One less"))
        self.more = SignButton("+", tr("One more"))
        self.drop = SignButton("×", tr("Take out"))
        self.count = Text(str(line.quantity), weight=BOLD)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count.setFixedWidth(30)
        self.name = Elided(line.product.name, weight=SEMIBOLD)
        under = ", ".join(line.choices) or tr("{amount} each").format(
            amount=money(line.unit_minor, club)
        )
        self.under = Elided(under, "dim", SMALL)
        self.total = Text(money(line.total_minor, club), weight=SEMIBOLD).at_right()
        self._lay_out()
        self.less.clicked.connect(lambda: self.counted.emit(-1))
        self.more.clicked.connect(lambda: self.counted.emit(1))
        self.drop.clicked.connect(self.dropped)

    def set_chosen(self, chosen: bool) -> None:
        """Shows whether plus and minus are for it."""
        self.chosen = chosen
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses it."""
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground of the chosen one, and the keyboard's ring."""
        around = self.parentWidget()
        keyboard = around is not None and around.hasFocus()
        if not self.chosen:
            return
        painter = QPainter(self)
        ink.rounded(painter, self.rect(), theme().accent_bg, "")
        if keyboard:
            ink.focus_ring(painter, self.rect(), theme().accent)
        painter.end()

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(6, 3, 6, 3)
        line.setSpacing(GAP_S - 4)
        for part in (self.less, self.count, self.more):
            line.addWidget(part)
        line.addSpacing(6)
        line.addLayout(column(self.name, self.under, gap=0), 1)
        line.addWidget(self.total)
        line.addSpacing(4)
        line.addWidget(self.drop)
