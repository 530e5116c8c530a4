"""The laws of reservations: two of a seat never overlap, and no deposit is held for a past one."""

from __future__ import annotations

from collections.abc import Iterator

from clubdesk.storage.reader import Look
from clubdesk.storage.verdict import Problem

_OVERLAPS = """
SELECT a.reservation_id AS one, b.reservation_id AS other, a.station_id
FROM reservation_seats a JOIN reservation_seats b
    ON b.station_id = a.station_id AND b.reservation_id > a.reservation_id
    AND b.from_at < a.until_at AND a.from_at < b.until_at
WHERE a.standing AND b.standing ORDER BY a.reservation_id, b.reservation_id
"""
_SEATS_APART = """
SELECT s.reservation_id FROM reservation_seats s JOIN reservations r ON r.id = s.reservation_id
WHERE s.from_at <> r.from_at OR s.until_at <> r.until_at
    OR s.standing <> (r.state IN ('booked', 'arrived'))
ORDER BY s.reservation_id
"""
# Missed ones of people without a card may wait for their money; nobody else's may.
_HELD = """
SELECT a.id, a.owner_id, a.balance FROM accounts a
LEFT JOIN reservations r ON r.id = a.owner_id
WHERE a.kind = 'deposit' AND a.balance <> 0 AND NOT coalesce(
    r.state = 'booked' OR (r.state = 'no_show' AND r.client_id IS NULL), false)
ORDER BY a.id
"""


def reservations_hold(look: Look) -> Iterator[Problem]:
    """Every reservation, its seats and its deposit."""
    for row in look.walk(_OVERLAPS):
        found = f"reservations {row.other}, stations {row.station_id}"
        yield Problem("reservation.overlap", "reservations", row.one, "", found)
    for row in look.walk(_SEATS_APART):
        yield Problem("reservation.seats", "reservations", row.reservation_id, "", "")
    for row in look.walk(_HELD):
        yield Problem("reservation.deposit", "accounts", row.id, "0", str(-row.balance))
