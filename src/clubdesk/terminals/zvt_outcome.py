"""What a finished ZVT command means for the money. Pure.

An approval needs all of it: a status information with result 00, no other result beside it, the
amount and currency that were asked (where the terminal tells them), a transaction other than the
one noted before, and the completion. The protocol has the terminal take a payment back by itself
when its status information was not acknowledged (PA00P015, chapter on authorisation), so a
result 00 without a completion is not an approval but UNKNOWN.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from clubdesk.services.ports_terminal import Evidence, Outcome, OutcomeKind
from clubdesk.terminals import hints
from clubdesk.terminals.zvt_codes import (
    ALREADY_REVERSED,
    BUSY,
    CANCELLED,
    CANNOT_REVERSE,
    LAST_OF_BANK,
    NOT_CONNECTED,
    SUCCESS,
)
from clubdesk.terminals.zvt_dialog import Ending, Heard
from clubdesk.terminals.zvt_messages import Status

_MARK = re.compile(r"zvt trace=(\d{0,6}) receipt=(\d{0,4})")


@dataclass(frozen=True, slots=True)
class LastSeen:
    """The terminal's newest transaction before a payment; fields are empty where it told none."""

    trace: str = ""
    receipt_number: str = ""

    def mark(self) -> str:
        """As text for the row."""
        return f"zvt trace={self.trace} receipt={self.receipt_number}"

    @property
    def is_known(self) -> bool:
        """Whether it names a transaction; a number of zeros names none (some terminals)."""
        return bool(self.trace.strip("0") or self.receipt_number.strip("0"))

    def is_same(self, other: LastSeen) -> bool:
        """Whether both are one transaction."""
        return self.is_known and self == other


def last_seen(mark: str) -> LastSeen:
    """Reads a mark; one that is not ours names nothing."""
    found = _MARK.fullmatch(mark)
    return LastSeen(*found.groups()) if found else LastSeen()


def seen_in(evidence: Evidence) -> LastSeen:
    """Which transaction an evidence is of."""
    return LastSeen(evidence.trace, evidence.receipt_number)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a terminal was asked, in its own units, and what it had done last before."""

    amount: int
    currency: str
    before: LastSeen

    def fits(self, status: Status) -> bool:
        """Whether a status information tells nothing else."""
        return status.amount in (None, self.amount) and status.currency in ("", self.currency)


def outcome_of(heard: Heard, asked: Asked) -> Outcome:
    """The outcome of a payment, a reversal or a refund."""
    if heard.ending == Ending.NOT_SENT:
        return Outcome(OutcomeKind.NOT_STARTED, hint=hints.NOT_THERE)
    if heard.ending == Ending.REFUSED:
        return refused(heard)
    results = {status.result for status in heard.statuses}
    if heard.ending == Ending.LOST or (SUCCESS in results and len(results) > 1):
        return unknown(heard)
    if heard.ending == Ending.COMPLETED and results == {SUCCESS}:
        return _approved(heard, asked)
    code = heard.code if heard.ending == Ending.ABORTED else _result(heard)
    if code is None or code == SUCCESS or SUCCESS in results:
        return unknown(heard)
    return _failed(code, heard)


def refused(heard: Heard) -> Outcome:
    """84 xx: the terminal did not begin."""
    code = heard.code or 0
    hint = hints.IS_BUSY if code in BUSY else hints.RESTART
    return Outcome(OutcomeKind.NOT_STARTED, f"{code:02X}", hint=hint)


def unknown(heard: Heard, hint: str = hints.NOBODY_KNOWS) -> Outcome:
    """Nobody knows; what was heard is kept for the person who decides."""
    code = heard.code if heard.code is not None else _result(heard)
    return Outcome(
        OutcomeKind.UNKNOWN,
        "" if code is None else f"{code:02X}",
        _words(heard),
        hint,
        evidence_of(heard),
    )


def evidence_of(heard: Heard) -> Evidence:
    """The last status information's, with the slip's lines."""
    status = heard.status
    return replace(status.evidence if status else Evidence(), lines=tuple(heard.lines))


def _approved(heard: Heard, asked: Asked) -> Outcome:
    if any(not asked.fits(status) for status in heard.statuses):
        return unknown(heard, hints.OTHER_AMOUNT)
    evidence = evidence_of(heard)
    if asked.before.is_same(seen_in(evidence)):
        return unknown(heard)  # the answer to an earlier payment
    return Outcome(OutcomeKind.APPROVED, "00", _words(heard), evidence=evidence)


def _failed(code: int, heard: Heard) -> Outcome:
    kind, hint = OutcomeKind.DECLINED, hints.TERMINAL_REFUSED
    if code == CANCELLED:
        kind, hint = OutcomeKind.CANCELLED, hints.BROKEN_OFF
    elif code in NOT_CONNECTED:
        kind, hint = OutcomeKind.NO_CONNECTION, hints.CHECK_INTERNET
    elif code <= LAST_OF_BANK:
        hint = hints.BANK_DECLINED
    elif code in (ALREADY_REVERSED, CANNOT_REVERSE):
        hint = hints.ALREADY_REVERSED if code == ALREADY_REVERSED else hints.CANNOT_REVERSE
    return Outcome(kind, f"{code:02X}", _words(heard), hint, evidence_of(heard))


def _result(heard: Heard) -> int | None:
    return heard.status.result if heard.status else None


def _words(heard: Heard) -> str:
    return heard.status.evidence.reference if heard.status else ""
