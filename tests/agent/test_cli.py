"""The program as a technician meets it: real processes, exit statuses, plain words."""

import json
import signal
import subprocess
import sys
import threading

import pytest

from clubdesk.wire.keys import KeyPair, load_or_create, new_key_pair
from clubdesk_agent import cli
from clubdesk_agent.console import read_state
from tests.support.agents import Floor, News


class Program:
    """The agent's process and what it says."""

    def __init__(self, *arguments: str) -> None:
        self.news = News()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "clubdesk_agent.cli", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.news.tell(line.rstrip())

    def until_says(self, words: str) -> str:
        def said() -> list[str]:
            return [line for line in self.news.heard if words in line]

        self.news.until(said)
        return said()[-1]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(10)
        self._reader.join(10)
        self.process.stdout.close()
        return status


@pytest.fixture
def run(tmp_path):
    programs = []

    def start(port: int, *more: str) -> Program:
        program = Program(
            "run", "--desk", f"tcp://127.0.0.1:{port}", "--data", str(tmp_path), *more
        )
        programs.append(program)
        return program

    yield start
    for program in programs:
        if program.process.poll() is None:
            program.process.kill()
            program.process.wait()
        program._reader.join(10)
        program.process.stdout.close()


@pytest.mark.processes
def test_from_the_first_start_to_an_open_pc(run, tmp_path, capsys):
    with Floor() as floor:
        program = run(floor.hub.port, "--desk-key", floor.hub.public_key)
        key = program.until_says("This PC's key: ").partition(": ")[2]
        code = program.until_says("Both must show this code: ").rpartition(": ")[2]
        program.until_says("not paired")
        assert cli.main(["status", "--data", str(tmp_path)]) == cli.FAILED
        assert code in capsys.readouterr().out
        keys = load_or_create(tmp_path / "agent.key")
        assert keys.public == key
        floor.pair(7, keys)
        floor.open_lease(7, seq=1, left_s=600, headline="Ann")
        floor.until_applied(7, 1, is_open=True)
        program.until_says("OPEN for Ann")
        program.until_says("connected")
        assert cli.main(["status", "--data", str(tmp_path)]) == cli.OK
        assert "open, 0:09:5" in capsys.readouterr().out
        assert program.stop() == 0


@pytest.mark.processes
def test_killed_and_started_again_it_opens_without_the_desk(run, tmp_path):
    with Floor() as floor:
        keys = load_or_create(tmp_path / "agent.key")
        floor.pair(7, keys)
        floor.open_lease(7, seq=1, left_s=600, headline="Ann")
        program = run(floor.hub.port, "--desk-key", floor.hub.public_key)
        floor.until_applied(7, 1, is_open=True)
        program.process.kill()
        program.process.wait()
        port = floor.hub.port
    again = run(port)
    line = again.until_says("OPEN for Ann")
    assert 500 < int(line.partition("Ann, ")[2].split()[0]) < 600


@pytest.mark.processes
def test_without_a_key_it_asks_at_the_door_and_a_person_pairs_it_by_its_code(run, tmp_path):
    with Floor() as floor:
        program = run(floor.hub.port)
        code = program.until_says("Both must show this code: ").rpartition(": ")[2]
        floor.news.until(lambda: floor.hub.waiting())
        (waiting,) = floor.hub.waiting()
        assert (waiting.code, waiting.address) == (code, "127.0.0.1")
        assert (tmp_path / "desk.key").read_text().strip() == floor.hub.public_key
        floor.open_lease(7, seq=1, left_s=600, headline="Ann")
        floor.pair(7, KeyPair(waiting.public_key, ""))
        floor.until_applied(7, 1, is_open=True)
        program.until_says("OPEN for Ann")
        floor.news.until(lambda: [] in floor.news.heard)
        assert floor.hub.waiting() == []


@pytest.mark.processes
def test_a_desk_with_another_key_than_before_is_not_believed(run, tmp_path):
    with Floor() as floor:
        program = run(floor.hub.port, f"--desk-key={new_key_pair().public}")
        program.until_says("The desk has another key than before")
        assert (tmp_path / "desk.key").read_text().strip() != floor.hub.public_key


def test_a_broken_desk_key_is_told(tmp_path, capsys):
    arguments = ["--data", str(tmp_path), "--desk-key", "nonsense"]
    assert cli.main(["run", "--desk", "tcp://127.0.0.1:5870", *arguments]) == cli.FAILED
    assert "nonsense" in capsys.readouterr().err


def test_a_key_may_begin_with_a_dash(tmp_path, capsys):
    arguments = [
        "run",
        "--desk",
        "tcp://desk:1",
        "--data",
        str(tmp_path),
        "--desk-key",
        "-nonsense",
    ]
    assert cli.main(arguments) == cli.FAILED
    assert "“-nonsense” is no desk's key" in capsys.readouterr().err


def test_a_broken_own_key_is_told_and_kept(tmp_path, capsys):
    (tmp_path / "agent.key").write_text("{}")
    arguments = ["--data", str(tmp_path), "--desk-key", new_key_pair().public]
    assert cli.main(["run", "--desk", "tcp://127.0.0.1:5870", *arguments]) == cli.FAILED
    assert "agent.key" in capsys.readouterr().err
    assert (tmp_path / "agent.key").read_text() == "{}"


@pytest.mark.parametrize(
    "address", ["127.0.0.1:5870", "tcp://host", "tcp://host:0", "tcp://host:70000", "udp://h:1"]
)
def test_an_address_that_is_none_is_wrong_usage(tmp_path, capsys, address):
    with pytest.raises(SystemExit) as ended:
        cli.main(["run", "--desk", address, "--data", str(tmp_path)])
    assert ended.value.code == cli.USAGE
    assert address in capsys.readouterr().err


def test_the_status_of_an_agent_that_never_ran(tmp_path, capsys):
    assert cli.main(["status", "--data", str(tmp_path)]) == cli.FAILED
    assert "No agent has run" in capsys.readouterr().err


def test_the_status_of_an_agent_that_ended_says_so(tmp_path, capsys):
    state = {
        "written_utc": 1000.0,
        "version": "0.1.0",
        "public_key": "k",
        "desk": "tcp://desk:5870",
        "link": "connected",
        "is_up": True,
        "is_open": True,
        "left_s": 60.0,
    }
    (tmp_path / "state.json").write_text(json.dumps(state))
    assert cli.main(["status", "--data", str(tmp_path)]) == cli.FAILED
    assert "does not seem to run" in capsys.readouterr().out
    (tmp_path / "state.json").write_text("{")
    assert read_state(tmp_path) is None


def test_the_version(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("clubdesk-agent ")


def test_status_without_a_folder_looks_where_the_system_keeps_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("CLUBDESK_AGENT_DATA_DIR", raising=False)
    assert cli.main(["status"]) == 1
    assert "clubdesk-agent" in capsys.readouterr().err


def test_the_environment_names_the_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CLUBDESK_AGENT_DATA_DIR", str(tmp_path / "here"))
    assert cli.main(["status"]) == 1
    assert "here" in capsys.readouterr().err
