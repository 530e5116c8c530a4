"""A field for a time of day on the club's wall. GUI thread only."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLineEdit

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.line_edit import LineEdit

_TYPED = re.compile(r"(\d{1,2})(?:[:., -]?(\d{2}))?")
LAST = 24 * 60


def minute_of(typed: str) -> int | None:
    """The minute of the day that was typed: ``18:40``, ``18.40``, ``1840`` or ``18``.

    ``24:00`` is the day's end; None if it is no time of day.
    """
    found = _TYPED.fullmatch(typed.strip())
    if found is None or not typed.isascii():
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    at = hour * 60 + minute
    return at if minute < 60 and at <= LAST else None


def minute_text(minute: int | None) -> str:
    """A minute of the day as on a clock, ``18:40``; the day's end is ``24:00``, None is empty."""
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"


class ClockField(Field[QLineEdit]):
    """A time of day, or nothing where the field is empty."""

    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__(label, LineEdit(), hint)
        self.editor.setPlaceholderText(tr("HH:MM"))
        self.editor.setMaxLength(8)

    def minute(self) -> int | None:
        """The minute of the day; None while the field is empty or holds none."""
        return minute_of(self.editor.text())

    def set_minute(self, minute: int | None) -> None:
        """Puts a time in."""
        self.editor.setText(minute_text(minute))

    def is_wrong(self) -> bool:
        """True if something was typed that is no time of day; says so under the field."""
        wrong = bool(self.editor.text().strip()) and self.minute() is None
        if wrong:
            self.set_error(tr("This is not a time of day. Type it as 18:40."))
        return wrong
