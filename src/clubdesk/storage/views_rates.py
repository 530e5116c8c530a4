"""Rates with their versions, and what clients have left of packages. Reading worker's thread."""

from __future__ import annotations

from datetime import datetime

from clubdesk.domain.hall import Rate
from clubdesk.services.ports import KeptMinutes
from clubdesk.services.views import RateVersion
from clubdesk.storage.instants import instant_of
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import kept_of, rate_of
from clubdesk.storage.rows_rates import USABLE, version_of

_VERSIONS = """
SELECT v.version, v.at, v.rate, coalesce(s.name, '') AS staff_name
FROM rate_versions v LEFT JOIN staff s ON s.id = v.staff_id
WHERE v.rate_id = :id ORDER BY v.version DESC
"""


def rates(look: Look) -> list[Rate]:
    """All rates in their order, retired ones too."""
    zones: dict[int, list[int]] = {}
    for row in look.each("SELECT rate_id, zone_id FROM rate_zones ORDER BY rate_id, zone_id"):
        zones.setdefault(row.rate_id, []).append(row.zone_id)
    found = look.rows("SELECT * FROM rates ORDER BY position, id")
    return [rate_of(row, zones.get(row.id, ())) for row in found]


def rate_versions(look: Look, rate_id: int) -> list[RateVersion]:
    """What a rate was and is, the newest version first."""
    return [
        RateVersion(row.version, instant_of(row.at), row.staff_name, version_of(row.rate))
        for row in look.rows(_VERSIONS, id=rate_id)
    ]


def kept_minutes(look: Look, client_id: int, now: datetime) -> list[KeptMinutes]:
    """What a client has left of packages, the first to expire first."""
    return [kept_of(row) for row in look.rows(USABLE, client_id=client_id, now=now)]
