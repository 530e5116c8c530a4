"""Carries out the desk's orders, each once, and remembers them across restarts. Agent's thread."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable

from clubdesk.wire.messages import DETAIL_LENGTH, AckOutcome, Order, OrderAck
from clubdesk_agent.machine import Machine
from clubdesk_agent.memory import MAX_EXECUTED

log = logging.getLogger(__name__)


class OrderHand:
    """The orders that were carried out, and the doing of new ones.

    Args:
        machine: The PC.
        save: Writes the agent's memory, ``executed()`` included; raises OSError if it cannot.
    """

    def __init__(self, machine: Machine, save: Callable[[], None]) -> None:
        self._machine = machine
        self._save = save
        self._executed: OrderedDict[str, tuple[AckOutcome, str]] = OrderedDict()

    def executed(self) -> tuple[tuple[str, str, str], ...]:
        """What to keep: ids with outcome and detail, oldest first."""
        return tuple((key, *value) for key, value in self._executed.items())

    def recall(self, executed: tuple[tuple[str, str, str], ...]) -> None:
        """Remembers what was kept."""
        for order_id, outcome, detail in executed[-MAX_EXECUTED:]:
            self._executed[order_id] = ("done" if outcome == "done" else "failed", detail)

    def answer_again(self, order_id: str) -> OrderAck | None:
        """The answer to an order that was carried out before; None to a new one."""
        known = self._executed.get(order_id)
        return OrderAck(order_id, *known) if known else None

    def take(self, order: Order, *, in_time: bool) -> OrderAck:
        """Carries out a new order, or refuses it as expired; the answer."""
        if not in_time:
            log.info("an expired order was not carried out: %s", order.kind)
            return OrderAck(order.order_id, "expired")
        self._remember(order.order_id, "done")
        try:
            # Saved before it is done: an order may be lost in a crash, never done twice.
            self._save()
            self._do(order)
        except OSError as error:
            log.exception("an order could not be carried out: %s", order.kind)
            self._remember(order.order_id, "failed", str(error)[:DETAIL_LENGTH])
        return OrderAck(order.order_id, *self._executed[order.order_id])

    def _remember(self, order_id: str, outcome: AckOutcome, detail: str = "") -> None:
        self._executed[order_id] = (outcome, detail)
        while len(self._executed) > MAX_EXECUTED:
            self._executed.popitem(last=False)

    def _do(self, order: Order) -> None:
        log.info("order: %s", order.kind)
        if order.kind == "restart":
            self._machine.restart()
        elif order.kind == "shut_down":
            self._machine.shut_down()
        else:
            self._machine.show_message(order.text)
