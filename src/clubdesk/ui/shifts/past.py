"""The table of past shifts. Pure apart from the table it makes; GUI thread only."""

from __future__ import annotations

from clubdesk.domain.hall import Club
from clubdesk.domain.shift import Shift
from clubdesk.foundation.translate import tr
from clubdesk.services.views import ShiftRow
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.wording import date_time, money, signed_money, span


def past_shifts(club: Club) -> Table[ShiftRow]:
    """An empty table of shifts for a club."""

    def expected(row: ShiftRow) -> str:
        known = row.shift.expected_close_minor
        return "" if known is None else money(known, club)

    def counted(row: ShiftRow) -> str:
        known = row.shift.counted_close_minor
        return "" if known is None else money(known, club)

    return Table(
        [
            Column(tr("Shift"), _number, lambda row: row.shift.number, width=76, strong=True),
            Column(
                tr("Opened"),
                lambda row: date_time(row.shift.opened_at, club),
                lambda row: row.shift.opened_at,
                width=140,
            ),
            Column(tr("Opened by"), lambda row: row.opened_by),
            Column(tr("Closed"), lambda row: _closed(row.shift, club), width=140),
            Column(tr("Closed by"), lambda row: row.closed_by),
            Column(tr("Length"), lambda row: _length(row.shift), width=110, right=True),
            Column(tr("Expected"), expected, width=116, right=True),
            Column(tr("Counted"), counted, width=116, right=True, strong=True),
            Column(
                tr("Difference"),
                lambda row: _shown(row.shift, club),
                lambda row: difference(row.shift),
                right=True,
                tone=_tone,
                width=116,
            ),
        ]
    )


def difference(shift: Shift) -> int:
    """Counted less expected, minor units; 0 while the shift is open."""
    if shift.counted_close_minor is None or shift.expected_close_minor is None:
        return 0
    return shift.counted_close_minor - shift.expected_close_minor


def _number(row: ShiftRow) -> str:
    return str(row.shift.number)


def _closed(shift: Shift, club: Club) -> str:
    return date_time(shift.closed_at, club) if shift.closed_at else tr("open")


def _length(shift: Shift) -> str:
    return span(shift.closed_at - shift.opened_at) if shift.closed_at else ""


def _shown(shift: Shift, club: Club) -> str:
    if shift.counted_close_minor is None:
        return ""
    return signed_money(difference(shift), club)


def _tone(row: ShiftRow) -> str:
    return "amber" if difference(row.shift) else "dim"
