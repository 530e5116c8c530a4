"""Shifts as the screens see them: the running one with its figures, and those before.

Reading worker's thread, inside one look.
"""

from __future__ import annotations

from datetime import datetime

from clubdesk.domain.shift import Shift, ShiftFigures, figures
from clubdesk.services.views import ShiftNow, ShiftRow
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import club_of, receipt_of, sessions_of, shift_of
from clubdesk.storage.shift_facts import beside_postings
from clubdesk.storage.shift_sums import ENDED_SEGMENTS, ENDED_SESSIONS, SUMS, leg_sums, rate_uses
from clubdesk.storage.views_hall import open_cards
from clubdesk.storage.views_money import pending_payments
from clubdesk.storage.views_till import open_orders

_SHIFTS = """
SELECT h.*, o.name AS opened_by_name, coalesce(c.name, '') AS closed_by_name,
    coalesce(e.name, '') AS handed_over_by
FROM shifts h
JOIN staff o ON o.id = h.opened_by
LEFT JOIN staff c ON c.id = h.closed_by
LEFT JOIN shifts b ON b.id = h.taken_over_from
LEFT JOIN staff e ON e.id = b.closed_by
"""
_ANOTHER = "SELECT 1 FROM shifts WHERE closed_at IS NULL AND till_id <> :till_id LIMIT 1"
_NOW = _SHIFTS + " WHERE h.till_id = :till_id AND h.closed_at IS NULL"
_LIST = _SHIFTS + " WHERE h.till_id = :till_id ORDER BY h.number DESC LIMIT :most"
_REPORTS = """
SELECT r.shift_id, r.receipt FROM shift_reports r
JOIN shifts h ON h.id = r.shift_id
WHERE h.till_id = :till_id AND h.number >= :first
"""


def shift_now(look: Look, till_id: int, now: datetime) -> ShiftNow:
    """The running shift with its figures so far and what keeps it from closing."""
    row = look.one(_NOW, till_id=till_id)
    cards = tuple(open_cards(look, now))
    pending = pending_payments(look, till_id)
    if row is None:
        return ShiftNow(None, open_sessions=cards, pending_payments=pending)
    shift = shift_of(row)
    rules = club_of(look.one("SELECT * FROM clubs")).till
    return ShiftNow(
        shift,
        row.opened_by_name,
        shift_figures(look, shift),
        cards,
        pending,
        open_orders=open_orders(look, till_id),
        sessions_block=look.value(_ANOTHER, till_id=till_id) is None,
        is_long=shift.is_long(now, rules.long_shift_hours),
        taken_over_from=row.handed_over_by,
    )


def shift_figures(look: Look, shift: Shift) -> ShiftFigures:
    """Every figure of the shift by the books as this look sees them."""
    sums = leg_sums(look.each(SUMS, shift_id=shift.id))
    segments = look.rows(ENDED_SEGMENTS, shift_id=shift.id)
    ended = sessions_of(look.rows(ENDED_SESSIONS, shift_id=shift.id), segments)
    beside = beside_postings(look, shift.id)
    return figures(
        shift.counted_open_minor,
        sums,
        rate_uses(ended),
        beside.expenses,
        beside.orders,
        beside.taxes,
    )


def shifts(look: Look, till_id: int, limit: int) -> list[ShiftRow]:
    """The till's shifts, newest first, with their Z-reports."""
    rows = look.rows(_LIST, till_id=till_id, most=limit)
    first = rows[-1].number if rows else 0
    papers = {
        row.shift_id: row.receipt for row in look.each(_REPORTS, till_id=till_id, first=first)
    }
    return [
        ShiftRow(
            shift=shift_of(row),
            opened_by=row.opened_by_name,
            closed_by=row.closed_by_name,
            report=receipt_of(papers[row.id]) if row.id in papers else None,
        )
        for row in rows
    ]
