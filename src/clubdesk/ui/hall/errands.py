"""What a cashier sets out to do in the hall: each deed with the dialog that it asks first.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from clubdesk.foundation.translate import tr
from clubdesk.services.group_start import GroupStarted
from clubdesk.services.sessions import SessionEnd
from clubdesk.services.views import ClientRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.choice import opening_deed, why_not
from clubdesk.ui.hall.controller import HallController, several
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.hall.end_dialog import AskDialog, EndDialog
from clubdesk.ui.hall.end_unpaid import EndUnpaidDialog
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.group_dialog import GroupDialog
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.more_errands import MoreErrands
from clubdesk.ui.hall.move_dialog import MoveDialog
from clubdesk.ui.hall.reservation_errands import DEEDS, ReservationErrands
from clubdesk.ui.hall.seat_dialog import SeatDialog
from clubdesk.ui.hall.start_dialog import StartDialog
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.wording import points
from clubdesk.ui.operations.order_dialog import open_order_for_session


class Errands(QObject):
    """Opens dialogs over the hall and carries out what needs none.

    Signals:
        told: A Notice of what was done.
        moved: The station id at which a session goes on.

    Args:
        over: The screen that the dialogs cover.
        chosen: The selected seats.
        open_top_up: Opens Top Up Balance for a client's id.
    """

    told = Signal(object)
    moved = Signal(int)

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        controller: HallController,
        chosen: Callable[[], list[Seat]],
        open_top_up: Callable[[int], None],
    ) -> None:
        super().__init__(over)
        self._over, self._runner, self._controller = over, runner, controller
        self._chosen, self._open_top_up = chosen, open_top_up
        self.more = MoreErrands(over, runner, controller)
        self.more.told.connect(self.told)
        self.reservations = ReservationErrands(over, runner)
        self.reservations.told.connect(self.told)
        self.reservations.came.connect(self.start_who_came)

    @Slot(object)
    def perform(self, deed: Deed, seats: Sequence[Seat] | None = None) -> None:
        """Does a deed with the chosen seats, asking first where something ends."""
        chosen = self._chosen() if seats is None else list(seats)
        if not chosen or why_not(deed, self._runner.may):
            return
        if deed in DEEDS:
            self.reservations.perform(deed, chosen)
        elif deed in self.more.deeds:
            self.more.perform(deed, chosen[0])
        else:
            self._perform(deed, chosen)

    def _perform(self, deed: Deed, chosen: list[Seat]) -> None:
        if deed in (Deed.START, Deed.GUEST):
            self.ask_start(chosen[0], guest=deed is Deed.GUEST)
        elif deed is Deed.GROUP:
            self.ask_group(chosen)
        elif deed is Deed.TOP_UP:
            self._top_up(chosen[0])
        elif deed is Deed.ORDER:
            self._order(chosen[0])
        elif deed is Deed.MOVE:
            self.ask_move(chosen[0])
        elif deed is Deed.END and len(chosen) == 1:
            self.ask_end(chosen[0])
        elif deed in (Deed.END, Deed.RESTART):
            self._ask_first(deed, chosen)
        else:
            self._controller.act(deed, chosen)

    def ask_seat(self, row: ClientRow | None) -> None:
        """Opens the choice of a free seat for a client; the start dialog follows."""
        if row is None:
            return
        model = self._controller.model
        free = [(zone, [s for s in model.seats if _is_free_in(s, zone.id)]) for zone in model.zones]
        dialog = SeatDialog(self._over, row, free)
        dialog.seat_chosen.connect(lambda seat: self.ask_start(seat, client=row))
        dialog.begin()

    def ask_start(
        self, seat: Seat, *, guest: bool = False, client: ClientRow | None = None
    ) -> None:
        """Opens the start dialog on a seat, with a client chosen already if there is one."""
        wording = self._controller.wording
        if wording is None:
            return
        zone = self._zone_name(seat)
        dialog = StartDialog(self._over, self._runner, seat.card.station, zone, wording)
        dialog.started.connect(self._started)
        dialog.begin(guest=guest)
        if client is not None:
            dialog.client.look_for(client.client.phone)

    def ask_group(self, seats: Sequence[Seat]) -> None:
        """Opens the dialog that starts several free seats together."""
        wording = self._controller.wording
        if wording is not None:
            stations = [seat.card.station for seat in seats]
            dialog = GroupDialog(self._over, self._runner, stations, wording)
            names = tuple(station.name for station in stations)
            dialog.started.connect(lambda answer: self._group_started(names, answer))
            dialog.begin()

    @Slot(int, object)
    def start_who_came(self, station_id: int, client_id: int | None) -> None:
        """Opens the start dialog for whoever has arrived at a seat that is free."""
        seat = self._controller.model.seat_of(station_id)
        if seat is None or seat.card.session is not None:
            return
        if client_id is None:
            self.ask_start(seat, guest=True)
            return
        self._runner.ask(
            lambda books: books.client(client_id),
            while_alive(self, lambda row: self.ask_start(seat, client=row)),
        )

    def ask_move(self, seat: Seat, onto: int | None = None) -> None:
        """Opens the move dialog of a session."""
        wording, model = self._controller.wording, self._controller.model
        if wording is None:
            return
        free = [(zone, [s for s in model.seats if _is_free_in(s, zone.id)]) for zone in model.zones]
        dialog = MoveDialog(self._over, self._runner, seat, free, wording)
        dialog.moved.connect(self._moved)
        dialog.begin(onto)

    def ask_end(self, seat: Seat) -> None:
        """Opens the end dialog of a session."""
        if self._controller.wording is not None:
            session, wording = seat.card.session, self._controller.wording
            if session is not None and session.postpaid:
                self._ask_end_unpaid(seat, wording)
                return
            dialog = EndDialog(self._over, self._runner, seat, wording)
            dialog.ended.connect(self._ended)
            dialog.begin()

    def _ask_end_unpaid(self, seat: Seat, wording: Wording) -> None:
        dialog = EndUnpaidDialog(self._over, self._runner, seat, wording)
        name = seat.card.station.name

        def left(owed_minor: int) -> None:
            text = tr("The time on {station} stands still.").format(station=name)
            more = tr("Still to pay: {money}. End Session takes it; Resume lets the guest go on.")
            self.told.emit(Notice(text, more.format(money=wording.money.exact(owed_minor))))

        dialog.ended.connect(self._ended)
        dialog.left_stopped.connect(left)
        dialog.begin()

    def _top_up(self, seat: Seat) -> None:
        session = seat.card.session
        if session is not None and session.client_id is not None:
            self._open_top_up(session.client_id)

    def _order(self, seat: Seat) -> None:
        if seat.card.session is not None:
            open_order_for_session(self._over, self._runner, seat.card.session.id, self.told.emit)

    def _ask_first(self, deed: Deed, seats: list[Seat]) -> None:
        names = ", ".join(seat.card.station.name for seat in seats)
        count = several(len(seats))
        if deed is Deed.END:
            text = tr("End the sessions on {names}? Each is charged for what was played.")
            yes = tr("End sessions on {count}").format(count=count)
        else:
            text = tr("Restart {names}? A running session is paused first; its time is kept.")
            yes = tr("Restart PC") if len(seats) == 1 else tr("Restart {count}").format(count=count)
        heading = tr("End Session") if deed is Deed.END else tr("Restart PC")
        dialog = AskDialog(self._over, heading, text.format(names=names), yes)
        dialog.agreed.connect(lambda: self._controller.act(deed, seats))
        dialog.begin()

    @Slot(int)
    def open_seat(self, station_id: int) -> None:
        """Does what Enter means on a station."""
        seat = self._controller.model.seat_of(station_id)
        deed = opening_deed(seat.facts) if seat is not None else None
        if seat is not None and deed is not None:
            self.perform(deed, [seat])

    @Slot(int, int)
    def move_onto(self, from_id: int, to_id: int) -> None:
        """Asks whether to move a session that was dragged."""
        seat = self._controller.model.seat_of(from_id)
        onto = self._controller.model.seat_of(to_id)
        if seat is None or onto is None or why_not(Deed.MOVE, self._runner.may):
            return
        if onto.card.session is not None:
            self.more.ask_swap(seat, onto)
        else:
            self.ask_move(seat, to_id)

    @Slot(str, str)
    def _started(self, said: str, more: str) -> None:
        self.told.emit(Notice(said, more))

    def _group_started(self, names: tuple[str, ...], answer: GroupStarted) -> None:
        wording = self._controller.wording
        change, more = answer.change_minor, ""
        if wording is not None and change:
            more = tr("Change to give: {money}").format(money=wording.money.exact(change))
        self.told.emit(Notice(tr("The group plays on {names}."), more, names=names))

    @Slot(int)
    def _moved(self, station_id: int) -> None:
        seat = self._controller.model.seat_of(station_id)
        name = seat.card.station.name if seat else ""
        self.told.emit(Notice(tr("The session goes on at {station}.").format(station=name)))
        self.moved.emit(station_id)

    @Slot(object)
    def _ended(self, answer: SessionEnd) -> None:
        wording = self._controller.wording
        if wording is None:
            return
        charged = wording.money.exact(answer.charged_minor)
        if answer.charged_points:
            charged = f"{charged} + {points(answer.charged_points, wording.club)}"
        back, change = answer.returned_minor, answer.change_minor
        more = ""
        if back:
            more = tr("Give back {money} in cash.").format(money=wording.money.exact(back))
        elif change:
            more = tr("Change to give: {money}").format(money=wording.money.exact(change))
        self.told.emit(Notice(tr("The session has ended: {money}.").format(money=charged), more))

    def _zone_name(self, seat: Seat) -> str:
        zones = self._controller.model.zones
        return next((zone.name for zone in zones if zone.id == seat.card.station.zone_id), "")


def _is_free_in(seat: Seat, zone_id: int) -> bool:
    return seat.card.station.zone_id == zone_id and seat.reading.state is CardState.FREE
