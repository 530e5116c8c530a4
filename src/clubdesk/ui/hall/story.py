"""Puts a session's story into words. Pure; the language in use."""

from __future__ import annotations

from clubdesk.foundation.translate import tr
from clubdesk.services.views import StoryLine
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.look.wording import signed_money

_COSTS = ("charge", "order")


def _words() -> dict[str, str]:
    return {
        "started": tr("Started · {text}"),
        "paused": tr("Paused"),
        "resumed": tr("Resumed"),
        "moved": tr("Moved from {text}"),
        "package": tr("Package · {text}"),
        "top_up": tr("Top-up"),
        "guest_payment": tr("Paid"),
        "charge": tr("Charged for play"),
        "order": tr("Order · {text}"),
        "order_cancel": tr("Order cancelled · {text}"),
        "ended": tr("Ended"),
    }


def story_text(line: StoryLine) -> str:
    """What happened; a code of a newer desk is shown as it is."""
    pattern = _words().get(line.what, line.what)
    text = pattern.format(text=line.text)
    return text.removesuffix(" · ")


def story_rows(
    lines: tuple[StoryLine, ...], wording: Wording, most: int = 8
) -> list[tuple[str, str, str]]:
    """Time, what and amount of the latest lines, oldest first."""
    return [
        (wording.clock(line.at), story_text(line), _amount(line, wording)) for line in lines[-most:]
    ]


def _amount(line: StoryLine, wording: Wording) -> str:
    if line.amount is None:
        return ""
    # The books tell how much; whether it came or went is in what happened.
    return signed_money(-line.amount if line.what in _COSTS else line.amount, wording.club)
