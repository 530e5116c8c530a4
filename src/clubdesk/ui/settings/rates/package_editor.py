"""The editor of a package: what it is, and its sale. GUI thread only."""

from __future__ import annotations

from clubdesk.domain.hall import Club, Rate
from clubdesk.ui.settings.rates.around import Around
from clubdesk.ui.settings.rates.editor import Complaining, RateEditor, side_by_side
from clubdesk.ui.settings.rates.package_part import PackagePart


class PackageEditor(RateEditor):
    """A package."""

    def __init__(self, club: Club) -> None:
        super().__init__(package=True)
        self.package = PackagePart(club.currency)
        for part in (self.head, self.warnings, self.package):
            self.lines.addWidget(part)
        self.lines.addLayout(side_by_side(self.preview, self.sale))
        self.lines.addStretch(1)
        self.hear(self.head, self.package, self.sale)

    def load_own(self, rate: Rate, around: Around) -> None:
        """Shows the package."""
        self.package.load(rate, around)

    def own_onto(self, rate: Rate) -> Rate:
        """The rate with its package."""
        return self.package.onto(rate)

    def complain_own(self) -> bool:
        """Minutes, price, times."""
        return self.package.complain()

    def has_unread(self) -> bool:
        """A time or an amount that is none."""
        return self.package.has_unread()

    def fields(self) -> dict[str, Complaining]:
        """With the package's."""
        part = self.package
        own: dict[str, Complaining] = {
            "minutes": part.minutes,
            "package_price": part.price,
            "starts_from": part.starts,
            "starts_until": part.until,
            "hard_end": part.end,
            "weekdays": part.days_field,
            "kept_days": part.kept,
        }
        return {**super().fields(), **own}
