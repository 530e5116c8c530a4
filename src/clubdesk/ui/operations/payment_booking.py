"""Book it: what a terminal approved and no form has booked, onto an account. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from clubdesk.domain.card_payment import PaymentKind, Purpose
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.card_booking import BookCardPayment, CardPaymentBooked
from clubdesk.services.selling import OrderCancelled
from clubdesk.services.views import ClientRow
from clubdesk.services.views_bar import OrderRefund, OrderRow
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.client_first import open_for_someone
from clubdesk.ui.operations.order_cancel_dialog import open_cancel_order
from clubdesk.ui.operations.order_told import cancel_notice
from clubdesk.ui.operations.outcome import Operation, Outcome


def book_payment(
    over: QWidget, runner: DeskRunner, club: Club, payment: PendingPayment, button: Button
) -> None:
    """Books it on the payer's account; a guest's on the account of a client who is chosen.

    Where it pays for a guest's session that is not ended yet, it ends that one. What went back for
    an order is booked by the order's cancel.

    Args:
        over: Any widget of the window.
        runner: The way to the desk.
        club: For the amount.
        payment: Approved, and not booked yet.
        button: Disabled until there is an answer.
    """
    if payment.session_id is not None:
        _end_session(over, runner, club, payment, button)
        return
    if payment.kind != PaymentKind.PAYMENT and payment.purpose == Purpose.ORDER:
        _cancel_order(over, runner, club, payment)
        return
    if payment.client_id is not None:
        _book(over, runner, club, payment, payment.client_id, button)
        return
    heading = tr("Book a card payment of {amount}").format(amount=money(payment.amount, club))
    open_for_someone(
        over,
        runner,
        heading,
        lambda _over, _runner, client_id: _book(over, runner, club, payment, client_id, button),
    )


def _end_session(
    over: QWidget, runner: DeskRunner, club: Club, payment: PendingPayment, button: Button
) -> None:
    """The list shows by itself that it is done; the seat is free."""
    words = tr("End the session on {station}: a card has paid {amount}")
    runner.do_or_approve(
        over,
        BookCardPayment(payment_id=payment.payment_id),
        words.format(station=payment.seat_name, amount=money(payment.amount, club)),
        None,
        button=button,
    )


def _cancel_order(over: QWidget, runner: DeskRunner, club: Club, payment: PendingPayment) -> None:
    def done(row: OrderRow, answer: OrderCancelled) -> None:
        runner.told.emit(cancel_notice(row.order.number, answer, club))

    def found(refunds: Sequence[OrderRefund]) -> None:
        of_it = (one.order_id for one in refunds if one.payment_id == payment.payment_id)
        order_id = next(of_it, None)
        if order_id is not None:
            open_cancel_order(over, runner, order_id, done)

    till = runner.desk.till_id
    runner.ask(lambda books: books.order_refunds(till), while_alive(over, found))


def _book(
    over: QWidget,
    runner: DeskRunner,
    club: Club,
    payment: PendingPayment,
    client_id: int,
    button: Button,
) -> None:
    def tell(done: CardPaymentBooked, row: ClientRow | None) -> None:
        runner.operated.emit(_outcome(club, payment, done, row))

    def booked(done: CardPaymentBooked) -> None:
        runner.ask(
            lambda books: books.client(done.client_id),
            while_alive(runner, lambda row: tell(done, row)),
        )

    amount = money(payment.amount, club)
    runner.do_or_approve(
        over,
        BookCardPayment(payment_id=payment.payment_id, client_id=client_id),
        tr("Book a card payment of {amount}").format(amount=amount),
        while_alive(runner, booked),
        button=button,
    )


def _outcome(
    club: Club, payment: PendingPayment, done: CardPaymentBooked, row: ClientRow | None
) -> Outcome:
    back = payment.kind != PaymentKind.PAYMENT
    words = tr("Refunded {amount} to the card") if back else tr("Topped up {amount} by card")
    points = row.points if row is not None else 0
    before = done.balance_minor + payment.amount if back else done.balance_minor - payment.amount
    return Outcome(
        operation=Operation.REFUND if back else Operation.TOP_UP,
        client_id=done.client_id,
        client_name=row.client.name if row is not None else payment.client_name,
        text=words.format(amount=money(payment.amount, club)),
        before=before,
        after=done.balance_minor,
        points_before=points,
        points_after=points,
        transaction_id=done.transaction_id,
        job_id=done.job_id,
    )
