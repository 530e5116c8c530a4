"""Start group: several free seats at one rate, in one deed. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Rate, Station
from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import Cover
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.group_start import StartGroup, seat_subject
from clubdesk.services.views import ClientRow, DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.group_seat import GroupSeat
from clubdesk.ui.hall.quote import Wish, kept_covers
from clubdesk.ui.hall.rate_choice import Offered, RateChoice
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.banknotes import quick_amounts
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Figure, rule, scrolled
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_L, GAP_S
from clubdesk.ui.operations.client_first import ClientFirst

SEATS_HEIGHT = 300


class GroupDialog(Dialog):
    """Starts a client or a guest on each of several seats.

    Signals:
        started: What was done (GroupStarted).
    """

    started = Signal(object)

    def __init__(
        self, over: QWidget, runner: DeskRunner, stations: Sequence[Station], wording: Wording
    ) -> None:
        count = trn("{count} PC", "{count} PCs", len(stations)).format(count=len(stations))
        super().__init__(over, tr("Start group"), f"· {count}", width=900)
        self.setObjectName("group_dialog")
        self._runner, self._wording = runner, wording
        currency = wording.club.currency
        self.amount = MoneyField(
            tr("Amount for each guest"), currency, quick=quick_amounts(currency)[:4], big=False
        )
        self.received = MoneyField(
            tr("Received in cash"), currency, big=False, hint=tr("Empty: exactly the amount.")
        )
        self.seats = [GroupSeat(station, wording) for station in stations]
        self.choice = RateChoice(wording)
        self.guests = Figure(tr("Guests"))
        self.clients = Figure(tr("Clients"))
        self.total = Figure(tr("To take in cash"))
        self.change = Figure(tr("Change to give"))
        self._build()
        self._connect()
        self._ask_rates()

    def begin(self) -> None:
        """Opens it with the keyboard in the amount of all guests."""
        self.open(self.amount.edit)

    def on_primary(self) -> None:
        """Starts all of them."""
        rate = self.choice.rate()
        if rate is None or not self.primary.isEnabled():
            return
        command = StartGroup(
            seats=tuple(seat.start() for seat in self.seats),
            rate_id=rate.id,
            received_minor=self.received.minor() if self.cash_minor() else None,
            go_on_hourly=self.choice.goes_on(),
        )

        def done(answer: object) -> None:
            self.started.emit(answer)
            self.finish(done=True)

        self.submit(self._runner, command, done)

    def cash_minor(self) -> int:
        """What all guests pay together."""
        return sum(seat.cash_minor() for seat in self.seats)

    def refuse(self, error: DeskError | None) -> None:
        """Shows a refusal at the seat that it is about, too."""
        super().refuse(error)
        if error is None:
            return
        if error.subject == "received":
            self.received.set_error(error.text)
        for seat in self.seats:
            if error.subject == seat_subject(seat.station.id):
                seat.say(error.text)
                self.area.ensureWidgetVisible(seat)

    # What is shown.

    def _build(self) -> None:
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        for seat in self.seats:
            rows.addWidget(seat)
        rows.addStretch(1)
        self.area = scrolled(content)
        self.area.setFixedHeight(min(SEATS_HEIGHT, 62 * len(self.seats) + 8))
        left = QVBoxLayout()
        left.setSpacing(GAP_S)
        for part in (self.amount, small(tr("Who plays on which seat")), self.area):
            left.addWidget(part)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(GAP_S)
        right.addWidget(self.choice, 1)
        right.addWidget(self.received)
        across = QHBoxLayout()
        across.setSpacing(GAP_L + 4)
        across.addLayout(left, 5)
        across.addLayout(right, 4)
        self.body.addLayout(across, 1)
        self.body.addWidget(rule())
        figures = QHBoxLayout()
        for figure in (self.clients, self.guests, self.total, self.change):
            figures.addWidget(figure, 1)
        self.body.addLayout(figures)
        self.choice.setMinimumHeight(230)

    def _connect(self) -> None:
        for field in (self.amount, self.received):
            field.changed.connect(lambda _: self.refresh())
        self.choice.changed.connect(self.refresh)
        for seat in self.seats:
            seat.changed.connect(self.refresh)
            seat.client_wanted.connect(lambda one=seat: self.ask_client(one))

    def _ask_rates(self) -> None:
        now = self._now()

        def look(books: DeskQueries) -> Offered:
            return Offered(tuple(books.rates()), tuple(books.groups()), books.hall(now).zones)

        self._runner.ask(look, while_alive(self, self._take_offer))

    def _take_offer(self, offered: Offered) -> None:
        here = {seat.station.zone_id for seat in self.seats}
        everywhere = tuple(rate for rate in offered.rates if here <= rate.zone_ids)
        shown = Offered(everywhere, offered.groups, offered.zones)
        self.choice.know(shown, self.seats[0].station, self._runner.staff)
        self.refresh()

    def ask_client(self, seat: GroupSeat) -> None:
        """Opens the search of the client who is to play on a seat."""
        heading = tr("Client on {station}").format(station=seat.station.name)
        search = ClientFirst(self, self._runner, heading, self._wording.club)

        def picked(row: ClientRow) -> None:
            seat.put_client(row)
            self._ask_kept(seat, row.client.id)
            search.finish(done=True)

        search.picker.picked.connect(picked)
        search.closed.connect(lambda _: seat.stay_as_it_was())
        search.begin()

    def _ask_kept(self, seat: GroupSeat, client_id: int) -> None:
        now, zone_id, zone = self._now(), seat.station.zone_id, self._wording.club.time_zone

        def take(kept: tuple[Cover, ...]) -> None:
            if seat.client is not None and seat.client.client.id == client_id:
                seat.kept = kept
                self.refresh()

        self._runner.ask(
            lambda books: kept_covers(books.kept_minutes(client_id, now), zone_id, now, zone),
            while_alive(self, take),
        )

    def refresh(self) -> None:
        """Works out the rates, the sums and the button anew."""
        guests = [seat for seat in self.seats if seat.is_guest()]
        wish = Wish(go_on_hourly=self.choice.goes_on(), guest=bool(guests))
        amount = self.amount.minor()
        purse = Purse(amount) if guests and amount and amount > 0 else None
        self.choice.show_rates(purse, None, self._now(), wish)
        self._share_amount(self.choice.rate())
        self.guests.say(str(len(guests)))
        self.clients.say(str(len(self.seats) - len(guests)))
        self.amount.setEnabled(bool(guests))
        self._say_money()
        why = self._why_not(self.choice.rate()) or self._received_wrong()
        self.set_primary(self._words(), why_not=why)

    def _share_amount(self, rate: Rate | None) -> None:
        fixed = rate is not None and rate.package is not None and not self.choice.goes_on()
        price = rate.package.price_minor if fixed and rate and rate.package else None
        self.amount.edit.setReadOnly(fixed)
        self.amount.show_quick(not fixed)
        for field in (self.amount, *(seat.amount for seat in self.seats)):
            field.blockSignals(True)
        if fixed and self.amount.minor() != price:
            self.amount.set_minor(price)
        for seat in self.seats:
            seat.put_amount(self.amount.minor(), fixed=fixed)
        for field in (self.amount, *(seat.amount for seat in self.seats)):
            field.blockSignals(False)

    def _say_money(self) -> None:
        cash, received = self.cash_minor(), self.received.minor()
        self.received.setEnabled(bool(cash))
        self.total.say(self._wording.money.exact(cash) if cash else "–")
        change = received - cash if received is not None and cash else 0
        money = self._wording.money.exact(abs(change))
        if change < 0:
            self.change.say(tr("{money} short").format(money=money), "amber")
        else:
            self.change.say(money if change else "–")

    def _why_not(self, rate: Rate | None) -> str:
        """What keeps a seat from starting; each says its own, the first is the button's."""
        if rate is None:
            return tr("No rate is sold on all of these seats now.")
        first, seen = "", set[int]()
        for seat in self.seats:
            why = self._wrong_with(seat, rate, seen)
            shown = why if seat.is_filled() else ""
            seat.say(shown)
            if why and not first:
                first = f"{seat.station.name}: {why}"
        return first

    def _wrong_with(self, seat: GroupSeat, rate: Rate, seen: set[int]) -> str:
        row = seat.client
        if row is not None:
            if row.client.id in seen:
                return tr("This client is in the group twice.")
            seen.add(row.client.id)
        group = self.choice.group_of(row.client) if row is not None else None
        return seat.why_not(rate, group, self._now(), go_on_hourly=self.choice.goes_on())

    def _received_wrong(self) -> str:
        cash, received = self.cash_minor(), self.received.minor()
        if not cash or not self.received.edit.text().strip():
            return ""
        if received is None:
            return tr("Correct what was received.")
        return tr("Less was received than the amount to pay.") if received < cash else ""

    def _words(self) -> str:
        cash, count = self.cash_minor(), len(self.seats)
        if not cash:
            return trn("Start {count} PC", "Start {count} PCs", count).format(count=count)
        money = self._wording.money.exact(cash)
        text = trn("Take {money} and start {count} PC", "Take {money} and start {count} PCs", count)
        return text.format(money=money, count=count)

    def _now(self) -> datetime:
        return self._runner.desk.clock.now()
