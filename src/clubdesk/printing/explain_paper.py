"""How a charge comes about, line by line, on paper. Pure."""

from __future__ import annotations

from clubdesk.domain.explaining import ChargeStep, Explanation
from clubdesk.printing.strip import Strip
from clubdesk.printing.wording import Wording


def write_explanation(strip: Strip, told: Explanation, say: Wording) -> None:
    """Every stretch with its minutes and price, what changes the sum, and how it is paid."""
    strip.rule()
    strip.pair(say.tr("Client"), told.payer or say.tr("Guest"))
    strip.pair(say.tr("Rate"), told.rate_name)
    span = f"{say.when(told.started_at)} – {say.clock(told.until)}"
    strip.text(span if told.is_final else f"{span}, {say.tr('goes on')}")
    strip.rule()
    for step in told.steps:
        _write_step(strip, step, say)
    strip.rule()
    strip.total(say.tr("TOTAL"), say.money(told.total))
    if told.points:
        strip.pair(say.tr("Paid in points"), say.count(told.points))
        strip.pair(say.tr("Paid in money"), say.amount(told.money))


def _write_step(strip: Strip, step: ChargeStep, say: Wording) -> None:
    if step.started_at is not None and step.ended_at is not None:
        _write_stretch(strip, step, say)
        return
    label = _label(step, say)
    strip.pair(label, say.amount(step.amount)) if step.amount else strip.text(label)


def _write_stretch(strip: Strip, step: ChargeStep, say: Wording) -> None:
    assert step.started_at is not None  # noqa: S101 - a stretch has both
    assert step.ended_at is not None  # noqa: S101 - narrows the type
    span = f"{say.clock(step.started_at)}–{say.clock(step.ended_at)}"
    if step.what == "pause":
        strip.pair(f"{say.tr('Pause')} {span}", say.minutes(step.seconds))
        return
    strip.pair(f"{step.text} {span}", say.amount(step.amount))
    length = say.minutes(step.seconds)
    if step.what == "covered":
        strip.text(f"{length}, {say.tr('in the package')}", indent=2)
        return
    if step.what == "kept":
        bought = say.tr("from a package bought on an earlier visit")
        strip.text(f"{length}, {bought}", indent=2)
        return
    if step.what == "free":
        strip.text(f"{length}, {say.tr('free of charge')}", indent=2)
        return
    price = say.tr("{price} per hour").format(price=say.price(step.per_hour_minor))
    strip.text(f"{length} × {price}", indent=2)


def _label(step: ChargeStep, say: Wording) -> str:
    words = {
        "package": f"{step.text} ({say.minutes(step.seconds)})",
        "added": f"{step.text} ({say.minutes(step.seconds)})",
        "brought": say.tr("Kept from an earlier visit: {package}").format(
            package=f"{step.text} ({say.minutes(step.seconds)})"
        ),
        "given_back": say.tr("Not used: {package}").format(package=step.text),
        "discount": say.tr("Discount {percent} %").format(percent=step.number),
        "limit": say.tr("No more than the limit"),
        "step": say.tr("Rounded up to {minutes} min").format(minutes=step.number),
        "minimum": say.tr("Minimum charge {amount}").format(amount=say.price(step.number)),
        "rounding": say.tr("Rounded down once, in your favour"),
        "cancelled": say.tr("Cancelled: nothing is charged"),
    }
    return words.get(step.what, step.what)
