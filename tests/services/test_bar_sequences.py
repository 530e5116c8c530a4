"""Random days at the bar: orders, cancels by pieces, deliveries and counts, with people playing.

After every step money, points and stock are what the test itself counted, and `verify` agrees.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from clubdesk.domain.ledger import AccountKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.menu import CountStock, WriteOffStock
from clubdesk.services.selling import AdvanceOrder
from clubdesk.services.sessions import EndSession
from clubdesk.services.time_over import end_due_sessions
from clubdesk.storage.verify import verify
from tests.support.bar_club import Bar
from tests.support.club_world import World

PIECES = st.sampled_from((1, 0, 2, 3))
CART = st.tuples(PIECES, PIECES, st.sampled_from((0, 0, 1)), PIECES)
BUYER = st.sampled_from(("points", "guest", "points", "guest", "client", "counter"))
WAY = st.sampled_from(("balance", "balance", "balance_and_cash", "cash", "card", "split"))
ORDER = st.integers(0, 9)

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("order"), BUYER, WAY, CART, st.booleans()),
        st.tuples(st.just("order"), BUYER, WAY, CART, st.booleans()),
        st.tuples(st.just("order"), BUYER, WAY, CART, st.booleans()),
        st.tuples(st.just("order"), BUYER, WAY, CART, st.booleans()),
        st.tuples(st.just("cancel"), ORDER, CART, st.booleans()),
        st.tuples(st.just("cancel"), ORDER, CART, st.booleans()),
        st.tuples(st.just("cancel"), ORDER, CART, st.booleans()),
        st.tuples(st.just("cancel_all"), ORDER),
        st.tuples(st.just("advance"), ORDER, st.sampled_from(("preparing", "served"))),
        st.tuples(st.just("deliver"), st.booleans(), st.integers(-1, 20), st.integers(-1, 9_999)),
        st.tuples(st.just("count"), st.booleans(), st.integers(-2, 30)),
        st.tuples(st.just("write_off"), st.booleans(), st.integers(-1, 10)),
        st.tuples(st.just("start"), st.booleans()),
        st.tuples(st.just("end"), st.booleans()),
        st.tuples(st.just("wait"), st.integers(1, 2_400_000_000)),
        st.tuples(st.just("wait"), st.integers(600_000_000, 2_400_000_000)),
        st.tuples(st.just("top_up"), st.booleans(), st.integers(1, 90_000)),
    ),
    min_size=12,
    max_size=24,
)


@dataclass
class Days:
    """The club and what the test counted beside it."""

    bar: Bar
    clients: dict[str, int]
    guest: int = 0
    orders: list[int] = field(default_factory=list)
    stock: dict[int, int] = field(default_factory=dict)
    back: dict[int, list[Any]] = field(default_factory=dict)

    @property
    def world(self) -> World:
        """The club."""
        return self.bar.world

    def hold(self) -> None:
        """The laws, after every step."""
        for product_id, pieces in self.stock.items():
            assert self.bar.stock(product_id) == pieces
        for client in self.clients.values():
            assert min(self.world.game(client), self.world.points(client)) >= 0
        for order_id in self.orders:
            self._gives_back_exactly(order_id)
        verdict = verify(self.world.url)
        assert verdict.ok, verdict

    def _gives_back_exactly(self, order_id: int) -> None:
        order, cancels = self.bar.order(order_id), self.back.get(order_id, [])
        points = sum(one.points for one in cancels)
        money = sum(one.balance_minor + one.cash_minor + one.card_minor for one in cancels)
        card = sum(one.card_minor for one in cancels)
        assert 0 <= points <= order.points
        assert 0 <= card <= order.card_minor
        cancelled = sum(line.unit_minor * line.cancelled for line in order.lines)
        assert points + money == cancelled
        if order.state.value == "cancelled":
            assert (points, points + money, card) == (
                order.points,
                order.total_minor,
                order.card_minor,
            )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_whatever_is_sold_and_cancelled_the_bar_holds(fresh_world, steps) -> None:
    days = _club(fresh_world())
    for what, *facts in steps:
        with suppress(DeskError):
            _STEPS[what](days, *facts)
        days.hold()
    _cancel_everything(days)


def _club(world: World) -> Days:
    world.open_shift()
    bar = Bar(world)
    clients = {
        "client": world.client(300_001, "Ann", "+77015550001"),
        "points": world.client(1_800_000, "Bek", "+77015550002"),
    }
    world.credit(clients["points"], 123_457)
    world.pays_in_points(clients["points"], 50)
    days = Days(bar, clients, stock={bar.cola: 20, bar.chips: 20})
    # Most of what can go wrong goes wrong while somebody plays.
    _start(days, guest=False)
    _start(days, guest=True)
    return days


def _cancel_everything(days: Days) -> None:
    """What is taken back as a whole leaves the accounts as if it had never been sold."""
    world = days.world
    if days.guest and world.session(days.guest).state.is_open:
        world.do(EndSession(session_id=days.guest))
    for order_id in days.orders:
        with suppress(DeskError):
            _cancel_all(days, days.orders.index(order_id))
    days.hold()
    assert all(days.bar.order(one).state.value == "cancelled" for one in days.orders)
    assert world.balance(AccountKind.BAR_REVENUE) == 0


def _order(days: Days, who: str, way: str, cart: tuple[int, ...], beyond: bool) -> None:
    bar, world = days.bar, days.world
    products = (bar.cola, bar.chips, bar.pizza, bar.combo)
    items = bar.items(*((one, n) for one, n in zip(products, cart, strict=True) if n))
    if not items:
        return
    total = bar.total(items)
    more: dict[str, Any] = {"items": items, "beyond_stock": beyond}
    more["client_id"] = days.clients.get(who)
    if who == "guest" and days.guest:
        more["session_id"] = days.guest
    more |= _paid(days, way, total, more["client_id"])
    before = _purse(days)
    free = world.storage.queries.buyer(more["client_id"], more.get("session_id"), world.clock.now())
    sold = bar.sell(**more)
    days.orders.append(sold.order_id)
    order = bar.order(sold.order_id)
    if order.points or order.balance_minor:
        assert order.points <= free.points_free
        assert order.balance_minor <= free.money_free
    for line in order.lines:
        percent = bar.look(line.product_id).points_percent
        assert line.points <= line.total_minor * percent // 100
        for part in line.took:
            days.stock[part.product_id] -= part.quantity * line.quantity
    after = _purse(days)
    assert before - after == order.points + order.balance_minor + order.cash_minor
    assert world.journal()[0].action == "PlaceOrder"


def _paid(days: Days, way: str, total: int, client_id: int | None) -> dict[str, Any]:
    if way == "balance":
        return {"from_balance": True}
    if way == "balance_and_cash":
        return {"from_balance": True, "cash_minor": total // 3}
    if way == "cash":
        return {"cash_minor": total}
    card = total if way == "card" else total // 2
    begun = days.world.do(
        BeginCardPayment(
            amount_minor=card, client_id=client_id, guest=client_id is None, purpose="order"
        )
    )
    return {
        "card_minor": card,
        "cash_minor": total - card,
        "card_payment_id": begun.payment_id,
        "slip": "0042",
    }


def _purse(days: Days) -> int:
    """Money and points of everybody who may pay, less what lies in the till."""
    world = days.world
    people = sum(world.game(one) + world.points(one) for one in days.clients.values())
    guest = world.balance(AccountKind.GUEST, days.guest) if days.guest else 0
    return people + guest - world.till()


def _cancel(days: Days, number: int, cart: tuple[int, ...], to_stock: bool) -> None:
    if not days.orders:
        return
    order_id = days.orders[number % len(days.orders)]
    order = days.bar.order(order_id)
    pieces = {i: n for i, n in zip(range(len(order.lines)), cart, strict=False) if n}
    _take_back(days, order_id, pieces, to_stock)


def _cancel_all(days: Days, number: int) -> None:
    if not days.orders:
        return
    order_id = days.orders[number % len(days.orders)]
    left = {i: one.quantity - one.cancelled for i, one in enumerate(days.bar.order(order_id).lines)}
    _take_back(days, order_id, left, True, whole=True)


def _take_back(
    days: Days, order_id: int, pieces: dict[int, int], to_stock: bool, whole: bool = False
) -> None:
    if not pieces and not whole:
        return
    before, order = _purse(days), days.bar.order(order_id)
    given = () if whole else tuple(pieces.items())
    done = days.bar.cancel(order_id, *given, to_stock=to_stock, card_slip="R-7")
    days.back.setdefault(order_id, []).append(done)
    gone = done.points + done.balance_minor + done.cash_minor
    assert _purse(days) - before == gone
    if to_stock:
        for place, count in pieces.items():
            for part in order.lines[place].took:
                days.stock[part.product_id] += part.quantity * count


def _advance(days: Days, number: int, state: str) -> None:
    if days.orders:
        order_id = days.orders[number % len(days.orders)]
        days.world.do(AdvanceOrder(order_id=order_id, state=state))


def _deliver(days: Days, cola: bool, pieces: int, cost: int) -> None:
    product = days.bar.cola if cola else days.bar.chips
    days.bar.deliver(product, pieces, cost)
    assert pieces > 0
    assert days.bar.look(product).cost_minor == cost >= 0
    days.stock[product] += pieces


def _count(days: Days, cola: bool, counted: int) -> None:
    product = days.bar.cola if cola else days.bar.chips
    before = days.stock[product]
    item = CountStock.Item(product_id=product, counted=counted)
    found = days.world.do(CountStock(items=(item,))).differences
    assert found == ({product: counted - before} if counted != before else {})
    days.stock[product] = counted


def _write_off(days: Days, cola: bool, pieces: int) -> None:
    product = days.bar.cola if cola else days.bar.chips
    days.world.do(WriteOffStock(product_id=product, quantity=pieces, reason="Broken"))
    assert 0 < pieces <= days.stock[product]
    days.stock[product] -= pieces


def _start(days: Days, guest: bool) -> None:
    if guest:
        days.guest = days.world.start_guest(1_500_001, seat=1).session_id
    else:
        days.world.start(days.clients["points"], seat=0)


def _end(days: Days, guest: bool) -> None:
    with days.world.storage.begin() as work:
        session = work.sessions.open_on_station(days.world.stations[1 if guest else 0])
    if session is not None:
        days.world.do(EndSession(session_id=session.id))


def _wait(days: Days, micros: int) -> None:
    world = days.world
    world.clock.advance(micros / 1_000_000)
    end_due_sessions(world.storage.begin, world.clock, world.door)


def _top_up(days: Days, first: bool, minor: int) -> None:
    client = days.clients["client" if first else "points"]
    days.world.do(TopUp(client_id=client, cash_minor=minor))


_STEPS = {
    "order": _order,
    "cancel": _cancel,
    "cancel_all": _cancel_all,
    "advance": _advance,
    "deliver": _deliver,
    "count": _count,
    "write_off": _write_off,
    "start": _start,
    "end": _end,
    "wait": _wait,
    "top_up": _top_up,
}
