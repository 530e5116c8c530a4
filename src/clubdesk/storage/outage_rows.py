"""From a stored row to an outage, for the writing side and the plain reader alike. Pure."""

from __future__ import annotations

from clubdesk.services.ports_play import Outage
from clubdesk.storage.instants import instant_of
from clubdesk.storage.untyped import StoredRow


def outage_of(row: StoredRow) -> Outage:
    """An outage from its row."""
    return Outage(
        id=row.id,
        station_id=row.station_id,
        session_id=row.session_id,
        lost_at=instant_of(row.lost_at),
        back_at=instant_of(row.back_at),
        lost_s=row.lost_s,
        credited_minutes=row.credited_minutes,
    )
