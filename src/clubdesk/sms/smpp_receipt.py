"""Reads a deliver_sm that tells what became of a message (SMPP 3.4, appendix B). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

Pdu: TypeAlias = Any
"""A packet of the library, which has no types."""

_ID = re.compile(r"\bid:\s*(\S+)", re.IGNORECASE)
_STAT = re.compile(r"\bstat:\s*([A-Z]+)", re.IGNORECASE)
_ERROR = re.compile(r"\berr:\s*(\S+)", re.IGNORECASE)

# SMPP 3.4, 5.2.28 message_state, by the name that a receipt's text has for it.
_STATES = {
    1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD",
    7: "UNKNOWN", 8: "REJECTD",
}  # fmt: skip
_FAILED = frozenset({"EXPIRED", "DELETED", "UNDELIV", "REJECTD"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a gateway tells of one part: its name, its state, its error code."""

    name: str
    state: str
    error: str = ""

    @property
    def is_delivered(self) -> bool:
        """It is on the phone."""
        return self.state == "DELIVRD"

    @property
    def has_failed(self) -> bool:
        """It will never be."""
        return self.state in _FAILED

    @property
    def words(self) -> str:
        """The state, and the error code where there is one."""
        has_error = bool(self.error.strip("0"))
        return f"{self.state} {self.error}" if has_error else self.state


def receipt_of(pdu: Pdu) -> Receipt | None:
    """The receipt in a deliver_sm; None for anything else, a client's own message too."""
    text = _text(getattr(pdu, "short_message", b""))
    name = _text(getattr(pdu, "receipted_message_id", b"")) or _found(_ID, text)
    code = getattr(pdu, "message_state", None)
    state = _STATES.get(code, "") if isinstance(code, int) else ""
    state = state or _found(_STAT, text).upper()
    if not name or not state:
        return None
    return Receipt(name, state, _found(_ERROR, text))


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1").rstrip("\0")
    return str(value or "")
