"""The left of the tab Rates: the list and what is done with a rate as a whole. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Rate
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.frames import column, row
from clubdesk.ui.look.text import heading, small
from clubdesk.ui.settings.rates.around import Around
from clubdesk.ui.settings.rates.rate_list import RateLine, RateList
from clubdesk.ui.settings.rates.words import kind_word, price_words, zones_words

_WIDTH = 300


class ListPart(QWidget):
    """List and buttons; the tab says what they do and when they may."""

    def __init__(self) -> None:
        super().__init__()
        self.list = RateList()
        self.list.setAccessibleName(tr("Rates"))
        self.add_hourly = Button(tr("Add Hourly Rate"), Kind.SECONDARY, icon_name="plus")
        self.add_package = Button(tr("Add Package"), Kind.SECONDARY, icon_name="plus")
        self.copy = Button(tr("Copy"), Kind.SECONDARY, icon_name="copy")
        self.retire = Button(tr("Retire"), Kind.SECONDARY)
        self.none = small(tr("No rates yet. Add one, so that time can be sold.")).wrapped()
        self.setFixedWidth(_WIDTH)
        for button in (self.add_hourly, self.add_package):
            button.setFixedHeight(BIG_HEIGHT)
        pair = row(self.copy, self.retire)
        for place in (0, 1):
            pair.setStretch(place, 1)
        self.setLayout(
            column(
                row(heading(tr("Rates")), None, small(tr("order: drag, or Alt+↑ ↓"))),
                self.none,
                self.list,
                pair,
                self.add_hourly,
                self.add_package,
            )
        )

    def show_rates(self, around: Around, chosen: int) -> None:
        """Shows all rates and marks one."""
        self.list.show_lines([_line(one, around) for one in around.rates], chosen)
        self.none.setVisible(not around.rates)

    def allow(self, rate: Rate | None, missing: str, *, touched: bool) -> None:
        """Greys out what cannot be done with the shown rate by this person now."""
        nothing = "" if rate is not None else tr("Choose a rate.")
        fresh = tr("Save it first.") if rate is not None and not rate.id else ""
        waits = tr("Save or discard the changes first.") if touched else ""
        for button in (self.add_hourly, self.add_package):
            button.allow(missing)
        self.copy.allow(missing or nothing or fresh)
        self.retire.allow(missing or nothing or fresh or waits)
        is_off = rate is not None and not rate.active
        self.retire.setText(tr("Sell Again") if is_off else tr("Retire"))
        self.list.set_can_order(not missing)


def _line(rate: Rate, around: Around) -> RateLine:
    zones = zones_words(rate, around.zones)
    return RateLine(
        rate.id,
        rate.name,
        price_words(rate, around.club),
        f"{kind_word(rate)} · {zones}",
        tr("retired") if not rate.active else "",
        rate.colour,
        not rate.active,
    )
