"""Small painted signs: key cap, lamp, avatar, state pill, icon. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from clubdesk.ui.look import icons, ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import MEDIUM, SEMIBOLD, SMALL


def colour(tone: str) -> str:
    """The colour of a tone (``green``, ``dim``, ...) in the theme in use."""
    return str(getattr(theme(), tone))


class KeyCap(QWidget):
    """A key, drawn as on the keyboard."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = keys
        self.setFixedSize(ink.key_cap_width(keys), ink.KEY_CAP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the cap."""
        painter = QPainter(self)
        ink.key_cap(painter, self.keys, self.rect(), theme().dim, theme().edge)
        painter.end()


class Icon(QWidget):
    """An icon of the set in a tone of the theme."""

    def __init__(
        self, name: str, tone: str = "dim", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name, self.tone, self.size_px = name, tone, size
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the icon."""
        painter = QPainter(self)
        icons.draw(painter, self.name, colour(self.tone), QPoint(0, 0), self.size_px)
        painter.end()


class Lamp(QAbstractButton):
    """A dot and a word: how a device or a link is. Pressing it asks for the story."""

    def __init__(self, word: str, tone: str = "grey", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tone = tone
        self.setText(word)
        self.setFont(font(SMALL))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, word: str, tone: str, why: str = "") -> None:
        """Changes word and colour; ``why`` is the tooltip."""
        self.tone = tone
        self.setText(word)
        self.setToolTip(why)
        self.setAccessibleDescription(why)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for dot and word."""
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 22, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws dot, word and focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            ink.focus_ring(painter, self.rect(), theme().accent, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour(self.tone)))
        middle = self.rect().center().y()
        painter.drawEllipse(QRect(4, middle - 3, 8, 8))
        painter.setFont(self.font())
        painter.setPen(QColor(theme().text if self.underMouse() else theme().dim))
        place = self.rect().adjusted(18, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


def initials(name: str) -> str:
    """Up to two letters that stand for a person: ``Dana Abenova`` gives DA."""
    words = [word for word in name.replace(".", " ").split() if word[:1].isalnum()]
    if not words:
        return "?"
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    if len(chosen) == 1:
        return chosen[0][:2].upper()
    return "".join(word[0] for word in chosen).upper()


def draw_avatar(painter: QPainter, rect: QRect, name: str, *, strong: bool = False) -> None:
    """Draws a person's initials in a circle; ``strong`` for who is signed in."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    now = theme()
    painter.setPen(Qt.PenStyle.NoPen if strong else QColor(now.edge))
    painter.setBrush(QColor(now.accent_fill if strong else now.raised))
    painter.drawEllipse(rect.adjusted(0, 0, -1, -1))
    painter.setFont(font(max(9, round(rect.height() * 0.38)), SEMIBOLD))
    painter.setPen(QColor(now.on_accent if strong else now.text))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name))


class Avatar(QWidget):
    """A person's initials in a circle."""

    def __init__(
        self, name: str, size: int = 28, *, strong: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.strong = strong
        self.setFixedSize(size, size)

    def set_name(self, name: str) -> None:
        """Shows another person."""
        self.name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the circle."""
        painter = QPainter(self)
        draw_avatar(painter, self.rect(), self.name, strong=self.strong)
        painter.end()


class Pill(QWidget):
    """A state in its tint, with icon and word: colour never stands alone."""

    def __init__(
        self,
        word: str = "",
        tone: str = "green",
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.say(word, tone, icon_name)

    def say(self, word: str, tone: str, icon_name: str = "") -> None:
        """Changes the state shown."""
        self.word, self.tone, self.icon_name = word, tone, icon_name
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for icon and word."""
        width = QFontMetrics(font(SMALL, MEDIUM)).horizontalAdvance(self.word) + 18
        return QSize(width + (16 if self.icon_name else 0), 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the tint, icon and word."""
        painter = QPainter(self)
        fill = getattr(theme(), f"{self.tone}_bg", theme().raised)
        ink.rounded(painter, self.rect(), fill, "", 11)
        ink_colour = colour(self.tone) if self.tone != "grey" else theme().dim
        left = 9
        if self.icon_name:
            icons.draw(painter, self.icon_name, ink_colour, QPoint(left - 1, 5), 12)
            left += 16
        painter.setFont(font(SMALL, MEDIUM))
        painter.setPen(QColor(ink_colour))
        place = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.word)
        painter.end()
