"""A product of the menu as a tile: picture, name, price, what is left of it. GUI thread only."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from clubdesk.domain.bar import Product
from clubdesk.ui.look import ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.marks import colour, initials
from clubdesk.ui.look.text import plain_tip
from clubdesk.ui.look.tokens import BOLD, MEDIUM, SEMIBOLD, SMALL, TEXT
from clubdesk.ui.operations.order_words import stock_words

HEIGHT, LEAST_WIDTH = 84, 156
PICTURE = 44
_PAD = 10
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PALETTE = ("#3c6de8", "#0f9d6b", "#c77b00", "#b03a8c", "#6a48d7", "#c0392b", "#0e8aa8", "#5b6270")


@dataclass(frozen=True, slots=True)
class TileFacts:
    """What a tile shows: the product, its price in words, its category's colour."""

    product: Product
    price: str
    colour: str


class ProductTile(QAbstractButton):
    """One product; pressing it puts it into the cart.

    Signals:
        entered_by_mouse: The mouse came over it.
    """

    entered_by_mouse = Signal()

    def __init__(self, facts: TileFacts) -> None:
        super().__init__()
        self.facts = facts
        self.picture: QPixmap | None = None
        self.lit = False
        self.taken = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say(facts)

    def say(self, facts: TileFacts) -> None:
        """Shows what the menu says now."""
        self.facts = facts
        self.setText(facts.product.name)
        left = stock_words(facts.product)[0]
        told = ", ".join(part for part in (facts.product.name, facts.price, left) if part)
        self.setAccessibleName(told)
        self.setToolTip(plain_tip(told))
        self.update()

    def set_picture(self, picture: QPixmap | None) -> None:
        """Shows a picture of it."""
        self.picture = picture
        self.update()

    def mark(self, *, lit: bool, taken: int) -> None:
        """Shows whether Enter would take it, and how many are in the cart."""
        if (lit, taken) != (self.lit, self.taken):
            self.lit, self.taken = lit, taken
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as the grid makes it; names take two lines."""
        return QSize(LEAST_WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws box, picture, name, price, what is left, and how many are taken."""
        painter = QPainter(self)
        now = theme()
        warm = self.underMouse() and self.isEnabled()
        fill = now.accent_bg if self.taken else now.hover if warm or self.isDown() else now.panel
        ink.rounded(painter, self.rect(), fill, now.accent if self.taken else now.edge)
        if self.lit:
            ink.focus_ring(painter, self.rect(), now.accent)
        box = self.rect().adjusted(_PAD, _PAD, -_PAD, -8)
        self._draw_picture(painter, QRect(box.left(), box.top(), PICTURE, PICTURE))
        self._draw_name(painter, box.adjusted(PICTURE + 9, -1, 0, 0))
        self._draw_foot(painter, QRect(box.left(), box.bottom() - 17, box.width(), 18))
        if self.taken:
            self._draw_taken(painter)
        painter.end()

    def _draw_picture(self, painter: QPainter, place: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.picture is not None and not self.picture.isNull():
            clip = QPainterPath()
            clip.addRoundedRect(place, 6, 6)
            painter.save()
            painter.setClipPath(clip)
            painter.drawPixmap(place, self.picture)
            painter.restore()
            return
        tint = QColor(self.facts.colour)
        ink.rounded(painter, place, ink.faded(tint.name(), 0.28), "", 6)
        painter.setFont(font(15, BOLD))
        painter.setPen(tint.lighter(150) if theme().is_dark else tint.darker(125))
        letters = initials(self.facts.product.name)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letters)

    def _draw_name(self, painter: QPainter, place: QRect) -> None:
        face = font(TEXT, SEMIBOLD)
        painter.setFont(face)
        painter.setPen(QColor(theme().text))
        high = QFontMetrics(face).height()
        for number, words in enumerate(two_lines(self.text(), face, place.width())):
            line = QRect(place.left(), place.top() + number * high, place.width(), high)
            painter.drawText(line, _LEFT, words)

    def _draw_foot(self, painter: QPainter, place: QRect) -> None:
        words, tone = stock_words(self.facts.product)
        painter.setFont(font(SMALL, MEDIUM))
        painter.setPen(QColor(colour(tone)))
        painter.drawText(place, _LEFT, words)
        painter.setFont(font(TEXT, BOLD))
        painter.setPen(QColor(theme().text))
        painter.drawText(place, _RIGHT, self.facts.price)

    def _draw_taken(self, painter: QPainter) -> None:
        words = f"× {self.taken}"
        wide = QFontMetrics(font(SMALL, BOLD)).horizontalAdvance(words) + 12
        # Over the picture's upper corner: the letters stay to be read.
        badge = QRect(4, 4, wide, 18)
        ink.rounded(painter, badge, theme().accent_fill, "", 10)
        painter.setFont(font(SMALL, BOLD))
        painter.setPen(QColor(theme().on_accent))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)


def two_lines(text: str, face: QFont, width: int) -> list[str]:
    """A name broken once between words; the second line ends in an ellipsis where it must."""
    metrics = QFontMetrics(face)
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    words = text.split(" ")
    first = words.pop(0)
    while words and metrics.horizontalAdvance(f"{first} {words[0]}") <= width:
        first = f"{first} {words.pop(0)}"
    end = Qt.TextElideMode.ElideRight
    shown = [metrics.elidedText(first, end, width)]
    rest = " ".join(words)
    return [*shown, metrics.elidedText(rest, end, width)] if rest else shown


def colour_of(chosen: str, position: int) -> str:
    """A category's colour; one of its own where none was chosen."""
    picked = QColor(chosen) if chosen else QColor()
    return picked.name() if picked.isValid() else _PALETTE[position % len(_PALETTE)]
