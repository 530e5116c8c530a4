"""A fiscal device that is none: it keeps its register in a file, numbers documents and can fail.

For trying out the order of things (settled, registered, printed), the demo and the tests. It is
certified by nobody, and its receipts say so. Fiscal room's thread.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import msgspec

from clubdesk.domain.fiscal import FiscalDocument, FiscalKind
from clubdesk.foundation.translate import mark
from clubdesk.services.ports_fiscal import FiscalAnswer, FiscalOutcome

SERIAL = "SIM-0001"
FILE_NAME = "fiscal-simulator.jsonl"
OFFLINE = mark("The fiscal device does not answer: check its cable and its power.")
NO_SHIFT_MONEY = mark("The fiscal device holds less cash than is to be paid out.")
NO_ORIGINAL = mark("The fiscal device does not know the sale that is taken back.")
UNREADABLE = mark("The fiscal device's register cannot be read or written.")


class Fault(StrEnum):
    """What the simulator does wrong when it is told to."""

    NONE = ""
    OFFLINE = "offline"
    LOSES_ANSWER = "loses_answer"
    LOSES_REQUEST = "loses_request"
    REFUSES = "refuses"


class Registered(msgspec.Struct, frozen=True):
    """A line of the register."""

    uuid: str
    kind: str
    number: int
    sign: str
    link: str
    cash: int
    card: int
    advance: int
    original: str = ""


@dataclass(slots=True)
class FiscalSimulator:
    """Keeps a register of documents, each once, in ``path``.

    Attributes:
        faults: What goes wrong at the next requests, one each.
    """

    path: Path
    faults: list[Fault] = field(default_factory=list)

    def register(self, document: FiscalDocument, currency_code: str) -> FiscalAnswer:
        """See ``FiscalDevice``; a document that is there already is answered as it was."""
        fault = self.faults.pop(0) if self.faults else Fault.NONE
        if fault is Fault.OFFLINE:
            return FiscalAnswer(FiscalOutcome.NOT_ASKED, words=OFFLINE)
        if fault is Fault.LOSES_REQUEST:
            return FiscalAnswer(FiscalOutcome.UNKNOWN, words=OFFLINE)
        if fault is Fault.REFUSES:
            return FiscalAnswer(FiscalOutcome.REFUSED, words=NO_SHIFT_MONEY)
        try:
            answer = self._write(document, currency_code)
        except (OSError, msgspec.DecodeError):
            return FiscalAnswer(FiscalOutcome.UNKNOWN, words=UNREADABLE)
        if fault is Fault.LOSES_ANSWER:
            return FiscalAnswer(FiscalOutcome.UNKNOWN, words=OFFLINE)
        return answer

    def resolve(self, uuid: str) -> FiscalAnswer:
        """Looks the document up in the register."""
        if self.faults and self.faults[0] is Fault.OFFLINE:
            self.faults.pop(0)
            return FiscalAnswer(FiscalOutcome.UNKNOWN, words=OFFLINE)
        try:
            known = {line.uuid: line for line in self.lines()}
        except (OSError, msgspec.DecodeError):
            return FiscalAnswer(FiscalOutcome.UNKNOWN, words=UNREADABLE)
        if uuid not in known:
            return FiscalAnswer(FiscalOutcome.NOT_THERE)
        return FiscalAnswer(FiscalOutcome.REGISTERED, known[uuid].sign, known[uuid].link)

    def status(self) -> FiscalAnswer:
        """Whether it answers."""
        if self.faults and self.faults[0] is Fault.OFFLINE:
            return FiscalAnswer(FiscalOutcome.NOT_ASKED, words=OFFLINE)
        return FiscalAnswer(FiscalOutcome.REGISTERED, sign=SERIAL)

    def lines(self) -> list[Registered]:
        """The whole register, the oldest first."""
        if not self.path.exists():
            return []
        rows = self.path.read_bytes().splitlines()
        return [msgspec.json.decode(row, type=Registered) for row in rows]

    def _write(self, document: FiscalDocument, currency_code: str) -> FiscalAnswer:
        lines = self.lines()
        for line in lines:
            if line.uuid == document.uuid:
                return FiscalAnswer(FiscalOutcome.REGISTERED, line.sign, line.link)
        if document.original_uuid and document.original_uuid not in {one.uuid for one in lines}:
            return FiscalAnswer(FiscalOutcome.REFUSED, words=NO_ORIGINAL)
        line = _line(document, len(lines) + 1, currency_code)
        with self.path.open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return FiscalAnswer(FiscalOutcome.REGISTERED, line.sign, line.link)


def _line(document: FiscalDocument, number: int, currency_code: str) -> Registered:
    facts = document.facts
    digest = hashlib.sha256(f"{SERIAL}:{number}:{document.uuid}".encode()).hexdigest()
    sign = str(int(digest[:12], 16) % 10**10).zfill(10)
    back = document.kind is FiscalKind.REFUND
    link = (
        f"t={document.at:%Y%m%dT%H%M}&s={facts.cash + facts.card}&c={currency_code}"
        f"&fn={SERIAL}&i={number}&fp={sign}&n={2 if back else 1}"
    )
    return Registered(
        document.uuid,
        document.kind.value,
        number,
        sign,
        link,
        facts.cash,
        facts.card,
        facts.advance,
        document.original_uuid,
    )
