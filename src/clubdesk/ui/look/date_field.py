"""A field for a day, typed as people write it here. GUI thread only."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QLineEdit

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.line_edit import LineEdit

_DAY_FIRST = re.compile(r"(\d{1,2})[.,/ -]+(\d{1,2})[.,/ -]+(\d{4})")


def day_of(typed: str) -> date | None:
    """The day that was typed, day first or as ISO 8601; None if it is not one."""
    text = typed.strip()
    found = _DAY_FIRST.fullmatch(text)
    try:
        if found is None:
            return date.fromisoformat(text)
        day, month, year = (int(part) for part in found.groups())
        return date(year, month, day)
    except ValueError:
        return None


def day_text(day: date | None) -> str:
    """A day as the field shows it: ``21.11.2026``; empty for None."""
    return "" if day is None else f"{day:%d.%m.%Y}"


class DateField(Field[QLineEdit]):
    """A day, or nothing where the field is empty."""

    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__(label, LineEdit(), hint)
        self.editor.setPlaceholderText(tr("DD.MM.YYYY"))
        self.editor.setMaxLength(20)

    def day(self) -> date | None:
        """The day; None while the field is empty or holds none."""
        return day_of(self.editor.text())

    def set_day(self, day: date | None) -> None:
        """Puts a day in."""
        self.editor.setText(day_text(day))

    def is_wrong(self) -> bool:
        """True if something was typed that is no day; says so under the field."""
        wrong = bool(self.editor.text().strip()) and self.day() is None
        if wrong:
            self.set_error(tr("This is not a day. Type it as 21.11.2026."))
        return wrong
