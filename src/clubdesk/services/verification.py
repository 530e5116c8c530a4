"""Verifying a client's phone by a code that is sent to it. Desk worker's thread.

The code is kept as a hash; the message itself lives in memory alone. Sending happens elsewhere,
after the commit: a gateway that is down never holds the desk up.
"""

from __future__ import annotations

from enum import StrEnum

from clubdesk.services.commands import Answer, Command

CODE_DIGITS = 6
LIVES_S = 300
MOST_TRIES = 5
RESEND_S = 60


class MessageState(StrEnum):
    """How far a message has come: taken by the gateway is not delivered to the phone."""

    QUEUED = "queued"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"


class SendCode(Command, frozen=True, kw_only=True):
    """Makes a new code and has it sent to the client's phone."""

    client_id: int


class CodeSent(Answer, frozen=True, kw_only=True):
    """When another code may be asked for (UTC, ISO 8601), and whether a gateway is set up."""

    again_at: str
    has_gateway: bool


class CheckCode(Command, frozen=True, kw_only=True):
    """Compares what the client says with the code; right makes the phone verified."""

    client_id: int
    code: str


class SkipVerification(Command, frozen=True, kw_only=True):
    """Lets a client be taken as verified without a code; its own permission, with a reason."""

    client_id: int
    reason: str


class NoteMessage(Command, frozen=True, kw_only=True):
    """The message room's own deed: how far the client's message has come."""

    client_id: int
    state: MessageState
    detail: str = ""
    gateway_id: str = ""
