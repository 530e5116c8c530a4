"""The facts of an X- or Z-report, gathered inside a deed. Desk worker's thread."""

from __future__ import annotations

from clubdesk.domain.receipt import ShiftReport
from clubdesk.domain.shift import Shift, figures
from clubdesk.services.deed import Deed


def shift_report(deed: Deed, shift: Shift, *, handed_to: str = "") -> ShiftReport:
    """The figures of a shift as the books have them at this instant.

    Args:
        deed: The deed that closes the shift or only looks at it.
        shift: The shift as it is, or as it will be closed.
        handed_to: Who takes the till over; then payments that nobody knows the end of go along.
    """
    closed = shift.closed_at is not None
    length, head = deed.work.ledger.head(deed.till_id)
    counted, expected = shift.counted_close_minor, shift.expected_close_minor
    beside = deed.work.till.beside_postings(shift.id)
    return ShiftReport(
        opened_by=_name(deed, shift.opened_by),
        opened_at=shift.opened_at,
        figures=figures(
            shift.counted_open_minor,
            deed.work.ledger.sums_of_shift(shift.id),
            deed.work.ledger.rates_of_shift(shift.id),
            beside.expenses,
            beside.orders,
            beside.taxes,
        ),
        opening_difference=shift.counted_open_minor - shift.expected_open_minor,
        closed_by=_name(deed, shift.closed_by),
        closed_at=shift.closed_at,
        counted=counted if closed else None,
        difference=counted - expected if counted is not None and expected is not None else None,
        reason=shift.close_reason,
        chain_head=head if closed else "",
        chain_length=length if closed else 0,
        opened_parts=shift.counted_open_parts,
        counted_parts=shift.counted_close_parts,
        taken_over_from=_handed_over_by(deed, shift),
        handed_to=handed_to,
        passed_on=tuple(deed.work.till.passed_on(deed.till_id)) if handed_to else (),
        taken_over=tuple(deed.work.till.taken_over(shift)) if shift.taken_over_from else (),
    )


def _name(deed: Deed, staff_id: int | None) -> str:
    staff = deed.work.staff.get(staff_id) if staff_id else None
    return staff.name if staff else ""


def _handed_over_by(deed: Deed, shift: Shift) -> str:
    before = deed.work.shifts.get(shift.taken_over_from) if shift.taken_over_from else None
    return _name(deed, before.closed_by) if before else ""
