"""From stored rows to reservations; the SQL that both sides share. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from clubdesk.domain.reservation import Reservation, ReservationState
from clubdesk.storage.instants import instant_of
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.untyped import Parameter, StoredRow

STANDING = "r.state IN ('booked', 'arrived')"
_SEATS = """
SELECT reservation_id, station_id FROM reservation_seats
WHERE reservation_id IN ({ids}) ORDER BY reservation_id, station_id
"""


def read_reservations(
    look: Look, sql: str, given: Mapping[str, Parameter]
) -> list[tuple[Reservation, StoredRow]]:
    """The reservations of a question about ``reservations r``, each with its row."""
    rows = look.rows(sql, **given)
    seats = _seats_of(look, [row.id for row in rows])
    return [(reservation_of(row, seats.get(row.id, ())), row) for row in rows]


def reservation_of(row: StoredRow, station_ids: Iterable[int]) -> Reservation:
    """A reservation with its seats."""
    return Reservation(
        id=row.id,
        station_ids=tuple(station_ids),
        name=row.name,
        from_at=instant_of(row.from_at),
        until_at=instant_of(row.until_at),
        client_id=row.client_id,
        phone=row.phone,
        note=row.note,
        state=ReservationState(row.state),
        deposit_minor=row.deposit_minor,
        deposit_transaction_id=row.deposit_transaction_id,
    )


def _seats_of(look: Look, ids: Sequence[int]) -> dict[int, list[int]]:
    seats: dict[int, list[int]] = {}
    for start in range(0, len(ids), 500):
        inside, given = listed("id", ids[start : start + 500])
        for row in look.each(_SEATS.format(ids=inside), **given):
            seats.setdefault(row.reservation_id, []).append(row.station_id)
    return seats
