"""One seat of a group: a guest with an amount, or a client. GUI thread only."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Rate, Station
from clubdesk.domain.people import ClientGroup
from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import Cover
from clubdesk.foundation.translate import tr
from clubdesk.services.group_start import SeatStart
from clubdesk.services.views import ClientRow
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.quote import Wish, quote
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import Elided, Text, small
from clubdesk.ui.look.tokens import GAP_M, SEMIBOLD

CLIENT, GUEST = "client", "guest"
_NAME_WIDTH, _RIGHT_WIDTH = 84, 150


class GroupSeat(QWidget):
    """Who plays on a seat, and what a guest pays there.

    Signals:
        changed: Somebody else plays, or another amount.
        client_wanted: A client is to be found for this seat.

    Attributes:
        client: The client; None for a guest.
        kept: What the client has of earlier packages; it is played first.
        has_own_amount: The amount was typed for this seat alone.
    """

    changed = Signal()
    client_wanted = Signal()

    def __init__(self, station: Station, wording: Wording) -> None:
        super().__init__()
        self.station, self._wording = station, wording
        self.client: ClientRow | None = None
        self.kept: tuple[Cover, ...] = ()
        self.has_own_amount = False
        self.who = ChipRow([(GUEST, tr("Guest")), (CLIENT, tr("Client..."))])
        label = tr("Amount on {station}").format(station=station.name)
        self.amount = MoneyField(label, wording.club.currency, big=False)
        self.name = Elided("", weight=SEMIBOLD)
        self.balance = small()
        self.note = small("", "red").wrapped()
        self._build()
        self.who.chosen.connect(self._choose)
        self.amount.edit.textEdited.connect(lambda _: self._typed())
        self.amount.changed.connect(lambda _: self.changed.emit())

    def is_guest(self) -> bool:
        """Whether a guest is to play here."""
        return self.client is None

    def is_filled(self) -> bool:
        """Whether there is something to be wrong: what is still to be typed is no mistake yet."""
        return not self.is_guest() or self.amount.minor() is not None

    def start(self) -> SeatStart:
        """What is asked for this seat."""
        if self.client is not None:
            return SeatStart(station_id=self.station.id, client_id=self.client.client.id)
        return SeatStart(station_id=self.station.id, cash_minor=self.cash_minor())

    def cash_minor(self) -> int:
        """What a guest pays here; 0 while nothing is typed, and for a client."""
        return (self.amount.minor() or 0) if self.is_guest() else 0

    def put_client(self, row: ClientRow) -> None:
        """Seats a client here."""
        self.client, self.kept = row, ()
        self.name.setText(row.client.name)
        self.balance.setText(self._wording.money.exact(row.balance_minor))
        self._show()

    def stay_as_it_was(self) -> None:
        """Nobody was found: the chips say again who plays here."""
        self._show_who()

    def put_amount(self, minor: int | None, *, fixed: bool) -> None:
        """Puts the amount that all guests pay; ``fixed`` for the price of a package."""
        self.amount.edit.setReadOnly(fixed)
        if fixed:
            self.has_own_amount = False
        if not self.has_own_amount and self.amount.minor() != minor:
            self.amount.set_minor(minor)

    def why_not(
        self, rate: Rate, group: ClientGroup | None, now: datetime, *, go_on_hourly: bool
    ) -> str:
        """Why this seat cannot start at a rate; empty if it can."""
        row = self.client
        if row is None:
            if self.amount.complaint():
                return self.amount.complaint()
            return "" if self.amount.minor() else tr("Type the amount.")
        if row.client.blocked:
            return tr("This client is blocked.")
        if row.playing_on:
            return tr("Plays already: {station}").format(station=row.playing_on)
        wish = Wish(go_on_hourly=go_on_hourly, kept=self.kept)
        bought = quote(rate, Purse(row.balance_minor, row.points), now, group, wish)
        if bought.short_minor:
            short = self._wording.money.exact(bought.short_minor)
            return tr("{money} short. Top up the balance first.").format(money=short)
        return "" if bought.buys else tr("There is no money on the game account.")

    def say(self, note: str) -> None:
        """Shows what is wrong with this seat; an empty text takes it away."""
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def _build(self) -> None:
        self.amount.field.label.hide()
        self.amount.setFixedWidth(_RIGHT_WIDTH)
        place = Text(self.station.name, weight=SEMIBOLD)
        place.setFixedWidth(_NAME_WIDTH)
        line = QHBoxLayout()
        line.setSpacing(GAP_M)
        for part in (place, self.who):
            line.addWidget(part)
        line.addWidget(self.name, 1)
        line.addWidget(self.balance)
        line.addStretch(0)
        line.addWidget(self.amount)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 2, 8, 2)
        lines.setSpacing(2)
        lines.addLayout(line)
        lines.addWidget(self.note)
        self.setMinimumHeight(44)
        self.note.hide()
        self._show_parts()

    def _choose(self, key: object) -> None:
        if key == CLIENT:
            self.client_wanted.emit()
        else:
            self.client, self.kept = None, ()
            self._show()

    def _typed(self) -> None:
        self.has_own_amount = True

    def _show(self) -> None:
        self._show_who()
        self._show_parts()
        self.changed.emit()

    def _show_who(self) -> None:
        place = 0 if self.is_guest() else 1
        self.who.chips[place].setChecked(True)

    def _show_parts(self) -> None:
        guest = self.is_guest()
        self.amount.setVisible(guest)
        self.name.setVisible(not guest)
        self.balance.setVisible(not guest)
