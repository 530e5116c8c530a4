"""One station as a row: what the books and the hub know of it, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clubdesk.domain.hall import Station, StationKind, Zone
from clubdesk.foundation.translate import tr
from clubdesk.services.ports_hub import LinkState, StationLink
from clubdesk.services.views import HallView


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station with its zone and its agent's link (None for a console)."""

    station: Station
    zone: Zone | None
    link: StationLink | None

    @property
    def paired(self) -> bool:
        """True once an agent's key belongs to it."""
        return bool(self.station.agent_key)

    @property
    def state(self) -> str:
        """How its agent stands, in a word."""
        if self.station.kind is StationKind.CONSOLE:
            return tr("No agent needed")
        if not self.paired:
            return tr("Not paired")
        if self.link is None or self.link.state is LinkState.NEVER_SEEN:
            return tr("Never connected")
        if self.link.state is LinkState.LOST:
            return tr("Connection lost")
        return tr("Unlocked") if self.link.is_open else tr("Locked")

    @property
    def tone(self) -> str:
        """The colour token that goes with the word."""
        if self.station.kind is StationKind.CONSOLE:
            return "dim"
        if not self.paired:
            return "amber"
        up = self.link is not None and self.link.state is LinkState.UP
        return "green" if up else "red"


def station_rows(view: HallView, links: Sequence[StationLink]) -> list[StationRow]:
    """All stations by their number."""
    zones = {zone.id: zone for zone in view.zones}
    linked = {link.station_id: link for link in links}
    rows = [
        StationRow(card.station, zones.get(card.station.zone_id), linked.get(card.station.id))
        for card in view.cards
    ]
    return sorted(rows, key=lambda row: row.station.number)


def why_grey(row: StationRow, port: int) -> list[str]:
    """What to check when a PC is grey, the likeliest first; empty if its agent is connected."""
    if row.station.kind is StationKind.CONSOLE or row.tone == "green":
        return []
    if not row.paired:
        return [
            tr("Start the agent on this PC; it then waits in the list at the right."),
            tr("Compare the code on both screens and press Pair."),
        ]
    return [
        tr("Is the PC switched on, and is its network cable in?"),
        tr("Is the ClubDesk agent service running on it?"),
        tr("Does the firewall let port {port} through to this desk?").format(port=port),
    ]
