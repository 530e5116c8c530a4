"""Opens the dialogs of reservations over any screen, and carries out what they lead to.

GUI thread only. Every opener asks the books first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club, Station
from clubdesk.foundation.translate import tr
from clubdesk.services.ports_reservations import ReservationRow
from clubdesk.services.reservation_ends import (
    CancelReservation,
    MarkArrived,
    MarkNoShow,
    ReservationEnd,
)
from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.wording import clock_time, money
from clubdesk.ui.operations.reason import ReasonField
from clubdesk.ui.operations.reservation_rules import ReturnDialog, RulesDialog
from clubdesk.ui.operations.reserve_dialog import ReserveDialog


class CancelReservationDialog(Dialog):
    """Calls a reservation off, with a reason, and says what becomes of its deposit.

    Signals:
        ended: The ReservationEnd.
    """

    ended = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner, club: Club, row: ReservationRow) -> None:
        super().__init__(over, tr("Cancel reservation"), f"· {row.reservation.name}", width=480)
        self.setObjectName("cancel_reservation_dialog")
        self._runner, self._row = runner, row
        self.reason = ReasonField((tr("Called off"), tr("A mistake")))
        self.keep = Tick(tr("The club keeps the deposit"))
        self.keep.setVisible(bool(row.deposit_held_minor))
        kept = row.reservation
        when = f"{clock_time(kept.from_at, club)}–{clock_time(kept.until_at, club)}"
        self.body.addWidget(Text(f"{', '.join(row.station_names)} · {when}", "dim").wrapped())
        if row.deposit_held_minor:
            onto = (
                tr("The deposit of {money} goes onto the client's game account.")
                if kept.client_id is not None
                else tr("The deposit of {money} is paid back in cash.")
            )
            words = onto.format(money=money(row.deposit_held_minor, club))
            self.body.addWidget(Text(words).wrapped())
        self.body.addWidget(self.keep)
        self.body.addWidget(self.reason)
        self.set_primary(tr("Cancel reservation"))
        self.primary.set_kind(Kind.DANGER)
        self.cancel.setText(tr("Back"))

    def begin(self) -> None:
        """Opens it."""
        self.open(self.reason.edit)

    def on_primary(self) -> None:
        """Cancels."""
        if not self.reason.text():
            self.reason.set_error(tr("Write down why; the journal keeps it."))
            return
        command = CancelReservation(
            reservation_id=self._row.reservation.id,
            reason=self.reason.text(),
            keep_deposit=self.keep.isChecked(),
        )

        def done(answer: ReservationEnd) -> None:
            self.ended.emit(answer)
            self.finish(done=True)

        self.submit(self._runner, command, done)


class ReservationDeeds(QObject):
    """What can be done with reservations from a screen.

    Signals:
        told: A Notice of what was done.
        came: Somebody arrived: the ReservationRow, for the start that follows.

    Args:
        over: The screen that the dialogs cover.
    """

    told = Signal(object)
    came = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner) -> None:
        super().__init__(over)
        self._over, self._runner = over, runner

    def reserve(
        self,
        station_ids: Sequence[int],
        since: datetime,
        until: datetime,
        client_id: int | None = None,
    ) -> None:
        """Opens Reserve with seats and a time to start with."""

        def show(found: tuple[Club | None, list[Station]]) -> None:
            club, stations = found
            if club is not None:
                dialog = ReserveDialog(self._over, self._runner, club, stations)
                dialog.saved.connect(self.told)
                dialog.begin(station_ids, since, until, client_id)

        self._runner.ask(_club_and_seats(self._runner), while_alive(self, show))

    def look_at(self, reservation_id: int) -> None:
        """Opens one that is booked, to look at or to change."""
        seats = _club_and_seats(self._runner)

        def show(
            found: tuple[tuple[Club | None, list[Station]], ReservationRow | None],
        ) -> None:
            (club, stations), row = found
            if club is None or row is None:
                return
            if not row.reservation.state.is_standing:
                self._offer_return(row, club)
                return
            dialog = ReserveDialog(self._over, self._runner, club, stations, row)
            dialog.saved.connect(self.told)
            dialog.arrived.connect(self.arrive)
            dialog.cancelled.connect(self.cancel)
            dialog.missed.connect(self.miss)
            dialog.begin_change()

        self._runner.ask(
            lambda books: (seats(books), books.reservation(reservation_id)),
            while_alive(self, show),
        )

    def ask_rules(self) -> None:
        """Opens the club's rules of reservations."""

        def show(club: Club | None) -> None:
            if club is not None:
                dialog = RulesDialog(self._over, self._runner, club.reserving)
                dialog.saved.connect(self.told)
                dialog.begin()

        self._runner.ask(lambda books: books.club(), while_alive(self, show))

    def _offer_return(self, row: ReservationRow, club: Club) -> None:
        if not row.deposit_held_minor:
            return
        name, amount = row.reservation.name, money(row.deposit_held_minor, club)
        dialog = ReturnDialog(self._over, self._runner, row.reservation.id, name, amount)
        text = tr("The deposit of {name} was paid back.").format(name=name)
        dialog.ended.connect(lambda end: self._say_money(end, text))
        dialog.open()

    def cancel(self, row: ReservationRow) -> None:
        """Asks why it is called off."""

        def show(club: Club | None) -> None:
            if club is not None:
                dialog = CancelReservationDialog(self._over, self._runner, club, row)
                text = tr("The reservation of {name} was cancelled.")
                words = text.format(name=row.reservation.name)
                dialog.ended.connect(lambda end: self._say_money(end, words))
                dialog.begin()

        self._runner.ask(lambda books: books.club(), while_alive(self, show))

    def arrive(self, row: ReservationRow) -> None:
        """Notes that somebody came; the start follows where the screen knows how."""

        def done(end: ReservationEnd) -> None:
            self._say_money(end, tr("{name} has arrived.").format(name=row.reservation.name))
            self.came.emit(row)

        command = MarkArrived(reservation_id=row.reservation.id)
        self._runner.do(command, while_alive(self, done))

    def miss(self, row: ReservationRow) -> None:
        """Notes that nobody came."""
        name = row.reservation.name
        text = tr("{name} did not come; the seats are free.").format(name=name)
        command = MarkNoShow(reservation_id=row.reservation.id)
        self._runner.do(command, while_alive(self, lambda end: self._say_money(end, text)))

    def _say_money(self, end: ReservationEnd, text: str) -> None:
        def say(club: Club | None) -> None:
            more = ""
            if club is not None and end.returned_minor:
                back = money(end.returned_minor, club)
                more = tr("Give back {money} in cash.").format(money=back)
            self.told.emit(Notice(text, more))

        self._runner.ask(lambda books: books.club(), while_alive(self, say))


Seats = tuple[Club | None, list[Station]]


def _club_and_seats(runner: DeskRunner) -> Callable[[DeskQueries], Seats]:
    now = runner.desk.clock.now()

    def look(books: DeskQueries) -> Seats:
        return books.club(), [card.station for card in books.hall(now).cards]

    return look
