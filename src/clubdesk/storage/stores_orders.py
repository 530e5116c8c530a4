"""Orders of the bar in the books. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update

from clubdesk.domain.bar import Order, OrderLine, OrderState
from clubdesk.services.ports_bar import CancelNote
from clubdesk.storage import tables_bar
from clubdesk.storage.rows_bar import WAITING, orders_of, parts_text, text_of
from clubdesk.storage.work_link import WorkLink

_orders, _lines = tables_bar.orders, tables_bar.order_lines
_ADD = insert(_orders)
_ADD_LINE = insert(_lines)
_SET_STATE = update(_orders).where(_orders.c.id == bindparam("of_id"))
_COUNT_CANCELLED = (
    update(_lines)
    .where(_lines.c.order_id == bindparam("of_id"), _lines.c.position == bindparam("of_position"))
    .values(cancelled=_lines.c.cancelled + bindparam("pieces"))
)
_ADD_CANCEL = insert(tables_bar.order_cancels)
_HAND_OVER = (
    update(_orders)
    .where(_orders.c.client_id == bindparam("from_id"))
    .values(client_id=bindparam("to_id"))
)
_FORGET = update(_orders).where(_orders.c.client_id == bindparam("of_id")).values(note="")
OPEN = f"SELECT o.* FROM orders o WHERE {WAITING} AND o.till_id = :till_id ORDER BY o.id"  # noqa: S608
_NEXT = "SELECT coalesce(max(number), 0) + 1 FROM orders WHERE till_id = :till_id"


class SqlOrderStore:
    """What was sold at the bar."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, order_id: int) -> Order | None:
        """An order by id."""
        return self._first("SELECT * FROM orders WHERE id = :id", id=order_id)

    def by_transaction(self, transaction_id: int) -> Order | None:
        """The order that a transaction paid; None if it paid none."""
        return self._first("SELECT * FROM orders WHERE transaction_id = :id", id=transaction_id)

    def add(self, order: Order) -> Order:
        """Adds an order with its lines, numbered within its till."""
        number = int(self._link.value(_NEXT, till_id=order.till_id))
        numbered = replace(order, number=number)
        stored = replace(numbered, id=self._link.insert(_ADD, _values(numbered)))
        self._link.write(
            _ADD_LINE,
            [_line(stored.id, position, line) for position, line in enumerate(stored.lines)],
        )
        return stored

    def set_state(self, order_id: int, state: OrderState, ready_at: datetime | None) -> None:
        """Moves an order on; nothing leaves cancelled."""
        values = {"state": state.value, "ready_at": ready_at, "of_id": order_id}
        self._link.write(_SET_STATE, values)

    def note_cancel(self, note: CancelNote) -> None:
        """Keeps a cancel for good and counts its pieces at their lines."""
        pieces = sorted(note.pieces.items())
        self._link.write(_ADD_CANCEL, _cancel(note, text_of(pieces)))
        for position, count in pieces:
            counted = {"of_id": note.order_id, "of_position": position, "pieces": count}
            self._link.write(_COUNT_CANCELLED, counted)

    def open_of_till(self, till_id: int) -> Sequence[Order]:
        """Orders that somebody still waits for, the oldest first."""
        return orders_of(self._link, self._link.rows(OPEN, till_id=till_id))

    def hand_over(self, from_client_id: int, to_client_id: int) -> None:
        """Gives a client's orders to another card of the same person."""
        self._link.write(_HAND_OVER, {"from_id": from_client_id, "to_id": to_client_id})

    def forget(self, client_id: int) -> None:
        """Takes the notes out of a client's orders."""
        self._link.write(_FORGET, {"of_id": client_id})

    def _first(self, sql: str, **given: int) -> Order | None:
        found = orders_of(self._link, self._link.rows(sql, **given))
        return found[0] if found else None


def _values(order: Order) -> dict[str, Any]:
    return {
        "till_id": order.till_id,
        "number": order.number,
        "shift_id": order.shift_id,
        "staff_id": order.staff_id,
        "at": order.at,
        "client_id": order.client_id,
        "session_id": order.session_id,
        "station_id": order.station_id,
        "state": order.state.value,
        "note": order.note,
        "total_minor": order.total_minor,
        "points": order.points,
        "balance_minor": order.balance_minor,
        "cash_minor": order.cash_minor,
        "card_minor": order.card_minor,
        "transaction_id": order.transaction_id,
        "ready_at": order.ready_at,
    }


def _line(order_id: int, position: int, line: OrderLine) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "position": position,
        "product_id": line.product_id,
        "name": line.name,
        "choices": text_of(line.choices),
        "quantity": line.quantity,
        "unit_minor": line.unit_minor,
        "points": line.points,
        "tax_rate": line.tax_rate,
        "cost_minor": line.cost_minor,
        "kitchen": line.kitchen,
        "took": parts_text(line.took),
    }


def _cancel(note: CancelNote, lines: str) -> dict[str, Any]:
    return {
        "order_id": note.order_id,
        "at": note.at,
        "shift_id": note.shift_id,
        "staff_id": note.staff_id,
        "approved_by": note.approved_by,
        "reason": note.reason,
        "lines": lines,
        "points": note.back.points,
        "balance_minor": note.back.balance,
        "cash_minor": note.back.cash,
        "card_minor": note.back.card,
        "transaction_id": note.transaction_id,
    }
