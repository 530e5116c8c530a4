"""What a cashier does seldom with a session, each deed with the dialog that it asks first.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.cancelling import Cancelled
from clubdesk.services.extending import TimeAdded
from clubdesk.services.guests import BecameClient
from clubdesk.services.pausing_all import AllChanged, PauseAll, ResumeAll
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.add_time_dialog import AddTimeDialog
from clubdesk.ui.hall.become_dialog import BecomeDialog
from clubdesk.ui.hall.buy_dialog import BuyDialog
from clubdesk.ui.hall.cancel_dialog import CancelDialog
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.controller import HallController
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.hall.end_dialog import AskDialog
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.swap_dialog import SwapDialog
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.operations.explain_dialog import open_explain


class MoreErrands(QObject):
    """Opens these dialogs over the hall.

    Signals:
        told: A Notice of what was done.
    """

    told = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner, controller: HallController) -> None:
        super().__init__(over)
        self._over, self._runner, self._controller = over, runner, controller
        self.deeds: dict[Deed, Callable[[Seat], None]] = {
            Deed.BUY: self.ask_package,
            Deed.CANCEL: self.ask_cancel,
            Deed.ADD_TIME: self.ask_time,
            Deed.SWAP: self.ask_swap,
            Deed.CLIENT: self.ask_client,
            Deed.EXPLAIN: self.explain,
        }

    def perform(self, deed: Deed, seat: Seat) -> None:
        """Does a deed with a seat where somebody plays."""
        if seat.card.session is not None:
            self.deeds[deed](seat)

    def ask_cancel(self, seat: Seat) -> None:
        """Opens the question whether a session is to be cancelled."""

        def found(club: Club | None) -> None:
            wording = self._controller.wording
            if club is not None and wording is not None:
                dialog = CancelDialog(self._over, self._runner, seat, wording, club.play)
                dialog.done.connect(self._cancelled)
                dialog.begin()

        # The club's minutes may have been changed since the hall was read.
        self._runner.ask(lambda books: books.club(), while_alive(self, found))

    def ask_package(self, seat: Seat) -> None:
        """Opens the choice of a package that is played after what the session has."""
        wording = self._controller.wording
        if wording is not None:
            dialog = BuyDialog(self._over, self._runner, seat, wording)
            dialog.bought.connect(lambda said: self.told.emit(Notice(said)))
            dialog.begin()

    def ask_time(self, seat: Seat) -> None:
        """Opens the dialog that adds play time."""
        wording = self._controller.wording
        if wording is not None:
            dialog = AddTimeDialog(self._over, self._runner, seat, wording)
            dialog.done.connect(lambda answer: self._time_added(seat, answer))
            dialog.begin()

    def ask_swap(self, seat: Seat, onto: Seat | None = None) -> None:
        """Opens the choice of the session to change places with."""
        wording, model = self._controller.wording, self._controller.model
        taken = [one for one in model.seats if one.card.session is not None and one is not seat]
        if wording is not None:
            dialog = SwapDialog(self._over, self._runner, seat, (model.zones, taken), wording)
            dialog.done.connect(lambda other: self._swapped(seat, other))
            dialog.begin(onto)

    def ask_client(self, seat: Seat) -> None:
        """Opens the choice of the client that a guest's session is put on."""
        wording = self._controller.wording
        if wording is not None:
            dialog = BecomeDialog(self._over, self._runner, seat, wording)
            dialog.done.connect(lambda answer: self._became(seat, answer))
            dialog.begin()

    def explain(self, seat: Seat) -> None:
        """Opens what a session has cost so far, line by line."""
        if seat.card.session is not None:
            open_explain(self._over, self._runner, seat.card.session.id)

    @Slot(bool)
    def ask_all(self, pause: bool) -> None:
        """Asks once, then pauses or resumes every session."""
        state = CardState.PAUSED
        seats = [one for one in self._controller.model.seats if one.card.session is not None]
        count = len([one for one in seats if (one.reading.state is state) != pause])
        dialog = AskDialog(self._over, *_question(pause, count))
        if not count:
            why = tr("Nothing is running.") if pause else tr("Nothing is paused.")
            dialog.set_primary(dialog.primary.text(), why_not=why)
        command = PauseAll() if pause else ResumeAll()
        dialog.agreed.connect(
            lambda: self._runner.do(command, while_alive(self, lambda a: self._all_done(a, pause)))
        )
        dialog.begin()

    def _all_done(self, answer: AllChanged, pause: bool) -> None:
        text = (
            trn("Paused: {count} session", "Paused: {count} sessions", answer.changed)
            if pause
            else trn("Goes on: {count} session", "Go on: {count} sessions", answer.changed)
        )
        more = ""
        if answer.left_alone:
            more = tr("Left as they are: {count}. Their time or money is over.").format(
                count=answer.left_alone
            )
        self.told.emit(Notice(text.format(count=answer.changed), more))

    @Slot(object)
    def _cancelled(self, answer: Cancelled) -> None:
        wording = self._controller.wording
        more = ""
        if wording is not None and answer.returned_minor:
            back = wording.money.exact(answer.returned_minor)
            more = tr("Give back {money} in cash.").format(money=back)
        self.told.emit(Notice(tr("The session was cancelled; nothing is charged."), more))

    def _time_added(self, seat: Seat, answer: TimeAdded) -> None:
        text = trn(
            "Added {count} minute: {station}", "Added {count} minutes: {station}", answer.minutes
        )
        station = seat.card.station.name
        self.told.emit(Notice(text.format(count=answer.minutes, station=station)))

    def _swapped(self, seat: Seat, other: Seat) -> None:
        names = (seat.card.station.name, other.card.station.name)
        self.told.emit(Notice(tr("Changed places: {names}"), names=names))

    def _became(self, seat: Seat, answer: BecameClient) -> None:
        wording = self._controller.wording
        if wording is not None:
            text = tr("The session at {station} is the client's now.")
            moved = wording.money.exact(answer.moved_minor)
            self.told.emit(
                Notice(
                    text.format(station=seat.card.station.name),
                    tr("{money} went to the game account.").format(money=moved),
                )
            )


def _question(pause: bool, count: int) -> tuple[str, str, str]:
    if pause:
        text = trn(
            "Pause {count} running session? Its PC locks; the time is kept.",
            "Pause {count} running sessions? Their PCs lock; the time is kept.",
            count,
        )
        return tr("Pause all sessions"), text.format(count=count), tr("Pause all")
    text = trn(
        "Let {count} paused session go on? Its time runs again from now.",
        "Let {count} paused sessions go on? Their time runs again from now.",
        count,
    )
    return tr("Resume all sessions"), text.format(count=count), tr("Resume all")
