"""Outages that nobody has decided on yet, for the desk's alerts. Reading worker."""

from __future__ import annotations

from clubdesk.services.views_play import OutageRow
from clubdesk.storage.outage_rows import outage_of
from clubdesk.storage.reader import Look

_OPEN = """
SELECT o.*, w.name AS station_name, c.name AS payer_name FROM outages o
JOIN sessions s ON s.id = o.session_id AND s.state IN ('active', 'paused')
JOIN stations w ON w.id = o.station_id
LEFT JOIN clients c ON c.id = s.client_id
WHERE o.credited_minutes IS NULL ORDER BY o.id
"""


def open_outages(look: Look) -> list[OutageRow]:
    """Those of sessions that go on, the oldest first."""
    return [
        OutageRow(outage_of(row), row.station_name, row.payer_name or "")
        for row in look.rows(_OPEN)
    ]
