"""What every gateway does, and how sending can end. Called on the message room's thread.

What matters in a failure is what is certain: only ``NothingSent`` may be tried again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from clubdesk.foundation.translate import mark

TIMEOUT_S = 10.0
"""The longest wait for a gateway's word."""

NO_CONNECTION = mark("No connection to the message gateway: check the internet.")
TIMED_OUT = mark("The gateway did not answer in time. The message may have been sent.")
GONE_MIDWAY = mark("The connection was lost while sending. The message may have been sent.")
SAID_NO = mark("The gateway refused the message.")
BUSY = mark("The gateway is too busy.")


@dataclass(frozen=True, slots=True)
class Accepted:
    """The gateway took the message; that is not the phone's word.

    Attributes:
        gateway_id: What the gateway calls it; empty if it gave no name.
        phone: Whose it is; some gateways ask for it again.
        part_ids: Of a message in several parts, each part's name.
    """

    gateway_id: str = ""
    phone: str = field(default="", repr=False)
    part_ids: tuple[str, ...] = ()


class Progress(StrEnum):
    """How far an accepted message has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """What a gateway says of an accepted message; ``words`` are its own."""

    progress: Progress
    words: str = ""


class GatewayError(Exception):
    """Sending failed.

    Attributes:
        text: A marked sentence: what happened.
        words: The gateway's own words, without any secret; may be empty.
    """

    def __init__(self, text: str, words: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.words = words


class MessageRefusedError(GatewayError):
    """The gateway said no: nothing was sent, and asking again gives the same answer."""


class NothingSentError(GatewayError):
    """Certainly nothing was sent (no connection, too busy): it may be tried again."""


class MessageUnknownError(GatewayError):
    """It may have been sent or not: never tried again on its own."""


class Gateway(Protocol):
    """One way to send messages.

    Attributes:
        tells_delivery: Whether ``look_up`` can ever say more than waiting.
    """

    @property
    def tells_delivery(self) -> bool:
        """Whether delivery is ever told."""
        ...

    def send(self, phone: str, text: str) -> Accepted:
        """Hands a message over.

        Args:
            phone: E.164.
            text: What the phone shows.

        Raises:
            MessageRefusedError, NothingSentError, MessageUnknownError: See each.
        """
        ...

    def look_up(self, message: Accepted) -> Report:
        """How far an accepted message has come.

        Raises:
            GatewayError: The gateway could not be asked; ask later.
        """
        ...

    def close(self) -> None:
        """Ends a connection that is kept; the next message opens it again."""
        ...


@dataclass
class NoGateway:
    """Stands where the club has none."""

    tells_delivery: bool = field(default=False, init=False)

    def send(self, phone: str, text: str) -> Accepted:
        """Refuses.

        Raises:
            MessageRefusedError: Always.
        """
        raise MessageRefusedError(mark("No message gateway is set up (Settings, Messages)."))

    def look_up(self, message: Accepted) -> Report:
        """Nothing was ever sent."""
        return Report(Progress.WAITING)

    def close(self) -> None:
        """Holds nothing."""
