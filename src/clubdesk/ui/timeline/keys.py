"""What the keys mean on the timeline, on a Latin and on a Russian keyboard. GUI thread only."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_STEP = timedelta(minutes=15)
_NOTHING = timedelta()


class BoardKey(StrEnum):
    """One thing that a key does."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    EARLIER = "earlier"
    LATER = "later"
    SEAT_UP = "seat_up"
    SEAT_DOWN = "seat_down"
    SHORTER = "shorter"
    LONGER = "longer"
    OPEN = "open"
    CANCEL = "cancel"
    ARRIVED = "arrived"
    NEW = "new"
    DAY_BEFORE = "day_before"
    DAY_AFTER = "day_after"
    TODAY = "today"
    CLOSER = "closer"
    FARTHER = "farther"
    BACK = "back"

    @property
    def pushes(self) -> bool:
        """Whether it changes the chosen reservation's place."""
        return bool(self.lines or self.starts_by or self.ends_by)

    @property
    def lines(self) -> int:
        """By how many seats it moves."""
        return {BoardKey.SEAT_UP: -1, BoardKey.SEAT_DOWN: 1}.get(self, 0)

    @property
    def starts_by(self) -> timedelta:
        """By how much the beginning moves."""
        return {BoardKey.EARLIER: -_STEP, BoardKey.LATER: _STEP}.get(self, _NOTHING)

    @property
    def ends_by(self) -> timedelta:
        """By how much the end moves."""
        own = {BoardKey.SHORTER: -_STEP, BoardKey.LONGER: _STEP}
        return own.get(self, self.starts_by)


_K = Qt.Key
_ARROWS = {
    _K.Key_Up: BoardKey.UP,
    _K.Key_Down: BoardKey.DOWN,
    _K.Key_Left: BoardKey.LEFT,
    _K.Key_Right: BoardKey.RIGHT,
}
_WITH_ALT = {
    _K.Key_Up: BoardKey.SEAT_UP,
    _K.Key_Down: BoardKey.SEAT_DOWN,
    _K.Key_Left: BoardKey.EARLIER,
    _K.Key_Right: BoardKey.LATER,
}
_WITH_SHIFT = {_K.Key_Left: BoardKey.SHORTER, _K.Key_Right: BoardKey.LONGER}
_PLAIN = {
    **_ARROWS,
    _K.Key_Return: BoardKey.OPEN,
    _K.Key_Enter: BoardKey.OPEN,
    _K.Key_Delete: BoardKey.CANCEL,
    _K.Key_PageUp: BoardKey.DAY_BEFORE,
    _K.Key_PageDown: BoardKey.DAY_AFTER,
    _K.Key_Home: BoardKey.TODAY,
    _K.Key_Plus: BoardKey.CLOSER,
    _K.Key_Equal: BoardKey.CLOSER,
    _K.Key_Minus: BoardKey.FARTHER,
    _K.Key_Escape: BoardKey.BACK,
}
_LETTERS = {"V": BoardKey.NEW, "М": BoardKey.NEW, "A": BoardKey.ARRIVED, "Ф": BoardKey.ARRIVED}


def key_of(event: QKeyEvent) -> BoardKey | None:
    """What a key press means; None if nothing."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held == Qt.KeyboardModifier.AltModifier:
        return _WITH_ALT.get(_K(event.key()))
    if held == Qt.KeyboardModifier.ShiftModifier and _K(event.key()) in _WITH_SHIFT:
        return _WITH_SHIFT[_K(event.key())]
    if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return None
    found = _PLAIN.get(_K(event.key())) or _LETTERS.get(event.text().upper())
    repeats = found in _ARROWS.values()
    return None if event.isAutoRepeat() and not repeats else found
