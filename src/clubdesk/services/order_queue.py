"""Orders on their way over the counter: found, moved on in the queue. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence

from clubdesk.domain.bar import Order, OrderState
from clubdesk.domain.events import OrderChanged
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.selling import AdvanceOrder, CancelledItem

_COURSE = (OrderState.NEW, OrderState.PREPARING, OrderState.SERVED)


def find_order(deed: Deed, order_id: int) -> Order:
    """The order, noted for the journal.

    Raises:
        DeskError: ``order.unknown``.
    """
    order = deed.work.orders.get(order_id)
    if order is None:
        raise DeskError(
            "order.unknown",
            tr("This order does not exist."),
            tr("Nothing was changed. Choose one in Order History."),
        )
    deed.about_client = order.client_id
    deed.about_session = order.session_id
    deed.about_station = order.station_id
    deed.notes.update(number=order.number)
    return order


def advance_order(deed: Deed, command: AdvanceOrder) -> Done:
    """Moves an order on; one that is there already stays, because two people may click.

    Raises:
        DeskError: ``order.unknown``, ``order.cancelled`` or ``order.no_way_back``.
    """
    order = find_order(deed, command.order_id)
    if order.state is OrderState.CANCELLED:
        raise cancelled_already(order)
    wanted = next((state for state in _COURSE[1:] if state.value == command.state), None)
    if wanted is None or _COURSE.index(wanted) < _COURSE.index(order.state):
        raise DeskError(
            "order.no_way_back",
            tr("Order {number} cannot go there from where it is.").format(number=order.number),
            tr("Nothing was changed. Look at the queue again."),
            subject="state",
        )
    if wanted is not order.state:
        ready_at = deed.now if wanted is OrderState.SERVED else None
        deed.work.orders.set_state(order.id, wanted, ready_at)
        deed.tell(OrderChanged(order.id, order.till_id, order.session_id))
    return Done()


def cancelled_already(order: Order) -> DeskError:
    """The refusal of a deed on an order that is cancelled."""
    return DeskError(
        "order.cancelled",
        tr("Order {number} is cancelled already.").format(number=order.number),
        tr("Nothing was changed."),
        about_id=order.id,
    )


def pieces_to_cancel(order: Order, items: Sequence[CancelledItem]) -> dict[int, int]:
    """How many pieces of each line a cancel takes, by the line's position; no items: all.

    Raises:
        DeskError: ``order.cancelled`` or ``order.not_that_many``.
    """
    left = {place: line.quantity - line.cancelled for place, line in enumerate(order.lines)}
    left = {place: count for place, count in left.items() if count}
    if not left:
        raise cancelled_already(order)
    if not items:
        return left
    pieces = {item.position: item.quantity for item in items}
    if len(pieces) == len(items) and all(
        0 < count <= left.get(place, 0) for place, count in pieces.items()
    ):
        return pieces
    raise DeskError(
        "order.not_that_many",
        tr("Of order {number} not so many pieces are left to cancel.").format(number=order.number),
        tr("Nothing was changed. Open the order again and correct the quantities."),
        subject="items",
    )


RULES: dict[type[Command], Rule] = {
    AdvanceOrder: Rule(advance_order, Done, needs=Permission.SELL),
}
