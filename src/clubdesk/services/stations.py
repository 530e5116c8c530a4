"""The PCs themselves: pairing their agents, restarting and waking them. Desk worker's thread."""

from __future__ import annotations

import re
from dataclasses import replace

from clubdesk.domain.events import PCOrdered, StationsChanged
from clubdesk.domain.hall import Station
from clubdesk.domain.people import Permission
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.sessions import pause_now
from clubdesk.services.settling import over_by_now

_KEY = re.compile(r"[0-9A-Za-z.\-:+=^!/*?&<>()\[\]{}@%$#]{40}")
_MAC = re.compile(r"([0-9a-f]{2}:){5}[0-9a-f]{2}")


class PairAgent(Command, frozen=True, kw_only=True):
    """Ties the agent with this public key (Z85, 40 characters) to a station.

    An empty ``agent_key`` revokes the pairing; an empty ``mac`` keeps the one that is stored.
    """

    station_id: int
    agent_key: str
    mac: str = ""


class RestartPC(Command, frozen=True, kw_only=True):
    """Restarts a PC; a running session pauses first."""

    station_id: int


class WakePC(Command, frozen=True, kw_only=True):
    """Sends a Wake-on-LAN packet to a PC."""

    station_id: int


class NoteStranger(Command, frozen=True, kw_only=True):
    """The desk's own deed: journals that an agent was refused, and why."""

    what: str
    agent_key: str = ""


def _station(deed: Deed, station_id: int) -> Station:
    station = deed.work.stations.get(station_id)
    if station is None:
        raise DeskError(
            "station.unknown", tr("This station does not exist."), tr("Choose a seat in the hall.")
        )
    deed.about_station = station.id
    return station


def pair_agent(deed: Deed, command: PairAgent) -> Done:
    """Stores the key; a key that another station holds moves over to this one."""
    station = _station(deed, command.station_id)
    if command.agent_key and not _KEY.fullmatch(command.agent_key):
        raise DeskError(
            "station.bad_key",
            tr("This is not an agent's key."),
            tr("Copy the 40 characters that the agent shows."),
        )
    for other in deed.work.stations.all():
        if command.agent_key and other.agent_key == command.agent_key and other.id != station.id:
            deed.work.stations.save(replace(other, agent_key=""))
    mac = command.mac.strip().lower().replace("-", ":")
    if mac and not _MAC.fullmatch(mac):
        raise DeskError(
            "station.bad_mac",
            tr("“{mac}” is not a hardware address.").format(mac=command.mac[:40]),
            tr("Type it like 3c:7c:3f:12:9a:01."),
        )
    deed.work.stations.save(replace(station, agent_key=command.agent_key, mac=mac or station.mac))
    deed.work.stations.next_lease_seq(station.id)
    deed.tell(StationsChanged())
    return Done()


def restart_pc(deed: Deed, command: RestartPC) -> Done:
    """Pauses what runs on the PC, then orders the restart."""
    station = _station(deed, command.station_id)
    session = deed.work.sessions.open_on_station(station.id)
    if (
        session is not None
        and session.state is SessionState.ACTIVE
        and not over_by_now(session, deed.now)
    ):
        deed.about_session, deed.about_client = session.id, session.client_id
        pause_now(deed, session)
    deed.tell(PCOrdered(station.id, "restart"))
    return Done()


def wake_pc(deed: Deed, command: WakePC) -> Done:
    """Orders the packet.

    Raises:
        DeskError: ``station.no_mac``.
    """
    station = _station(deed, command.station_id)
    if not station.mac:
        raise DeskError(
            "station.no_mac",
            tr("The hardware address of {name} is not known.").format(name=station.name),
            tr("It is learned when the agent connects once; until then, switch the PC on by hand."),
        )
    deed.tell(PCOrdered(station.id, "wake"))
    return Done()


def note_stranger(deed: Deed, command: NoteStranger) -> Done:
    """Leaves a line in the journal."""
    deed.reason = command.what[:200]
    return Done()


_PC = Permission.RESTART_PCS

RULES: dict[type[Command], Rule] = {
    PairAgent: Rule(pair_agent, Done, needs=Permission.PAIR_AGENTS),
    RestartPC: Rule(restart_pc, Done, needs=_PC),
    WakePC: Rule(wake_pc, Done, needs=_PC),
    NoteStranger: Rule(note_stranger, Done, by_staff=False, remembered=False),
}
