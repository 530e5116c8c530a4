"""How an order reads: its button, its state, how it was paid. Pure; the language in use."""

from __future__ import annotations

from clubdesk.domain.bar import Order, OrderLine, OrderState, Product
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import mark, tr, trn
from clubdesk.ui.look.wording import money, points
from clubdesk.ui.operations.order_pay import OrderMethod, OrderPay

STATES: dict[OrderState, str] = {
    OrderState.NEW: mark("New"),
    OrderState.PREPARING: mark("Preparing"),
    OrderState.SERVED: mark("Served"),
    OrderState.CANCELLED: mark("Cancelled"),
}
STATE_TONES: dict[OrderState, str] = {
    OrderState.NEW: "amber",
    OrderState.PREPARING: "blue",
    OrderState.SERVED: "green",
    OrderState.CANCELLED: "red",
}
STATE_ICONS: dict[OrderState, str] = {
    OrderState.NEW: "bell",
    OrderState.PREPARING: "hourglass",
    OrderState.SERVED: "check",
    OrderState.CANCELLED: "undo-2",
}
METHODS: dict[OrderMethod, str] = {
    OrderMethod.BALANCE: mark("Balance"),
    OrderMethod.CASH: mark("Cash"),
    OrderMethod.CARD: mark("Card"),
    OrderMethod.SPLIT: mark("Split"),
}


def state_of(order: Order) -> str:
    """The state in a word."""
    if order.state is not OrderState.CANCELLED and any(line.cancelled for line in order.lines):
        return tr("{state}, partly cancelled").format(state=tr(STATES[order.state]))
    return tr(STATES[order.state])


def sell_words(paid: OrderPay, club: Club, *, asked: bool = False) -> str:
    """Exactly what pressing the button will do; ``asked`` once the terminal was."""
    total = money(paid.total, club)
    if not paid.cart.lines:
        return tr("Sell")
    if asked:
        return tr("Approved: sell for {amount}").format(amount=total)
    if paid.method is OrderMethod.BALANCE and paid.points:
        return tr("Sell for {points} and {amount} from the balance").format(
            points=points(paid.points, club), amount=money(paid.from_balance, club)
        )
    if paid.method is OrderMethod.BALANCE:
        return tr("Sell for {amount} from the balance").format(amount=total)
    if paid.method is OrderMethod.CARD:
        return tr("Sell for {amount} by card").format(amount=total)
    if paid.method is OrderMethod.SPLIT and not paid.lacks_cash():
        return tr("Sell for {cash} in cash and {card} by card").format(
            cash=money(paid.cash, club), card=money(paid.card, club)
        )
    if paid.method is OrderMethod.SPLIT:
        return tr("Sell for {amount}").format(amount=total)
    return tr("Sell for {amount} in cash").format(amount=total)


def paid_words(order: Order, club: Club) -> str:
    """How it was paid: ``120 pts + 1 080 ₸ balance``."""
    parts = [points(order.points, club)] if order.points else []
    ways = (
        (order.balance_minor, tr("{amount} balance")),
        (order.cash_minor, tr("{amount} cash")),
        (order.card_minor, tr("{amount} card")),
    )
    parts += [text.format(amount=money(amount, club)) for amount, text in ways if amount]
    return " + ".join(parts) or money(0, club)


def line_words(line: OrderLine) -> str:
    """A line without its price: ``2 × Latte (Milk, Syrup)``."""
    name = f"{line.name} ({', '.join(line.choices)})" if line.choices else line.name
    return f"{line.quantity} × {name}"


def lines_in_short(order: Order) -> str:
    """All lines in one."""
    return ", ".join(line_words(line) for line in order.lines)


def stock_words(product: Product) -> tuple[str, str]:
    """What is left of a product and the tone to say it in; empty where nobody counts it."""
    if not product.stocked:
        return "", "dim"
    if product.stock <= 0:
        return tr("none left"), "red"
    words = trn("{count} left", "{count} left", product.stock).format(count=product.stock)
    return words, "amber" if product.is_low else "dim"


def pieces(count: int) -> str:
    """How many pieces."""
    return trn("{count} piece", "{count} pieces", count).format(count=count)
