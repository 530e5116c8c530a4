"""The demo club's bar: a menu with stock and costs, and what people buy over the days.

Made through the door. Caller's thread. Amounts are minor units; every price is in whole coins, so
that the till can be counted.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from clubdesk.domain.bar import Choice, Order, Part, Product, ProductCategory
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun
from clubdesk.services.commands import Answer, Command
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.menu import (
    CountStock,
    SaveCategory,
    Saved,
    SaveProduct,
    TakeDelivery,
    WriteOffStock,
)
from clubdesk.services.ports import BeginWork
from clubdesk.services.selling import AdvanceOrder, CancelOrder, OrderedItem, PlaceOrder

VAT = 1_200
_CATEGORIES = {
    "drinks": (mark("Drinks"), "#3d7fb8"),
    "snacks": (mark("Snacks"), "#c28f2c"),
    "food": (mark("Hot food"), "#b8503d"),
    "combos": (mark("Combos"), "#8a5fc2"),
}


@dataclass(frozen=True, slots=True)
class Dish:
    """A line of the demo's menu; ``holds`` names the parts of a combo."""

    key: str
    category: str
    name: str
    price: int
    cost: int = 0
    points: int = 0
    barcode: str = ""
    low: int = 0
    kitchen: bool = False
    choices: tuple[tuple[str, int], ...] = ()
    holds: tuple[str, ...] = ()

    @property
    def stocked(self) -> bool:
        """Whether its pieces are counted: what comes in a wrapping is."""
        return self.low > 0


MENU = (
    Dish("cola", "drinks", mark("Cola 0.5 l"), 60_000, 32_000, 100, "4870204391510", 12),
    Dish("water", "drinks", mark("Water 0.5 l"), 30_000, 11_000, 100, "4870145005273", 12),
    Dish("energy", "drinks", mark("Energy drink"), 90_000, 54_000, 50, "4870009630049", 10),
    Dish("tea", "drinks", mark("Iced tea"), 65_000, 36_000, 100, "4870204394016", 8),
    Dish(
        "coffee", "drinks", mark("Coffee"), 80_000, 18_000, 50,
        choices=((mark("With milk"), 10_000), (mark("Double"), 30_000)),
    ),
    Dish("chips", "snacks", mark("Chips"), 70_000, 41_000, 50, "4870112007835", 10),
    Dish("nuts", "snacks", mark("Peanuts"), 50_000, 26_000, 50, "4870112009914", 8),
    Dish("bar", "snacks", mark("Chocolate bar"), 45_000, 25_000, 100, "4870036700418", 10),
    Dish("crackers", "snacks", mark("Rye crackers"), 40_000, 21_000, 50, "4870112001123", 8),
    Dish(
        "pizza", "food", mark("Pizza slice"), 120_000, 52_000, kitchen=True,
        choices=((mark("Extra cheese"), 20_000), (mark("Spicy"), 0)),
    ),
    Dish("hotdog", "food", mark("Hot dog"), 95_000, 43_000, kitchen=True),
    Dish("fries", "food", mark("French fries"), 80_000, 27_000, kitchen=True),
    Dish("ramen", "food", mark("Instant noodles"), 75_000, 35_000, 50, "4870093200071", 6),
    Dish("night", "combos", mark("Night set"), 135_000, 0, 50, holds=("energy", "chips")),
    Dish("friends", "combos", mark("For two"), 155_000, 0, 50, holds=("cola", "cola", "nuts")),
)  # fmt: skip
_OFTEN = {"cola": 8, "water": 6, "energy": 7, "chips": 5, "bar": 4, "coffee": 4, "pizza": 4}
"""How much more often than the rest something is bought."""
_SHELF = 60
"""Pieces that a delivery fills a shelf up to."""


