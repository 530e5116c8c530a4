"""Selling from the bar: to a client's balance, to a guest's session, for cash or by card.

Desk worker's thread. Amounts: minor units. Money, points, stock and papers move in one deed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clubdesk.domain.bar import Order, OrderLine, OrderState
from clubdesk.domain.bar_money import Paid, share_out
from clubdesk.domain.events import OrderChanged
from clubdesk.domain.ledger import (
    AccountKind,
    AccountRef,
    LedgerTransaction,
    Posting,
    TransactionKind,
)
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import Available, money_text, points_text
from clubdesk.services.balance import Taken, approve_payment, money_taken
from clubdesk.services.buyers import Buyer, account_moved, find_buyer, free_for
from clubdesk.services.cart import Cart, cart_of, check_price, check_stock
from clubdesk.services.commands import Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.order_papers import queue_kitchen_slip, queue_order
from clubdesk.services.selling import OrderPlaced, PlaceOrder
from clubdesk.services.stock import take_for_order
from clubdesk.services.typed_money import kept_words

LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class _Bill:
    """Who pays what: the lines with their points, and the whole by its ways."""

    lines: tuple[OrderLine, ...]
    paid: Paid


def place_order(deed: Deed, command: PlaceOrder) -> OrderPlaced:
    """Sells a cart.

    Raises:
        DeskError: ``order.*``, ``product.*``, ``stock.too_little``, ``balance.too_little``,
            ``guest.pays_at_the_end``, or what ``find_buyer`` and ``money_taken`` raise.
    """
    buyer = find_buyer(deed, command.client_id, command.session_id)
    note = kept_words(command.note, LONGEST_NOTE, "note")
    cart = cart_of(deed, command.items)
    check_price(deed, cart, command.expected_minor)
    if not command.beyond_stock:
        check_stock(deed, cart)
    taken = _taken(deed, command, buyer, cart)
    bill = _bill(deed, command, buyer, cart, taken)
    booked = _book(deed, buyer, bill.paid)
    order = deed.work.orders.add(_order(deed, command, buyer, bill, booked, note))
    take_for_order(deed, order)
    if booked is not None:
        approve_payment(deed, taken, booked)
    if bill.paid.points or bill.paid.balance:
        account_moved(deed, buyer)
    deed.tell(OrderChanged(order.id, order.till_id, order.session_id, placed=True))
    return _answer(deed, buyer, order, taken)


def order_legs(account: AccountRef | None, till_id: int, paid: Paid) -> tuple[Posting, ...]:
    """The postings of a sale, debit positive; a cancel's are the same with every sign turned.

    What is paid in points is no revenue: these points go back to where they were made.
    """
    parts = [
        Posting(AccountRef(AccountKind.TILL_CASH, till_id), paid.cash),
        Posting(AccountRef(AccountKind.CARD_CLEARING, till_id), paid.card),
        Posting(AccountRef(AccountKind.BAR_REVENUE), -paid.money),
    ]
    if account is not None:
        bonus = AccountRef(AccountKind.BONUS, account.owner_id)
        parts += [
            Posting(account, paid.balance),
            Posting(bonus, paid.points),
            Posting(AccountRef(AccountKind.BONUS_EXPENSE), -paid.points),
        ]
    return tuple(part for part in parts if part.amount)


def _taken(deed: Deed, command: PlaceOrder, buyer: Buyer, cart: Cart) -> Taken:
    """Money that was handed over; together with the balance it is the price, no more, no less."""
    handed = (command.cash_minor, command.card_minor, command.received_minor)
    taken = Taken()
    if any(handed) or command.card_payment_id is not None:
        taken = money_taken(deed, command, buyer.client_id)
    total = cart.total_minor
    if taken.amount == total or (command.from_balance and taken.amount < total):
        return taken
    raise DeskError(
        "order.not_the_price",
        tr("The order costs {money}, no more and no less.").format(money=money_text(deed, total)),
        tr("Nothing was sold. Take exactly that amount, or the rest from the balance."),
        subject="amount",
    )


def _bill(deed: Deed, command: PlaceOrder, buyer: Buyer, cart: Cart, taken: Taken) -> _Bill:
    rest = cart.total_minor - taken.amount
    if not rest:
        return _Bill(cart.lines, Paid(cash=taken.cash, card=taken.card))
    there = free_for(deed, buyer)
    points = min(there.points_free, rest) if command.use_points else 0
    shares = share_out(points, cart.most_points)
    money = rest - sum(shares)
    if money > there.money_free:
        raise _too_little(deed, there, money, sum(shares))
    lines = tuple(
        replace(line, points=share) for line, share in zip(cart.lines, shares, strict=True)
    )
    return _Bill(lines, Paid(sum(shares), money, taken.cash, taken.card))


def _too_little(deed: Deed, there: Available, money: int, points: int) -> DeskError:
    text = tr("{needed} is needed from the balance, and {free} is free.")
    if points:
        text = tr("{needed} is needed from the balance besides {points} points; {free} is free.")
    used = there.balance - there.money_free
    words = text.format(
        needed=money_text(deed, money),
        free=money_text(deed, there.money_free),
        points=points_text(points),
    )
    if used:
        words += " " + tr("The running session has used {used} so far.").format(
            used=money_text(deed, used)
        )
    return DeskError(
        "balance.too_little",
        words,
        tr("Nothing was sold. Top up, or take the rest in cash or by card."),
        subject="from_balance",
    )


def _book(deed: Deed, buyer: Buyer, paid: Paid) -> LedgerTransaction | None:
    account = buyer.account if paid.points or paid.balance else None
    legs = order_legs(account, deed.till_id, paid)
    if not legs:
        return None  # on the house: nothing moves
    return deed.post(
        TransactionKind.BAR_SALE, legs, client_id=buyer.client_id, session_id=buyer.session_id
    )


def _order(
    deed: Deed,
    command: PlaceOrder,
    buyer: Buyer,
    bill: _Bill,
    booked: LedgerTransaction | None,
    note: str,
) -> Order:
    paid = bill.paid
    return Order(
        id=0,
        till_id=deed.till_id,
        number=0,
        shift_id=deed.open_shift.id,
        staff_id=deed.staff.id if deed.staff else None,
        at=deed.now,
        state=OrderState.SERVED if command.served else OrderState.NEW,
        total_minor=paid.points + paid.money,
        lines=bill.lines,
        client_id=buyer.client_id,
        session_id=buyer.session_id,
        station_id=buyer.session.station_id if buyer.session else None,
        points=paid.points,
        balance_minor=paid.balance,
        cash_minor=paid.cash,
        card_minor=paid.card,
        transaction_id=booked.id if booked else None,
        note=note,
        ready_at=deed.now if command.served else None,
    )


def _answer(deed: Deed, buyer: Buyer, order: Order, taken: Taken) -> OrderPlaced:
    after = None
    if order.points or order.balance_minor:
        after = deed.work.ledger.balance(buyer.account)
    job_id = queue_order(deed, order, buyer.client, taken, after)
    if order.state.is_open:
        queue_kitchen_slip(deed, order, _all_pieces(order.lines))
    deed.notes.update(
        order_id=order.id,
        number=order.number,
        total_minor=order.total_minor,
        points=order.points,
        balance_minor=order.balance_minor,
        sold=[[line.name, line.quantity] for line in order.lines],
    )
    return OrderPlaced(
        order_id=order.id,
        number=order.number,
        total_minor=order.total_minor,
        points=order.points,
        balance_minor=order.balance_minor,
        change_minor=taken.change,
        balance_after_minor=after,
        job_id=job_id,
    )


def _all_pieces(lines: Sequence[OrderLine]) -> dict[int, int]:
    return {position: line.quantity for position, line in enumerate(lines)}


RULES: dict[type[Command], Rule] = {
    PlaceOrder: Rule(place_order, OrderPlaced, needs=Permission.SELL, in_shift=True),
}
