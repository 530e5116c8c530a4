"""Opening and closing a shift, and its reports. Desk worker's thread. Amounts: minor units."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from clubdesk.domain.events import ShiftClosed, ShiftOpened
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Permission
from clubdesk.domain.receipt import PaperKind, Receipt
from clubdesk.domain.shift import Shift
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR, format_money
from clubdesk.foundation.translate import language, tr, trn
from clubdesk.services.card_payments import refuse_while_pending
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.paper_facts import paper, queue_paper, shift_report
from clubdesk.services.typed_text import fitting

LONGEST_REASON = 500
OVER_TOLERANCE, REASON_NEEDED = "shift.over_tolerance", "shift.reason_needed"
"""What a close with a difference is refused with while there is no reason for it yet."""


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
    """Opens the shift; a difference to the last close is booked and journaled."""
    if deed.shift is not None:
        raise DeskError(
            "shift.already_open",
            tr("A shift is already open at this till."),
            tr("Close it or hand it over first."),
        )
    _check_count(command.counted_minor)
    till = AccountRef(AccountKind.TILL_CASH, deed.till_id)
    expected = deed.work.ledger.balance(till)
    before = deed.work.shifts.last_closed(deed.till_id)
    shift = deed.work.shifts.add(
        Shift(
            id=0,
            till_id=deed.till_id,
            number=0,
            opened_by=deed.staff.id if deed.staff else 0,
            opened_at=deed.now,
            counted_open_minor=command.counted_minor,
            expected_open_minor=expected if before else command.counted_minor,
        )
    )
    deed.shift = shift
    difference = command.counted_minor - expected
    other = AccountKind.OVER_SHORT if before else AccountKind.SAFE
    _book_difference(deed, TransactionKind.OPENING_FLOAT, difference, other)
    deed.notes.update(expected_minor=expected, difference_minor=difference if before else 0)
    deed.tell(ShiftOpened(shift.id, shift.till_id))
    return ShiftAnswer(
        shift_id=shift.id,
        expected_minor=expected,
        difference_minor=difference if before else 0,
        first=before is None,
    )


def close_shift(deed: Deed, command: CloseShift) -> ShiftClosedAnswer:
    """Closes the shift and writes the Z-report: stored, numbered, queued for the printer.

    Raises:
        DeskError: ``shift.sessions_open``, ``shift.payments_pending``, ``shift.bad_count``; over
            the tolerance ``shift.over_tolerance`` or ``shift.reason_needed`` without a reason, and
            ``staff.not_allowed`` with one, for an approval.
    """
    shift = deed.open_shift
    _refuse_while_playing(deed)
    refuse_while_pending(deed)
    _check_count(command.counted_minor)
    expected = deed.work.ledger.balance(AccountRef(AccountKind.TILL_CASH, deed.till_id))
    difference = command.counted_minor - expected
    deed.reason = fitting(command.reason, LONGEST_REASON, "reason")
    _check_difference(deed, difference)
    _book_difference(deed, TransactionKind.CLOSING_DIFFERENCE, difference, AccountKind.OVER_SHORT)
    closed = replace(
        shift,
        closed_by=deed.staff.id if deed.staff else None,
        closed_at=deed.now,
        counted_close_minor=command.counted_minor,
        expected_close_minor=expected,
        close_reason=deed.reason,
        z_number=deed.work.shifts.next_z_number(deed.till_id),
    )
    z_number = closed.z_number or 0
    report = Receipt(paper(deed, PaperKind.Z_REPORT, z_number), report=shift_report(deed, closed))
    deed.work.shifts.save(closed)
    deed.work.shifts.store_report(closed.id, report)
    job_id = queue_paper(deed, report)
    deed.notes.update(expected_minor=expected, difference_minor=difference, z_number=z_number)
    deed.tell(ShiftClosed(closed.id, closed.till_id))
    return ShiftClosedAnswer(
        shift_id=closed.id,
        z_number=z_number,
        expected_minor=expected,
        difference_minor=difference,
        job_id=job_id,
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


def _refuse_while_playing(deed: Deed) -> None:
    playing = deed.work.sessions.all_open()
    if not playing:
        return
    seats = [deed.work.stations.get(session.station_id) for session in playing]
    names = ", ".join(sorted(seat.name for seat in seats if seat is not None)[:8])
    raise DeskError(
        "shift.sessions_open",
        trn(
            "{count} session is not ended yet: {names}",
            "{count} sessions are not ended yet: {names}",
            len(playing),
        ).format(count=len(playing), names=names),
        tr("End them in the hall, then close the shift."),
    )


def _check_count(counted_minor: int) -> None:
    if not 0 <= counted_minor <= MAX_MINOR:
        raise DeskError(
            "shift.bad_count",
            tr("The count of the till cannot be right."),
            tr("Count again and type the total."),
            subject="counted",
        )


def _check_difference(deed: Deed, difference: int) -> None:
    if abs(difference) <= deed.club.float_tolerance_minor:
        return
    shown = format_money(abs(difference), deed.club.currency, language())
    text = (
        tr("The till holds {amount} more than the books say.")
        if difference > 0
        else tr("The till holds {amount} less than the books say.")
    ).format(amount=shown)
    if deed.reason:
        deed.require(Permission.CLOSE_OVER_TOLERANCE)
        return
    if deed.staff is None or Permission.CLOSE_OVER_TOLERANCE not in deed.staff.permissions:
        raise DeskError(
            OVER_TOLERANCE,
            text,
            tr("Count once more. If it stays, write down why; an administrator's PIN closes it."),
            subject="reason",
        )
    raise DeskError(
        REASON_NEEDED,
        text,
        tr("Count once more. If it stays, write down why and close."),
        subject="reason",
    )


def _book_difference(
    deed: Deed, kind: TransactionKind, difference: int, other: AccountKind
) -> None:
    if difference == 0:
        return
    till, rest = AccountRef(AccountKind.TILL_CASH, deed.till_id), AccountRef(other)
    debit, credit = (till, rest) if difference > 0 else (rest, till)
    deed.post(kind, pair(debit=debit, credit=credit, amount=abs(difference)))


_SHIFT = Permission.RUN_SHIFT

RULES: dict[type[Command], Rule] = {
    OpenShift: Rule(open_shift, ShiftAnswer, needs=_SHIFT),
    CloseShift: Rule(close_shift, ShiftClosedAnswer, needs=_SHIFT, in_shift=True),
    PrintXReport: Rule(print_x_report, PaperAnswer, needs=_SHIFT, in_shift=True),
    ReprintReport: Rule(reprint_report, PaperAnswer, needs=_SHIFT),
}