def set_up_bar(dispatcher: Dispatcher, owner: int) -> None:
    """Makes the menu and takes the first delivery in."""
    categories = {
        key: _saved(dispatcher, owner, SaveCategory(category=ProductCategory(0, tr(name), colour)))
        for key, (name, colour) in _CATEGORIES.items()
    }
    ids: dict[str, int] = {}
    for dish in MENU:
        product = _product(dish, categories[dish.category], ids)
        ids[dish.key] = _saved(dispatcher, owner, SaveProduct(product=product))
    goods = tuple(
        TakeDelivery.Item(product_id=ids[dish.key], quantity=_SHELF, cost_minor=dish.cost)
        for dish in MENU
        if dish.stocked
    )
    dispatcher.carry_out(TakeDelivery(items=goods, note=tr("First delivery")), owner)


def _product(dish: Dish, category_id: int, ids: dict[str, int]) -> Product:
    parts = tuple(Part(ids[one], dish.holds.count(one)) for one in dict.fromkeys(dish.holds))
    return Product(
        id=0,
        category_id=category_id,
        name=tr(dish.name),
        price_minor=dish.price,
        barcode=dish.barcode,
        tax_rate=VAT,
        points_percent=dish.points,
        stocked=dish.stocked,
        low_stock=dish.low,
        cost_minor=dish.cost,
        kitchen=dish.kitchen,
        choices=tuple(Choice(tr(name), price) for name, price in dish.choices),
        parts=parts,
    )


def _saved(dispatcher: Dispatcher, owner: int, command: Command) -> int:
    answer = dispatcher.carry_out(command, owner)
    assert isinstance(answer, Saved)  # noqa: S101 - narrows the type
    return answer.id


