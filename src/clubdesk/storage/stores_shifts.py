"""Shifts and their Z-reports in the books. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.counting import CountedPart
from clubdesk.domain.receipt import Receipt
from clubdesk.domain.shift import Shift
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage import tables
from clubdesk.storage.rows import receipt_of, shift_of, to_json
from clubdesk.storage.violations import broken_law
from clubdesk.storage.work_link import WorkLink

_ADD = insert(tables.shifts)
_SAVE = update(tables.shifts).where(tables.shifts.c.id == bindparam("of_id"))
_KEEP_REPORT = insert(tables.shift_reports)


class SqlShiftStore:
    """Working periods at the tills."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, shift_id: int) -> Shift | None:
        """A shift by id."""
        row = self._link.one("SELECT * FROM shifts WHERE id = :id", id=shift_id)
        return None if row is None else shift_of(row)

    def add(self, shift: Shift) -> Shift:
        """Opens a shift; its id and number are the books'.

        Raises:
            DeskError: ``shift.already_open``.
        """
        numbered = replace(shift, number=self._next("number", shift.till_id))
        try:
            new_id = self._link.insert(_ADD, _values(numbered))
        except IntegrityError as error:
            if broken_law(error) == "uq_shifts_open":
                raise _already_open() from error
            raise
        return replace(numbered, id=new_id)

    def save(self, shift: Shift) -> None:
        """Writes what changed; the database refuses it for a shift that is closed."""
        self._link.write(_SAVE, {**_values(shift), "of_id": shift.id})

    def open_of_till(self, till_id: int) -> Shift | None:
        """The shift that runs at a till."""
        row = self._link.one(
            "SELECT * FROM shifts WHERE till_id = :till_id AND closed_at IS NULL", till_id=till_id
        )
        return None if row is None else shift_of(row)

    def last_closed(self, till_id: int) -> Shift | None:
        """The shift that was closed last at a till."""
        row = self._link.one(
            "SELECT * FROM shifts WHERE till_id = :till_id AND z_number IS NOT NULL"
            " ORDER BY z_number DESC LIMIT 1",
            till_id=till_id,
        )
        return None if row is None else shift_of(row)

    def next_z_number(self, till_id: int) -> int:
        """The number of the till's next Z-report, from 1 without a gap."""
        return self._next("z_number", till_id)

    def store_report(self, shift_id: int, receipt: Receipt) -> None:
        """Keeps a Z-report for good."""
        self._link.write(_KEEP_REPORT, {"shift_id": shift_id, "receipt": to_json(receipt)})

    def report(self, shift_id: int) -> Receipt | None:
        """The Z-report of a shift; None while it is open."""
        kept = self._link.value(
            "SELECT receipt FROM shift_reports WHERE shift_id = :id", id=shift_id
        )
        return None if kept is None else receipt_of(kept)

    def _next(self, column: Literal["number", "z_number"], till_id: int) -> int:
        highest = f"SELECT coalesce(max({column}), 0) FROM shifts WHERE till_id = :till_id"  # noqa: S608
        return int(self._link.value(highest, till_id=till_id)) + 1


def _already_open() -> DeskError:
    return DeskError(
        "shift.already_open",
        tr("A shift is already open at this till."),
        tr("Close it or hand it over first."),
    )


def _parts(parts: Iterable[CountedPart]) -> str:
    return to_json({part.piece_minor: part.pieces for part in parts})


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
        "counted_open_parts": _parts(shift.counted_open_parts),
        "counted_close_parts": _parts(shift.counted_close_parts),
        "taken_over_from": shift.taken_over_from,
    }
