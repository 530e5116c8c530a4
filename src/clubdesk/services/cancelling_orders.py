"""Taking an order back, whole or by pieces: money, points and stock in one deed.

Desk worker's thread. Amounts: minor units. ``domain/bar_money.py`` says how much goes back which
way; here it is said to whom.
"""

from __future__ import annotations

from dataclasses import dataclass

from clubdesk.domain.bar import Order, OrderState
from clubdesk.domain.bar_money import Paid, goes_back
from clubdesk.domain.card_payment import CardPayment
from clubdesk.domain.events import OrderChanged
from clubdesk.domain.ledger import (
    LedgerTransaction,
    Posting,
    TransactionKind,
)
from clubdesk.domain.people import Permission
from clubdesk.services.balance import find_client
from clubdesk.services.buyers import Buyer, account_moved
from clubdesk.services.card_checks import begun_by_own
from clubdesk.services.commands import Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.order_papers import CancelFacts, queue_cancel, queue_kitchen_slip
from clubdesk.services.order_queue import find_order, pieces_to_cancel
from clubdesk.services.order_refunds import (
    book_paid_back,
    paid_back,
    refuse_another_way,
    take_over_approval,
)
from clubdesk.services.ordering import order_legs
from clubdesk.services.ports_bar import CancelNote
from clubdesk.services.refunds import require_in_till
from clubdesk.services.selling import CancelOrder, OrderCancelled
from clubdesk.services.settling import over_by_now
from clubdesk.services.stock import give_back
from clubdesk.services.typed_money import check_slip, give_reason


@dataclass(frozen=True, slots=True)
class _Return:
    """What goes back and to whom; ``buyer`` is None where no account gets anything."""

    back: Paid
    buyer: Buyer | None = None


def cancel_order(deed: Deed, command: CancelOrder) -> OrderCancelled:
    """Cancels pieces of an order.

    Raises:
        DeskError: ``order.unknown``, ``order.cancelled``, ``order.not_that_many``,
            ``order.card_going_back``, ``reason.missing``, ``till.too_little``, ``slip.*``,
            ``payment.*`` or what ``find_client`` raises.
    """
    order = find_order(deed, command.order_id)
    pieces = pieces_to_cancel(order, command.items)
    give_reason(deed, command.reason)
    refuse_another_way(deed, order, command.card_payment_id)
    returned = _returned(deed, order, goes_back(order, pieces))
    back = returned.back
    gone, slip = _to_card(deed, command, order, back)
    if back.cash:
        require_in_till(deed, back.cash)
    booked = _book(deed, order, returned)
    if gone is not None and booked is not None:
        book_paid_back(deed, gone, booked.id)
    _keep(deed, order, pieces, back, booked)
    if command.to_stock:
        give_back(deed, order, pieces)
    if returned.buyer is not None:
        account_moved(deed, returned.buyer)
    after = deed.work.ledger.balance(returned.buyer.account) if returned.buyer else None
    facts = CancelFacts(pieces, back, booked.id if booked else None, slip, after)
    job_id = queue_cancel(deed, order, facts)
    if order.state.is_open:
        queue_kitchen_slip(deed, order, pieces, deed.reason)
    deed.notes.update(pieces=sorted(pieces.items()), points=back.points, money_minor=back.money)
    if slip:
        deed.notes.update(slip=slip)
    deed.tell(OrderChanged(order.id, order.till_id, order.session_id))
    return OrderCancelled(
        order_id=order.id,
        points=back.points,
        balance_minor=back.balance,
        cash_minor=back.cash,
        card_minor=back.card,
        balance_after_minor=after,
        job_id=job_id,
    )


def _to_card(
    deed: Deed, command: CancelOrder, order: Order, back: Paid
) -> tuple[CardPayment | None, str]:
    """What the desk's terminal paid back, or the slip of one that a person used."""
    if command.card_payment_id is not None:
        gone = paid_back(deed, order, command.card_payment_id, back.card)
        take_over_approval(deed, gone)
        return gone, gone.slip
    return None, check_slip(command.card_slip) if back.card else ""


def _returned(deed: Deed, order: Order, back: Paid) -> _Return:
    """Where the part of an account goes; who has left, or was erased since, gets it in cash."""
    if not back.balance and not back.points:
        return _Return(back)
    buyer = _payer_now(deed, order)
    if buyer is not None and (buyer.client is None or buyer.client.erased_at is None):
        return _Return(back, buyer)
    in_cash = Paid(back.points, 0, back.cash + back.balance, back.card)
    # Points are never cash: they stand under the number of who was erased, and expire there.
    return _Return(in_cash, buyer if back.points else None)


def _payer_now(deed: Deed, order: Order) -> Buyer | None:
    session = None
    if order.session_id is not None:
        session = deed.work.sessions.get(order.session_id)
    client_id = order.client_id
    if client_id is None and session is not None:
        # A guest who became a client took the session's money along, so this belongs to it.
        client_id = session.client_id
    if client_id is not None:
        found = deed.work.clients.get(client_id)
        if found is not None and found.merged_into is not None:
            found = deed.work.clients.get(found.merged_into)
        if found is not None and found.erased_at is not None:
            return Buyer(found)
        return Buyer(find_client(deed, found.id if found else client_id))
    if session is not None and session.state.is_open and not over_by_now(session, deed.now):
        return Buyer(None, session)
    return None


def _book(deed: Deed, order: Order, returned: _Return) -> LedgerTransaction | None:
    account = returned.buyer.account if returned.buyer else None
    sale = order_legs(account, deed.till_id, returned.back)
    if not sale:
        return None
    return deed.post(
        TransactionKind.BAR_CANCEL,
        tuple(Posting(leg.account, -leg.amount) for leg in sale),
        client_id=returned.buyer.client_id if returned.buyer else order.client_id,
        session_id=order.session_id,
    )


def _keep(
    deed: Deed, order: Order, pieces: dict[int, int], back: Paid, booked: LedgerTransaction | None
) -> None:
    deed.work.orders.note_cancel(
        CancelNote(
            order_id=order.id,
            at=deed.now,
            shift_id=deed.open_shift.id,
            staff_id=deed.staff.id if deed.staff else None,
            approved_by=deed.approver.id if deed.lent and deed.approver else None,
            reason=deed.reason,
            pieces=pieces,
            back=back,
            transaction_id=booked.id if booked else None,
        )
    )
    if all(
        line.cancelled + pieces.get(i, 0) == line.quantity for i, line in enumerate(order.lines)
    ):
        deed.work.orders.set_state(order.id, OrderState.CANCELLED, order.ready_at)


RULES: dict[type[Command], Rule] = {
    CancelOrder: Rule(
        cancel_order,
        OrderCancelled,
        needs=Permission.CANCEL_ORDER,
        in_shift=True,
        # Whoever had the terminal pay it back was let in then; the deed only books that.
        allowed_before=lambda deed, command: begun_by_own(deed, command.card_payment_id),
    ),
}
