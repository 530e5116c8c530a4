"""The preview: what a stretch of play would cost, or when a package would end. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor

from PySide6.QtWidgets import QGridLayout, QWidget

from clubdesk.domain.hall import Club, Rate
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.clock_field import ClockField
from clubdesk.ui.look.date_field import day_text
from clubdesk.ui.look.field import Choice, Field
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.text import Text, heading
from clubdesk.ui.look.tokens import BOLD, GAP_M, GAP_S, MEDIUM, SMALL
from clubdesk.ui.look.wording import clock_time, money, span
from clubdesk.ui.settings.rates.around import Around
from clubdesk.ui.settings.rates.sums import (
    HourlySum,
    hourly_sum,
    next_day,
    on_wall,
    package_end,
    stretch_on,
)
from clubdesk.ui.settings.rates.words import day_names

_FROM, _UNTIL = 18 * 60 + 40, 23 * 60 + 10
_FRIDAY = 4
Draft = Callable[[], Rate | None]


class PreviewPart(Panel):
    """A day, a time and the sum.

    Args:
        draft: The rate as it stands in the editor; None while it has no price.
        package: Whether it is about a package: then there is only a start.
    """

    def __init__(self, draft: Draft, *, package: bool) -> None:
        super().__init__("panel", 16)
        self._draft, self._package = draft, package
        self._around: Around | None = None
        self._special: list[date] = []
        self.day = Choice(list(enumerate(day_names("wide"))))
        self.start = ClockField(tr("Bought at") if package else tr("From"))
        self.end = ClockField(tr("To"))
        self.total = Text("", "text", 21, BOLD).wrapped()
        self.lines: list[tuple[str, str]] = []
        self._grid = QGridLayout()
        self._labels: list[QWidget] = []
        self._build()
        self.start.set_minute(23 * 60 + 30 if package else _FROM)
        self.end.set_minute(_UNTIL)
        self.day.choose(_FRIDAY)
        self.day.currentIndexChanged.connect(lambda _: self.show_sum())
        for field in (self.start, self.end):
            field.editor.textChanged.connect(lambda _: self.show_sum())

    def know(self, around: Around) -> None:
        """Takes in the club."""
        self._around = around

    def show_sum(self) -> None:
        """Reckons anew."""
        around, rate = self._around, self._draft()
        if around is None:
            return
        self._offer_days(rate)
        start, end = self.start.minute(), self.end.minute()
        if rate is None:
            self._say(tr("Paint a price first."), [])
        elif start is None or (end is None and not self._package):
            self._say(tr("Type the times."), [])
        elif self._package:
            self._say_package(rate, on_wall(self._chosen(around), start, rate.price.time_zone))
        elif end is not None:
            times = stretch_on(self._chosen(around), start, end, rate.price.time_zone)
            self._say_hourly(hourly_sum(rate, *times), around.club)

    def _chosen(self, around: Around) -> date:
        key = self.day.key()
        if isinstance(key, date):
            return key
        return next_day(int(str(key)), around.now, around.club.time_zone)

    def _offer_days(self, rate: Rate | None) -> None:
        special = [one.day for one in rate.price.special] if rate is not None else []
        if special == self._special:
            return
        self._special, chosen = special, self.day.key()
        self.day.blockSignals(True)
        self.day.clear()
        for number, name in enumerate(day_names("wide")):
            self.day.addItem(name, number)
        for day in special:
            self.day.addItem(day_text(day), day)
        self.day.choose(chosen)
        self.day.blockSignals(False)

    def _say_hourly(self, found: HourlySum, club: Club) -> None:
        lines = [
            (
                f"{clock_time(one.start, club)}–{clock_time(one.end, club)} · "
                + tr("{time} at {money}/h").format(
                    time=span(one.end - one.start), money=money(one.per_hour_minor, club)
                ),
                _about(one.cost, club),
            )
            for one in found.stretches
        ]
        if found.price.step:
            text = tr("Rounded up to the step: {time} more").format(time=span(found.price.step))
            lines.append((text, _about(found.price.step_price, club)))
        if found.price.raised:
            lines.append((tr("Raised to the minimum charge"), _about(found.price.raised, club)))
        self._say(money(found.price.total, club), lines)

    def _say_package(self, rate: Rate, start: datetime) -> None:
        if self._around is None or rate.package is None:
            return
        club = self._around.club
        if not rate.package.minutes:
            self._say(tr("Type the minutes first."), [])
        elif not rate.package.may_start(start, rate.price.time_zone):
            self._say(tr("It cannot start then."), [])
        else:
            until = package_end(rate, start)
            ends = tr("It ends at {time}").format(time=clock_time(until, club))
            lines = [(tr("Play time"), span(until - start))]
            cut = timedelta(minutes=rate.package.minutes) - (until - start)
            if cut:
                lines.append((tr("Cut by the latest end"), f"−{span(cut)}"))
            lines.append((tr("Price"), money(rate.package.price_minor, club)))
            self._say(ends, lines)

    def _build(self) -> None:
        asks = tr("When would it end?") if self._package else tr("What would it cost?")
        self.column.addWidget(heading(asks))
        day = Field(tr("Day"), self.day)
        fields: list[QWidget] = [day, self.start] if self._package else [day, self.start, self.end]
        line = row(*fields, gap=GAP_M)
        for place in range(len(fields)):
            line.setStretch(place, 2 if place == 0 else 1)
        self.column.addLayout(line)
        self.column.addWidget(self.total)
        self._grid.setHorizontalSpacing(GAP_M)
        self._grid.setVerticalSpacing(GAP_S - 2)
        self._grid.setColumnStretch(0, 1)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)

    def _say(self, total: str, lines: list[tuple[str, str]]) -> None:
        self.total.setText(total)
        if lines == self.lines:
            return
        self.lines = lines
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = []
        for number, (what, amount) in enumerate(lines):
            for place, label in enumerate(
                (Text(what, "dim", SMALL), Text(amount, "text", SMALL, MEDIUM).at_right())
            ):
                self._grid.addWidget(label, number, place)
                self._labels.append(label)


def _about(amount: Fraction | int, club: Club) -> str:
    """An exact amount as money; one that is no whole minor unit says so."""
    exact = Fraction(amount)
    shown = money(floor(exact), club)
    return shown if exact.denominator == 1 else f"≈ {shown}"
