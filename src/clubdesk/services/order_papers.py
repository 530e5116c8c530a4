"""The papers of an order: its receipt, the kitchen's slip, the receipt of its cancel.

Desk worker's thread, inside the deed's transaction. Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from clubdesk.domain.bar import Order, OrderLine
from clubdesk.domain.bar_money import Paid, money_of, tax_in
from clubdesk.domain.people import Client
from clubdesk.domain.receipt import OrderedLine, OrderSlip, PaperKind, Receipt, TaxLine
from clubdesk.services.balance import Taken
from clubdesk.services.deed import Deed
from clubdesk.services.paper_facts import paper, queue_paper
from clubdesk.services.slips import approver_name


def queue_order(
    deed: Deed, order: Order, client: Client | None, taken: Taken, balance_after: int | None
) -> int:
    """Queues the receipt of an order; returns the print job's id."""
    slip = OrderSlip(
        number=order.number,
        lines=tuple(_line(line, line.quantity) for line in order.lines),
        total=order.total_minor,
        payer=client.name if client else "",
        station_name=_station(deed, order),
        points=order.points,
        from_balance=order.balance_minor,
        cash=order.cash_minor,
        card=order.card_minor,
        received=taken.received,
        change=taken.change,
        balance_after=balance_after,
        taxes=tuple(TaxLine(rate, gross, tax) for rate, (gross, tax) in _taxes(order).items()),
        note=order.note,
        slip=taken.slip,
    )
    receipt = Receipt(paper(deed, PaperKind.ORDER, order.transaction_id or 0), order=slip)
    return queue_paper(
        deed, receipt, client_id=order.client_id, transaction_id=order.transaction_id
    )


def queue_kitchen_slip(
    deed: Deed, order: Order, pieces: Mapping[int, int], reason: str = ""
) -> None:
    """Tells the kitchen what to make, or (with a reason) what not to make any more.

    ``pieces`` are by the line's position; nothing is queued where none is the kitchen's.
    """
    lines = tuple(
        replace(_line(order.lines[place], count), unit=0, amount=0)
        for place, count in sorted(pieces.items())
        if order.lines[place].kitchen and count
    )
    if not lines:
        return
    slip = OrderSlip(
        number=order.number,
        lines=lines,
        total=0,
        station_name=_station(deed, order),
        note=order.note,
        reason=reason,
    )
    receipt = Receipt(paper(deed, PaperKind.KITCHEN, order.number), order=slip)
    queue_paper(deed, receipt, client_id=order.client_id)


@dataclass(frozen=True, slots=True)
class CancelFacts:
    """A cancel as its receipt tells it.

    Attributes:
        pieces: By the line's position.
        slip: The terminal's number of what went back to the card.
    """

    pieces: Mapping[int, int]
    back: Paid
    transaction_id: int | None
    slip: str
    balance_after: int | None


def queue_cancel(deed: Deed, order: Order, cancel: CancelFacts) -> int:
    """Queues the receipt of a cancel; ``order`` is as it was before; returns the job's id."""
    pieces, back, booked = cancel.pieces, cancel.back, cancel.transaction_id
    client = deed.work.clients.get(order.client_id) if order.client_id is not None else None
    facts = OrderSlip(
        number=order.number,
        lines=tuple(_line(order.lines[place], count) for place, count in sorted(pieces.items())),
        total=back.points + back.money,
        payer=client.name if client else "",
        station_name=_station(deed, order),
        points=back.points,
        from_balance=back.balance,
        cash=back.cash,
        card=back.card,
        balance_after=cancel.balance_after,
        taxes=_taxes_back(order, pieces),
        reason=deed.reason,
        approved_by=approver_name(deed),
        slip=cancel.slip,
    )
    receipt = Receipt(paper(deed, PaperKind.ORDER_CANCEL, booked or 0), order=facts)
    return queue_paper(deed, receipt, client_id=order.client_id, transaction_id=booked)


def _line(line: OrderLine, pieces: int) -> OrderedLine:
    amount = line.unit_minor * pieces
    return OrderedLine(line.name, pieces, line.unit_minor, amount, line.choices, line.tax_rate)


def _station(deed: Deed, order: Order) -> str:
    station = deed.work.stations.get(order.station_id) if order.station_id is not None else None
    return station.name if station else ""


def _taxes(order: Order) -> dict[int, tuple[int, int]]:
    """By rate what was paid in money for the pieces that stand, and the tax in it, rounded once."""
    gross: dict[int, int] = {}
    for line in order.lines:
        stands = money_of(line, line.quantity) - money_of(line, line.cancelled)
        if line.tax_rate:
            gross[line.tax_rate] = gross.get(line.tax_rate, 0) + stands
    return {rate: (minor, tax_in(minor, rate)) for rate, minor in sorted(gross.items()) if minor}


def _taxes_back(order: Order, pieces: Mapping[int, int]) -> tuple[TaxLine, ...]:
    """The tax of what stood less that of what stands, so that cancels come to the whole tax."""
    after = replace(
        order,
        lines=tuple(
            replace(line, cancelled=line.cancelled + pieces.get(place, 0))
            for place, line in enumerate(order.lines)
        ),
    )
    left = _taxes(after)
    parts = []
    for rate, (gross, tax) in _taxes(order).items():
        gross_left, tax_left = left.get(rate, (0, 0))
        if gross != gross_left:
            parts.append(TaxLine(rate, gross - gross_left, tax - tax_left))
    return tuple(parts)
