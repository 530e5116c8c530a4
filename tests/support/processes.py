"""Real desks and agents as processes: started, asked, killed. Waits by events, no sleeping."""

from __future__ import annotations

import json
import random
import selectors
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that is free with its neighbour above, out of the range connections are given."""
    for port in random.sample(range(13_000, 20_000, 2), 50):
        with socket.socket() as agents, socket.socket() as door:
            try:
                agents.bind(("127.0.0.1", port))
                door.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise AssertionError("no two neighbouring ports are free")


class DeskProcess:
    """A desk without windows over a folder; talks JSON lines."""

    def __init__(self, folder: Path, port: int) -> None:
        folder.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.desk_process", str(folder), str(port)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip
        self.desk_key: str = self._read()["desk_key"]

    def do(self, command: str, staff: int | None = None, /, **fields: Any) -> dict[str, Any]:
        return self._ask({"do": [command, fields], "staff": staff})

    def state(self) -> dict[str, Any]:
        return self._ask({"ask": "state"})

    def ask_until(
        self, what: str, holds: Callable[[dict[str, Any]], Any], within_s: float = 20
    ) -> dict[str, Any]:
        deadline = time.monotonic() + within_s
        while not holds(found := self._ask({"ask": what})):
            assert time.monotonic() < deadline, f"{what}: {found}"
        return found

    def kill(self) -> None:
        self.process.kill()
        self._end()

    def stop(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self._end()

    def _end(self) -> None:
        self.process.wait(20)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def _ask(self, what: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        with selectors.DefaultSelector() as ready:
            ready.register(self.process.stdout, selectors.EVENT_READ)
            assert ready.select(60), "the desk did not answer"
        line = self.process.stdout.readline()
        assert line, f"the desk ended with {self.process.poll()}"
        return json.loads(line)


class AgentProcess:
    """A real `clubdesk-agent run`; its log lines are collected as they come."""

    def __init__(self, folder: Path, port: int, desk_key: str) -> None:
        self.folder = folder
        self.lines: list[str] = []
        self._came = threading.Condition()
        self.process = subprocess.Popen(
            [
                sys.executable, "-c",
                "import sys; from clubdesk_agent.cli import main; sys.exit(main(sys.argv[1:]))",
                "run", "--desk", f"tcp://127.0.0.1:{port}", "--data", str(folder),
                *(["--desk-key", desk_key] if desk_key else []),
            ],
            cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._collect, daemon=True)
        self._reader.start()

    def until(
        self, holds: Callable[[dict[str, Any]], bool], what: str, within_s: float = 20
    ) -> Any:
        """Waits until the agent's own state file says so."""
        deadline = time.monotonic() + within_s
        with self._came:
            while True:
                state = self.state()
                if state and holds(state):
                    return state
                left = deadline - time.monotonic()
                assert left > 0, f"{what}: {state} {self.lines[-5:]}"
                self._came.wait(min(left, 0.1))

    def state(self) -> dict[str, Any]:
        try:
            return json.loads((self.folder / "state.json").read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self._reader.join(5)
        if self.process.stderr is not None:
            self.process.stderr.close()

    def _collect(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._came:
                self.lines.append(line.rstrip())
                self._came.notify_all()
