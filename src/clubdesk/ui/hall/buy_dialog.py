"""Buy package: for a session that runs, queued after what it has. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.domain import session as rules
from clubdesk.domain.hall import Rate, Zone
from clubdesk.domain.people import ClientGroup
from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import PlaySession, SessionState
from clubdesk.foundation.translate import tr
from clubdesk.services.packages import BuyPackage, PackageBought
from clubdesk.services.views import ClientRow, DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.rate_offers import RateOffer, Seller, rate_offers
from clubdesk.ui.hall.reserved_notice import ReservedNotice
from clubdesk.ui.hall.start_words import off_line, price_text
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.choice_list import ChoiceList, Line
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Figure, rule, scrolled
from clubdesk.ui.look.text import small
from clubdesk.ui.look.wording import duration

_HEIGHT = 260


@dataclass(frozen=True, slots=True)
class _Found:
    """What the books say when the dialog opens."""

    rates: tuple[Rate, ...]
    zones: tuple[Zone, ...]
    group: ClientGroup | None


class BuyDialog(Dialog):
    """Chooses a package for an open session.

    Signals:
        bought: A sentence on what was done.
    """

    bought = Signal(str)

    def __init__(self, over: QWidget, runner: DeskRunner, seat: Seat, wording: Wording) -> None:
        name = seat.card.payer_name or tr("Guest")
        super().__init__(over, tr("Buy package"), f"· {seat.card.station.name}, {name}", width=560)
        self.setObjectName("buy_package_dialog")
        if seat.card.session is None:
            raise ValueError("nobody plays on this seat")
        self._runner, self._card, self._wording = runner, seat.card, wording
        self._session: PlaySession = seat.card.session
        self._group: ClientGroup | None = None
        self._offers: Sequence[RateOffer] = ()
        self.list = ChoiceList(gap=8, focusable=True)
        self.list.setAccessibleName(tr("Package"))
        self.none = small(tr("No package is sold here. See Rates in Settings.")).wrapped()
        self.price = Figure(tr("Price"))
        self.begins = Figure(tr("Begins at"))
        self.ends = Figure(tr("Play ends at"))
        self.warning = ReservedNotice(wording)
        self.warning.reserved = self._card.reserved
        self._build()
        self.list.changed.connect(lambda _: self._show())
        self._show()
        self._ask()

    def begin(self) -> None:
        """Opens it."""
        self.open(self.list)

    def rate(self) -> Rate | None:
        """The chosen package."""
        place = self.list.place
        return self._offers[place].rate if 0 <= place < len(self._offers) else None

    def on_primary(self) -> None:
        """Buys it."""
        rate = self.rate()
        if rate is not None:
            command = BuyPackage(session_id=self._session.id, rate_id=rate.id)
            self.submit(self._runner, command, lambda answer: self._done(rate, answer))

    def _done(self, rate: Rate, answer: PackageBought) -> None:
        said = tr("{station}: “{name}” for {money}, from {time}.").format(
            station=self._card.station.name,
            name=rate.name,
            money=self._wording.money.exact(answer.price_minor),
            time=self._wording.clock(answer.begins_at),
        )
        self.finish(done=True)
        self.bought.emit(said)

    def _build(self) -> None:
        self.body.addWidget(small(tr("It is played after what the session has already.")).wrapped())
        area = scrolled(self.list)
        area.setFixedHeight(_HEIGHT)
        self.body.addWidget(self.none)
        self.body.addWidget(area)
        self.body.addWidget(rule())
        figures = QHBoxLayout()
        for figure in (self.price, self.begins, self.ends):
            figures.addWidget(figure, 1)
        self.body.addLayout(figures)
        self.body.addWidget(self.warning)
        self.none.hide()

    def _ask(self) -> None:
        now, client_id = self._now(), self._session.client_id

        def look(books: DeskQueries) -> _Found:
            row = books.client(client_id) if client_id is not None else None
            return _Found(tuple(books.rates()), books.hall(now).zones, _group_of(row, books))

        self._runner.ask(look, while_alive(self, self._take))

    def _take(self, found: _Found) -> None:
        staff, now = self._runner.staff, self._now()
        role = (staff.role, staff.role_name) if staff is not None else ("", "")
        seller = Seller(self._card.station.zone_id, found.zones, *role)
        packages = [rate for rate in found.rates if rate.package is not None]
        begins_at = self._begins_at(now)
        guest = self._session.is_guest
        self._group = found.group
        self._offers = rate_offers(packages, seller, now, guest=guest, begins_at=begins_at)
        lines = [self._line(offer, now) for offer in self._offers]
        self.none.setVisible(not lines)
        self.list.show_lines(lines, boxed=True)
        self._show()

    def _line(self, offer: RateOffer, now: datetime) -> Line:
        if offer.why_not:
            return off_line(offer, self._wording, now, self._group)
        rate, short = offer.rate, self._short(offer.rate, now)
        minutes = rate.package.minutes if rate.package is not None else 0
        lacks = tr("{money} short").format(money=self._wording.money.exact(short)) if short else ""
        price = price_text(rate, self._wording, now, self._group)
        return Line(rate.name, price, duration(minutes * 60), lacks, "amber" if short else "dim")

    def _show(self) -> None:
        rate, now = self.rate(), self._now()
        if rate is None:
            for figure in (self.price, self.begins, self.ends):
                figure.say("–")
            self.warning.hide()
            self.set_primary(tr("Buy"), why_not=tr("Choose a package."))
            return
        price = price_text(rate, self._wording, now, self._group)
        with_it = self._with(rate, now)
        planned = rules.with_end(with_it, self._card.balance_minor, self._card.points)
        clock = self._wording.clock
        self.price.say(price)
        self.begins.say(clock(self._begins_at(now)))
        self.ends.say(clock(planned.ends_at) if planned.ends_at is not None else "–")
        self.warning.check(self._session.client_id, now, planned.ends_at)
        short = self._short(rate, now)
        why = ""
        if short:
            why = tr("{money} short. Top up first.").format(money=self._wording.money.exact(short))
        text = tr("Buy “{name}” for {money}").format(name=rate.name, money=price)
        self.set_primary(text, why_not=why)

    def _with(self, rate: Rate, now: datetime) -> PlaySession:
        running = self._running(now)
        cover = rate.cover(now, self._group, guest=running.is_guest, begins_at=self._begins_at(now))
        return replace(running, covers=(*running.covers, cover))

    def _short(self, rate: Rate, now: datetime) -> int:
        """What is lacking for it, beside what has been used already."""
        purse = Purse(self._card.balance_minor, self._card.points)
        session = self._with(rate, now)
        if not session.postpaid:
            session = replace(session, limit_minor=None)
        return max(0, rules.used_minor(session, now) - rules.payable(session, purse))

    def _begins_at(self, now: datetime) -> datetime:
        return max(now, rules.covered_until(self._running(now)))

    def _running(self, now: datetime) -> PlaySession:
        if self._session.state is SessionState.ACTIVE:
            return self._session
        return rules.resume(self._session, now)

    def _now(self) -> datetime:
        return self._runner.desk.clock.now()


def _group_of(row: ClientRow | None, books: DeskQueries) -> ClientGroup | None:
    if row is None or row.client.group_id is None:
        return None
    return next((group for group in books.groups() if group.id == row.client.group_id), None)
