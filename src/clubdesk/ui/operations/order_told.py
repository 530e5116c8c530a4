"""What is told of an order that was sold or taken back. Pure; the language in use."""

from __future__ import annotations

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.selling import OrderCancelled
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.wording import money, points
from clubdesk.ui.operations.order_form import OrderSale
from clubdesk.ui.operations.order_pay import OrderMethod


def sale_notice(sale: OrderSale, club: Club) -> Notice:
    """The order's number, what it cost and how it was paid; what is still to be given back."""
    answer, paid = sale.answer, sale.paid
    text = tr("Order {number} is sold: {amount}.").format(
        number=answer.number, amount=money(answer.total_minor, club)
    )
    parts = []
    if paid.buyer is not None and paid.buyer.name:
        parts.append(paid.buyer.name)
    if answer.change_minor:
        parts.append(tr("Change to give: {money}").format(money=money(answer.change_minor, club)))
    if answer.points:
        parts.append(tr("{points} taken").format(points=points(answer.points, club)))
    if paid.method is OrderMethod.BALANCE and paid.buyer is not None:
        # What is free, as it was shown before: a running session has used some of the rest.
        left = money(paid.buyer.money_free - answer.balance_minor, club)
        parts.append(tr("Balance after: {amount}").format(amount=left))
    return Notice(text, " · ".join(parts), icon="martini")


def cancel_notice(number: int, answer: OrderCancelled, club: Club) -> Notice:
    """What went back, and what a person still has to hand over."""
    parts = [
        text.format(amount=money(amount, club))
        for amount, text in (
            (answer.balance_minor, tr("{amount} back on the balance")),
            (answer.cash_minor, tr("Give back {amount} in cash")),
            (answer.card_minor, tr("{amount} back to the card")),
        )
        if amount
    ]
    if answer.points:
        parts.append(tr("{points} back").format(points=points(answer.points, club)))
    text = tr("Order {number} was cancelled.").format(number=number)
    return Notice(text, " · ".join(parts), icon="undo-2")