@dataclass
class BarKeeper:
    """Somebody behind the bar: serves who plays and who walks in, and keeps the shelves full.

    Attributes:
        do: Carries a command out under the cashier of the day, who may change; None if refused.
        keeper: Whoever may change the stock and cancel orders.
    """

    begin: BeginWork
    do: Callable[[Command], Answer | None]
    dispatcher: Dispatcher
    keeper: int
    seed: int = 77

    def __post_init__(self) -> None:
        # Dice of its own: what is eaten does not change who comes.
        self.dice = random.Random(self.seed)  # noqa: S311 - a story, not a secret

    def meals(self) -> Sequence[int]:
        """When somebody who sat down will be hungry or thirsty: pulses of the club's history."""
        return [self.dice.randint(2, 40) for _ in range(self.dice.choice((0, 0, 1, 1, 2)))]

    def serve(self, session_id: int | None) -> None:
        """Sells something to a seat, or over the counter."""
        items = self._cart()
        price = self._price(items)
        client_id = self._client_of(session_id)
        order = PlaceOrder(items=items, expected_minor=price, session_id=session_id)
        if client_id is not None and self.dice.random() < 0.7 and self._can_pay(client_id, price):
            self.do(self._with(order, from_balance=True))
            return
        if self.dice.random() < 0.3 and self._by_card(order, client_id):
            return
        note = self.dice.choice((0, 0, 100_000, 200_000))
        received = price if not note else -(-price // note) * note
        self.do(self._with(order, cash_minor=price, received_minor=received))

    def hand_out(self, until: datetime | None = None) -> None:
        """Serves what waits; with an instant, only what was ordered before it."""
        for order in self._waiting():
            if until is None or order.at <= until:
                self.do(AdvanceOrder(order_id=order.id, state="served"))

    def take_back(self) -> None:
        """Now and then somebody does not want it any more."""
        waiting = self._waiting()
        if not waiting or self.dice.random() > 0.08:
            return
        order = self.dice.choice(waiting)
        if order.card_minor:
            return
        reason = self.dice.choice((tr("Took too long"), tr("Ordered by mistake")))
        self._kept(
            CancelOrder(order_id=order.id, reason=reason, to_stock=not order.lines[0].kitchen)
        )

    def fill_shelves(self) -> None:
        """What runs low comes with the morning's delivery; a little breaks, a count finds it."""
        goods = [one for one in self._products() if one.stocked]
        low = [one for one in goods if one.stock <= one.low_stock + 6]
        if low:
            items = tuple(
                TakeDelivery.Item(
                    product_id=one.id, quantity=_SHELF - one.stock, cost_minor=one.cost_minor
                )
                for one in low
            )
            self._kept(TakeDelivery(items=items))
        spoilt = self.dice.choice(goods)
        if self.dice.random() < 0.15 and spoilt.stock > 1:
            reason = tr("Past its date")
            self._kept(WriteOffStock(product_id=spoilt.id, quantity=1, reason=reason))
        if self.dice.random() < 0.12:
            self._count(goods)

    def _count(self, goods: Sequence[Product]) -> None:
        lost = self.dice.choice(goods).id
        items = tuple(
            CountStock.Item(product_id=one.id, counted=max(0, one.stock - (one.id == lost)))
            for one in self._products()
            if one.stocked
        )
        self._kept(CountStock(items=items, reason=tr("Weekly count")))

    def _cart(self) -> tuple[OrderedItem, ...]:
        menu = [one for one in self._products() if not one.stocked or one.stock > 2]
        weights = {tr(dish.name): _OFTEN.get(dish.key, 2) for dish in MENU}
        often = [weights.get(one.name, 2) for one in menu]
        found = self.dice.choices(menu, often, k=self.dice.choice((1, 1, 2, 2, 3)))
        return tuple(
            OrderedItem(
                product_id=one.id,
                quantity=self.dice.choice((1, 1, 1, 2)),
                choices=self._choices(one),
            )
            for one in dict.fromkeys(found)
        )

    def _choices(self, product: Product) -> tuple[str, ...]:
        if not product.choices or self.dice.random() < 0.5:
            return ()
        return (self.dice.choice(product.choices).name,)

    def _price(self, items: Sequence[OrderedItem]) -> int:
        known = {one.id: one for one in self._products()}
        total = 0
        for item in items:
            product = known[item.product_id]
            extra = sum(one.price_minor for one in product.choices if one.name in item.choices)
            total += (product.price_minor + extra) * item.quantity
        return total

    def _by_card(self, order: PlaceOrder, client_id: int | None) -> bool:
        begun = self.do(
            BeginCardPayment(
                amount_minor=order.expected_minor,
                client_id=client_id,
                guest=client_id is None,
                purpose="order",
            )
        )
        if not isinstance(begun, CardPaymentBegun):
            return False
        return (
            self.do(
                self._with(
                    order,
                    card_minor=order.expected_minor,
                    card_payment_id=begun.payment_id,
                    slip=f"{begun.payment_id:06d}",
                )
            )
            is not None
        )

    def _with(self, order: PlaceOrder, **more: object) -> PlaceOrder:
        kitchen = {one.id for one in self._products() if one.kitchen}
        cooked = any(item.product_id in kitchen for item in order.items)
        facts = {
            "items": order.items,
            "expected_minor": order.expected_minor,
            "session_id": order.session_id,
            "served": not cooked,
            "beyond_stock": True,
        }
        return PlaceOrder(**{**facts, **more})  # type: ignore[arg-type]

    def _can_pay(self, client_id: int, price: int) -> bool:
        """Whether half the balance is enough, so that the play goes on for a while."""
        with self.begin() as work:
            money = work.ledger.balance(AccountRef(AccountKind.GAME, client_id))
        return price * 2 <= money

    def _client_of(self, session_id: int | None) -> int | None:
        with self.begin() as work:
            session = work.sessions.get(session_id) if session_id is not None else None
            return session.client_id if session else None

    def _products(self) -> Sequence[Product]:
        with self.begin() as work:
            return work.menu.products()

    def _waiting(self) -> Sequence[Order]:
        with self.begin() as work:
            return work.orders.open_of_till(self.dispatcher.till_id)

    def _kept(self, command: Command) -> None:
        try:
            self.dispatcher.carry_out(command, self.keeper)
        except DeskError:
            return  # the till may hold too little to pay it back: so it goes at a desk, too
