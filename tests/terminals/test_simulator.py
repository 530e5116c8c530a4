"""The simulated terminal itself: its orders, its console, and the command that starts it."""

import io
import subprocess
import sys
import threading

import pytest

from clubdesk.foundation.errors import DeskError
from clubdesk.services.ports_terminal import Attempt, OutcomeKind
from clubdesk.terminals.simulator import Character, SimulatedTerminal
from clubdesk.terminals.simulator_console import faults_explained, run_simulator
from clubdesk.terminals.simulator_faults import EXPLAINED, Fault, Trouble, fault_of
from clubdesk.terminals.zvt_terminal import ZvtSettings, ZvtTerminal
from clubdesk.terminals.zvt_ways import over_tcp


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("declined", Fault(Trouble.DECLINED)),
        (" Drop-At:57@3 ", Fault(Trouble.DROP_AT, 57, 3)),
        ("slow", Fault(Trouble.SLOW, 20)),
        ("silent@2", Fault(Trouble.SILENT, 0, 2)),
    ],
)
def test_an_order(text: str, fault: Fault) -> None:
    assert fault_of(text) == fault


@pytest.mark.parametrize(
    "text",
    ["", "nope", "declined:3", "declined@0", "slow:x", "slow:9999999", "ok ok", "🙂", "x" * 10**6],
)
def test_what_is_no_order(text: str) -> None:
    with pytest.raises(ValueError, match=r"known are|no number|from 1"):
        fault_of(text)


def test_every_trouble_is_explained() -> None:
    assert set(EXPLAINED) == set(Trouble)
    assert all(trouble.value in faults_explained() for trouble in Trouble)


def test_numbers_begin_again_at_one(server, terminal, simulated, attempt) -> None:
    simulated.movements[0].trace, simulated.movements[0].receipt = 999_999, 9_999
    simulated.order(fault_of("drop-after-capture"))
    asked = attempt()
    assert terminal.pay(asked, lambda _: None).kind == OutcomeKind.UNKNOWN
    assert terminal.resolve(asked).evidence.trace == "000001"


def test_a_payment_that_was_not_acknowledged_is_taken_back(terminal, simulated, attempt) -> None:
    simulated.character = Character(reverses_alone=True)
    simulated.order(fault_of("drop-after-capture"))
    asked = attempt()
    terminal.pay(asked, lambda _: None)
    # Two transactions on: nobody can tell from the desk, so a person decides.
    assert terminal.resolve(asked).kind == OutcomeKind.UNKNOWN
    assert not simulated.taken


def test_a_payment_that_goes_on_alone_is_awaited(terminal, simulated, attempt) -> None:
    simulated.character = Character(finishes_alone=True, lasts_s=0.3)
    simulated.order(fault_of("drop-at:8"))
    asked = attempt()
    assert terminal.pay(asked, lambda _: None).kind == OutcomeKind.UNKNOWN
    kinds = []
    while not kinds or kinds[-1] != OutcomeKind.APPROVED:
        kinds.append(terminal.resolve(asked).kind)
    assert set(kinds) == {OutcomeKind.UNKNOWN, OutcomeKind.APPROVED}
    assert len(simulated.taken) == 1


class Keyboard:
    """Types lines when it is told to."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._more = threading.Semaphore(0)

    def type(self, line: str) -> None:
        self._lines.append(line)
        self._more.release()

    def __iter__(self):
        return self

    def __next__(self) -> str:
        self._more.acquire()
        return self._lines.pop(0)


class Screen(io.StringIO):
    """Tells when a text is on it."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()

    def write(self, text: str) -> int:
        with self._changed:
            size = super().write(text)
            self._changed.notify_all()
        return size

    def wait_for(self, text: str) -> str:
        with self._changed:
            assert self._changed.wait_for(lambda: text in self.getvalue(), 10), self.getvalue()
            return self.getvalue()


def test_the_console_obeys_and_tells() -> None:
    keyboard, screen = Keyboard(), Screen()
    console = threading.Thread(target=run_simulator, args=(0, ["declined@2"], keyboard, screen))
    console.start()
    port = int(screen.wait_for("ZVT terminal on").split(":")[1].split(",")[0])
    keyboard.type("no-connection")
    screen.wait_for("at payment 1 from now")
    terminal = ZvtTerminal(over_tcp("127.0.0.1", port), ZvtSettings("EUR"))
    kinds = []
    for number in range(3):
        asked = Attempt(number, 1_250, "EUR", 2, terminal.mark())
        kinds.append(terminal.pay(asked, lambda _: None).kind.value)
    assert kinds == ["no_connection", "declined", "approved"]
    screen.wait_for("TAKEN")
    keyboard.type("nonsense")
    screen.wait_for("unknown fault")
    keyboard.type("help")
    screen.wait_for("the bank declines")
    keyboard.type("list")
    screen.wait_for("cards are charged with 12.50 in 1 payments")
    keyboard.type("quit")
    console.join(10)
    assert not console.is_alive()


def test_a_taken_port_and_a_wrong_fault_are_told(server) -> None:
    with pytest.raises(DeskError, match=r"simulator\.port"):
        run_simulator(server.port, [], [], io.StringIO())
    with pytest.raises(DeskError, match=r"simulator\.fault"):
        run_simulator(0, ["nope"], [], io.StringIO())


@pytest.mark.processes
def test_the_command() -> None:
    command = [sys.executable, "-m", "clubdesk", "terminal-simulator"]
    listed = subprocess.run([*command, "--faults"], capture_output=True, text=True, check=True)
    assert "drop-after-capture" in listed.stdout
    told = subprocess.run(
        [*command, "--port", "0", "--fault", "silent"],
        input="list\nquit\n", capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "ZVT terminal on 127.0.0.1:" in told
    wrong = subprocess.run([*command, "--fault", "x"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "unknown fault" in wrong.stderr


def test_the_truth_is_its_own() -> None:
    one, other = SimulatedTerminal(), SimulatedTerminal()
    one.movements.append(one.movements[0])
    assert len(other.movements) == 1
