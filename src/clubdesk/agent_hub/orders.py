"""One-shot orders on their way: sent again until they are answered or run out, then reported.

Pure; owned by the hub thread. Times are real seconds of a monotonic clock.
"""

from __future__ import annotations

from dataclasses import dataclass

from clubdesk.services.ports_hub import OrderKind, OrderReport
from clubdesk.wire.messages import ORDER_TEXT_LENGTH, Order, OrderAck

RETRY_S = 1.0
ANSWER_GRACE_S = 1.0
"""How long after its end an order's answer may still be on its way."""

MAX_EXPIRES_S = 3600.0
_OUTCOMES = {"done": "acknowledged", "expired": "expired", "failed": "refused"}


@dataclass(slots=True)
class OpenOrder:
    """An order that has no answer yet."""

    order_id: str
    station_id: int
    kind: OrderKind
    text: str
    expires_at: float
    next_try_at: float
    tries: int = 0

    def message(self, beat: int, beat_age_s: float, now: float) -> Order:
        """The order as it is sent at ``now``."""
        return Order(
            order_id=self.order_id,
            kind=self.kind.value,
            text=self.text,
            expires_ms=max(int((self.expires_at - now) * 1000), 1),
            beat=beat,
            age_ms=max(int(beat_age_s * 1000), 0),
        )


class OrderBook:
    """All orders without an answer."""

    def __init__(self) -> None:
        self._open: dict[str, OpenOrder] = {}

    def __len__(self) -> int:
        return len(self._open)

    def add(self, order: OpenOrder) -> None:
        """Takes an order on."""
        order.text = order.text[:ORDER_TEXT_LENGTH]
        self._open[order.order_id] = order

    def due(self, now: float) -> list[OpenOrder]:
        """The orders to send now, if their station is there."""
        return [o for o in self._open.values() if o.next_try_at <= now < o.expires_at]

    def of_station(self, station_id: int, now: float) -> list[OpenOrder]:
        """The orders a station that has just come should get."""
        return [o for o in self._open.values() if o.station_id == station_id and now < o.expires_at]

    def sent(self, order: OpenOrder, now: float) -> None:
        """Takes note of a try."""
        order.tries += 1
        order.next_try_at = now + RETRY_S

    def answered(self, station_id: int, ack: OrderAck) -> OrderReport | None:
        """The report of an answer; None if it answers nothing that this station was ordered."""
        order = self._open.get(ack.order_id)
        if order is None or order.station_id != station_id:
            return None
        del self._open[ack.order_id]
        return OrderReport(order.order_id, station_id, _OUTCOMES[ack.outcome], ack.detail)

    def run_out(self, now: float) -> list[OrderReport]:
        """Closes and reports the orders that got no answer in time."""
        over = [o for o in self._open.values() if now >= o.expires_at + self._grace(o)]
        for order in over:
            del self._open[order.order_id]
        return [
            OrderReport(o.order_id, o.station_id, "expired", "no answer" if o.tries else "not sent")
            for o in over
        ]

    def drop_station(self, station_id: int) -> list[OrderReport]:
        """Closes the orders of a station that is no longer paired as they were."""
        gone = [o for o in self._open.values() if o.station_id == station_id]
        for order in gone:
            del self._open[order.order_id]
        return [OrderReport(o.order_id, station_id, "refused", "not paired") for o in gone]

    @staticmethod
    def _grace(order: OpenOrder) -> float:
        return ANSWER_GRACE_S if order.tries else 0.0
