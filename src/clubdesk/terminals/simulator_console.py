"""``clubdesk terminal-simulator``: the simulated terminal, and faults typed while it runs.

Main thread reads what is typed; where nothing can be typed it runs until it is stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.terminals.simulator import SimulatedTerminal
from clubdesk.terminals.simulator_faults import EXPLAINED, Fault, Trouble, fault_of
from clubdesk.terminals.simulator_server import TerminalServer

_HELP = "Type a fault for the next payment, 'list', 'help' or 'quit'. Faults: "


def faults_explained() -> str:
    """Every fault with what it does, a line each."""
    lines = [f"  {trouble.value:21}{words}" for trouble, words in EXPLAINED.items()]
    return "\n".join([*lines, "  FAULT@3              at the third payment from now"])


def run_simulator(
    port: int, faults: Sequence[str], typed: Iterable[str], screen: TextIO, host: str = "127.0.0.1"
) -> int:
    """Runs until ``quit`` is typed or the program is stopped.

    Raises:
        DeskError: ``simulator.fault`` or ``simulator.port``.
    """
    ordered = [_fault(text) for text in faults]
    writing = threading.Lock()

    def say(text: str) -> None:
        with writing:
            screen.write(text + "\n")
            screen.flush()

    terminal = SimulatedTerminal(faults=ordered, on_event=say)
    with _open(terminal, port, host) as server:
        say(f"ZVT terminal on {server.host}:{server.port}, password 000000")
        say(_HELP + ", ".join(trouble.value for trouble in Trouble))
        for line in typed:
            if not _obey(line.strip(), terminal, say):
                return 0
        threading.Event().wait()
    return 0


def _open(terminal: SimulatedTerminal, port: int, host: str) -> TerminalServer:
    try:
        return TerminalServer(terminal, port, host)
    except OSError as error:
        raise DeskError(
            "simulator.port",
            tr("The port is taken: {reason}").format(reason=error.strerror),
            tr("Choose another with --port."),
        ) from error


def _fault(text: str) -> Fault:
    try:
        return fault_of(text)
    except ValueError as error:
        raise DeskError("simulator.fault", str(error)) from error


def _obey(order: str, terminal: SimulatedTerminal, tell: Callable[[str], None]) -> bool:
    """Does what was typed; False to stop."""
    if order in ("quit", "exit"):
        return False
    if order == "help":
        tell(faults_explained())
    elif order == "list":
        tell(_truth(terminal))
    elif order:
        try:
            fault = fault_of(order)
            terminal.order(fault)
            tell(f"at payment {fault.at} from now: {EXPLAINED[fault.trouble]}")
        except ValueError as error:
            tell(str(error))
    return True


def _truth(terminal: SimulatedTerminal) -> str:
    with terminal.lock:
        taken = terminal.taken
        lines = [
            f"{one.kind:9}{_money(one.amount):>12}  trace {one.trace:06d} receipt {one.receipt:04d}"
            f"  result {one.result:02X}{'  reversed' if one.is_reversed else ''}"
            for one in terminal.movements
        ]
    total = sum(one.amount for one in taken)
    return "\n".join([*lines, f"cards are charged with {_money(total)} in {len(taken)} payments"])


def _money(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"
