"""The laws of shifts: numbers without a gap, tills that add up, Z-reports as in the books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby
from operator import attrgetter

from clubdesk.domain.counting import sum_of
from clubdesk.domain.ledger import AccountKind, TransactionKind
from clubdesk.domain.receipt import ShiftReport
from clubdesk.domain.shift import Shift, ShiftFigures
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import UNREADABLE, receipt_of, shift_of
from clubdesk.storage.verdict import Problem
from clubdesk.storage.views_shifts import shift_figures

_SHIFTS = "SELECT * FROM shifts ORDER BY till_id, number, id"
_REPORT = "SELECT receipt FROM shift_reports WHERE shift_id = :id"
_BOOKED = """
SELECT coalesce(sum(p.amount), 0) AS amount FROM transactions t
JOIN postings p ON p.transaction_id = t.id
JOIN accounts a ON a.id = p.account_id AND a.kind = :account
WHERE t.shift_id = :id AND t.kind = :kind
"""
_MOVES = """
SELECT t.id, t.kind, m.kind AS noted, m.category FROM transactions t
LEFT JOIN cash_moves m ON m.transaction_id = t.id
WHERE (t.kind IN ('cash_in', 'cash_out', 'collection') OR m.kind IS NOT NULL)
    AND (m.kind IS NULL OR m.kind <> t.kind OR (m.category <> '') <> (m.kind = 'cash_out'))
ORDER BY t.id
"""
_LINK = "SELECT hash FROM transactions WHERE till_id = :till_id AND till_seq = :seq"


def cash_moves_hold(look: Look) -> Iterator[Problem]:
    """Each transaction with cash beside sales has its line, of its kind, and no other has one."""
    for row in look.walk(_MOVES):
        found = "" if row.noted is None else f"{row.noted} {row.category}"
        yield Problem("shift.cash_move", "transactions", row.id, row.kind, found)


def shifts_hold(look: Look) -> Iterator[Problem]:
    """Every till's shifts from the first to the last."""
    # A club has a few shifts a day: all of them fit into memory.
    for _, group in groupby(look.rows(_SHIFTS), key=attrgetter("till_id")):
        before: Shift | None = None
        for number, row in enumerate(group, start=1):
            try:
                shift = shift_of(row)
            except UNREADABLE as error:
                yield Problem("books.readable", "shifts", row.id, "", str(error)[:200])
                break  # what follows cannot be held to it
            yield from _order(shift, number, before)
            yield from _counts(shift, before)
            yield from _opening(look, shift, before)
            if shift.closed_at is not None:
                yield from _closing(look, shift)
            before = shift


def _order(shift: Shift, number: int, before: Shift | None) -> Iterator[Problem]:
    if shift.number != number:
        yield Problem("shift.number", "shifts", shift.id, str(number), str(shift.number))
    if before is not None and before.closed_at is None:
        yield Problem("shift.one_open", "shifts", before.id, "closed", "open")
    if shift.closed_at is not None and shift.z_number != number:
        yield Problem("shift.z_number", "shifts", shift.id, str(number), str(shift.z_number))


def _counts(shift: Shift, before: Shift | None) -> Iterator[Problem]:
    """Counts by denomination come to their totals; a hand-over leaves no gap between shifts."""
    counts = (
        (shift.counted_open_parts, shift.counted_open_minor),
        (shift.counted_close_parts, shift.counted_close_minor or 0),
    )
    for parts, total in counts:
        if parts and sum_of(parts) != total:
            yield Problem("shift.parts", "shifts", shift.id, str(total), str(sum_of(parts)))
    if shift.taken_over_from is None:
        return
    if before is None or before.id != shift.taken_over_from:
        wanted = str(before.id if before else None)
        yield Problem("shift.taken_over", "shifts", shift.id, wanted, str(shift.taken_over_from))
        return
    wanted = f"{before.closed_at} {before.counted_close_minor} {before.counted_close_parts}"
    found = f"{shift.opened_at} {shift.counted_open_minor} {shift.counted_open_parts}"
    if wanted != found:
        yield Problem("shift.taken_over", "shifts", shift.id, wanted, found)


def _opening(look: Look, shift: Shift, before: Shift | None) -> Iterator[Problem]:
    in_till = 0
    if before is not None:
        in_till = before.counted_close_minor or 0
        if shift.expected_open_minor != in_till:
            found = str(shift.expected_open_minor)
            yield Problem("shift.opening", "shifts", shift.id, str(in_till), found)
    yield from _booked(
        look, shift, TransactionKind.OPENING_FLOAT, shift.counted_open_minor - in_till
    )


def _closing(look: Look, shift: Shift) -> Iterator[Problem]:
    try:
        found = shift_figures(look, shift)
    except UNREADABLE as error:
        yield Problem("books.readable", "shifts", shift.id, "", str(error)[:200])
        return
    expected, counted = shift.expected_close_minor or 0, shift.counted_close_minor or 0
    if found.expected_cash != expected:
        wanted = str(found.expected_cash)
        yield Problem("shift.expected", "shifts", shift.id, wanted, str(expected))
    yield from _booked(look, shift, TransactionKind.CLOSING_DIFFERENCE, counted - expected)
    stored = look.value(_REPORT, id=shift.id)
    try:
        report = None if stored is None else receipt_of(stored).report
    except UNREADABLE as error:
        yield Problem("books.readable", "shift_reports", shift.id, "", str(error)[:200])
        return
    if report is None:
        yield Problem("shift.report", "shift_reports", shift.id, f"Z {shift.z_number}")
        return
    yield from _figures(shift, report, found)
    printed = report.opened_parts, report.counted_parts
    if printed != (shift.counted_open_parts, shift.counted_close_parts):
        wanted = f"{shift.counted_open_parts} {shift.counted_close_parts}"
        yield Problem(
            "shift.parts", "shift_reports", shift.id, wanted, f"{printed[0]} {printed[1]}"
        )
    link = look.value(_LINK, till_id=shift.till_id, seq=report.chain_length)
    if report.chain_length and link != report.chain_head:
        yield Problem("shift.chain", "shift_reports", shift.id, str(link), report.chain_head)


def _booked(look: Look, shift: Shift, kind: TransactionKind, wanted: int) -> Iterator[Problem]:
    account = AccountKind.TILL_CASH.value
    found = int(look.value(_BOOKED, id=shift.id, kind=kind.value, account=account))
    if found != wanted:
        yield Problem("shift.difference", "shifts", shift.id, str(wanted), str(found))


def _figures(shift: Shift, report: ShiftReport, found: ShiftFigures) -> Iterator[Problem]:
    for field in fields(ShiftFigures):
        printed, summed = getattr(report.figures, field.name), getattr(found, field.name)
        if printed != summed:
            yield Problem(
                "shift.figures",
                "shift_reports",
                shift.id,
                f"{field.name} {summed}",
                f"{field.name} {printed}",
            )
    if report.counted != shift.counted_close_minor:
        wanted = f"counted {shift.counted_close_minor}"
        yield Problem(
            "shift.figures", "shift_reports", shift.id, wanted, f"counted {report.counted}"
        )
