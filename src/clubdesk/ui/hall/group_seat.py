"""One seat of a group: a guest with an amount, or a client, topped up in place if short.

GUI thread only.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Rate, Station
from clubdesk.domain.people import ClientGroup
from clubdesk.domain.points_share import Purse
from clubdesk.domain.reservation import Reservation
from clubdesk.domain.session import Cover
from clubdesk.foundation.translate import tr
from clubdesk.services.group_start import SeatStart
from clubdesk.services.views import ClientRow
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.quote import Quote, Wish, quote
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
        reserved: Who comes next to the seat; None if nobody does.
        may_top_up: Whether a client who is short may be topped up here.
    """

    changed = Signal()
    client_wanted = Signal()

    def __init__(self, station: Station, wording: Wording) -> None:
        super().__init__()
        self.station, self._wording = station, wording
        self.client: ClientRow | None = None
        self.kept: tuple[Cover, ...] = ()
        self.has_own_amount = False
        self.reserved: Reservation | None = None
        self.may_top_up = True
        self._short = False
        self.who = ChipRow([(GUEST, tr("Guest")), (CLIENT, tr("Client..."))])
        label = tr("Amount on {station}").format(station=station.name)
        self.amount = MoneyField(label, wording.club.currency, big=False)
        label = tr("Top-up amount on {station}").format(station=station.name)
        self.top_up = MoneyField(label, wording.club.currency, big=False)
        self.name = Elided("", weight=SEMIBOLD)
        self.balance = small()
        self.note = small("", "red").wrapped()
        self._build()
        self.who.chosen.connect(self._choose)
        self.amount.edit.textEdited.connect(lambda _: self._typed())
        self.amount.changed.connect(lambda _: self.changed.emit())
        self.top_up.changed.connect(lambda _: self.changed.emit())

    def is_guest(self) -> bool:
        """Whether a guest is to play here."""
        return self.client is None

    def is_filled(self) -> bool:
        """Whether there is something to be wrong: what is still to be typed is no mistake yet."""
        return not self.is_guest() or self.amount.minor() is not None

    def start(self, *, by_card: bool = False, later: bool = False) -> SeatStart:
        """What is asked for this seat; guests pay with the group's card, or ``later``."""
        if self.client is not None:
            return SeatStart(
                station_id=self.station.id,
                client_id=self.client.client.id,
                cash_minor=self.top_up_minor(),
            )
        paid = 0 if later else self.guest_minor()
        if by_card:
            return SeatStart(station_id=self.station.id, card_minor=paid)
        return SeatStart(station_id=self.station.id, cash_minor=paid)

    def guest_minor(self) -> int:
        """What a guest pays here; 0 while nothing is typed, and for a client."""
        return (self.amount.minor() or 0) if self.is_guest() else 0

    def top_up_minor(self) -> int:
        """What a client is topped up by, in cash; 0 for a guest."""
        return (self.top_up.minor() or 0) if not self.is_guest() else 0

    def put_client(self, row: ClientRow) -> None:
        """Seats a client here."""
        self.client, self.kept, self._short = row, (), False
        self._clear_top_up()
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

    def quote(
        self, rate: Rate, group: ClientGroup | None, now: datetime, wish: Wish
    ) -> Quote | None:
        """What is bought here at a rate; None while there is nothing to pay with."""
        if self.client is not None:
            row = self.client
            there = Purse(row.balance_minor + self.top_up_minor(), row.points)
            return quote(rate, there, now, group, wish)
        paid = wish.most_owed_minor if wish.postpaid else self.guest_minor()
        return quote(rate, Purse(paid), now, None, wish) if paid > 0 else None

    def why_not(self, bought: Quote | None, *, later: bool) -> str:
        """Why this seat cannot start with what is bought; empty if it can."""
        self._short = False
        if self.client is None:
            return self._guest_lacks(bought, later=later)
        if self.client.client.blocked:
            return tr("This client is blocked.")
        if self.client.playing_on:
            return tr("Plays already: {station}").format(station=self.client.playing_on)
        if self.top_up.complaint():
            return self.top_up.complaint()
        if bought is None or (bought.buys and not bought.short_minor):
            return ""
        self._short = True
        return self._short_words(bought)

    def say(self, note: str, tone: str = "red") -> None:
        """Shows what is wrong with this seat; an empty text takes it away."""
        self.note.set_tone(tone)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._show_top_up()

    def set_enabled(self, *, enabled: bool, later: bool) -> None:
        """Holds everything while the terminal is asked; there is no amount to pay ``later``."""
        self.who.setEnabled(enabled)
        self.top_up.setEnabled(enabled)
        self.amount.setEnabled(enabled and not later)

    def _short_words(self, bought: Quote) -> str:
        if not bought.short_minor:
            none = tr("There is no money on the game account.")
            return f"{none} {tr('Type a top-up in cash.')}" if self.may_top_up else none
        short = self._wording.money.exact(bought.short_minor)
        if self.may_top_up:
            return tr("{money} short. Type a top-up in cash.").format(money=short)
        return tr("{money} short. Top up the balance first.").format(money=short)

    def _guest_lacks(self, bought: Quote | None, *, later: bool) -> str:
        if not later:
            if self.amount.complaint():
                return self.amount.complaint()
            if not self.amount.minor():
                return tr("Type the amount.")
        if bought is not None and bought.short_minor:
            short = self._wording.money.exact(bought.short_minor)
            return tr("{money} short").format(money=short)
        return ""

    def _build(self) -> None:
        for field in (self.amount, self.top_up):
            field.field.label.hide()
            field.setFixedWidth(_RIGHT_WIDTH)
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
        line.addWidget(self.top_up)
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
            self.client, self.kept, self._short = None, (), False
            self._clear_top_up()
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
        self._show_top_up()

    def _show_top_up(self) -> None:
        """Where money is short, the field to top it up stands where the balance did."""
        typed = bool(self.top_up.edit.text().strip())
        shown = self.may_top_up and not self.is_guest() and (self._short or typed)
        self.top_up.setVisible(shown)
        self.balance.setVisible(not self.is_guest() and not shown)

    def _clear_top_up(self) -> None:
        self.top_up.blockSignals(True)
        self.top_up.set_minor(None)
        self.top_up.blockSignals(False)
