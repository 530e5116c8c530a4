"""The demo on its feet: a house over the demo's books, real agents over loopback, a printer on TCP.

Made and stopped by the caller's thread; the parts run on threads of their own.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
from pathlib import Path

import msgspec

from clubdesk.bootstrap.house import BOOKS, House
from clubdesk.demo.books import AGENTS, agent_folder
from clubdesk.demo.virtual_printer import VirtualPrinter
from clubdesk.domain.hall import StationKind
from clubdesk.foundation.clock import Clock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import tr
from clubdesk.storage.address import sqlite_url
from clubdesk.terminals.choice import TerminalKind
from clubdesk.terminals.simulator import SimulatedTerminal
from clubdesk.terminals.simulator_server import TerminalServer
from clubdesk.wire.keys import load_or_create
from clubdesk_agent.fleet import AgentSetup, Fleet
from clubdesk_agent.machine import SimulatedMachine

MARK = "demo-books"
"""A file that says that a folder's books are the demo's, and may be made anew."""


def clear_folder(folder: Path) -> None:
    """Makes an empty folder for new books; only a demo's own old books are taken away.

    Raises:
        DeskError: ``demo.not_a_demo``: books lie there that the demo did not make.
    """
    folder.mkdir(parents=True, exist_ok=True)
    books = folder / BOOKS
    if books.exists() and not (folder / MARK).exists():
        raise DeskError(
            "demo.not_a_demo",
            tr("The folder {folder} holds a real club's books.").format(folder=folder),
            tr("Choose another folder for the demo."),
        )
    for path in folder.glob(f"{BOOKS}*"):
        path.unlink()
    for path in (folder / AGENTS, folder / "backups"):
        shutil.rmtree(path, ignore_errors=True)
    (folder / MARK).write_text("made by clubdesk demo\n", encoding="utf-8")


def free_port_pair() -> int:
    """A port of this computer that is free together with the next one: agents and pairing door.

    Raises:
        OSError: There is none.
    """
    for _ in range(100):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with contextlib.suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port
    raise OSError("no two neighbouring ports are free")


def _terminal() -> TerminalServer:
    server = TerminalServer(SimulatedTerminal(), 0)
    return server.__enter__()


class Stage:
    """House, agents and printer of the demo.

    Args:
        folder: Holds the books that ``books.make_books`` made.
        clock: The one clock that desk and agents count play by.
        papers: Where the printer keeps a picture of every paper; None to keep none.
        away: How many PCs, from the last one, are left switched off (grey in the hall).
        with_terminal: The desk drives a simulated card terminal; else one stands beside the till.

    Attributes:
        terminal: The simulated card terminal; None without one.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        settings: DeskSettings,
        *,
        papers: Path | None = None,
        away: int = 1,
        with_terminal: bool = False,
    ) -> None:
        self.terminal = _terminal() if with_terminal else None
        self.printer = VirtualPrinter(papers, profile=settings.printer_profile).start()
        wired = msgspec.structs.replace(
            settings,
            hub_host="127.0.0.1",
            hub_port=free_port_pair(),
            printer_host="127.0.0.1",
            printer_port=self.printer.port,
        )
        if self.terminal is not None:
            wired = msgspec.structs.replace(
                wired,
                terminal_kind=TerminalKind.ZVT_TCP.value,
                terminal_host="127.0.0.1",
                terminal_port=self.terminal.port,
            )
        self.house = House(folder, sqlite_url(folder / BOOKS), wired, clock)
        self.house.start()
        self.machines: dict[int, SimulatedMachine] = {}
        self.fleet = Fleet(
            f"tcp://127.0.0.1:{self.house.hub.port}",
            self.house.hub.public_key,
            self._setups(folder, away),
            clock,
        )
        self.fleet.start()

    def stop(self) -> None:
        """Ends agents, house and printer."""
        self.fleet.stop()
        self.house.stop()
        self.printer.stop()
        if self.terminal is not None:
            self.terminal.__exit__(None, None, None)

    def _setups(self, folder: Path, away: int) -> list[AgentSetup]:
        with self.house.storage.begin() as work:
            pcs = [s for s in work.stations.all() if s.kind is StationKind.PC]
        setups = []
        for station in pcs[: len(pcs) - away] if len(pcs) > away else pcs:
            place = agent_folder(folder, station.id)
            machine = SimulatedMachine()
            self.machines[station.id] = machine
            setups.append(
                AgentSetup(
                    load_or_create(place / "agent.key"),
                    machine,
                    place,
                    hostname=f"GAME-{station.number:02d}",
                    mac=station.mac,
                )
            )
        return setups
