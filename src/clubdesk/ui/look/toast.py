"""A toast: what has happened, with Undo where it can be undone; it leaves by itself.

GUI thread only. The frame says where it stands.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look import icons, ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M, GAP_S, MEDIUM, SMALL

STAYS_MS = 6000
WITH_ACTION_MS = 12_000
"""Who is to decide on something reads it first."""
WIDTH, WIDE = 380, 460
"""Without and with a button beside the words, in pixels."""
_ICONS = {"green": "circle-check", "red": "circle-alert", "amber": "triangle-alert"}


class CloseCross(QAbstractButton):
    """A small cross that closes what it stands on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(24, 24)
        self.setAccessibleName(tr("Close"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the cross and the focus."""
        painter = QPainter(self)
        if self.underMouse():
            ink.rounded(painter, self.rect(), theme().hover, "", 6)
        if self.hasFocus():
            ink.focus_ring(painter, self.rect(), theme().accent, 6)
        icons.draw(painter, "x", theme().dim, QPoint(5, 5), 14)
        painter.end()


class Toast(QFrame):
    """One thing that happened.

    Signals:
        acted: Its action (Undo) was pressed.
        gone: It left.

    Args:
        notice: What it says; a red one stays until it is closed.
        action: The action's word; empty for none.
        keys: The key shown on it; showing it does not install it.
    """

    acted = Signal()
    gone = Signal()

    def __init__(
        self,
        notice: Notice,
        action: str = "",
        parent: QWidget | None = None,
        *,
        keys: str = "",
    ) -> None:
        super().__init__(parent)
        self.notice = notice
        self.keys = keys
        self._stays_ms = WITH_ACTION_MS if action else STAYS_MS
        self.setProperty("frame", "dialog")
        self.setFixedWidth(WIDE if action else WIDTH)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, GAP_M, GAP_S, GAP_M)
        line.setSpacing(GAP_M)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.text = Text(notice.words(), weight=MEDIUM).wrapped()
        words.addWidget(self.text)
        if notice.more:
            words.addWidget(Text(notice.more, "dim", SMALL).wrapped())
        sign = notice.icon or _ICONS.get(notice.tone, "info")
        line.addWidget(Icon(sign, notice.tone, 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        if action:
            button = Button(action, Kind.SECONDARY, keys)
            button.clicked.connect(self.act)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        cross = CloseCross()
        cross.clicked.connect(self.leave)
        line.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        self._stay = QTimer(self)
        self._stay.setSingleShot(True)
        self._stay.timeout.connect(self.leave)
        self._wait()

    @property
    def stays(self) -> bool:
        """True if it waits until it is closed."""
        return self.notice.tone == "red"

    def take(self, notice: Notice) -> None:
        """Says more than before, and for as long again."""
        self.notice = notice
        self.text.setText(notice.words())
        self._wait()

    def _wait(self) -> None:
        if not self.stays:
            self._stay.start(self._stays_ms)

    def leave(self) -> None:
        """Takes it away."""
        self._stay.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def act(self) -> None:
        """Does what its button says."""
        self.acted.emit()
        self.leave()
