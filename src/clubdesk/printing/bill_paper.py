"""The bill of an ended session: every stretch with its minutes, price and amount. Pure."""

from __future__ import annotations

from clubdesk.domain.receipt import ChargeLine, PackageLine, SessionBill
from clubdesk.printing.strip import Strip
from clubdesk.printing.wording import Wording


def write_bill(strip: Strip, bill: SessionBill, say: Wording) -> None:
    """How the charge came about and what became of the rest."""
    strip.rule()
    strip.pair(say.tr("Client"), bill.payer or say.tr("Guest"))
    strip.pair(say.tr("Rate"), bill.rate_name)
    strip.rule()
    for line in bill.lines:
        _write_stretch(strip, line, say)
    for package in bill.packages:
        _write_package(strip, package, say)
    if bill.step_amount:
        step = say.tr("Rounded up to {minutes} min").format(minutes=bill.step_minutes)
        strip.pair(step, say.amount(bill.step_amount))
    if bill.minimum_added:
        strip.pair(say.tr("Up to the minimum charge"), say.amount(bill.minimum_added))
    played = sum(line.seconds for line in bill.lines if line.running)
    strip.pair(say.tr("Time played"), say.minutes(played))
    strip.rule()
    if bill.discount:
        percent = say.tr("Discount {percent} %").format(percent=bill.discount_percent)
        strip.pair(percent, say.amount(-bill.discount))
    strip.total(say.tr("TOTAL"), say.money(bill.total))
    _write_means(strip, bill, say)
    _write_taken(strip, bill, say)
    _write_rest(strip, bill, say)


def _write_stretch(strip: Strip, line: ChargeLine, say: Wording) -> None:
    span = f"{say.clock(line.started_at)}–{say.clock(line.ended_at)}"
    if not line.running:
        pause = say.tr("Pause")
        strip.pair(f"{pause} {span}", say.minutes(line.seconds))
        return
    if line.covered:
        strip.pair(f"{line.station_name} {span}", say.minutes(line.seconds))
        return
    strip.pair(f"{line.station_name} {span}", say.amount(line.amount))
    price = say.tr("{price} per hour").format(price=say.price(line.per_hour_minor))
    strip.text(f"{say.minutes(line.seconds)} × {price}", indent=2)


def _write_package(strip: Strip, package: PackageLine, say: Wording) -> None:
    strip.pair(package.name, say.amount(package.amount))
    used = say.tr("{used} of {all} played").format(
        used=say.minutes(package.used_seconds), all=say.minutes(package.seconds)
    )
    strip.text(used, indent=2)
    if package.given_back:
        strip.pair(f"  {say.tr('Given back')}", say.amount(package.given_back))
    if package.kept_seconds:
        strip.pair(f"  {say.tr('Kept for later')}", say.minutes(package.kept_seconds))


def _write_means(strip: Strip, bill: SessionBill, say: Wording) -> None:
    if bill.points:
        strip.pair(say.tr("Paid in points"), say.count(bill.points))
        strip.pair(say.tr("Paid in money"), say.amount(bill.total - bill.points))


def _write_taken(strip: Strip, bill: SessionBill, say: Wording) -> None:
    """What a guest who pays at the end handed over."""
    if bill.cash:
        strip.pair(say.tr("Cash"), say.amount(bill.cash))
    if bill.card:
        strip.pair(say.tr("Card"), say.amount(bill.card))
    if bill.received:
        strip.pair(say.tr("Received"), say.amount(bill.received))
        strip.pair(say.tr("Change"), say.amount(bill.change), bold=True)


def _write_rest(strip: Strip, bill: SessionBill, say: Wording) -> None:
    rest = [
        (say.tr("Paid in advance"), bill.paid_before),
        (say.tr("Returned in cash"), bill.returned),
        (say.tr("Forfeited"), bill.forfeited),
    ]
    shown = [(label, amount) for label, amount in rest if amount]
    if shown or bill.balance_after is not None:
        strip.rule()
    for label, amount in shown:
        strip.pair(label, say.amount(amount))
    if bill.balance_after is not None:
        strip.pair(say.tr("Balance left"), say.amount(bill.balance_after), bold=True)
