"""Rates and their versions in the books. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from clubdesk.domain.hall import Rate
from clubdesk.storage import tables, tables_rates
from clubdesk.storage.rows import rate_of, to_json
from clubdesk.storage.rows_rates import offer_json, version_json
from clubdesk.storage.work_link import WorkLink

_ADD = insert(tables.rates)
_SAVE = update(tables.rates).where(tables.rates.c.id == bindparam("of_id"))
_LINK = insert(tables.rate_zones)
_UNLINK = delete(tables.rate_zones).where(tables.rate_zones.c.rate_id == bindparam("of_id"))
_KEEP = insert(tables_rates.rate_versions)


class SqlRateStore:
    """What time costs."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, rate_id: int) -> Rate | None:
        """A rate by id."""
        row = self._link.one("SELECT * FROM rates WHERE id = :id", id=rate_id)
        return None if row is None else rate_of(row, self._zones_of(rate_id))

    def all(self) -> Sequence[Rate]:
        """All rates in their order, retired ones too."""
        found = self._link.rows("SELECT * FROM rates ORDER BY position, id")
        return [rate_of(row, self._zones_of(row.id)) for row in found]

    def add(self, rate: Rate) -> Rate:
        """Adds a rate; the id that is given back is the books'."""
        stored = replace(rate, id=self._link.insert(_ADD, _values(rate)))
        self._sell_in_zones(stored)
        return stored

    def save(self, rate: Rate) -> None:
        """Writes what changed; running sessions keep their copy of the old terms."""
        self._link.write(_SAVE, {**_values(rate), "of_id": rate.id})
        self._link.write(_UNLINK, {"of_id": rate.id})
        self._sell_in_zones(rate)

    def keep_version(self, rate: Rate, at: datetime, staff_id: int | None) -> None:
        """Keeps the rate as it is from an instant on; a version is written once."""
        self._link.write(
            _KEEP,
            {
                "rate_id": rate.id,
                "version": rate.version,
                "at": at,
                "staff_id": staff_id,
                "rate": version_json(rate),
            },
        )

    def _zones_of(self, rate_id: int) -> Sequence[int]:
        found = self._link.each("SELECT zone_id FROM rate_zones WHERE rate_id = :id", id=rate_id)
        return [row.zone_id for row in found]

    def _sell_in_zones(self, rate: Rate) -> None:
        links = [{"rate_id": rate.id, "zone_id": zone_id} for zone_id in sorted(rate.zone_ids)]
        if links:
            self._link.write(_LINK, links)


def _values(rate: Rate) -> dict[str, Any]:
    return {
        "name": rate.name,
        "price": to_json(rate.price),
        "guest_remainder": rate.guest_remainder.value,
        "active": rate.active,
        "position": rate.position,
        "terms": offer_json(rate),
        "version": rate.version,
    }
