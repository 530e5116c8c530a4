"""The lines of an explained charge in words. Pure; the language in use."""

from __future__ import annotations

from clubdesk.domain.explaining import ChargeStep
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.wording import money


def step_text(step: ChargeStep, club: Club) -> str:
    """What a line is about."""
    words = {
        "pause": tr("Pause"),
        "brought": tr("Kept from an earlier visit: {package}").format(package=step.text),
        "given_back": tr("Not used: {package}").format(package=step.text),
        "discount": tr("Discount {percent} %").format(percent=step.number),
        "limit": tr("No more than the limit"),
        "step": tr("Rounded up to {minutes} min").format(minutes=step.number),
        "minimum": tr("Minimum charge {amount}").format(amount=money(step.number, club)),
        "rounding": tr("Rounded down once, in the client's favour"),
        "cancelled": tr("Cancelled: nothing is charged"),
    }
    return words.get(step.what, step.text)


def step_length(step: ChargeStep, club: Club) -> str:
    """How long a stretch is and what an hour costs; what makes it up otherwise."""
    if step.what == "hours":
        price = tr("{money}/h").format(money=money(step.per_hour_minor, club))
        return f"{length(step.seconds)} × {price}"
    if step.what == "covered":
        return tr("{time}, in the package").format(time=length(step.seconds))
    if step.what == "free":
        return tr("{time}, free of charge").format(time=length(step.seconds))
    if step.what == "kept":
        return tr("{time}, from a package bought on an earlier visit").format(
            time=length(step.seconds)
        )
    if step.what in ("pause", "step", "added", "brought") or (
        step.what == "package" and step.seconds
    ):
        return length(step.seconds)
    return ""


def length(seconds: int) -> str:
    """Hours, minutes and seconds, as short as they are: ``1:05:00``, ``7:40``."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
