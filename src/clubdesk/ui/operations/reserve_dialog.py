"""Reserve: books seats, or changes what was booked; what is in the way is shown before.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clubdesk.domain.card_payment import CardState, Purpose
from clubdesk.domain.hall import Club, Station
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun
from clubdesk.services.commands import Command
from clubdesk.services.ports_reservations import Conflict, ReservationRow
from clubdesk.services.reserving import ChangeReservation, ReservationAnswer, Reserve, TakeDeposit
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import MEDIUM
from clubdesk.ui.look.wording import clock_time, money
from clubdesk.ui.look.wording import phone as phone_words
from clubdesk.ui.operations.reserve_form import ReserveForm, Wish
from clubdesk.ui.operations.terminal_step import TerminalStep


class ReserveDialog(Dialog):
    """A new reservation, or one that is booked.

    Signals:
        saved: A Notice of what was booked.
        arrived, cancelled, missed: The reservation's row: somebody came, it is to be called off,
            or nobody came.

    Args:
        row: The reservation that is changed; None for a new one.
    """

    saved = Signal(object)
    arrived = Signal(object)
    cancelled = Signal(object)
    missed = Signal(object)

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        club: Club,
        stations: Sequence[Station],
        row: ReservationRow | None = None,
    ) -> None:
        heading = tr("Reservation") if row else tr("Reserve")
        super().__init__(over, heading, f"· {row.reservation.name}" if row else "", width=620)
        self.setObjectName("reserve_dialog")
        self._runner, self._club, self.row = runner, club, row
        self._asked = 0
        self._reserved = 0
        self._wish: Wish | None = None
        self.payment_id: int | None = None
        self.form = ReserveForm(runner, club, stations)
        self.note = Text("", "red", weight=MEDIUM).wrapped()
        self.body.addWidget(self.form)
        self.body.addWidget(self.note)
        self.terminal = TerminalStep(runner)
        self.body.addWidget(self.terminal)
        self.terminal.hide()
        self.terminal.told.connect(self._not_taken)
        self.terminal.approved.connect(self._take_card)
        self.terminal.slip.editor.textChanged.connect(lambda _: self._show_primary(""))
        self.note.hide()
        self._show_primary("")
        self.form.changed.connect(self._look_for_conflicts)
        if row is not None:
            self._show_row(row)

    def begin(
        self,
        station_ids: Sequence[int],
        since: datetime,
        until: datetime,
        client_id: int | None = None,
    ) -> None:
        """Opens a new one with seats and a time to start with."""
        self.form.seats.put(station_ids)
        self.form.put_time(since, until)
        if client_id is not None:
            self.form.picker.pick_client(client_id)
        self.open(self.form.picker.search)

    def begin_change(self) -> None:
        """Opens one that is booked."""
        self.open(self.form.since.editor)

    def on_primary(self) -> None:
        """Books or changes; once a card is being asked for the deposit, takes that."""
        if self.payment_id is not None:
            self._take_card()
            return
        if self._reserved and self._wish is not None:
            self._ask_card(self._wish, self._reserved, self._wish.client_id)
            return
        wish = self.form.wish()
        if wish is None:
            return
        if self.row is None:
            self.submit(
                self._runner, _reserve(wish), lambda answer: self._reserved_it(wish, answer)
            )
        else:
            self.submit(self._runner, self._change(self.row, wish), lambda _: self._deposit(wish))

    def refuse(self, error: DeskError | None) -> None:
        """Shows a refusal above the button and at its field."""
        super().refuse(error)
        if error is not None:
            self.form.point_at(error.subject, error.text)

    def finish(self, *, done: bool) -> None:
        """Closes it; a card payment that was begun and not ended is told."""
        asked = self.payment_id is not None and self.isVisible() and not done
        behind = self.terminal.left_behind() if asked else None
        if self._reserved and self.isVisible() and not done:
            self.saved.emit(Notice(tr("Reserved without the deposit."), tone="amber"))
        super().finish(done=done)
        if behind is not None:
            self._runner.refused.emit(behind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The terminal's keys, while it is asked."""
        if self.payment_id is None or not self.terminal.press(event):
            super().keyPressEvent(event)

    # A deposit by card: the seats are booked first, so that nothing is charged for none.

    def _reserved_it(self, wish: Wish, answer: ReservationAnswer) -> None:
        if wish.by_card and wish.deposit_minor:
            self._ask_card(wish, answer.reservation_id, wish.client_id)
        else:
            self._told(wish, answer)

    def _ask_card(self, wish: Wish, reservation_id: int, client_id: int | None) -> None:
        self._wish, self._reserved = replace(wish, client_id=client_id), reservation_id
        self.form.setEnabled(False)
        begin = BeginCardPayment(
            amount_minor=wish.deposit_minor,
            client_id=client_id,
            purpose=Purpose.DEPOSIT.value,
            driver=self.terminal.driver(),
        )
        self.submit(self._runner, begin, self._begun)

    def _begun(self, answer: CardPaymentBegun) -> None:
        self.payment_id = answer.payment_id
        self.terminal.show()
        amount = self._wish.deposit_minor if self._wish is not None else 0
        self.terminal.begin(money(amount, self._club), answer.payment_id)
        self._show_primary("")

    def _take_card(self) -> None:
        wish = self._wish
        if wish is None:
            return
        self._show_primary("")
        command = TakeDeposit(
            reservation_id=self._reserved,
            card_minor=wish.deposit_minor,
            card_payment_id=self.payment_id,
            slip=self.terminal.slip_text(),
        )

        def taken(answer: ReservationAnswer) -> None:
            self.payment_id = None
            self._told(wish, answer)

        self.submit(self._runner, command, taken)

    def _not_taken(self, state: CardState) -> None:
        failure = self.terminal.failure(self.payment_id or 0, state)
        if failure is None:
            self._without_deposit(state)
        else:
            self.submit(self._runner, failure, lambda _: self._without_deposit(state))

    def _without_deposit(self, state: CardState) -> None:
        """The seats stay booked; the deposit can be taken later, from the reservation."""
        self.payment_id = None
        text, more = self.terminal.told_words(state)
        self.saved.emit(Notice(f"{tr('Reserved without the deposit.')} {text}", more, "amber"))
        self.finish(done=True)

    # One that is booked.

    def _show_row(self, row: ReservationRow) -> None:
        form, kept = self.form, row.reservation
        form.seats.put(kept.station_ids)
        form.put_time(kept.from_at, kept.until_at)
        form.note.editor.setText(kept.note)
        form.name.editor.setText(kept.name)
        form.phone.editor.setText(phone_words(kept.phone) if kept.phone else "")
        form.who.choose(False)
        form.who.hide()
        of_client = kept.client_id is not None
        form.name.editor.setReadOnly(of_client)
        form.phone.editor.setReadOnly(of_client)
        if kept.deposit_minor:
            form.deposit.set_minor(kept.deposit_minor)
            form.deposit.edit.setReadOnly(True)
            held = tr("held: {money}").format(money=money(row.deposit_held_minor, self._club))
            form.deposit.field.under.setText(held)
            form.deposit.field.under.setVisible(True)
        form.offer_card(offered=of_client and not kept.deposit_minor)
        self._add_deeds(row)

    def _add_deeds(self, row: ReservationRow) -> None:
        if row.reservation.state.value != "booked":
            return
        came = Button(tr("Arrived"), Kind.SECONDARY, icon_name="badge-check")
        off = Button(tr("Cancel reservation"), Kind.DANGER)
        came.setObjectName("arrived")
        off.setObjectName("cancel_reservation")
        came.clicked.connect(lambda: self._leave(self.arrived.emit))
        off.clicked.connect(lambda: self._leave(self.cancelled.emit))
        self.footer_left.addWidget(came)
        if self._runner.desk.clock.now() >= row.reservation.from_at:
            late = Button(tr("No-show"), Kind.SECONDARY, icon_name="ban")
            late.setObjectName("no_show")
            late.clicked.connect(lambda: self._leave(self.missed.emit))
            self.footer_left.addWidget(late)
        self.footer_left.addWidget(off)
        self.cancel.setText(tr("Close"))

    def _leave(self, tell: Callable[[ReservationRow | None], None]) -> None:
        row = self.row
        self.finish(done=True)
        tell(row)

    def _change(self, row: ReservationRow, wish: Wish) -> Command:
        kept = row.reservation
        by_name = kept.client_id is None
        return ChangeReservation(
            reservation_id=kept.id,
            station_ids=wish.station_ids,
            from_at=wish.from_at,
            until_at=wish.until_at,
            name=wish.name if by_name else None,
            phone=wish.phone if by_name else None,
            note=wish.note,
        )

    def _deposit(self, wish: Wish) -> None:
        row = self.row
        if row is None or row.reservation.deposit_minor or not wish.deposit_minor:
            self._told(wish, None)
            return
        if wish.by_card:
            self._ask_card(wish, row.reservation.id, row.reservation.client_id)
            return
        command = TakeDeposit(reservation_id=row.reservation.id, cash_minor=wish.deposit_minor)
        self.submit(self._runner, command, lambda answer: self._told(wish, answer))

    def _told(self, wish: Wish, answer: ReservationAnswer | None) -> None:
        who = wish.name or (self.form.picker.row.client.name if self.form.picker.row else "")
        when = f"{clock_time(wish.from_at, self._club)}–{clock_time(wish.until_at, self._club)}"
        text = tr("Reserved for {name}: {time}").format(name=who, time=when)
        if self.row is not None:
            text = tr("The reservation was changed: {name}, {time}").format(name=who, time=when)
        self.saved.emit(Notice(text))
        self.finish(done=True)

    # What is in the way.

    def _look_for_conflicts(self) -> None:
        times, seats = self.form.instants(), self.form.seats.station_ids()
        self._asked += 1
        if times is None or not seats:
            self._show_conflicts(self._asked, ())
            return
        number, besides = self._asked, self.row.reservation.id if self.row else 0
        self._runner.ask(
            lambda books: books.conflicts(seats, times[0], times[1], besides),
            while_alive(self, lambda found: self._show_conflicts(number, found)),
        )

    def _show_conflicts(self, number: int, found: Sequence[Conflict]) -> None:
        if number != self._asked:
            return  # a newer question is on its way
        self.note.setVisible(bool(found))
        hard = [conflict for conflict in found if conflict.hard]
        self._show_primary(tr("Choose another seat or another time.") if hard else "")
        self.note.set_tone("red" if hard else "amber")
        self.note.setText("\n".join(self._words(conflict) for conflict in (hard or found)[:3]))

    def _show_primary(self, why_not: str) -> None:
        missing = self._runner.missing(Permission.RUN_SESSIONS)
        text = tr("Save") if self.row else tr("Reserve")
        if self.payment_id is not None:
            text, why_not = tr("Approved: take the deposit"), self.terminal.lacking()
        self.set_primary(text, why_not=why_not, missing=missing)

    def _words(self, conflict: Conflict) -> str:
        name = conflict.name or tr("Guest")
        if conflict.hard:
            assert conflict.until is not None  # noqa: S101 - a reservation has an end
            return tr("{station} is reserved for {name} ({time}).").format(
                station=conflict.station_name,
                name=name,
                time=f"{clock_time(conflict.since, self._club)}–"
                f"{clock_time(conflict.until, self._club)}",
            )
        if conflict.until is None:
            text = tr("{name} is on {station}, and nothing says until when.")
            return text.format(name=name, station=conflict.station_name)
        return tr("{name} may still play on {station}, until {time}.").format(
            name=name,
            station=conflict.station_name,
            time=clock_time(conflict.until, self._club),
        )


def _reserve(wish: Wish) -> Command:
    return Reserve(
        station_ids=wish.station_ids,
        from_at=wish.from_at,
        until_at=wish.until_at,
        client_id=wish.client_id,
        name=wish.name,
        phone=wish.phone,
        note=wish.note,
        deposit_minor=0 if wish.by_card else wish.deposit_minor,
    )
