"""A thousand encrypted agents: connect, lock all, order and acknowledge; an agent's memory.

The agents live in a process of their own, as they do in a club; they keep no lease on disk, since a
thousand PCs have a thousand disks and this computer has one.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from clubdesk.agent_hub.hub import Hub
from clubdesk.foundation.clock import SystemClock
from clubdesk.services.ports_hub import (
    LeaseState,
    LinkState,
    OrderKind,
    OrderReport,
    StationLink,
    WantedLease,
)
from clubdesk.wire.keys import new_key_pair

AGENTS = 1000
ORDERS = 1000
PATIENCE_S = 60.0

_FLEET = """
import json, sys
from clubdesk.wire.keys import KeyPair
from clubdesk_agent.fleet import AgentSetup, Fleet
from clubdesk_agent.machine import SimulatedMachine
told = json.loads(sys.stdin.readline())
setups = [AgentSetup(KeyPair(*pair), SimulatedMachine()) for pair in told["keys"]]
fleet = Fleet(told["desk"], told["desk_key"], setups)
print("ready", flush=True)
sys.stdin.readline()
fleet.start()
sys.stdin.readline()
fleet.stop()
"""


class Counter:
    """Counts stations as they come to a state, and says when all have."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._there: set[int] = set()
        self.all_there = threading.Event()
        self.last_at = 0.0

    def add(self, station_id: int) -> None:
        if station_id not in self._there:
            self._there.add(station_id)
            if len(self._there) == self._count:
                self.last_at = time.perf_counter()
                self.all_there.set()

    def wait(self, what: str) -> None:
        if not self.all_there.wait(PATIENCE_S):
            raise RuntimeError(f"{what}: only {len(self._there)} of {self._count}")


