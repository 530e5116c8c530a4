"""Start: a client or a guest, the rate, what the money buys; one window, one button.

GUI thread only. The client's side is ``ClientSide``, the guest's ``GuestSide``, the rates are
``RateChoice``; the dialog holds what they share: the limit, the figures below and the button.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.hall import Rate, Station
from clubdesk.domain.people import ClientGroup, Permission
from clubdesk.domain.points_share import Purse
from clubdesk.domain.reservation import Reservation
from clubdesk.domain.session import Cover
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.card_payments import CardPaymentBegun
from clubdesk.services.sessions import StartGuestSession, StartSession
from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.limit_strip import LimitStrip
from clubdesk.ui.hall.quote import Quote, Wish, kept_covers, quote
from clubdesk.ui.hall.rate_choice import Offered, RateChoice
from clubdesk.ui.hall.reserved_notice import ReservedNotice
from clubdesk.ui.hall.start_client import ClientSide
from clubdesk.ui.hall.start_figures import StartFigures
from clubdesk.ui.hall.start_guest import GuestSide
from clubdesk.ui.hall.start_words import kept_text, why_not_start
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import rule
from clubdesk.ui.look.tokens import GAP_L

CLIENT, GUEST = "client", "guest"


class StartDialog(Dialog):
    """Starts a session on a free seat.

    Signals:
        started: A sentence on what was done and a second one on what to do (may be empty).
    """

    started = Signal(str, str)

    def __init__(
        self, over: QWidget, runner: DeskRunner, station: Station, zone: str, wording: Wording
    ) -> None:
        heading = tr("Start on {station}").format(station=station.name)
        super().__init__(over, heading, f"· {zone}", width=780)
        self.setObjectName("start_dialog")
        self._runner, self._station, self._wording = runner, station, wording
        self._kept: tuple[Cover, ...] = ()
        self._kept_of = 0
        self.mode = ChipRow([(CLIENT, tr("Client")), (GUEST, tr("Guest Session"))])
        self.client = ClientSide(runner, wording)
        self.guest = GuestSide(wording, runner)
        self.choice = RateChoice(wording)
        self.rates = self.choice.list
        self.limit = LimitStrip(wording.club.currency)
        self.limit_button = Button(tr("Limit time or money..."), Kind.SECONDARY, "F9")
        self.figures = StartFigures(wording)
        self.money, self.points = self.figures.money, self.figures.points
        self.change, self.time = self.figures.change, self.figures.time
        self.ends = self.figures.ends
        self.warning = ReservedNotice(wording, limits=True)
        self._build()
        self._connect()
        self._ask_rates()

    def begin(self, *, guest: bool = False) -> None:
        """Opens it for a client or for a guest."""
        side = self.guest.amount.edit if guest else self.client.search
        self.open(side)
        if guest:
            self.mode.choose(GUEST)
        side.setFocus()

    @property
    def is_guest(self) -> bool:
        """Whether a guest is to play."""
        return self.mode.key() == GUEST

    def on_primary(self) -> None:
        """Starts; where a card is to pay, the terminal comes first."""
        self.limit.follow(self._now())
        rate = self.choice.rate()
        if rate is None or not self.primary.isEnabled():
            return
        if not self.is_guest:
            self._start_client(rate)
        elif self.guest.sum().card and not self.guest.payment_id and not self.guest.is_postpaid():
            self.submit(self._runner, self.guest.card_payment(), self._ask_terminal)
        else:
            self._start_guest(rate)

    def finish(self, *, done: bool) -> None:
        """Closes it; a card payment that was begun and not ended is told."""
        behind = self.guest.left_behind() if self.isVisible() and not done else None
        super().finish(done=done)
        if behind is not None:
            self._runner.refused.emit(behind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F9 opens the limit, from wherever the keyboard is."""
        if event.key() == Qt.Key.Key_F9 and not event.isAutoRepeat():
            event.accept()
            self.limit_button.click()
        else:
            super().keyPressEvent(event)

    # Deeds.

    def _start_client(self, rate: Rate) -> None:
        row = self.client.row()
        if row is None:
            return
        said = tr("{name} plays on {station}.").format(
            name=row.client.name, station=self._station.name
        )
        wish = self._wish()
        command = StartSession(
            station_id=self._station.id,
            client_id=row.client.id,
            rate_id=rate.id,
            limit_minor=wish.limit_minor,
            limit_s=wish.limit_s,
            go_on_hourly=wish.go_on_hourly,
        )
        self.submit(self._runner, command, lambda _: self._done(said, ""))

    def _start_guest(self, rate: Rate) -> None:
        paid, later, wish = self.guest.sum(), self.guest.is_postpaid(), self._wish()
        said = tr("A guest plays on {station}.").format(station=self._station.name)
        asked = self.guest.payment_id
        command = StartGuestSession(
            station_id=self._station.id,
            rate_id=rate.id,
            cash_minor=0 if later else paid.cash,
            received_minor=None if later else paid.received,
            card_minor=0 if later else paid.card,
            card_payment_id=asked,
            slip=self.guest.terminal.slip_text() if asked is not None else "",
            postpaid=later,
            limit_minor=wish.limit_minor,
            limit_s=wish.limit_s,
            go_on_hourly=wish.go_on_hourly,
        )
        self.submit(
            self._runner, command, lambda answer: self._done(said, self._give(answer.change_minor))
        )

    def _ask_terminal(self, answer: CardPaymentBegun) -> None:
        self.guest.ask_terminal(answer.payment_id)
        self.refresh()

    def _not_taken(self, state: CardState) -> None:
        failure = self.guest.failure(state)
        if failure is None:
            self.guest.go_on(state)
        else:
            self.submit(self._runner, failure, lambda _: self.guest.go_on(state))

    def _give(self, change_minor: int) -> str:
        if not change_minor:
            return ""
        return tr("Change to give: {money}").format(money=self._wording.money.exact(change_minor))

    def _done(self, said: str, more: str) -> None:
        self.guest.payment_id = None
        self.started.emit(said, more)
        self.finish(done=True)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the amount where the refusal is about it, too."""
        about = error is not None and self.is_guest and error.subject == "amount"
        if error is not None and about:
            self.guest.amount.set_error(error.text)
        super().refuse(error)

    # What is shown.

    def _build(self) -> None:
        self.header_right.addWidget(self.mode)
        self.sides = QStackedWidget()
        self.sides.addWidget(self.client)
        self.sides.addWidget(self.guest)
        self.right = QWidget()
        right = QVBoxLayout(self.right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(6)
        right.addWidget(self.choice, 1)
        right.addWidget(self.client.short)
        across = QHBoxLayout()
        across.setSpacing(GAP_L + 4)
        across.addWidget(self.sides, 1)
        across.addWidget(self.right, 1)
        self.body.addLayout(across, 1)
        self.body.addWidget(self.limit)
        self.body.addWidget(rule())
        self.body.addWidget(self.figures)
        self.body.addWidget(self.warning)
        self.limit_button.setFixedHeight(BIG_HEIGHT)
        self.footer_left.addWidget(self.limit_button)
        self.sides.setMinimumHeight(330)
        self.limit.hide()

    def _connect(self) -> None:
        self.mode.chosen.connect(self._switch)
        self.client.changed.connect(self._client_changed)
        self.client.confirmed.connect(self.primary.click)
        self.guest.changed.connect(self.refresh)
        self.guest.not_taken.connect(self._not_taken)
        self.guest.approved.connect(self.on_primary)
        self.choice.changed.connect(self.refresh)
        self.limit.changed.connect(self.refresh)
        self.limit_button.clicked.connect(self._toggle_limit)
        self.warning.limited.connect(self._play_until)
        self.client.set_may_top_up(self._runner.may(Permission.TOP_UP))
        self._clock = QTimer(self)
        self._clock.setInterval(15_000)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()

    def _ask_rates(self) -> None:
        now = self._now()

        def look(books: DeskQueries) -> tuple[Offered, Reservation | None]:
            hall, seat = books.hall(now), self._station.id
            coming = (card.reserved for card in hall.cards if card.station.id == seat)
            rates, groups = tuple(books.rates()), tuple(books.groups())
            return Offered(rates, groups, hall.zones), next(coming, None)

        self._runner.ask(look, while_alive(self, self._take_offer))

    def _take_offer(self, found: tuple[Offered, Reservation | None]) -> None:
        offered, self.warning.reserved = found
        self.choice.know(offered, self._station, self._runner.staff)
        self.refresh()

    def _switch(self, key: object) -> None:
        guest = key == GUEST
        self.sides.setCurrentWidget(self.guest if guest else self.client)
        self.client.short.hide()
        (self.guest.amount.edit if guest else self.client.search).setFocus()
        self.refuse(None)
        self.refresh()

    def _toggle_limit(self) -> None:
        shown = self.limit.isHidden()
        self.limit.setVisible(shown)
        self.limit_button.setText(tr("No limit") if shown else tr("Limit time or money..."))
        if shown:
            self.limit.chips.chips[1].setFocus()
        else:
            self.limit.clear()

    def _play_until(self, instant: datetime) -> None:
        if self.limit.isHidden():
            self._toggle_limit()
        self.limit.play_until(instant, self._now())
        self.primary.setFocus()

    def _client_changed(self) -> None:
        row = self.client.row()
        client_id = row.client.id if row is not None else 0
        if client_id != self._kept_of:
            self._kept, self._kept_of = (), client_id
            if client_id:
                self._ask_kept(client_id)
        self.refresh()

    def _ask_kept(self, client_id: int) -> None:
        now, zone_id = self._now(), self._station.zone_id
        time_zone = self._wording.club.time_zone

        def take(kept: tuple[Cover, ...]) -> None:
            if client_id == self._kept_of:
                self._kept = kept
                self.refresh()

        self._runner.ask(
            lambda books: kept_covers(books.kept_minutes(client_id, now), zone_id, now, time_zone),
            while_alive(self, take),
        )

    def refresh(self) -> None:
        """Works out the figures and the button anew."""
        purse, group, now = self._purse(), self._group(), self._now()
        self.limit.follow(now)
        self.choice.show_rates(purse, group, now, self._wish())
        rate = self.choice.rate()
        self.guest.set_price(*self._fixed_price(rate))
        if self.is_guest:
            purse = self._purse()
        wish = self._wish()
        can = rate is not None and purse is not None
        bought = quote(rate, purse, now, group, wish) if can and rate and purse else None
        share = self._share(rate, group)
        self.figures.say(bought if bought is not None and bought.buys else None, share)
        row = None if self.is_guest else self.client.row()
        ends_at = bought.ends_at if bought is not None and bought.buys else None
        self.warning.check(row.client.id if row is not None else None, now, ends_at)
        # What the card was begun for must not become something else.
        self.right.setVisible(self.guest.payment_id is None)
        self.mode.setEnabled(self.guest.payment_id is None)
        why = self.limit.why_not()
        if self.is_guest:
            self._say_guest(bought, why)
        else:
            self._say_client(bought, why)

    def _say_guest(self, bought: Quote | None, why: str) -> None:
        guest = self.guest
        later, card = guest.is_postpaid(), guest.sum().card
        self.figures.say_payment(
            tr("May owe at most") if later else tr("To pay in cash") if not card else tr("To pay"),
            guest.change_minor() if guest.sum().takes_cash and not later else None,
        )
        short = bought.short_minor if bought is not None else 0
        lacks = tr("{money} short").format(money=self._wording.money.exact(short)) if short else ""
        none = "" if self.choice.has_any() else why_not_start(None, ())
        why_not = none or guest.why_not() or why or lacks
        self.set_primary(self._guest_words(), why_not=why_not)

    def _guest_words(self) -> str:
        guest = self.guest
        amount = guest.amount.minor()
        if guest.payment_id is not None:
            return tr("Approved: start") if not guest.waits() else tr("Waiting for the terminal")
        if guest.is_postpaid() or not amount or amount < 0:
            return tr("Start")
        money = self._wording.money.exact(amount)
        if guest.sum().card:
            return tr("Start and take {money} by card").format(money=money)
        return tr("Start and take {money}").format(money=money)

    def _say_client(self, bought: Quote | None, wrong: str) -> None:
        row, group = self.client.row(), self._group()
        self.figures.say_payment(tr("From money"), None)
        why = why_not_start(row, self.choice.allowed(), group, bought, self._wording)
        self.set_primary(tr("Start"), why_not=why or wrong)
        short = bought is not None and (bought.short_minor > 0 or not bought.buys)
        self.client.explain(why or kept_text(self._kept), short=row is not None and short)
        if not why and self._kept:
            self.client.note.set_tone("green")
        if short and bought is not None:
            self.client.suggest(bought.short_minor)

    def _fixed_price(self, rate: Rate | None) -> tuple[int | None]:
        """A package is paid at its price; with hours after it the amount is free."""
        if rate is None or rate.package is None or self.choice.goes_on():
            return (None,)
        return (rate.package.price_minor,)

    def _share(self, rate: Rate | None, group: ClientGroup | None) -> int:
        if self.is_guest:
            return 0
        of_rate = rate.points_percent if rate is not None else 0
        return max(of_rate, group.points_percent if group is not None else 0)

    def _wish(self) -> Wish:
        return Wish(
            limit_minor=self.limit.limit_minor(),
            limit_s=self.limit.limit_s(),
            go_on_hourly=self.choice.goes_on(),
            guest=self.is_guest,
            postpaid=self.is_guest and self.guest.is_postpaid(),
            most_owed_minor=self._wording.club.postpaid_limit_minor,
            kept=() if self.is_guest else self._kept,
        )

    def _purse(self) -> Purse | None:
        """What the payer has to play with; None while nobody or nothing is known."""
        if self.is_guest:
            if self.guest.is_postpaid():
                return Purse(self._wording.club.postpaid_limit_minor)
            amount = self.guest.amount.minor()
            return Purse(amount) if amount and amount > 0 else None
        row = self.client.row()
        return Purse(row.balance_minor, row.points) if row is not None else None

    def _group(self) -> ClientGroup | None:
        row = None if self.is_guest else self.client.row()
        return self.choice.group_of(row.client) if row is not None else None

    def _now(self) -> datetime:
        return self._runner.desk.clock.now()
