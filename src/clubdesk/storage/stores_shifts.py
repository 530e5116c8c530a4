"""Shifts and their Z-reports in the books. Desk worker's thread."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.receipt import Receipt
from clubdesk.domain.shift import Shift
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage import tables
from clubdesk.storage.inserted import new_id
from clubdesk.storage.rows import receipt_of, shift_of, to_json
from clubdesk.storage.violations import broken_law

_shifts = tables.shifts
_reports = tables.shift_reports


class SqlShiftStore:
    """Working periods at the tills."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, shift_id: int) -> Shift | None:
        """A shift by id."""
        row = self._connection.execute(select(_shifts).where(_shifts.c.id == shift_id)).first()
        return None if row is None else shift_of(row)

    def add(self, shift: Shift) -> Shift:
        """Opens a shift; its id and number are the books'.

        Raises:
            DeskError: ``shift.already_open``.
        """
        numbered = replace(shift, number=self._next(_shifts.c.number, shift.till_id))
        try:
            done = self._connection.execute(insert(_shifts).values(_values(numbered)))
        except IntegrityError as error:
            if broken_law(error) == "uq_shifts_open":
                raise _already_open() from error
            raise
        return replace(numbered, id=new_id(done))

    def save(self, shift: Shift) -> None:
        """Writes what changed; the database refuses it for a shift that is closed."""
        changed = update(_shifts).where(_shifts.c.id == shift.id)
        self._connection.execute(changed.values(_values(shift)))

    def open_of_till(self, till_id: int) -> Shift | None:
        """The shift that runs at a till."""
        wanted = select(_shifts).where(_shifts.c.till_id == till_id, _shifts.c.closed_at.is_(None))
        row = self._connection.execute(wanted).first()
        return None if row is None else shift_of(row)

    def last_closed(self, till_id: int) -> Shift | None:
        """The shift that was closed last at a till."""
        closed = select(_shifts).where(
            _shifts.c.till_id == till_id, _shifts.c.z_number.is_not(None)
        )
        found = self._connection.execute(closed.order_by(_shifts.c.z_number.desc()).limit(1))
        row = found.first()
        return None if row is None else shift_of(row)

    def next_z_number(self, till_id: int) -> int:
        """The number of the till's next Z-report, from 1 without a gap."""
        return self._next(_shifts.c.z_number, till_id)

    def store_report(self, shift_id: int, receipt: Receipt) -> None:
        """Keeps a Z-report for good."""
        self._connection.execute(
            insert(_reports).values(shift_id=shift_id, receipt=to_json(receipt))
        )

    def report(self, shift_id: int) -> Receipt | None:
        """The Z-report of a shift; None while it is open."""
        wanted = select(_reports.c.receipt).where(_reports.c.shift_id == shift_id)
        kept = self._connection.execute(wanted).scalar_one_or_none()
        return None if kept is None else receipt_of(kept)

    def _next(self, column: ColumnElement[Any], till_id: int) -> int:
        highest = select(func.coalesce(func.max(column), 0)).where(_shifts.c.till_id == till_id)
        return int(self._connection.execute(highest).scalar_one()) + 1


def _already_open() -> DeskError:
    return DeskError(
        "shift.already_open",
        tr("A shift is already open at this till."),
        tr("Close it or hand it over first."),
    )


def _values(shift: Shift) -> dict[str, Any]:
    return {
        "till_id": shift.till_id,
        "number": shift.number,
        "opened_by": shift.opened_by,
        "opened_at": shift.opened_at,
        "counted_open_minor": shift.counted_open_minor,
        "expected_open_minor": shift.expected_open_minor,
        "closed_by": shift.closed_by,
        "closed_at": shift.closed_at,
        "counted_close_minor": shift.counted_close_minor,
        "expected_close_minor": shift.expected_close_minor,
        "close_reason": shift.close_reason,
        "z_number": shift.z_number,
    }
