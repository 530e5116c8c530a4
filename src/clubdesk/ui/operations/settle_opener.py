"""Opens Settle for one pending card payment, over any screen. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.services.views import DeskQueries
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.operations.settle_dialog import SettleDialog


def open_settle(over: QWidget, runner: DeskRunner, payment_id: int) -> None:
    """Asks the books for the payment; one that is settled already opens nothing."""
    till, now = runner.desk.till_id, runner.desk.clock.now()

    def look(books: DeskQueries) -> tuple[Club | None, PendingPayment | None]:
        pending = books.shift_now(till, now).pending_payments
        found = (one for one in pending if one.payment_id == payment_id)
        return books.club(), next(found, None)

    def show(found: tuple[Club | None, PendingPayment | None]) -> None:
        club, payment = found
        if club is not None and payment is not None:
            SettleDialog(over, runner, club, payment).begin()

    runner.ask(look, while_alive(over, show))
