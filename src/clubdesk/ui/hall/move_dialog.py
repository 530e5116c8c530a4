"""Move to Another PC: free seats by zone, and what the move does to price and time.

GUI thread only. Three policies; "keep time", the same time left at the old price, is the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Rate, Zone
from clubdesk.domain.moving import MovePolicy, Preview, preview
from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.moving import is_hourly_on_sale, rate_there
from clubdesk.services.sessions import MoveSession
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.move_policy import MovePolicyPart
from clubdesk.ui.hall.number_jump import NumberJump
from clubdesk.ui.hall.reserved_notice import ReservedNotice
from clubdesk.ui.hall.words import countdown
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import Figure, row, rule, scrolled
from clubdesk.ui.look.text import Text, small


class MoveDialog(Dialog):
    """Chooses where a session goes on.

    Signals:
        moved: The new seat's station id.
    """

    moved = Signal(int)

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        seat: Seat,
        free: Sequence[tuple[Zone, Sequence[Seat]]],
        wording: Wording,
    ) -> None:
        heading = tr("Move from {station}").format(station=seat.card.station.name)
        super().__init__(over, heading, f"· {seat.card.payer_name or tr('Guest')}", width=640)
        self.setObjectName("move_dialog")
        self._runner, self._seat, self._wording = runner, seat, wording
        self._target: Seat | None = None
        self.chips: dict[int, Chip] = {}
        self._seats = {s.card.station.id: s for _, seats in free for s in seats}
        self.old_price = Figure(tr("Price now"))
        self.new_price = Figure(tr("Price after"))
        self.before = Figure(tr("Time left now"))
        self.after = Figure(tr("Time left after"))
        self.warning = ReservedNotice(wording)
        self.policy = MovePolicyPart()
        self.policy.changed.connect(self._policy_changed)
        self._rates: tuple[Rate, ...] = ()
        self._cash = 0
        self._jump = NumberJump(self)
        self._jump.typed.connect(self._number)
        self._build(free)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.refresh()
        self._ask_rates()

    def begin(self, station_id: int | None = None) -> None:
        """Opens it, with a seat chosen already if it was dragged there."""
        if station_id in self.chips:
            self._choose(station_id)
        first = (
            self.chips[station_id]
            if station_id in self.chips
            else next(iter(self.chips.values()), None)
        )
        self.open(first)

    def on_primary(self) -> None:
        """Moves."""
        session = self._seat.card.session
        if self._target is None or session is None:
            return
        to = self._target.card.station
        rate, policy = self.policy.rate(), self.policy.policy
        keeps = policy is MovePolicy.KEEP_TIME
        command = MoveSession(
            session_id=session.id,
            to_station_id=to.id,
            policy=policy,
            rate_id=None if keeps or rate is None else rate.id,
            cash_minor=self._cash,
        )

        def done(_answer: object) -> None:
            self.moved.emit(to.id)
            self.finish(done=True)

        self.submit(self._runner, command, done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose a seat by its number."""
        if event.text().isdecimal():
            event.accept()
            self._jump.add(event.text())
        else:
            super().keyPressEvent(event)

    def _build(self, free: Sequence[tuple[Zone, Sequence[Seat]]]) -> None:
        self.body.addWidget(small(tr("Free seats: choose one, or type its number")))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for zone, seats in free:
            if seats:
                column.addWidget(Text(zone.name, "text", weight=600))
                column.addWidget(Flow([self._chip(seat) for seat in seats]))
        if not self.chips:
            column.addWidget(Text(tr("No seat is free now."), "amber").wrapped())
        column.addStretch(1)
        area = scrolled(content)
        area.setMinimumHeight(min(260, 60 + 44 * max(1, len(free)) + len(self._seats) // 7 * 36))
        self.body.addWidget(area, 1)
        self.body.addWidget(rule())
        figures = row(self.old_price, self.new_price, self.before, self.after)
        for place in range(4):
            figures.setStretch(place, 1)
        self.body.addLayout(figures)
        self.body.addWidget(self.policy)
        self.body.addWidget(self.warning)

    def _chip(self, seat: Seat) -> Chip:
        station = seat.card.station
        chip = Chip(station.name)
        chip.clicked.connect(lambda: self._choose(station.id))
        self.chips[station.id] = chip
        return chip

    def _choose(self, station_id: int | None) -> None:
        self._target = self._seats.get(station_id or 0)
        self.warning.reserved = self._target.card.reserved if self._target is not None else None
        for place, chip in self.chips.items():
            chip.setChecked(place == station_id)
        self._choose_rates()

    def _number(self, number: int) -> None:
        for station_id, seat in self._seats.items():
            if seat.card.station.number == number:
                self._choose(station_id)
                self.chips[station_id].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """Shows what the move does."""
        session = self._seat.card.session
        if session is None:
            return
        now = self._runner.desk.clock.now()
        self.old_price.say(self._price(session.terms.price.per_hour_at(now)))
        self.before.say(countdown(self._seat.left_s))
        seen, wrong = self._seen(session, now)
        self.policy.say(seen, self._wording, wrong)
        price, left, tone = "–", "–", "text"
        if seen is not None and self._target is not None:
            price = self._price(seen.new_per_hour)
            after_s = ceil(seen.left_after.total_seconds())
            kept = seen.left_after == seen.left
            left = countdown(self._seat.left_s if kept else after_s)
            tone = "text" if kept else "green" if seen.left_after > seen.left else "amber"
        self.new_price.say(price)
        self.after.say(left, tone)
        # A paused session is taken to go on now.
        ends_at = now + seen.left_after if seen is not None else None
        self.warning.check(session.client_id, now, ends_at)
        self._show_primary(wrong)

    def _show_primary(self, wrong: str) -> None:
        if self._target is None:
            self.set_primary(tr("Move"), why_not=tr("Choose a free seat."))
            return
        text = tr("Move to {station}").format(station=self._target.card.station.name)
        if self._cash:
            money = self._wording.money.exact(self._cash)
            text = tr("Take {money} and move").format(money=money)
        self.set_primary(text, why_not=wrong)

    def _price(self, per_hour_minor: int) -> str:
        return tr("{money}/h").format(money=self._wording.money.exact(per_hour_minor))

    def _seen(self, session: PlaySession, now: datetime) -> tuple[Preview | None, str]:
        """What the chosen policy does now, or why it cannot be."""
        card, rate = self._seat.card, self.policy.rate()
        keeps = self.policy.policy is MovePolicy.KEEP_TIME
        if rate is None and not keeps and self._target is not None:
            return None, tr("No rate is sold there now; the time can be kept.")
        terms = session.terms if rate is None or keeps else rate.terms()
        purse = Purse(card.balance_minor, card.points)
        if self._target is None:
            return None, ""
        try:
            seen = preview(session, now, policy=self.policy.policy, terms=terms, purse=purse)
        except DeskError as error:
            return None, error.text
        # The price of the time left sinks with every second; what was asked for stays.
        self._cash = max(self._cash, seen.lacking) if seen.lacking else 0
        return replace(seen, lacking=self._cash), ""

    def _ask_rates(self) -> None:
        self._runner.ask(lambda books: books.rates(), while_alive(self, self._take_rates))

    def _take_rates(self, rates: Sequence[Rate]) -> None:
        self._rates = tuple(rates)
        self._choose_rates()

    def _choose_rates(self) -> None:
        """The rates of the zone that was chosen, the session's own or its namesake first."""
        session, target = self._seat.card.session, self._target
        self._cash = 0
        if session is not None and target is not None:
            now, zone_id = self._runner.desk.clock.now(), target.card.station.zone_id
            own = next((one for one in self._rates if one.id == session.terms.rate_id), None)
            first = rate_there(list(self._rates), own, zone_id, now)
            there = [one for one in self._rates if is_hourly_on_sale(one, zone_id, now)]
            self.policy.set_rates(sorted(there, key=lambda one: one is not first))
        self.refresh()

    def _policy_changed(self) -> None:
        self._cash = 0
        self.refresh()
