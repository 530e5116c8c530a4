"""Start group: several free seats at one rate, in one deed. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.hall import Rate, Station
from clubdesk.domain.people import Permission
from clubdesk.domain.points_share import Purse
from clubdesk.domain.reservation import Reservation
from clubdesk.domain.session import Cover
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.card_payments import CardPaymentBegun
from clubdesk.services.group_start import StartGroup, seat_subject
from clubdesk.services.views import ClientRow, DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.group_figures import GroupFigures, start_group_words
from clubdesk.ui.hall.group_payment import GroupPayment
from clubdesk.ui.hall.group_seat import GroupSeat
from clubdesk.ui.hall.limit_strip import LimitStrip
from clubdesk.ui.hall.quote import Quote, Wish, kept_covers
from clubdesk.ui.hall.rate_choice import Offered, RateChoice
from clubdesk.ui.hall.run_into import RunInto, only_until_text, run_into, run_into_text
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.banknotes import quick_amounts
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import rule, scrolled
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_L, GAP_S
from clubdesk.ui.operations.client_first import ClientFirst

SEATS_HEIGHT, SEATS_WIDTH = 300, 464


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
        super().__init__(over, tr("Start group"), f"· {count}", width=1050)
        self.setObjectName("group_dialog")
        self._runner, self._wording = runner, wording
        currency = wording.club.currency
        self.amount = MoneyField(
            tr("Amount for each guest"), currency, quick=quick_amounts(currency)[:4], big=False
        )
        self.payment = GroupPayment(runner, wording)
        self.received = self.payment.received
        self.seats = [GroupSeat(station, wording) for station in stations]
        self.limit = LimitStrip(currency)
        self.limit_button = Button(tr("Limit time or money..."), Kind.SECONDARY, "F9")
        self.only = Button("", Kind.SECONDARY)
        self._in_the_way: RunInto | None = None
        self.choice = RateChoice(wording)
        self.figures = GroupFigures(wording)
        self._build()
        self._connect()
        self._ask_rates()

    def begin(self) -> None:
        """Opens it with the keyboard in the amount of all guests."""
        self.open(self.amount.edit)

    def on_primary(self) -> None:
        """Starts all of them; where a card is to pay, the terminal comes first."""
        self.limit.follow(self._now())
        rate, card = self.choice.rate(), self.card_minor()
        if rate is None or not self.primary.isEnabled():
            return
        if card and self.payment.payment_id is None:
            self.submit(self._runner, self.payment.begin_deed(card), self._ask_terminal)
        else:
            self._start(rate)

    def finish(self, *, done: bool) -> None:
        """Closes it; a card payment that was begun and not ended is told."""
        behind = self.payment.left_behind() if self.isVisible() and not done else None
        super().finish(done=done)
        if behind is not None:
            self._runner.refused.emit(behind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F9 opens the limit; the keys of the terminal's outcomes."""
        if event.key() == Qt.Key.Key_F9 and not event.isAutoRepeat():
            event.accept()
            self.limit_button.click()
        elif not self.payment.terminal.press(event):
            super().keyPressEvent(event)

    def cash_minor(self) -> int:
        """What is taken in cash for all of them: of guests, and as top-ups of clients."""
        return self._guests_minor(in_cash=True) + sum(seat.top_up_minor() for seat in self.seats)

    def card_minor(self) -> int:
        """What one card pays for all guests together."""
        return self._guests_minor(in_cash=False)

    def _guests_minor(self, *, in_cash: bool) -> int:
        if self.payment.later() or self.payment.by_card() is in_cash:
            return 0
        return sum(seat.guest_minor() for seat in self.seats)

    def _start(self, rate: Rate) -> None:
        paid, asked = self.payment, self.payment.payment_id
        later = paid.later() and any(seat.is_guest() for seat in self.seats)
        wish = self._wish()
        command = StartGroup(
            seats=tuple(
                seat.start(by_card=paid.by_card(), later=paid.later()) for seat in self.seats
            ),
            rate_id=rate.id,
            received_minor=paid.received_minor() if self.cash_minor() else None,
            go_on_hourly=wish.go_on_hourly,
            limit_minor=wish.limit_minor,
            limit_s=wish.limit_s,
            postpaid=later,
            card_payment_id=asked,
            slip=paid.terminal.slip_text() if asked is not None else "",
        )

        def done(answer: object) -> None:
            paid.payment_id = None
            self.started.emit(answer)
            self.finish(done=True)

        self.submit(self._runner, command, done)

    def _ask_terminal(self, answer: CardPaymentBegun) -> None:
        self.payment.ask_terminal(answer.payment_id, self.card_minor())

    def _not_taken(self, state: CardState) -> None:
        failure = self.payment.failure(state)
        if failure is None:
            self.payment.go_on(state)
        else:
            self.submit(self._runner, failure, lambda _: self.payment.go_on(state))

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

    def _list_seats(self) -> QScrollArea:
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        for seat in self.seats:
            rows.addWidget(seat)
        rows.addStretch(1)
        area = scrolled(content)
        area.setFixedHeight(min(SEATS_HEIGHT, 62 * len(self.seats) + 8))
        area.setMinimumWidth(SEATS_WIDTH)
        return area

    def _build(self) -> None:
        self.area = self._list_seats()
        left = QVBoxLayout()
        left.setSpacing(GAP_S)
        for part in (self.amount, small(tr("Who plays on which seat")), self.area):
            left.addWidget(part)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(GAP_S)
        right.addWidget(self.choice, 1)
        right.addWidget(self.payment)
        across = QHBoxLayout()
        across.setSpacing(GAP_L + 4)
        across.addLayout(left, 5)
        across.addLayout(right, 4)
        self.body.addLayout(across, 1)
        self.body.addWidget(self.limit)
        self.body.addWidget(rule())
        self.body.addWidget(self.figures)
        for button in (self.limit_button, self.only):
            button.setFixedHeight(BIG_HEIGHT)
            self.footer_left.addWidget(button)
        self.choice.setMinimumHeight(190)
        self.limit.hide()
        self.only.hide()

    def _connect(self) -> None:
        self.amount.changed.connect(lambda _: self.refresh())
        for part in (self.choice, self.payment, self.limit):
            part.changed.connect(self.refresh)
        self.payment.not_taken.connect(self._not_taken)
        self.payment.approved.connect(self.on_primary)
        self.limit_button.clicked.connect(self._toggle_limit)
        self.only.clicked.connect(self._play_until)
        may_top_up = self._runner.may(Permission.TOP_UP)
        for seat in self.seats:
            seat.may_top_up = may_top_up
            seat.changed.connect(self.refresh)
            seat.client_wanted.connect(lambda one=seat: self.ask_client(one))

    def _ask_rates(self) -> None:
        now = self._now()

        def look(books: DeskQueries) -> tuple[Offered, dict[int, Reservation | None]]:
            hall = books.hall(now)
            coming = {card.station.id: card.reserved for card in hall.cards}
            return Offered(tuple(books.rates()), tuple(books.groups()), hall.zones), coming

        self._runner.ask(look, while_alive(self, self._take_offer))

    def _take_offer(self, found: tuple[Offered, dict[int, Reservation | None]]) -> None:
        offered, coming = found
        here = {seat.station.zone_id for seat in self.seats}
        everywhere = tuple(rate for rate in offered.rates if here <= rate.zone_ids)
        shown = Offered(everywhere, offered.groups, offered.zones)
        self.choice.know(shown, self.seats[0].station, self._runner.staff)
        for seat in self.seats:
            seat.reserved = coming.get(seat.station.id)
        self.refresh()

    def _toggle_limit(self) -> None:
        shown = self.limit.isHidden()
        self.limit.setVisible(shown)
        self.limit_button.setText(tr("No limit") if shown else tr("Limit time or money..."))
        if shown:
            self.limit.chips.chips[1].setFocus()
        else:
            self.limit.clear()

    def _play_until(self) -> None:
        if self._in_the_way is None:
            return
        until = self._in_the_way.free_until
        if self.limit.isHidden():
            self._toggle_limit()
        self.limit.play_until(until, self._now())
        self.primary.setFocus()

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
        self.limit.follow(self._now())
        guests = [seat for seat in self.seats if seat.is_guest()]
        amount = self.amount.minor()
        purse = Purse(amount) if guests and amount and amount > 0 else None
        self.choice.show_rates(purse, None, self._now(), self._wish(guest=bool(guests)))
        self._share_amount(self.choice.rate())
        self.figures.say_people(len(self.seats) - len(guests), len(guests))
        why = self._why_not(self.choice.rate()) or self.limit.why_not()
        self._hold(guests=bool(guests))
        cash = self.cash_minor()
        self.figures.say_money(cash, self.card_minor(), self.payment.received_minor())
        wrong = self.payment.received_wrong(cash) or self.payment.lacking()
        self.set_primary(self._words(), why_not=why or wrong)

    def _hold(self, *, guests: bool) -> None:
        """What the card was begun for must not become something else."""
        asking, later = self.payment.payment_id is not None, self.payment.later()
        self.amount.setEnabled(guests and not asking and not later)
        self.choice.setVisible(not asking)
        self.limit.setEnabled(not asking)
        self.limit_button.setEnabled(not asking)
        self.only.setVisible(not asking and self._can_end_before())
        for seat in self.seats:
            seat.set_enabled(enabled=not asking, later=later)
        self.payment.show_for(guests=guests, cash=bool(self.cash_minor()))

    def _wish(self, *, guest: bool = False, kept: tuple[Cover, ...] = ()) -> Wish:
        return Wish(
            limit_minor=self.limit.limit_minor(),
            limit_s=self.limit.limit_s(),
            go_on_hourly=self.choice.goes_on(),
            guest=guest,
            postpaid=guest and self.payment.later(),
            most_owed_minor=self._wording.club.postpaid_limit_minor,
            kept=kept,
        )

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

    def _why_not(self, rate: Rate | None) -> str:
        """What keeps a seat from starting; each says its own, the first is the button's."""
        self._in_the_way = None
        if rate is None:
            return tr("No rate is sold on all of these seats now.")
        first, seen = "", set[int]()
        for seat in self.seats:
            bought = self._bought(seat, rate)
            why = self._twice(seat, seen) or seat.why_not(bought, later=self.payment.later())
            if why:
                seat.say(why if seat.is_filled() else "")
                first = first or f"{seat.station.name}: {why}"
            else:
                self._warn(seat, bought)
        return first

    def _bought(self, seat: GroupSeat, rate: Rate) -> Quote | None:
        client = seat.client.client if seat.client is not None else None
        group = self.choice.group_of(client) if client is not None else None
        wish = self._wish(guest=seat.is_guest(), kept=seat.kept)
        return seat.quote(rate, group, self._now(), wish)

    def _twice(self, seat: GroupSeat, seen: set[int]) -> str:
        if seat.client is None:
            return ""
        client_id = seat.client.client.id
        if client_id in seen:
            return tr("This client is in the group twice.")
        seen.add(client_id)
        return ""

    def _warn(self, seat: GroupSeat, bought: Quote | None) -> None:
        """Says whom play on a seat would run into; a client brings guests to their own seats."""
        clients = {one.client.client.id for one in self.seats if one.client is not None}
        reserved = seat.reserved
        own = reserved.client_id if reserved is not None else None
        ends_at = bought.ends_at if bought is not None and bought.buys else None
        found = run_into(
            reserved, own if own in clients else None, self._now(), ends_at, self._wording
        )
        seat.say(run_into_text(found, self._wording) if found is not None else "", "amber")
        nearest = self._in_the_way
        if found is not None and (nearest is None or found.free_until < nearest.free_until):
            self._in_the_way = found
            self.only.setText(only_until_text(found, self._wording))

    def _can_end_before(self) -> bool:
        return self._in_the_way is not None and self._in_the_way.is_free_now

    def _words(self) -> str:
        if self.payment.payment_id is not None:
            waits = self.payment.waits()
            return tr("Waiting for the terminal") if waits else tr("Approved: start")
        cash, card = self.cash_minor(), self.card_minor()
        return start_group_words(len(self.seats), cash, card, self._wording)

    def _now(self) -> datetime:
        return self._runner.desk.clock.now()
