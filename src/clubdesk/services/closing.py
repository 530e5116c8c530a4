"""Ending a shift: what keeps it open, its last figures, its Z-report. Desk worker's thread.

A close and a hand-over end it the same way; amounts are minor units.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from clubdesk.domain.events import ShiftClosed
from clubdesk.domain.ledger import AccountKind, TransactionKind
from clubdesk.domain.people import Staff
from clubdesk.domain.receipt import PaperKind, Receipt
from clubdesk.domain.shift import Shift
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.available import till_holds
from clubdesk.services.counting import Count, book_difference, check_difference
from clubdesk.services.deed import Deed
from clubdesk.services.paper_facts import paper, queue_paper
from clubdesk.services.shift_reports import shift_report
from clubdesk.services.typed_money import kept_words

LONGEST_REASON = 500
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Ended:
    """A shift that is over, with its Z-report's print job."""

    shift: Shift
    job_id: int

    @property
    def z_number(self) -> int:
        """The number of its Z-report."""
        return self.shift.z_number or 0

    @property
    def expected_minor(self) -> int:
        """What the books said the till holds."""
        return self.shift.expected_close_minor or 0

    @property
    def difference_minor(self) -> int:
        """Counted less expected."""
        return (self.shift.counted_close_minor or 0) - self.expected_minor


def end_shift(deed: Deed, count: Count, reason: str, to: Staff | None = None) -> Ended:
    """Books the difference and writes the Z-report: stored, numbered, queued for the printer.

    ``to`` is who takes the till over; None where it is closed.

    Raises:
        DeskError: As ``check_difference``.
    """
    expected = till_holds(deed)
    difference = count.total_minor - expected
    deed.reason = kept_words(reason, LONGEST_REASON, "reason")
    check_difference(deed, difference)
    book_difference(deed, TransactionKind.CLOSING_DIFFERENCE, difference, AccountKind.OVER_SHORT)
    closed = _closed(deed, count, expected)
    facts = shift_report(deed, closed, handed_to=to.name if to else "")
    report = Receipt(paper(deed, PaperKind.Z_REPORT, closed.z_number or 0), report=facts)
    deed.work.shifts.save(closed)
    deed.work.shifts.store_report(closed.id, report)
    job_id = queue_paper(deed, report)
    deed.notes.update(
        expected_minor=expected, difference_minor=difference, z_number=closed.z_number
    )
    deed.tell(ShiftClosed(closed.id, closed.till_id))
    return Ended(closed, job_id)


def _closed(deed: Deed, count: Count, expected: int) -> Shift:
    return replace(
        deed.open_shift,
        closed_by=deed.staff.id if deed.staff else None,
        closed_at=deed.now,
        counted_close_minor=count.total_minor,
        counted_close_parts=count.parts,
        expected_close_minor=expected,
        close_reason=deed.reason,
        z_number=deed.work.shifts.next_z_number(deed.till_id),
    )


def refuse_while_playing(deed: Deed) -> None:
    """Keeps the club's last open shift open while somebody plays or pauses.

    A session belongs to the club and not to a till: while another till is open it can be ended
    there, so one till may close in the middle of the evening.

    Raises:
        DeskError: ``shift.sessions_open``.
    """
    playing = deed.work.sessions.all_open()
    if not playing or deed.work.till.another_is_open(deed.till_id):
        return
    seats = [deed.work.stations.get(session.station_id) for session in playing]
    names = ", ".join(sorted(seat.name for seat in seats if seat is not None)[:_MOST_NAMED])
    raise DeskError(
        "shift.sessions_open",
        trn(
            "{count} session is not ended yet: {names}",
            "{count} sessions are not ended yet: {names}",
            len(playing),
        ).format(count=len(playing), names=names),
        tr("End them in the hall, or hand the shift over: then they go on."),
    )


def refuse_while_orders_wait(deed: Deed) -> None:
    """Keeps a shift open while somebody waits for an order of its till.

    Raises:
        DeskError: ``shift.orders_open``.
    """
    waiting = deed.work.till.open_orders(deed.till_id)
    if not waiting:
        return
    numbers = ", ".join(str(number) for number in waiting[:_MOST_NAMED])
    raise DeskError(
        "shift.orders_open",
        trn(
            "{count} order is not served yet: no. {numbers}",
            "{count} orders are not served yet: no. {numbers}",
            len(waiting),
        ).format(count=len(waiting), numbers=numbers),
        tr("Serve or cancel them at the bar, then close the shift."),
    )
