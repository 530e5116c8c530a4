"""Buttons with their key shown on what it does: text at the left, the key cap at the right.

GUI thread only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look import icons, ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import MEDIUM, TEXT

HEIGHT = 36
BIG_HEIGHT = 40
_PAD = 12
_ICON = 16
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Kind(StrEnum):
    """What pressing it means: the one next step, one of several, a loss, or a small aside."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    DANGER = "danger"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class _Inks:
    fill: str
    edge: str
    text: str
    cap: str
    cap_edge: str


class Button(QPushButton):
    """A button of the desk.

    Args:
        text: What it does, in the user's language.
        kind: See Kind.
        keys: The shortcut shown on it, such as ``Esc``; showing it does not install it.
        icon_name: An icon before the text; empty for none.
        centered: Text in the middle, for buttons that stand alone in a row of equals.
    """

    def __init__(
        self,
        text: str,
        kind: Kind | str = Kind.SECONDARY,
        keys: str = "",
        *,
        icon_name: str = "",
        centered: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.kind = Kind(kind)
        self.keys = keys
        self.icon_name = icon_name
        self.centered = centered
        self._why_not = ""
        self.guarded = ""
        self.setFont(font(TEXT, MEDIUM))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_kind(self, kind: Kind | str) -> None:
        """Changes what pressing it means."""
        self.kind = Kind(kind)
        self.update()

    def set_keys(self, keys: str) -> None:
        """Changes the key cap."""
        self.keys = keys
        self.updateGeometry()
        self.update()

    def allow(self, why_not: str = "") -> None:
        """Enables the button, or disables it and says why when the mouse rests on it."""
        self._why_not = why_not
        self.setEnabled(not why_not)
        self._say_why()

    def guard(self, why: str = "") -> None:
        """Draws the button dim with a lock: pressing it asks for a colleague's PIN.

        Args:
            why: What is missing (``DeskRunner.missing``); empty takes the lock away.
        """
        told = tr("A colleague's PIN can approve it.")
        self.guarded = f"{why} {told}" if why else ""
        self._say_why()
        self.updateGeometry()
        self.update()

    def _say_why(self) -> None:
        why = self._why_not or self.guarded
        self.setToolTip(why)
        self.setAccessibleDescription(why)

    def setEnabled(self, enabled: bool) -> None:
        """Keeps a button that is not allowed disabled when a pending deed gives it back."""
        super().setEnabled(enabled and not self._why_not)

    def sizeHint(self) -> QSize:
        """Room for icon, text and key cap."""
        width = 2 * _PAD + QFontMetrics(self.font()).horizontalAdvance(self.text())
        width += _ICON + 8 if self._icon() else 0
        width += ink.key_cap_width(self.keys) + 12 if self.keys else 0
        return QSize(max(width + 2, HEIGHT), BIG_HEIGHT if self.kind is Kind.PRIMARY else HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same: a button's words are never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the focused button, as Space does; arrows go to what is around it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        elif event.key() in _ARROWS:
            # Qt would walk to the next button; the arrows belong to the list or paper around it.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Drops the second click of a double click: the first may have put another deed here."""
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaints for the mouse."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Repaints for the mouse."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws box, icon, text, key cap and focus."""
        painter = QPainter(self)
        inks = self._inks()
        ink.rounded(painter, self.rect(), inks.fill, inks.edge)
        if self.hasFocus():
            filled = self.kind is Kind.PRIMARY and not self.guarded
            ring = theme().on_accent if filled else theme().accent
            rect = self.rect().adjusted(2, 2, -2, -2) if filled else self.rect()
            ink.focus_ring(painter, rect, ring, 7)
        self._draw_face(painter, inks)
        painter.end()

    def _draw_face(self, painter: QPainter, inks: _Inks) -> None:
        box = self.rect().adjusted(_PAD, 0, -_PAD, 0)
        if self.isDown():
            box.translate(0, 1)
        if self.keys:
            ink.key_cap(painter, self.keys, box, inks.cap, inks.cap_edge)
            box.setRight(box.right() - ink.key_cap_width(self.keys) - 8)
        metrics = QFontMetrics(self.font())
        name = self._icon()
        wide = metrics.horizontalAdvance(self.text()) + (_ICON + 8 if name else 0)
        left = box.left() + (max(0, box.width() - wide) // 2 if self.centered else 0)
        if name:
            at = QPoint(left, box.center().y() - _ICON // 2 + 1)
            icons.draw(painter, name, inks.text, at, _ICON)
            left += _ICON + 8
        painter.setFont(self.font())
        painter.setPen(QColor(inks.text))
        place = QRect(left, box.top(), box.right() - left + 1, box.height())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, place.width() + 1)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _icon(self) -> str:
        return "lock" if self.guarded else self.icon_name

    def _inks(self) -> _Inks:
        now = theme()
        warm = self.isEnabled() and (self.underMouse() or self.isDown())
        if not self.isEnabled():
            quiet = self.kind is Kind.QUIET
            fill = "" if quiet else ink.faded(now.raised, 0.6)
            edge = "" if quiet else now.line
            return _Inks(fill, edge, now.grey, now.grey, now.line)
        if self.guarded:
            fill = now.hover if warm else now.raised
            edge = now.accent if self.kind is Kind.PRIMARY else now.edge
            return _Inks(fill, edge, now.dim, now.dim, now.edge)
        if self.kind is Kind.PRIMARY:
            fill = now.accent_hover if warm else now.accent_fill
            return _Inks(fill, "", now.on_accent, now.on_accent, "#a9c0fb")
        text = now.red if self.kind is Kind.DANGER else now.text
        if self.kind is Kind.QUIET:
            return _Inks(now.hover if warm else "", "", now.dim, now.dim, now.line)
        return _Inks(now.hover if warm else now.raised, now.edge, text, now.dim, now.edge)
