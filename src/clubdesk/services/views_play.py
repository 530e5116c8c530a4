"""What the screens may see of outages."""

from __future__ import annotations

from dataclasses import dataclass

from clubdesk.services.ports_play import Outage


@dataclass(frozen=True, slots=True)
class OutageRow:
    """An outage with the PC's name and who plays; empty for a guest."""

    outage: Outage
    station_name: str
    payer_name: str
