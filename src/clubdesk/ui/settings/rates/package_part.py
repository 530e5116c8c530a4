"""What a package is: minutes, price, when it may start, when it ends, what becomes of the rest.

GUI thread only.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clubdesk.domain.hall import Rate
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.rates import PackageOffer, Unused
from clubdesk.foundation.money import Currency
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.clock_field import ClockField
from clubdesk.ui.look.field import Choice, Field
from clubdesk.ui.look.frames import Panel, column
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import heading
from clubdesk.ui.look.tokens import GAP_L
from clubdesk.ui.settings.rates.around import Around
from clubdesk.ui.settings.rates.chips import ManyChips
from clubdesk.ui.settings.rates.words import day_names, unused_choices, unused_explained

_LONGEST_HOURS, _MOST_DAYS = 168, 366


class PackagePart(Panel):
    """The package itself.

    Signals:
        changed: Something was typed or chosen.
    """

    changed = Signal()

    def __init__(self, currency: Currency) -> None:
        super().__init__("panel", 16)
        self._after: dict[int, HourlyPrice] = {}
        self.hours = Field(tr("Hours"), NumberBox(0, _LONGEST_HOURS, 0))
        self.minutes = Field(tr("Minutes"), NumberBox(0, 59, 0))
        self.price = MoneyField(tr("Price of the package"), currency, big=False)
        self.starts = ClockField(tr("May start from"), tr("Empty: at any time."))
        self.until = ClockField(tr("May start until"), tr("May lie after midnight."))
        self.end = ClockField(tr("Ends at the latest"), tr("A night package: 08:00. Empty: never."))
        self.days = ManyChips(list(enumerate(day_names())))
        self.days_field = Field(
            tr("On days"), self.days, tr("None chosen: every day. A night belongs to its evening.")
        )
        self.unused = Choice(unused_choices())
        self.unused_field = Field(tr("Unused minutes"), self.unused, " ")
        self.kept = Field(tr("Kept for days"), NumberBox(1, _MOST_DAYS, 30))
        self.after = Choice([])
        self.after_field = Field(
            tr("Play after it costs as in"),
            self.after,
            tr("Only if going on by the hour was ticked at the start."),
        )
        self._build()
        self._connect()

    def load(self, rate: Rate, around: Around) -> None:
        """Shows a package."""
        offer = rate.package or PackageOffer(0, 0)
        self.hours.editor.setValue(offer.minutes // 60)
        self.minutes.editor.setValue(offer.minutes % 60)
        self.price.set_minor(offer.price_minor or None)
        for field, minute in (
            (self.starts, offer.starts_from),
            (self.until, offer.starts_until),
            (self.end, offer.hard_end),
        ):
            field.set_minute(minute)
            field.set_error("")
        self.days.load(offer.weekdays)
        self.unused.choose(offer.unused)
        self.kept.editor.setValue(offer.kept_days)
        self._load_after(rate, around)
        self._explain()

    def onto(self, rate: Rate) -> Rate:
        """The rate with what stands here."""
        return replace(rate, package=self.offer(), price=self._after.get(self._key(), rate.price))

    def offer(self) -> PackageOffer:
        """The package as it stands."""
        return PackageOffer(
            minutes=self.hours.editor.value() * 60 + self.minutes.editor.value(),
            price_minor=self.price.minor() or 0,
            starts_from=self.starts.minute(),
            starts_until=self.until.minute(),
            weekdays=frozenset(int(str(day)) for day in self.days.chosen()),
            hard_end=self.end.minute(),
            unused=Unused(str(self.unused.key())),
            kept_days=self.kept.editor.value(),
        )

    def has_unread(self) -> bool:
        """Whether something was typed that is no time or no amount."""
        fields = (self.starts, self.until, self.end)
        times = any(field.editor.text().strip() and field.minute() is None for field in fields)
        return times or (bool(self.price.edit.text().strip()) and self.price.minor() is None)

    def complain(self) -> bool:
        """Marks what is missing or wrong; True if anything is."""
        wrong = [field.is_wrong() for field in (self.starts, self.until, self.end)]
        if not self.offer().minutes:
            self.minutes.set_error(tr("A package has minutes."))
            wrong.append(True)
        if self.price.minor() is None and self.price.edit.text().strip():
            self.price.complain()
            wrong.append(True)
        elif not self.price.minor() or (self.price.minor() or 0) < 0:
            self.price.set_error(tr("Type the price."))
            wrong.append(True)
        return any(wrong)

    def _key(self) -> int:
        return int(str(self.after.key() or 0))

    def _load_after(self, rate: Rate, around: Around) -> None:
        """The hourly rates; the package's own price first where it is none of theirs."""
        hourly = around.hourly()
        same = next((one for one in hourly if one.price == rate.price), None)
        self._after = {one.id: one.price for one in hourly}
        self.after.blockSignals(True)
        self.after.clear()
        if same is None:
            self._after[0] = rate.price
            self.after.addItem(tr("its own price"), 0)
        for one in hourly:
            self.after.addItem(one.name, one.id)
        self.after.choose(same.id if same is not None else 0)
        self.after.blockSignals(False)

    def _build(self) -> None:
        self.column.addWidget(heading(tr("Package")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_L)
        grid.setVerticalSpacing(12)
        parts: list[tuple[QWidget, int, int, int]] = [
            (self.hours, 0, 0, 1),
            (self.minutes, 0, 1, 1),
            (self.price, 0, 2, 2),
            (self.starts, 1, 0, 2),
            (self.until, 1, 2, 1),
            (self.end, 1, 3, 1),
            (self.days_field, 2, 0, 4),
            (self.unused_field, 3, 0, 2),
            (self.kept, 3, 2, 1),
            (self.after_field, 3, 3, 1),
        ]
        for part, line, place, span in parts:
            box = column(part, None, gap=0)
            grid.addLayout(box, line, place, 1, span)
        for place in range(4):
            grid.setColumnStretch(place, 1)
        self.column.addLayout(grid)

    def _connect(self) -> None:
        for box in (self.hours, self.minutes, self.kept):
            box.editor.changed.connect(lambda _: self.changed.emit())
            box.editor.changed.connect(lambda _: self.minutes.set_error(""))
        for field in (self.starts, self.until, self.end):
            field.editor.textChanged.connect(lambda _: self.changed.emit())
        self.price.changed.connect(lambda _: self.changed.emit())
        self.days.changed.connect(self.changed)
        self.unused.currentIndexChanged.connect(lambda _: self._explain())
        for choice in (self.unused, self.after):
            choice.currentIndexChanged.connect(lambda _: self.changed.emit())

    def _explain(self) -> None:
        kind = Unused(str(self.unused.key()))
        self.unused_field.under.setText(unused_explained(kind))
        self.kept.setEnabled(kind is Unused.KEPT)
