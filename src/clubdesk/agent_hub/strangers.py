"""Counts what was refused and says it now and then, so that a flood fills neither log nor journal.

Pure; owned by the hub thread.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum

_REMEMBERED = 256
_TEXT = 120


class Refusal(StrEnum):
    """Why something from the network was not listened to."""

    UNPAIRED_KEY = "unpaired_key"
    """A proper agent whose key no station has."""
    BROKEN_HANDSHAKE = "broken_handshake"
    """Bytes that are no agent's, a replayed recording among them."""
    GARBAGE = "garbage"
    """A paired agent sent what is not a message."""
    SAME_KEY = "same_key"
    """Two agents use one key: a copied disk, or a restart that overlapped."""
    OTHER_PROTOCOL = "other_protocol"
    """An agent of a version that this desk does not understand."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """One refusal to tell a person about.

    Attributes:
        key: The public key, Z85, where one was shown; else empty.
        address: The network address, where it is known; else empty.
        station_id: The station whose key it was; 0 if none.
        times: How often the same came since it was told last, this time included.
    """

    refusal: Refusal
    key: str = ""
    address: str = ""
    station_id: int = 0
    detail: str = ""
    times: int = 1


class StrangerLog:
    """Tells the same refusal at most once in ``quiet_s`` seconds."""

    def __init__(self, quiet_s: float = 60.0) -> None:
        self._quiet_s = quiet_s
        self._told: OrderedDict[tuple[Refusal, str], tuple[float, int]] = OrderedDict()
        self.counts: dict[Refusal, int] = dict.fromkeys(Refusal, 0)

    def note(self, stranger: Stranger, now: float) -> Stranger | None:
        """Counts a refusal; the stranger to tell about, or None if it was told recently."""
        self.counts[stranger.refusal] += 1
        who = (stranger.refusal, stranger.key or stranger.address)
        told_at, held = self._told.pop(who, (float("-inf"), 0))
        if now - told_at < self._quiet_s:
            self._told[who] = (told_at, held + 1)
            return None
        self._told[who] = (now, 0)
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return Stranger(
            stranger.refusal,
            stranger.key,
            stranger.address,
            stranger.station_id,
            stranger.detail[:_TEXT],
            held + 1,
        )
