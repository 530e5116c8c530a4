"""Opening and closing a shift, and its reports. Desk worker's thread. Amounts: minor units."""

from __future__ import annotations

import msgspec

from clubdesk.domain.events import ShiftOpened
from clubdesk.domain.ledger import AccountKind, TransactionKind
from clubdesk.domain.people import Permission
from clubdesk.domain.receipt import PaperKind, Receipt
from clubdesk.domain.shift import Shift
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import till_holds
from clubdesk.services.card_payments import refuse_while_pending
from clubdesk.services.closing import end_shift, refuse_while_orders_wait, refuse_while_playing
from clubdesk.services.commands import Answer, Command
from clubdesk.services.counting import (
    OVER_TOLERANCE,
    REASON_NEEDED,
    Count,
    book_difference,
    checked_count,
)
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.paper_facts import paper, queue_paper
from clubdesk.services.shift_reports import shift_report

__all__ = [
    "OVER_TOLERANCE",
    "REASON_NEEDED",
    "RULES",
    "CloseShift",
    "OpenShift",
    "PaperAnswer",
    "PrintXReport",
    "ReprintReport",
    "ShiftAnswer",
    "ShiftClosedAnswer",
]


class OpenShift(Command, frozen=True, kw_only=True):
    """Starts a shift with what was counted in the till.

    Attributes:
        parts: The count by denomination (minor units of a piece to pieces); empty for a total.
    """

    counted_minor: int
    parts: dict[int, int] = msgspec.field(default_factory=dict)


class ShiftAnswer(Answer, frozen=True, kw_only=True):
    """The shift, what the books expected in the till, and the difference (counted - expected).

    ``first`` is true at a till that was never opened before: there is nothing to compare with.
    """

    shift_id: int
    expected_minor: int
    difference_minor: int
    first: bool


class CloseShift(Command, frozen=True, kw_only=True):
    """Ends the shift with what was counted in the till; ``reason`` explains a difference."""

    counted_minor: int
    reason: str = ""
    parts: dict[int, int] = msgspec.field(default_factory=dict)


class ShiftClosedAnswer(Answer, frozen=True, kw_only=True):
    """The Z-report's number and the till's figures."""

    shift_id: int
    z_number: int
    expected_minor: int
    difference_minor: int
    job_id: int


class PrintXReport(Command, frozen=True, kw_only=True):
    """Prints the running shift's figures."""


class ReprintReport(Command, frozen=True, kw_only=True):
    """Prints a closed shift's Z-report again, marked COPY."""

    shift_id: int


class PaperAnswer(Answer, frozen=True, kw_only=True):
    """The print job of a paper."""

    job_id: int


def open_shift(deed: Deed, command: OpenShift) -> ShiftAnswer:
    """Opens the shift; a difference to the last close is booked and journaled.

    Raises:
        DeskError: ``shift.already_open``, ``shift.bad_count`` or ``shift.parts_differ``.
    """
    if deed.shift is not None:
        raise DeskError(
            "shift.already_open",
            tr("A shift is already open at this till."),
            tr("Close it or hand it over first."),
        )
    count = checked_count(command.counted_minor, command.parts)
    expected = till_holds(deed)
    before = deed.work.shifts.last_closed(deed.till_id)
    deed.shift = deed.work.shifts.add(
        _opened(deed, count, expected if before else count.total_minor)
    )
    difference = count.total_minor - expected
    other = AccountKind.OVER_SHORT if before else AccountKind.SAFE
    book_difference(deed, TransactionKind.OPENING_FLOAT, difference, other)
    told = difference if before else 0
    deed.notes.update(expected_minor=expected, difference_minor=told)
    deed.tell(ShiftOpened(deed.shift.id, deed.shift.till_id))
    return ShiftAnswer(
        shift_id=deed.shift.id,
        expected_minor=expected,
        difference_minor=told,
        first=before is None,
    )


def _opened(deed: Deed, count: Count, expected: int) -> Shift:
    return Shift(
        id=0,
        till_id=deed.till_id,
        number=0,
        opened_by=deed.staff.id if deed.staff else 0,
        opened_at=deed.now,
        counted_open_minor=count.total_minor,
        counted_open_parts=count.parts,
        expected_open_minor=expected,
    )


def close_shift(deed: Deed, command: CloseShift) -> ShiftClosedAnswer:
    """Closes the shift and writes the Z-report: stored, numbered, queued for the printer.

    Raises:
        DeskError: ``shift.sessions_open``, ``shift.payments_pending``, ``shift.orders_open``,
            ``shift.bad_count``, ``shift.parts_differ``; over the tolerance
            ``shift.over_tolerance`` or ``shift.reason_needed`` without a reason, and
            ``staff.not_allowed`` with one, for an approval.
    """
    refuse_while_playing(deed)
    refuse_while_pending(deed)
    refuse_while_orders_wait(deed)
    count = checked_count(command.counted_minor, command.parts)
    ended = end_shift(deed, count, command.reason)
    return ShiftClosedAnswer(
        shift_id=ended.shift.id,
        z_number=ended.z_number,
        expected_minor=ended.expected_minor,
        difference_minor=ended.difference_minor,
        job_id=ended.job_id,
    )


def print_x_report(deed: Deed, command: PrintXReport) -> PaperAnswer:
    """Queues an X-report: the figures now, nothing closed."""
    report = shift_report(deed, deed.open_shift)
    receipt = Receipt(paper(deed, PaperKind.X_REPORT, deed.open_shift.number), report=report)
    return PaperAnswer(job_id=queue_paper(deed, receipt))


def reprint_report(deed: Deed, command: ReprintReport) -> PaperAnswer:
    """Queues a copy of a stored Z-report.

    Raises:
        DeskError: ``shift.no_report``.
    """
    report = deed.work.shifts.report(command.shift_id)
    if report is None:
        raise DeskError("shift.no_report", tr("This shift has no Z-report yet."))
    return PaperAnswer(job_id=queue_paper(deed, report, copy=True))


_SHIFT = Permission.RUN_SHIFT

RULES: dict[type[Command], Rule] = {
    OpenShift: Rule(open_shift, ShiftAnswer, needs=_SHIFT),
    CloseShift: Rule(close_shift, ShiftClosedAnswer, needs=_SHIFT, in_shift=True),
    # It says what the till should hold: whoever counts it later must not know that alone.
    PrintXReport: Rule(print_x_report, PaperAnswer, needs=Permission.SEE_REPORTS, in_shift=True),
    ReprintReport: Rule(reprint_report, PaperAnswer, needs=_SHIFT),
}
