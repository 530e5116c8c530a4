"""Keeps count of the agents' links for the lamp of the top line. GUI thread only."""

from __future__ import annotations

from collections.abc import Iterable

from clubdesk.domain.hall import Station, StationKind
from clubdesk.foundation.translate import tr
from clubdesk.services.ports_hub import LinkState, StationLink
from clubdesk.ui.frame.entries import LampState


class LinkWatch:
    """Which paired PCs answer."""

    def __init__(self) -> None:
        self._paired: dict[int, str] = {}
        self._links: dict[int, LinkState] = {}

    def know(self, stations: Iterable[Station], links: Iterable[StationLink]) -> None:
        """Learns the PCs of the club and how their links are."""
        self._paired = {
            station.id: station.name
            for station in stations
            if station.kind is StationKind.PC and station.agent_key
        }
        self._links = {link.station_id: link.state for link in links}

    def hear(self, link: StationLink) -> bool:
        """Takes news of a link; True if the lamp may look another way."""
        changed = self._links.get(link.station_id) is not link.state
        self._links[link.station_id] = link.state
        return changed

    def lamp(self) -> LampState:
        """The lamp as it should be."""
        missing = [
            name
            for station_id, name in self._paired.items()
            if self._links.get(station_id) is not LinkState.UP
        ]
        total = len(self._paired)
        word = tr("PCs {up}/{total}").format(up=total - len(missing), total=total)
        if not total:
            return LampState(
                tr("PCs"),
                "grey",
                tr("No agent is paired yet."),
                tr("Install the agent on a PC and pair it on the screen Stations."),
            )
        if not missing:
            return LampState(word, "green", tr("Every paired PC answers."))
        names = ", ".join(missing[:8]) + ("…" if len(missing) > 8 else "")
        return LampState(
            word,
            "red" if len(missing) == total else "amber",
            tr("These PCs do not answer: {names}").format(names=names),
            tr("Check that they are on, have network, and the agent service runs."),
        )
