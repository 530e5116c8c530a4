"""Opens a balance operation for a client, from any screen. GUI thread only.

Every opener asks the books first. ``then`` gets the Outcome once it is done; the notice with Undo
is shown by the frame in any case (``DeskRunner.operated``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.operations.dialogs import (
    CreditDialog,
    DeductDialog,
    OperationDialog,
    RefundDialog,
    TopUpDialog,
    UndoDialog,
)
from clubdesk.ui.operations.outcome import Outcome
from clubdesk.ui.operations.purse import Purse, ask_purse, no_shift

Then = Callable[[Outcome], None] | None


def open_top_up(
    over: QWidget,
    runner: DeskRunner,
    client_id: int,
    then: Then = None,
    suggested_minor: int | None = None,
) -> None:
    """Opens Top Up Balance.

    Args:
        over: Any widget of the window.
        runner: The way to the desk.
        client_id: Whose account.
        then: Gets the Outcome once it is booked.
        suggested_minor: An amount to start with, in minor units.
    """

    def make(purse: Purse) -> OperationDialog:
        return TopUpDialog(over, runner, purse, suggested_minor)

    _open(over, runner, client_id, then, make)


def open_credit(over: QWidget, runner: DeskRunner, client_id: int, then: Then = None) -> None:
    """Opens Add Bonus."""
    _open(over, runner, client_id, then, lambda purse: CreditDialog(over, runner, purse))


def open_deduct(over: QWidget, runner: DeskRunner, client_id: int, then: Then = None) -> None:
    """Opens Deduct balance."""
    _open(over, runner, client_id, then, lambda purse: DeductDialog(over, runner, purse))


def open_refund(over: QWidget, runner: DeskRunner, client_id: int, then: Then = None) -> None:
    """Opens Refund."""
    _open(over, runner, client_id, then, lambda purse: RefundDialog(over, runner, purse))


def open_undo(over: QWidget, runner: DeskRunner, client_id: int, then: Then = None) -> None:
    """Opens Undo: what undoing the client's newest operation would do, or why it cannot be."""
    _open(over, runner, client_id, then, lambda purse: UndoDialog(over, runner, purse), undo=True)


def _open(
    over: QWidget,
    runner: DeskRunner,
    client_id: int,
    then: Then,
    make: Callable[[Purse], OperationDialog],
    *,
    undo: bool = False,
) -> None:
    def found(purse: Purse) -> None:
        if not purse.shift_open:
            runner.refused.emit(no_shift())
            return
        dialog = make(purse)
        if then is not None:
            dialog.done.connect(then)
        dialog.begin()

    ask_purse(over, runner, client_id, found, with_undo=undo)
