"""The driver over a serial line: the simulated terminal at the other end of a pseudo-terminal."""

import os
import select
import sys
import threading

import pytest

from clubdesk.services.ports_terminal import Attempt, OutcomeKind, TerminalState
from clubdesk.terminals.simulator import SimulatedTerminal
from clubdesk.terminals.simulator_faults import fault_of
from clubdesk.terminals.simulator_talk import Conversation
from clubdesk.terminals.zvt_dialog import Waits
from clubdesk.terminals.zvt_terminal import ZvtSettings, ZvtTerminal
from clubdesk.terminals.zvt_ways import over_serial

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no pseudo-terminals")

WAITS = Waits(acknowledge_s=1, between_s=1, longest_s=20, look_s=0.05)


@pytest.fixture
def simulated() -> SimulatedTerminal:
    return SimulatedTerminal()


@pytest.fixture
def device(simulated: SimulatedTerminal):
    ours, theirs = os.openpty()
    stop = threading.Event()

    def serve() -> None:
        talk = Conversation(simulated, in_frames=True)
        while not stop.is_set():
            if select.select([ours], [], [], 0.05)[0]:
                talk.feed(os.read(ours, 4096))
            talk.move_on()
            os.write(ours, talk.output())
            if talk.is_over:
                talk = Conversation(simulated, in_frames=True)

    thread = threading.Thread(target=serve)
    thread.start()
    yield os.ttyname(theirs)
    stop.set()
    thread.join()
    os.close(theirs)
    os.close(ours)


@pytest.fixture
def terminal(device: str) -> ZvtTerminal:
    return ZvtTerminal(over_serial(device, 115_200), ZvtSettings("EUR", waits=WAITS))


def test_payments_over_a_serial_line(terminal, simulated) -> None:
    assert terminal.probe().state == TerminalState.READY
    steps: list[str] = []
    # 10 10 10 is an amount full of DLE bytes.
    outcome = terminal.pay(Attempt(1, 101_010, "EUR", 2, terminal.mark()), steps.append)
    assert outcome.kind == OutcomeKind.APPROVED
    assert steps == ["Insert card", "Waiting for the bank"]
    assert [one.amount for one in simulated.taken] == [101_010]
    simulated.order(fault_of("declined"))
    declined = terminal.pay(Attempt(2, 500, "EUR", 2, terminal.mark()), steps.append)
    assert declined.kind == OutcomeKind.DECLINED


def test_a_lost_end_over_a_serial_line_is_resolved(terminal, simulated) -> None:
    simulated.order(fault_of("drop-after-capture"))
    asked = Attempt(1, 1_250, "EUR", 2, terminal.mark())
    assert terminal.pay(asked, lambda _: None).kind == OutcomeKind.UNKNOWN
    assert terminal.resolve(asked).kind == OutcomeKind.APPROVED
    assert len(simulated.taken) == 1


def test_a_line_that_is_not_there() -> None:
    nobody = ZvtTerminal(over_serial("/dev/no-such-line"), ZvtSettings("EUR"))
    assert nobody.probe().state == TerminalState.OFFLINE
    outcome = nobody.pay(Attempt(1, 100, "EUR", 2, ""), lambda _: None)
    assert outcome.kind == OutcomeKind.NOT_STARTED


def test_without_the_library_the_desk_says_so(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "serial", None)
    nobody = ZvtTerminal(over_serial("/dev/null"), ZvtSettings("EUR"))
    outcome = nobody.pay(Attempt(1, 100, "EUR", 2, ""), lambda _: None)
    assert outcome.kind == OutcomeKind.NOT_STARTED
    assert outcome.words == "This installation cannot use serial lines."