class Hall:
    """A hub with its listeners."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.keys = [new_key_pair() for _ in range(count)]
        self.connected, self.opened, self.locked = Counter(count), Counter(count), Counter(count)
        self.acknowledged: dict[str, float] = {}
        self.answer = threading.Event()
        self.clock = SystemClock()
        self.hub = Hub(
            self.clock,
            new_key_pair(),
            "127.0.0.1",
            0,
            on_link=self._link,
            on_report=self._report,
        )
        self.hub.start()
        self.hub.pair({number: pair.public for number, pair in enumerate(self.keys, 1)})

    def _link(self, link: StationLink) -> None:
        if link.state is LinkState.UP:
            self.connected.add(link.station_id)
            if link.applied_seq == 1 and link.is_open:
                self.opened.add(link.station_id)
            if link.applied_seq == 2 and not link.is_open:
                self.locked.add(link.station_id)

    def _report(self, report: OrderReport) -> None:
        self.acknowledged[report.order_id] = time.perf_counter()
        self.answer.set()

    def want(self, seq: int, state: LeaseState) -> float:
        deadline = self.clock.monotonic() + 3600 if state is LeaseState.OPEN else None
        leases = [WantedLease(n, seq, state, 1, deadline) for n in range(1, self.count + 1)]
        started = time.perf_counter()
        self.hub.want(leases)
        return started

    def order(self, station_id: int) -> float:
        """Seconds from the order to its report, by two looks at one clock."""
        self.answer.clear()
        started = time.perf_counter()
        order_id = self.hub.order(station_id, OrderKind.MESSAGE, "hello")
        while order_id not in self.acknowledged:
            if not self.answer.wait(PATIENCE_S):
                raise RuntimeError("an order was not acknowledged")
            self.answer.clear()
        return self.acknowledged[order_id] - started


@contextmanager
def agents_of(hall: Hall) -> Iterator[subprocess.Popen[str]]:
    """The agents' process, ready to connect at the next line it is given."""
    process = subprocess.Popen(
        [sys.executable, "-c", _FLEET], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    told = {
        "keys": [[pair.public, pair.secret] for pair in hall.keys],
        "desk": f"tcp://127.0.0.1:{hall.hub.port}",
        "desk_key": hall.hub.public_key,
    }
    try:
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def a_busy_window() -> Iterator[None]:
    """A thread that holds the interpreter like a window at work: 2 ms of Python in every 10."""
    done = threading.Event()

    def work() -> None:
        while not done.wait(0.008):
            end = time.perf_counter() + 0.002
            while time.perf_counter() < end:
                sum(range(50))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def a_blocked_window() -> Iterator[None]:
    """A thread that sits in a long call outside the interpreter, as a blocked GUI thread does."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _bare_handshakes_s(count: int) -> float:
    """Reference: the CPU a bare CURVE handshake costs on both ends, one after the other."""
    import zmq

    context = zmq.Context()
    desk, server = new_key_pair(), context.socket(zmq.DEALER)
    server.curve_server, server.curve_secretkey = 1, desk.secret.encode()
    port = server.bind_to_random_port("tcp://127.0.0.1")
    pair = new_key_pair()
    started = time.perf_counter()
    for _ in range(count):
        client = context.socket(zmq.DEALER)
        client.linger = 0
        client.curve_serverkey = desk.public.encode()
        client.curve_publickey, client.curve_secretkey = pair.public.encode(), pair.secret.encode()
        client.connect(f"tcp://127.0.0.1:{port}")
        client.send(b"x")
        server.recv()
        client.close()
    taken = time.perf_counter() - started
    server.close(0)
    context.destroy(0)
    return taken


def _curve_echo_s(rounds: int) -> float:
    """Reference: median seconds of a bare encrypted round trip between two threads."""
    import zmq

    context = zmq.Context()
    desk, pair = new_key_pair(), new_key_pair()
    server, client = context.socket(zmq.DEALER), context.socket(zmq.DEALER)
    server.linger = client.linger = 0
    server.curve_server, server.curve_secretkey = 1, desk.secret.encode()
    client.curve_serverkey = desk.public.encode()
    client.curve_publickey, client.curve_secretkey = pair.public.encode(), pair.secret.encode()
    client.connect(f"tcp://127.0.0.1:{server.bind_to_random_port('tcp://127.0.0.1')}")

    def echo() -> None:
        with server:
            while frame := server.recv():
                server.send(frame)

    thread = threading.Thread(target=echo, daemon=True)
    thread.start()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        client.send(b"x" * 40)
        client.recv()
        times.append(time.perf_counter() - started)
    client.send(b"")
    thread.join(5)
    client.close()
    context.term()
    return statistics.median(times)


def _row(name: str, value: float, unit: str, reference: tuple[str, float], limit: float) -> dict:
    words, against = reference
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "reference": f"{words} {against:.3g} {unit}",
        "ratio": value / against if against else None,
        "target": f"<= {limit:g} {unit}",
        "met": value <= limit,
    }


def _network_rows() -> list[dict]:
    handshakes_s = _bare_handshakes_s(200) * AGENTS / 200
    echo_ms = _curve_echo_s(500) * 1000
    hall = Hall(AGENTS)
    try:
        with agents_of(hall) as process:
            started = time.perf_counter()
            process.stdin.write("go\n")
            process.stdin.flush()
            hall.connected.wait("connect")
            storm_s = hall.connected.last_at - started
            hall.want(1, LeaseState.OPEN)
            hall.opened.wait("open")
            started = hall.want(2, LeaseState.LOCKED)
            hall.locked.wait("lock all")
            lock_ms = (hall.locked.last_at - started) * 1000
            blocked = _orders(hall, a_blocked_window)
            busy = _orders(hall, a_busy_window)
            cpu = _cpu_percent(5.0)
    finally:
        hall.hub.stop()
    echo = ("bare CURVE echo", echo_ms)
    return [
        _row(
            f"{AGENTS} agents connect",
            storm_s,
            "s",
            ("one after another", handshakes_s),
            1.0,
        ),
        _row(f"{AGENTS} locked and acknowledged", lock_ms, "ms", echo, 100.0),
        _row("order to ack p50, blocked window", blocked[0], "ms", echo, 2.0),
        _row("order to ack p99, blocked window", blocked[1], "ms", echo, 2.0),
        _row("order to ack p99, 20 % busy window", busy[1], "ms", echo, 2.0),
        _row("hub at 500 heartbeats/s", cpu, "% CPU", ("design", 6.7), 10.0),
    ]


def _orders(hall: Hall, window) -> tuple[float, float]:
    with window():
        times = sorted(hall.order(1 + n % hall.count) * 1000 for n in range(ORDERS))
    return statistics.median(times), times[int(len(times) * 0.99)]


def _cpu_percent(seconds: float) -> float:
    me = psutil.Process()
    me.cpu_percent()
    threading.Event().wait(seconds)
    return me.cpu_percent()


def _as_installed(folder: Path) -> list[str]:
    """A command that runs the agent with nothing around it but what its wheel brings and needs."""
    import msgspec
    import zmq

    import clubdesk.wire
    import clubdesk_agent

    wire = Path(clubdesk.wire.__file__).parent
    (folder / "clubdesk").mkdir(parents=True)
    homes = [Path(module.__file__).parent for module in (zmq, msgspec, clubdesk_agent)]
    homes += [libs for libs in [homes[0].parent / "pyzmq.libs"] if libs.is_dir()]
    for home in homes:
        (folder / home.name).symlink_to(home)
    for part in (wire, wire.parent / "__init__.py"):
        (folder / "clubdesk" / part.name).symlink_to(part)
    code = (
        f"import sys; sys.path.insert(0, {str(folder)!r});"
        "from clubdesk_agent.cli import main; sys.exit(main())"
    )
    return [sys.executable, "-I", "-S", "-c", code, "run"]


def _memory_rows() -> list[dict]:
    """An agent in play, installed as on a gaming PC, against an interpreter that does nothing."""
    hall = Hall(1)
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder) / "agent.key"
        keys.write_text(json.dumps({"public": hall.keys[0].public, "secret": hall.keys[0].secret}))
        desk = f"tcp://127.0.0.1:{hall.hub.port}"
        command = _as_installed(Path(folder) / "packages")
        agent = subprocess.Popen(
            [*command, "--desk", desk, "--data", folder, "--desk-key", hall.hub.public_key],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        bare = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        try:
            hall.want(1, LeaseState.OPEN)
            hall.opened.wait("the one agent")
            process = psutil.Process(agent.pid)
            process.cpu_percent()
            threading.Event().wait(15.0)
            cpu = process.cpu_percent()
            rss = process.memory_info().rss / 2**20
            bare_rss = psutil.Process(bare.pid).memory_info().rss / 2**20
        finally:
            agent.terminate()
            agent.wait(10)
            bare.communicate(b"\n")
            hall.hub.stop()
    return [
        _row("agent in play, memory", rss, "MiB", ("bare python", bare_rss), 20.0),
        _row("agent in play, processor", cpu, "% CPU", ("design", 0.1), 0.2),
    ]


def run() -> list[dict]:
    """Every figure with its reference and target."""
    return [*_network_rows(), *_memory_rows()]


if __name__ == "__main__":
    for row in run():
        met = "yes" if row["met"] else "NO"
        print(
            f"{row['name']:<36}{row['value']:>10} {row['unit']:<6} {row['reference']:<32}"
            f"{row['ratio']:>8.2f}x  {row['target']:<14} {met}"
        )
