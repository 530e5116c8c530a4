"""What the screens show of a till's shift. Frozen values; amounts are minor units, instants UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clubdesk.domain.bar import OrderState
from clubdesk.domain.causes import Cause


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order that somebody still waits for: it keeps the shift from closing."""

    order_id: int
    number: int
    at: datetime
    state: OrderState
    total_minor: int
    client_name: str = ""
    station_name: str = ""


@dataclass(frozen=True, slots=True)
class CashMoveRow:
    """Cash beside sales; ``kind`` is cash_in, cash_out or collection, ``amount`` positive.

    ``from_safe``: of a cash-in, that it came from the club's safe.
    """

    transaction_id: int
    at: datetime
    kind: str
    amount: int
    staff_name: str
    reason: str = ""
    category: str = ""
    from_safe: bool = False


@dataclass(frozen=True, slots=True)
class CountCheck:
    """What a count came to, once it was tried to close or hand over with it.

    Attributes:
        difference_minor: Counted less what the books say.
        causes: What may have happened, the likeliest first.
    """

    counted_minor: int
    expected_minor: int
    difference_minor: int
    causes: tuple[Cause, ...] = ()


class TillQueries(Protocol):
    """Reads of the shift's screens; part of ``DeskQueries``.

    ``likely_causes`` answers None until a close or hand-over of the running shift was refused for
    exactly this count: the count stays blind.
    """

    def likely_causes(
        self, till_id: int, counted_minor: int, now: datetime
    ) -> CountCheck | None: ...
    def cash_moves(self, shift_id: int, limit: int = 200) -> Sequence[CashMoveRow]: ...
