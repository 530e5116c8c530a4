"""Start: a client or a guest, the rate, what the money buys; one window, one button.

GUI thread only. The client's side is ``ClientSide``, the guest's ``GuestSide``; the dialog holds
what they share: the rates, the figures below and the button.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clubdesk.domain.hall import Rate, Station
from clubdesk.domain.people import ClientGroup, Permission
from clubdesk.domain.points_share import Purse
from clubdesk.foundation.translate import tr
from clubdesk.services.sessions import StartGuestSession, StartSession
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.quote import Quote, quote
from clubdesk.ui.hall.start_client import ClientSide
from clubdesk.ui.hall.start_guest import GuestSide
from clubdesk.ui.hall.start_words import can_pay, ends_text, rate_line, why_not_start
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.choice_list import ChoiceList
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Figure, rule
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_L
from clubdesk.ui.look.wording import points, span

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
        self._rates: Sequence[Rate] = ()
        self._groups: Mapping[int, ClientGroup] = {}
        self.mode = ChipRow([(CLIENT, tr("Client")), (GUEST, tr("Guest Session"))])
        self.client = ClientSide(runner, wording)
        self.guest = GuestSide(wording)
        self.rates = ChoiceList(gap=8, focusable=True)
        self.rates.setAccessibleName(tr("Rate"))
        self.money = Figure(tr("From money"))
        self.points = Figure(tr("From points"))
        self.change = Figure(tr("Change to give"))
        self.time = Figure(tr("Time"))
        self.ends = Figure(tr("Ends at"))
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
        """Starts."""
        rate = self._rate()
        if rate is None or not self.primary.isEnabled():
            return
        if self.is_guest:
            self._start_guest(rate)
        else:
            self._start_client(rate)

    def _start_client(self, rate: Rate) -> None:
        row = self.client.row()
        if row is None:
            return
        said = tr("{name} plays on {station}.").format(
            name=row.client.name, station=self._station.name
        )
        command = StartSession(
            station_id=self._station.id, client_id=row.client.id, rate_id=rate.id
        )
        self.submit(self._runner, command, lambda _: self._done(said, ""))

    def _start_guest(self, rate: Rate) -> None:
        amount, received = self.guest.amount.minor(), self.guest.received.minor()
        if amount is None:
            return
        said = tr("A guest plays on {station}.").format(station=self._station.name)
        command = StartGuestSession(
            station_id=self._station.id, rate_id=rate.id, cash_minor=amount, received_minor=received
        )
        self.submit(
            self._runner, command, lambda answer: self._done(said, self._give(answer.change_minor))
        )

    def _give(self, change_minor: int) -> str:
        if not change_minor:
            return ""
        return tr("Change to give: {money}").format(money=self._wording.money.exact(change_minor))

    def _done(self, said: str, more: str) -> None:
        self.started.emit(said, more)
        self.finish(done=True)

    # What is shown.

    def _build(self) -> None:
        self.header_right.addWidget(self.mode)
        self.sides = QStackedWidget()
        self.sides.addWidget(self.client)
        self.sides.addWidget(self.guest)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(small(tr("Rate")))
        right.addWidget(self.rates, 1)
        right.addWidget(self.client.short)
        across = QHBoxLayout()
        across.setSpacing(GAP_L + 4)
        across.addWidget(self.sides, 1)
        across.addLayout(right, 1)
        self.body.addLayout(across, 1)
        self.body.addWidget(rule())
        figures = QHBoxLayout()
        for figure in (self.money, self.points, self.change, self.time, self.ends):
            figures.addWidget(figure, 1)
        self.body.addLayout(figures)
        self.sides.setMinimumHeight(330)

    def _connect(self) -> None:
        self.mode.chosen.connect(self._switch)
        self.client.changed.connect(self.refresh)
        self.client.confirmed.connect(self.primary.click)
        self.guest.changed.connect(self.refresh)
        self.rates.changed.connect(lambda _: self.refresh())
        self.client.set_may_top_up(self._runner.may(Permission.TOP_UP))
        self._clock = QTimer(self)
        self._clock.setInterval(15_000)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()

    def _ask_rates(self) -> None:
        station_id = self._station.id
        self._runner.ask(
            lambda books: (books.rates_for(station_id), books.groups()),
            while_alive(self, self._take_offer),
        )

    def _take_offer(self, offer: tuple[Sequence[Rate], Sequence[ClientGroup]]) -> None:
        self._rates, groups = offer
        self._groups = {group.id: group for group in groups}
        self._show_rates()
        self.refresh()

    def _switch(self, key: object) -> None:
        guest = key == GUEST
        self.sides.setCurrentWidget(self.guest if guest else self.client)
        self.client.short.hide()
        (self.guest.amount.edit if guest else self.client.search).setFocus()
        self.refuse(None)
        self.refresh()

    def _show_rates(self) -> None:
        purse, group = self._purse(), self._group()
        lines = [rate_line(rate, purse, self._wording, self._now(), group) for rate in self._rates]
        if [row.line for row in self.rates.rows] != lines:
            place = max(0, self.rates.place)
            self.rates.blockSignals(True)
            self.rates.show_lines(lines, boxed=True, place=place)
            self.rates.blockSignals(False)

    def refresh(self) -> None:
        """Works out the figures and the button anew."""
        self._show_rates()
        rate, purse, group = self._rate(), self._purse(), self._group()
        bought = quote(rate, purse, self._now(), group) if rate is not None and purse else None
        self._say_figures(bought if bought is not None and bought.buys else None)
        if self.is_guest:
            amount = self.guest.amount.minor()
            money = self._wording.money.exact(amount or 0)
            text = tr("Take {money} and start").format(money=money) if amount else tr("Start")
            none = "" if self._rates else why_not_start(None, self._rates)
            self.set_primary(text, why_not=none or self.guest.why_not())
        else:
            row = self.client.row()
            why = why_not_start(row, self._rates, group)
            self.set_primary(tr("Start"), why_not=why)
            self.client.explain(why, short=row is not None and not can_pay(row, group))

    def _say_figures(self, bought: Quote | None) -> None:
        money = self._wording.money.exact
        self.money.caption.setText(tr("To pay in cash") if self.is_guest else tr("From money"))
        self.money.say(money(bought.amount_minor) if bought else "–")
        self.time.say(span(bought.buys) if bought else "–")
        self.ends.say(ends_text(bought, self._wording) if bought else "–")
        group = self._group()
        self.points.setVisible(group is not None and group.points_percent > 0)
        self.points.say(points(bought.points, self._wording.club) if bought else "–")
        self.change.setVisible(self.is_guest)
        self.change.say(money(self.guest.change_minor()) if self.guest.change_minor() else "–")

    def _purse(self) -> Purse | None:
        """What the payer has to play with; None while nobody or nothing is known."""
        if self.is_guest:
            amount = self.guest.amount.minor()
            return Purse(amount) if amount and amount > 0 else None
        row = self.client.row()
        return Purse(row.balance_minor, row.points) if row is not None else None

    def _group(self) -> ClientGroup | None:
        row = None if self.is_guest else self.client.row()
        if row is None or row.client.group_id is None:
            return None
        return self._groups.get(row.client.group_id)

    def _rate(self) -> Rate | None:
        return self._rates[self.rates.place] if 0 <= self.rates.place < len(self._rates) else None

    def _now(self) -> datetime:
        return self._runner.desk.clock.now()
