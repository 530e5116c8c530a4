"""Days of the calendar with their own prices, as further rows of a grid. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.pricing import SpecialDay
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.date_field import DateField, day_text
from clubdesk.ui.look.frames import column, row
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import GAP_S, SEMIBOLD
from clubdesk.ui.settings.rates.grid import PriceGrid
from clubdesk.ui.settings.rates.warnings import gap_words
from clubdesk.ui.settings.rates.week import Row, day_bands, day_row, gaps

_MOST = 60


class SpecialDays(QWidget):
    """Holidays and the like.

    Signals:
        changed: A day was added or taken away.

    Args:
        say: How a price is written.
        usual: The prices that a day would have by the week: a new special day begins with them.
    """

    changed = Signal()

    def __init__(self, say: Callable[[int], str], usual: Callable[[date], Row]) -> None:
        super().__init__()
        self._usual = usual
        self._days: list[date] = []
        self.day = DateField(tr("Special day"))
        self.day.editor.setFixedWidth(150)
        self.add = Button(tr("Add Special Day"), Kind.SECONDARY, icon_name="plus")
        self.remove = Button(tr("Remove Special Day"), Kind.SECONDARY, icon_name="x")
        self.grid = PriceGrid(say)
        self.grid.setAccessibleName(tr("Prices on special days"))
        explained = small(
            tr("Prices of such a day stand in the place of the weekday's: a holiday, a tournament.")
        ).wrapped()
        self.setLayout(
            column(
                Text(tr("Special days"), "text", weight=SEMIBOLD),
                explained,
                self.grid,
                row(self.day.editor, self.add, self.remove, None),
                self.day.under,
                gap=GAP_S,
            )
        )
        self.add.clicked.connect(self.add_typed)
        self.day.editor.returnPressed.connect(self.add_typed)
        self.remove.clicked.connect(self._remove)
        self._show(())

    def load(self, special: tuple[SpecialDay, ...]) -> None:
        """Shows the special days of a rate."""
        self._days = [one.day for one in special]
        self._show(tuple(day_row(one) for one in special))

    def days(self) -> tuple[SpecialDay, ...]:
        """The special days as they stand, sorted; those with a gap are left out."""
        return tuple(
            SpecialDay(day, day_bands(cells))
            for day, cells in sorted(zip(self._days, self.grid.rows, strict=True))
            if not gaps((cells,))
        )

    def lacking(self) -> str:
        """The hours without a price, as a sentence; empty if there are none."""
        return gap_words(self.grid.rows, [day_text(day) for day in self._days])

    def add_typed(self) -> None:
        """Adds the day in the field."""
        day = self.day.day()
        if day is None:
            self.day.set_error(tr("This is not a day. Type it as 21.11.2026."))
        elif day in self._days:
            self.day.set_error(tr("This day is in the list already."))
        elif len(self._days) >= _MOST:
            self.day.set_error(tr("A rate has no more than {count} of them.").format(count=_MOST))
        else:
            self.day.set_day(None)
            self.day.set_error("")
            pairs = [*zip(self._days, self.grid.rows, strict=True), (day, self._usual(day))]
            pairs.sort(key=lambda pair: pair[0])
            self._days = [one for one, _ in pairs]
            self._show(tuple(cells for _, cells in pairs))
            self.changed.emit()

    def _remove(self) -> None:
        first, last, _, _ = self.grid.chosen()
        left = [n for n in range(len(self._days)) if not first <= n <= last]
        rows = tuple(self.grid.rows[n] for n in left)
        self._days = [self._days[n] for n in left]
        self._show(rows)
        self.changed.emit()

    def _show(self, rows: tuple[Row, ...]) -> None:
        self.grid.show_rows([day_text(day) for day in self._days], rows)
        self.grid.setVisible(bool(rows))
        self.remove.setVisible(bool(rows))
