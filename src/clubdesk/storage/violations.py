"""Which law of the database a refused row has broken, the same name on both databases."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

# SQLite names the columns of a unique index, Postgres the index itself.
_BY_COLUMNS = {
    "clients.phone": "uq_clients_phone",
    "clients.card_number": "uq_clients_card_number",
    "stations.number": "uq_stations_number",
    "stations.agent_key": "uq_stations_agent_key",
    "staff.login_folded": "uq_staff_login_folded",
    "sessions.station_id": "uq_sessions_open_station",
    "sessions.client_id": "uq_sessions_open_client",
    "shifts.till_id": "uq_shifts_open",
    "promotions.code": "uq_promotions_code",
}


def broken_law(error: IntegrityError) -> str:
    """The constraint's or index's name; the driver's own words if it is none of those known."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None and diagnosis.constraint_name:
        return str(diagnosis.constraint_name)
    words = str(error.orig)
    _, mark, columns = words.partition("UNIQUE constraint failed: ")
    if mark:
        return _BY_COLUMNS.get(columns.strip(), columns.strip())
    _, mark, name = words.partition("CHECK constraint failed: ")
    return name.strip() if mark else words
