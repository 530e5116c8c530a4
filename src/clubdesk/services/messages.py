"""Messages to phones as the desk speaks of them: what is told of a test, and how it is worded.

Any thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clubdesk.foundation.translate import mark, tr

FIRST_TEXT = mark("{club}: your code is {code}")
"""What a message says until the club writes its own."""

CODE_PLACE, CLUB_PLACE = "{code}", "{club}"


class MessageState(StrEnum):
    """How far a message has come: taken by the gateway is not delivered to the phone."""

    QUEUED = "queued"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"


class GatewayKind(StrEnum):
    """How messages leave this desk."""

    NONE = "none"
    HTTP = "http"
    SMPP = "smpp"
    GAMMU = "gammu"


OWN_PROVIDER = "own"
"""An HTTP provider that the club describes itself."""


@dataclass(frozen=True, slots=True)
class MessageTold:
    """How far a test message has come.

    Attributes:
        number: Which test; they are counted from 1.
        detail: A marked sentence, then after a line break the gateway's own words.
    """

    number: int
    state: MessageState
    detail: str = ""


def message_text(template: str, code: str, club: str) -> str:
    """A message's text; an empty template is the desk's own, in the language in use."""
    text = template.strip() or tr(FIRST_TEXT)
    # The club's name first, so that a code is never filled into a name that holds the place.
    parts = text.split(CODE_PLACE)
    return code.join(part.replace(CLUB_PLACE, club) for part in parts)


def told(detail: str) -> str:
    """A detail in the language in use: what happened, then the gateway's own words."""
    sentence, _, words = detail.partition("\n")
    return " ".join(part for part in (tr(sentence) if sentence else "", words) if part)
