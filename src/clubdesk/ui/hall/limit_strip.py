"""The limit of a session: a time or an amount, chosen from chips or typed. GUI thread only."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from clubdesk.foundation.money import Currency
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.frames import column, row
from clubdesk.ui.look.line_edit import LineEdit
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_M
from clubdesk.ui.look.wording import duration

CHIPS = (1800, 3600, 7200, 10800)
_TYPED = re.compile(r"(?:(\d{1,3})[:.,])?(\d{1,4})")
_NONE = 0
LONGEST_S = 31 * 86_400


def seconds_of(typed: str) -> int | None:
    """Hours and minutes (``1:30``) or minutes alone (``90``), in seconds; None if it is neither."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None or not typed.isascii():
        return None
    hours, minutes = int(found[1] or 0), int(found[2])
    if found[1] is not None and minutes > 59:
        return None
    seconds = hours * 3600 + minutes * 60
    return seconds if 0 < seconds <= LONGEST_S else None


class LimitStrip(QWidget):
    """Until the balance's end, or a limit.

    Signals:
        changed: Another limit.
    """

    changed = Signal()

    def __init__(self, currency: Currency) -> None:
        super().__init__()
        chips: list[tuple[object, str]] = [(_NONE, tr("No limit"))]
        chips += [(seconds, duration(seconds)) for seconds in CHIPS]
        self.chips = ChipRow(chips)
        self.time: Field[QLineEdit] = Field(tr("Or another time"), LineEdit())
        self.time.editor.setPlaceholderText(tr("1:30 or 90"))
        self.time.editor.setFixedWidth(110)
        self.time.editor.setMaxLength(8)
        self.money = MoneyField(tr("Or the most to spend"), currency, big=False)
        self.money.setFixedWidth(170)
        chosen = QWidget()
        chosen.setLayout(column(small(tr("Play at most")), self.chips, None, gap=8))
        self._until: datetime | None = None
        self._typed_until = ""
        self.setLayout(row(chosen, None, self.time, self.money, gap=GAP_M))
        self.chips.chosen.connect(self._chip)
        self.time.editor.textChanged.connect(lambda _: self._typed())
        self.money.changed.connect(lambda _: self.changed.emit())

    def limit_s(self) -> int | None:
        """The limit in seconds; None for none."""
        typed = self.time.editor.text().strip()
        if typed:
            return seconds_of(typed)
        key = self.chips.key()
        return int(str(key)) if key else None

    def limit_minor(self) -> int | None:
        """The limit in money; None for none."""
        minor = self.money.minor()
        return minor if minor is not None and minor > 0 else None

    def play_until(self, instant: datetime, now: datetime) -> None:
        """Types the whole minutes until an instant; nothing if there are none left."""
        minutes = (instant - now) // timedelta(minutes=1)
        if minutes > 0:
            self._until, self._typed_until = instant, f"{minutes // 60}:{minutes % 60:02}"
            self.time.editor.setText(self._typed_until)

    def follow(self, now: datetime) -> None:
        """Time passes while a window is open: play until an instant gets shorter by that."""
        if self._until is not None and self.time.editor.text() == self._typed_until:
            self.play_until(self._until, now)

    def is_set(self) -> bool:
        """Whether there is any limit."""
        return self.limit_s() is not None or self.limit_minor() is not None

    def why_not(self) -> str:
        """What is wrong with what was typed; empty if nothing is."""
        typed = self.time.editor.text().strip()
        if typed and seconds_of(typed) is None:
            return tr("The time is not understood. Type it as 1:30 or in minutes.")
        minor, amount = self.money.minor(), self.money.edit.text().strip()
        if amount and (minor is None or minor <= 0):
            return tr("The amount of the limit is not understood.")
        return ""

    def clear(self) -> None:
        """Takes every limit away."""
        self.time.editor.clear()
        self.money.set_minor(None)
        self.chips.choose(_NONE)

    def _chip(self, _key: object) -> None:
        if self.time.editor.text():
            self.time.editor.clear()
        else:
            self.changed.emit()

    def _typed(self) -> None:
        typed = self.time.editor.text().strip()
        wrong = bool(typed) and seconds_of(typed) is None
        self.time.editor.setProperty("wrong", "true" if wrong else "false")
        self.changed.emit()
