"""What the desk needs from a fiscal device and from the store of its documents, as protocols.

The device's methods block and run on the fiscal room's thread. Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from clubdesk.domain.fiscal import FiscalDocument


class FiscalOutcome(StrEnum):
    """What a device did. NOT_ASKED: it took not one byte; UNKNOWN: nobody knows."""

    REGISTERED = "registered"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"
    NOT_THERE = "not_there"
    """The answer to ``resolve``: the device has no document of this number."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FiscalAnswer:
    """The end of a request; ``words`` are the device's own, ``link`` is its QR code's text."""

    outcome: FiscalOutcome
    sign: str = ""
    link: str = ""
    words: str = ""


class FiscalDevice(Protocol):
    """A device that registers payments. None of its methods raises."""

    def register(self, document: FiscalDocument, currency_code: str) -> FiscalAnswer:
        """Registers a document; the same ``uuid`` twice is one document."""
        ...

    def resolve(self, uuid: str) -> FiscalAnswer:
        """What became of a document: REGISTERED, NOT_THERE, or UNKNOWN if it cannot tell."""
        ...

    def status(self) -> FiscalAnswer:
        """Whether it can register now: REGISTERED for yes, else NOT_ASKED with its words."""
        ...


class FiscalStore(Protocol):
    """Documents on their way. ``waiting`` are pending and unknown ones, the oldest first.

    ``held_jobs`` are the papers that wait for their document, and ``holds`` says it of one.
    """

    def add(self, document: FiscalDocument) -> FiscalDocument: ...
    def get(self, document_id: int) -> FiscalDocument | None: ...
    def about(self, about: str) -> FiscalDocument | None: ...
    def save(self, document: FiscalDocument) -> None: ...
    def waiting(self, till_id: int) -> Sequence[FiscalDocument]: ...
    def troubled(self) -> Sequence[FiscalDocument]: ...
    def held_jobs(self) -> Sequence[int]: ...
    def holds(self, job_id: int) -> bool: ...
