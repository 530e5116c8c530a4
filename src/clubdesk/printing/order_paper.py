"""The papers of an order: its receipt, its cancel, and the slip for the kitchen. Pure."""

from __future__ import annotations

from clubdesk.domain.receipt import OrderedLine, OrderSlip, PaperKind, TaxLine
from clubdesk.printing.strip import Strip
from clubdesk.printing.wording import Wording


def write_order(strip: Strip, order: OrderSlip, kind: PaperKind, say: Wording) -> None:
    """What was sold or taken back, how it was paid or went back, and the taxes it holds."""
    if kind is PaperKind.KITCHEN:
        _write_kitchen(strip, order, say)
        return
    strip.rule()
    strip.pair(say.tr("Order"), say.tr("№ {number}").format(number=order.number))
    _write_buyer(strip, order, say)
    strip.rule()
    for line in order.lines:
        _write_line(strip, line, say)
    strip.rule()
    back = kind is PaperKind.ORDER_CANCEL
    strip.total(say.tr("GIVEN BACK") if back else say.tr("TOTAL"), say.money(order.total))
    for tax in order.taxes:
        strip.pair(_tax_name(tax, say), say.amount(tax.tax))
    _write_reason(strip, order, say)
    strip.rule()
    _write_ways(strip, order, say, back=back)
    if back and order.cash:
        strip.blank()
        strip.blank()
        strip.pair(say.tr("Signature"), "_" * (strip.columns // 2))


def _write_kitchen(strip: Strip, order: OrderSlip, say: Wording) -> None:
    """Large enough to be read from the grill."""
    strip.rule()
    number = say.tr("№ {number}").format(number=order.number)
    strip.total(number, order.station_name or say.tr("Counter"))
    strip.rule()
    for line in order.lines:
        strip.large(f"{say.count(line.quantity)} × {line.name}")
        for choice in line.choices:
            strip.text(f"+ {choice}", bold=True, indent=4)
    if order.note:
        strip.rule()
        strip.text(order.note, bold=True)


def _write_buyer(strip: Strip, order: OrderSlip, say: Wording) -> None:
    if order.payer:
        strip.pair(say.tr("Client"), order.payer)
    if order.station_name:
        strip.pair(say.tr("Station"), order.station_name)
    if order.note:
        strip.text(order.note)


def _write_line(strip: Strip, line: OrderedLine, say: Wording) -> None:
    strip.pair(line.name, say.amount(line.amount))
    for choice in line.choices:
        strip.text(f"+ {choice}", indent=2)
    if line.quantity != 1:
        strip.text(f"{say.count(line.quantity)} × {say.price(line.unit)}", indent=2)


def _tax_name(tax: TaxLine, say: Wording) -> str:
    percent = say.percent(tax.rate)
    return say.tr("of it tax {percent} %").format(percent=percent)


def _write_reason(strip: Strip, order: OrderSlip, say: Wording) -> None:
    if order.reason:
        strip.rule()
        strip.text(say.tr("Reason: {reason}").format(reason=order.reason))
    if order.approved_by:
        strip.pair(say.tr("Approved by"), order.approved_by)


def _write_ways(strip: Strip, order: OrderSlip, say: Wording, *, back: bool) -> None:
    ways = [
        (say.tr("Points given back") if back else say.tr("Paid in points"), order.points, True),
        (
            say.tr("Back to the balance") if back else say.tr("From the balance"),
            order.from_balance,
            False,
        ),
        (say.tr("Back to the card") if back else say.tr("Card"), order.card, False),
        (say.tr("Paid out in cash") if back else say.tr("Cash"), order.cash, False),
    ]
    for label, value, in_points in ways:
        if value:
            strip.pair(label, say.count(value) if in_points else say.amount(value))
    if order.slip:
        strip.pair(say.tr("Terminal's slip"), order.slip)
    if order.received:
        strip.pair(say.tr("Received"), say.amount(order.received))
        strip.pair(say.tr("Change"), say.amount(order.change), bold=True)
    if order.balance_after is not None:
        strip.pair(say.tr("Balance left"), say.amount(order.balance_after), bold=True)
