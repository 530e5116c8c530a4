"""Who pays what of an order, and what goes back when some of it is cancelled. Pure, whole numbers.

Points: each line may be paid in points up to its product's share; what there is of points is shared
out over the lines in proportion to that, the last units to the largest remainders. Going back, a
line's pieces give back points as the line was paid; the money goes back first to the account that
paid, then in cash, then to the card. Both are reckoned from what was cancelled in all, so several
partial cancels come to exactly what was paid, and nothing ever goes back twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clubdesk.domain.bar import Order, OrderLine, Part

_WHOLE_RATE = 10_000
"""A tax rate is in hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class Paid:
    """Points and money, and the money by its way: ``balance`` is a client's or guest's account."""

    points: int = 0
    balance: int = 0
    cash: int = 0
    card: int = 0

    @property
    def money(self) -> int:
        """All but the points."""
        return self.balance + self.cash + self.card

    def less(self, other: Paid) -> Paid:
        """What is left after another was taken off, each way apart."""
        return Paid(
            self.points - other.points,
            self.balance - other.balance,
            self.cash - other.cash,
            self.card - other.card,
        )


def most_points(total_minor: int, percent: int) -> int:
    """How much of a price may be paid in points, rounded down."""
    return total_minor * percent // 100


def share_out(points: int, most: Sequence[int]) -> tuple[int, ...]:
    """Points over lines that take at most so many each: exact, in proportion, first come first.

    Hamilton's method of the largest remainders; what there is more than the lines take is left.
    """
    room = sum(most)
    given = max(0, min(points, room))
    if not given:
        return (0,) * len(most)
    parts = [given * one // room for one in most]
    by_rest = sorted(range(len(most)), key=lambda i: (-(given * most[i] % room), i))
    for place in by_rest[: given - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def points_of(line: OrderLine, pieces: int) -> int:
    """The points that the first so many pieces of a line were paid with."""
    return line.points * pieces // line.quantity


def money_of(line: OrderLine, pieces: int) -> int:
    """The money that the first so many pieces of a line were paid with."""
    return line.unit_minor * pieces - points_of(line, pieces)


def goes_back(order: Order, pieces: Mapping[int, int]) -> Paid:
    """What cancelling so many more pieces of the lines gives back, by line's position."""
    after = {i: line.cancelled + pieces.get(i, 0) for i, line in enumerate(order.lines)}
    before = {i: line.cancelled for i, line in enumerate(order.lines)}
    return _back_for(order, after).less(_back_for(order, before))


def gone_back(order: Order) -> Paid:
    """What the cancelled pieces of an order gave back so far."""
    return _back_for(order, {i: line.cancelled for i, line in enumerate(order.lines)})


def _back_for(order: Order, cancelled: Mapping[int, int]) -> Paid:
    lines = [(line, cancelled[i]) for i, line in enumerate(order.lines)]
    money = sum(money_of(line, pieces) for line, pieces in lines)
    balance = min(money, order.balance_minor)
    cash = min(money - balance, order.cash_minor)
    points = sum(points_of(line, pieces) for line, pieces in lines)
    return Paid(points, balance, cash, money - balance - cash)


def tax_in(gross_minor: int, rate: int) -> int:
    """The tax that a price holds: gross * rate / (1 + rate), half a minor unit rounded up."""
    whole = _WHOLE_RATE + rate
    return (2 * gross_minor * rate + whole) // (2 * whole)


def stock_taken(lines: Sequence[tuple[Sequence[Part], int]]) -> dict[int, int]:
    """Pieces by product that so many pieces of some lines take; one that takes none is left out."""
    taken: dict[int, int] = {}
    for parts, pieces in lines:
        for part in parts:
            taken[part.product_id] = taken.get(part.product_id, 0) + part.quantity * pieces
    return {product_id: pieces for product_id, pieces in taken.items() if pieces}
