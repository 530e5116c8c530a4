"""Prices of an hourly rate: the week's grid, the palette, and days of their own prices.

GUI thread only.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal

from clubdesk.domain.hall import Club
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import format_number, parse_money
from clubdesk.foundation.translate import language, tr
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.text import Text, heading, small
from clubdesk.ui.settings.rates.grid import PriceGrid
from clubdesk.ui.settings.rates.palette import Palette
from clubdesk.ui.settings.rates.special_days import SpecialDays
from clubdesk.ui.settings.rates.warnings import gap_words
from clubdesk.ui.settings.rates.week import (
    CELLS,
    DAYS,
    EMPTY_WEEK,
    is_on_the_half_hour,
    prices_in,
    week_bands,
    week_rows,
    without_gaps,
)
from clubdesk.ui.settings.rates.words import day_names


class WeekPart(Panel):
    """The grid with what belongs to it.

    Signals:
        changed: A price is another one now.
    """

    changed = Signal()

    def __init__(self, club: Club) -> None:
        super().__init__("panel", 16)
        self._club = club
        self._kept = HourlyPrice.flat(1, club.time_zone)
        self._shown = EMPTY_WEEK
        say = self._figure
        self.palette_ = Palette(club.currency, say)
        self.grid = PriceGrid(say)
        self.grid.setAccessibleName(tr("Prices through the week"))
        self.special = SpecialDays(say, lambda day: self.grid.rows[day.weekday()])
        self.copy = Button(tr("Copy Day"), Kind.SECONDARY, tr("Ctrl+C"), icon_name="copy")
        self.paste = Button(tr("Paste Day"), Kind.SECONDARY, tr("Ctrl+V"))
        self.all = Button(tr("Paint the Whole Week"), Kind.SECONDARY)
        self.mend = Button(tr("Fill Hours without a Price"), Kind.SECONDARY)
        self.gap = Text("", "amber").wrapped()
        self._build()
        self._connect()

    def load(self, price: HourlyPrice | None) -> None:
        """Shows a price; None for a rate that has none yet."""
        self._kept = price or HourlyPrice.flat(1, self._club.time_zone)
        self._shown = week_rows(price) if price is not None else EMPTY_WEEK
        self.grid.show_rows(day_names(), self._shown)
        self.special.load(price.special if price is not None else ())
        prices = self._prices()
        self.palette_.set_brush(prices[0] if prices else None)
        self._say()

    def price(self) -> HourlyPrice:
        """The price as it stands; one that nobody touched is the one that was loaded.

        Raises:
            ValueError: Some hours have no price; ask ``lacking`` first.
        """
        special = self.special.days()
        if self.grid.rows == self._shown and special == self._kept.special:
            return self._kept
        bands = self._kept.bands if self.grid.rows == self._shown else week_bands(self.grid.rows)
        return replace(self._kept, bands=bands, special=special)

    def lacking(self) -> str:
        """The hours without a price, as a sentence; empty if there are none."""
        return gap_words(self.grid.rows, day_names()) or self.special.lacking()

    def note(self) -> str:
        """What the grid cannot show of the rate; empty if it shows all."""
        if self.grid.rows == EMPTY_WEEK or is_on_the_half_hour(self._kept):
            return ""
        return tr(
            "Some prices begin between two half hours. They stay so until the grid is changed."
        )

    def _build(self) -> None:
        self.column.setSpacing(10)
        self.column.addLayout(
            row(heading(tr("Prices through the week")), None, self.copy, self.paste, self.all)
        )
        self.column.addWidget(self.palette_)
        self.column.addWidget(self.grid)
        self.column.addWidget(
            small(
                tr("Drag over the hours to paint them. Or: arrows, Shift to choose several, type a "
                   "price, Enter.")
            ).wrapped()
        )  # fmt: skip
        line = row(self.gap, self.mend)
        line.setStretch(0, 1)
        self.column.addLayout(line)
        self.column.addWidget(self.special)

    def _connect(self) -> None:
        self.palette_.picked.connect(self._pick)
        self.palette_.entered.connect(self.grid.setFocus)
        self.copy.clicked.connect(self._copy)
        self.paste.clicked.connect(self.grid.paste_day)
        self.all.clicked.connect(self._paint_all)
        self.mend.clicked.connect(self._mend)
        for grid in (self.grid, self.special.grid):
            grid.changed.connect(self._touched)
            grid.typed.connect(lambda text, grid=grid: self._typed(grid, text))
        self.special.changed.connect(self._touched)

    def _pick(self, price: int | None) -> None:
        self.grid.brush = self.special.grid.brush = price
        self._allow()

    def _copy(self) -> None:
        self.grid.copy_day()
        self._allow()
        self.grid.setFocus()

    def _paint_all(self) -> None:
        self.grid.fill(self.palette_.brush(), (0, DAYS - 1, 0, CELLS - 1))

    def _mend(self) -> None:
        self.grid.show_rows(day_names(), without_gaps(self.grid.rows))
        self._touched()

    def _typed(self, grid: PriceGrid, text: str) -> None:
        try:
            price = parse_money(text, self._club.currency, language())
        except DeskError as error:
            self.palette_.price.set_error(error.text)
            return
        self.palette_.set_brush(price)
        if price > 0:
            grid.fill(price)

    def _touched(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        prices = self._prices()
        self.palette_.show_prices(prices)
        self.grid.show_prices(prices)
        self.special.grid.show_prices(prices)
        self.gap.setText(self.lacking() or self.note())
        self.gap.setVisible(bool(self.gap.text()))
        has_gap = bool(gap_words(self.grid.rows, day_names()))
        self.mend.setVisible(has_gap and bool(prices_in(self.grid.rows)))
        self._allow()

    def _allow(self) -> None:
        none = "" if self.palette_.brush() else tr("Type the price per hour first.")
        self.all.allow(none)
        self.paste.allow("" if self.grid.has_copied() else tr("Copy a day first."))

    def _prices(self) -> list[int]:
        return prices_in((*self.grid.rows, *self.special.grid.rows))

    def _figure(self, minor: int) -> str:
        return format_number(minor, self._club.currency, language())
