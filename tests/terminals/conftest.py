"""A simulated terminal on a real port, and the driver that speaks with it."""

import pytest

from clubdesk.services.ports_terminal import Attempt
from clubdesk.terminals.simulator import SimulatedTerminal
from clubdesk.terminals.simulator_server import TerminalServer
from clubdesk.terminals.zvt_dialog import Waits
from clubdesk.terminals.zvt_terminal import ZvtSettings, ZvtTerminal
from clubdesk.terminals.zvt_ways import over_tcp

QUICK = Waits(acknowledge_s=0.4, between_s=0.4, longest_s=20, look_s=0.05)


@pytest.fixture
def simulated() -> SimulatedTerminal:
    return SimulatedTerminal()


@pytest.fixture
def server(simulated: SimulatedTerminal):
    with TerminalServer(simulated, port=0) as server:
        yield server


@pytest.fixture
def terminal(server: TerminalServer) -> ZvtTerminal:
    return ZvtTerminal(over_tcp(server.host, server.port), ZvtSettings("EUR", waits=QUICK))


@pytest.fixture
def attempt(terminal: ZvtTerminal):
    def make(amount_minor: int = 1_250, payment_id: int = 1) -> Attempt:
        return Attempt(payment_id, amount_minor, "EUR", 2, terminal.mark())

    return make
