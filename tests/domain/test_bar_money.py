"""Points over lines and money back by pieces: exact, whatever the numbers."""

from dataclasses import replace
from datetime import UTC, datetime

import hypothesis.strategies as st
from hypothesis import given

from clubdesk.domain.bar import Order, OrderLine, OrderState, Part
from clubdesk.domain.bar_money import (
    Paid,
    goes_back,
    gone_back,
    money_of,
    points_of,
    share_out,
    stock_taken,
    tax_in,
)

ROOMS = st.lists(st.integers(0, 10**12), min_size=1, max_size=12)


@given(points=st.integers(0, 10**13), rooms=ROOMS)
def test_points_are_shared_out_to_the_last_one(points, rooms) -> None:
    parts = share_out(points, rooms)
    assert sum(parts) == min(points, sum(rooms))
    assert all(0 <= part <= room for part, room in zip(parts, rooms, strict=True))
    whole = sum(rooms)
    if points < whole:
        for part, room in zip(parts, rooms, strict=True):
            assert abs(part * whole - points * room) < whole  # nobody is off by a whole point


def test_the_last_points_go_to_the_largest_remainders() -> None:
    assert share_out(10, [3, 3, 3, 6]) == (2, 2, 2, 4)
    assert share_out(100, [1, 1, 1]) == (1, 1, 1)
    assert share_out(1, [5, 5]) == (1, 0)
    assert share_out(0, [5]) == (0,)
    assert share_out(-5, [5, 0]) == (0, 0)


@st.composite
def orders(draw):
    """An order of a few lines with some points, the rest paid in any ways."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        quantity, unit = draw(st.integers(1, 9)), draw(st.integers(0, 10**6))
        points = draw(st.integers(0, unit * quantity))
        lines.append(OrderLine(1, "Cola", quantity, unit, points=points))
    money = sum(line.total_minor - line.points for line in lines)
    balance = draw(st.integers(0, money))
    cash = draw(st.integers(0, money - balance))
    return Order(
        1, 1, 1, 1, 1, datetime(2026, 11, 20, tzinfo=UTC), OrderState.NEW,
        sum(line.total_minor for line in lines), tuple(lines),
        points=sum(line.points for line in lines), balance_minor=balance, cash_minor=cash,
        card_minor=money - balance - cash,
    )  # fmt: skip


@given(order=orders(), data=st.data())
def test_cancels_in_any_pieces_come_to_what_was_paid(order, data) -> None:
    back = []
    while left := {
        i: line.quantity - line.cancelled
        for i, line in enumerate(order.lines)
        if line.quantity > line.cancelled
    }:
        place = data.draw(st.sampled_from(sorted(left)))
        pieces = {place: data.draw(st.integers(1, left[place]))}
        one = goes_back(order, pieces)
        assert min(one.points, one.balance, one.cash, one.card) >= 0
        assert one.points + one.money == order.lines[place].unit_minor * pieces[place]
        back.append(one)
        lines = [
            replace(line, cancelled=line.cancelled + pieces.get(i, 0))
            for i, line in enumerate(order.lines)
        ]
        order = replace(order, lines=tuple(lines))
    paid = Paid(order.points, order.balance_minor, order.cash_minor, order.card_minor)
    assert gone_back(order) == paid
    for way in ("points", "balance", "cash", "card"):
        assert sum(getattr(one, way) for one in back) == getattr(paid, way)


@given(
    unit=st.integers(0, 10**6), quantity=st.integers(1, 50), share=st.integers(0, 100), n=st.data()
)
def test_the_pieces_of_a_line_are_paid_in_points_and_money(unit, quantity, share, n) -> None:
    line = OrderLine(1, "Cola", quantity, unit, points=unit * quantity * share // 100)
    pieces = n.draw(st.integers(0, quantity))
    assert points_of(line, pieces) + money_of(line, pieces) == unit * pieces
    assert money_of(line, pieces) >= 0
    assert points_of(line, quantity) == line.points


@given(gross=st.integers(0, 10**15), rate=st.integers(0, 9_999))
def test_a_tax_in_a_price_is_exact_to_half_a_unit(gross, rate) -> None:
    tax = tax_in(gross, rate)
    assert abs(2 * (tax * (10_000 + rate) - gross * rate)) <= 10_000 + rate
    assert 0 <= tax <= gross


def test_known_taxes() -> None:
    assert tax_in(112, 1_200) == 12
    assert tax_in(100_000, 2_000) == 16_667
    assert tax_in(0, 2_000) == 0
    assert tax_in(500, 0) == 0


def test_what_lines_take_is_summed_by_product() -> None:
    combo = (Part(1, 2), Part(2))
    assert stock_taken([(combo, 3), ((Part(1),), 1), ((), 9)]) == {1: 7, 2: 3}
