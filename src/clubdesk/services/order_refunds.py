"""An order's card part on its way back through the terminal that the desk drives. Desk worker.

The wish is stored before the terminal is asked; what the terminal paid back is booked by the
cancel that names it (``CancelOrder.card_payment_id``). Amounts are minor units.
"""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.bar import Order
from clubdesk.domain.bar_money import goes_back
from clubdesk.domain.card_payment import CardPayment, CardState, PaymentKind, Purpose
from clubdesk.domain.events import CardPaymentChanged
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.card_checks import (
    in_progress,
    needs_settling,
    other_way,
    payment_of_till,
    settled_already,
    slip_number,
)
from clubdesk.services.card_payments import CardPaymentBegun, new_wish, store_wish
from clubdesk.services.commands import Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.order_queue import find_order, pieces_to_cancel
from clubdesk.services.selling import CancelledItem


class BeginOrderRefund(Command, frozen=True, kw_only=True):
    """Stores that the terminal is about to be asked for what a cancel gives back to the card.

    Attributes:
        items: The pieces, as ``CancelOrder`` will name them; none for everything that is left.
        driver: The driver that is asked.
    """

    order_id: int
    driver: str
    items: tuple[CancelledItem, ...] = ()


def begin_order_refund(deed: Deed, command: BeginOrderRefund) -> CardPaymentBegun:
    """Stores the wish; what the terminal paid back already is not asked for again.

    Raises:
        DeskError: ``order.*``, ``refund.nothing``, ``refund.not_by_terminal`` where the card was
            not taken by a driven terminal of this till, or ``payment.*``.
    """
    order = find_order(deed, command.order_id)
    amount = goes_back(order, pieces_to_cancel(order, command.items)).card
    if not amount:
        raise DeskError(
            "refund.nothing",
            tr("Nothing of this goes back to a card."),
            tr("Nothing was changed. Cancel the order without the terminal."),
        )
    original = _original(deed, order)
    for other in _going_back(deed, original):
        if not other.waits_for_booking:
            raise needs_settling() if other.state is CardState.UNKNOWN else in_progress()
        _check_amount(other, amount)
        return CardPaymentBegun(payment_id=other.id)
    whole = original.amount_minor == amount and original.shift_id == deed.open_shift.id
    wish = replace(
        new_wish(deed, amount, command.driver, Purpose.ORDER.value),
        client_id=original.client_id,
        kind=PaymentKind.REVERSAL if whole else PaymentKind.REFUND,
        of_payment_id=original.id,
    )
    return CardPaymentBegun(payment_id=store_wish(deed, wish).id)


def refuse_another_way(deed: Deed, order: Order, named: int | None) -> None:
    """Refuses a cancel while the terminal is paying back for another one of the same order.

    What the terminal gave would have no cancel left that books it, and could be handed out twice.

    Raises:
        DeskError: ``order.card_going_back``.
    """
    original = deed.work.card_payments.booked_with(order.transaction_id or 0)
    if original is None or all(other.id == named for other in _going_back(deed, original)):
        return
    raise DeskError(
        "order.card_going_back",
        tr("The terminal is paying back a part of this order, or has done so."),
        tr("Nothing was changed. Finish that cancel first: choose the same pieces again."),
        subject="items",
        about_id=order.id,
    )


def _going_back(deed: Deed, original: CardPayment) -> list[CardPayment]:
    """What the terminal is asked to pay back of a payment and no cancel has booked yet."""
    of_till = deed.work.card_payments.open_of_till(original.till_id)
    return [other for other in of_till if other.of_payment_id == original.id]


def paid_back(deed: Deed, order: Order, payment_id: int, amount: int) -> CardPayment:
    """What the terminal paid back for a cancel of this order, still to be booked, with its slip.

    Raises:
        DeskError: ``payment.*``.
    """
    gone = payment_of_till(deed, payment_id)
    if gone.kind is PaymentKind.PAYMENT or gone.of_payment_id is None:
        raise other_way()
    if not gone.waits_for_booking:
        raise needs_settling() if gone.state.is_open else settled_already()
    original = deed.work.card_payments.get(gone.of_payment_id)
    if original is None or original.transaction_id != order.transaction_id:
        raise other_way()
    _check_amount(gone, amount)
    return replace(gone, slip=slip_number(gone, ""))


def take_over_approval(deed: Deed, gone: CardPayment) -> None:
    """Who approved that the terminal was asked has approved the cancel that books it, too."""
    if deed.approver is not None:
        return
    action = BeginOrderRefund.__name__
    approver_id = deed.work.journal.approver_of(action, gone.staff_id, gone.started_at)
    if approver_id is not None:
        deed.approver, deed.lent = deed.work.staff.get(approver_id), True


def book_paid_back(deed: Deed, gone: CardPayment, transaction_id: int) -> None:
    """Writes down with which transaction it was booked."""
    deed.work.card_payments.save(replace(gone, transaction_id=transaction_id))
    deed.tell(CardPaymentChanged(gone.id, gone.till_id))


def _original(deed: Deed, order: Order) -> CardPayment:
    found = deed.work.card_payments.booked_with(order.transaction_id or 0)
    if found is not None and found.is_driven and found.till_id == deed.till_id:
        return found
    raise DeskError(
        "refund.not_by_terminal",
        tr("The card was not taken by the terminal of this desk."),
        tr("Nothing was changed. Refund it on the terminal by hand and type the slip's number."),
        subject="card_slip",
    )


def _check_amount(gone: CardPayment, amount: int) -> None:
    if gone.amount_minor != amount:
        raise DeskError(
            "payment.other_amount",
            tr("The terminal was asked to pay back something else."),
            tr("Nothing was changed. See the pending card payments."),
            subject="items",
        )


RULES: dict[type[Command], Rule] = {
    BeginOrderRefund: Rule(
        begin_order_refund, CardPaymentBegun, needs=Permission.CANCEL_ORDER, in_shift=True
    ),
}
