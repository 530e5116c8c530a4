"""The editor of an hourly rate: the week, the charges, the sale. GUI thread only."""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.hall import Club, Rate
from clubdesk.ui.settings.rates.around import Around
from clubdesk.ui.settings.rates.charges_part import ChargesPart
from clubdesk.ui.settings.rates.editor import Complaining, RateEditor, side_by_side
from clubdesk.ui.settings.rates.week_part import WeekPart


class HourlyEditor(RateEditor):
    """An hourly rate."""

    def __init__(self, club: Club) -> None:
        super().__init__(package=False)
        self.week = WeekPart(club)
        self.charges = ChargesPart(club.currency)
        for part in (self.head, self.warnings, self.week):
            self.lines.addWidget(part)
        self.lines.addLayout(side_by_side(self.preview, self.charges))
        self.lines.addWidget(self.sale)
        self.lines.addStretch(1)
        self.hear(self.head, self.week, self.charges, self.sale)

    def load_own(self, rate: Rate, around: Around) -> None:
        """Shows the week and the charges."""
        # One without a name was just begun: no price was painted yet.
        self.week.load(rate.price if rate.name else None)
        self.charges.load(rate)

    def own_onto(self, rate: Rate) -> Rate:
        """The rate with its prices and charges."""
        priced = rate if self.week.lacking() else replace(rate, price=self.week.price())
        return self.charges.onto(priced)

    def complain_own(self) -> bool:
        """Hours without a price, an amount that is none."""
        return any([bool(self.week.lacking()), self.charges.complain()])

    def has_unread(self) -> bool:
        """An amount that is none."""
        return self.charges.has_unread()

    def lacking(self) -> str:
        """The hours without a price."""
        return self.week.lacking()

    def is_own_touched(self) -> bool:
        """Whether any hour was painted or a word typed."""
        has_price = any(cell is not None for row in self.week.grid.rows for cell in row)
        return has_price or bool(self.head.name.text()) or bool(self.head.zones.chosen())

    def fields(self) -> dict[str, Complaining]:
        """With the charges'."""
        own: dict[str, Complaining] = {
            "min_charge": self.charges.least,
            "step": self.charges.step,
            "price": self.week.palette_.price,
            "special": self.week.special.day,
        }
        return {**super().fields(), **own}
