"""The modem's program: how it is called, and what its ends mean. A stand-in is run for real."""

import os
import shutil
import sys

import pytest

from clubdesk.sms.gammu_gateway import GammuGateway
from clubdesk.sms.gateway import MessageRefusedError, MessageUnknownError, NothingSentError

PHONE = "+77015554417"
SCRIPT = """#!{python}
import json, os, sys
with open({seen!r}, "w") as file:
    json.dump([sys.argv[1:], sys.stdin.buffer.read().decode()], file)
sys.stdout.write({said!r})
{then}
sys.exit({code})
"""


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Lays a program of the given name on the PATH; what it was told comes back by ``seen``."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    seen = tmp_path / "seen.json"

    def make(name: str = "gammu", said: str = "", code: int = 0, then: str = ""):
        file = folder / name
        file.write_text(
            SCRIPT.format(python=sys.executable, seen=str(seen), said=said, code=code, then=then)
        )
        file.chmod(0o755)

        def read():
            import json

            return json.loads(seen.read_text())

        return read

    return make


SENT = "If you want break, press Ctrl+C...\nSending SMS 1/1....waiting for network answer..OK, message reference=255\n"  # noqa: E501


def test_the_text_goes_by_the_standard_input(program) -> None:
    seen = program(said=SENT)
    taken = GammuGateway().send(PHONE, "Код; rm -rf / $(x) 123456")
    words, text = seen()
    assert words == ["sendsms", "TEXT", PHONE, "-len", "25", "-unicode"]
    assert text == "Код; rm -rf / $(x) 123456"
    assert taken.gateway_id == "255"


def test_plain_text_and_an_own_configuration(program) -> None:
    seen = program(said=SENT)
    GammuGateway(config="my modem.cfg").send(PHONE, "code 1")
    assert seen()[0] == ["-c", "my modem.cfg", "sendsms", "TEXT", PHONE, "-len", "6"]


def test_the_daemon_takes_messages_too(program) -> None:
    seen = program("gammu-smsd-inject", "Written message with ID /var/spool/OUT_1.smsbackup\n")
    taken = GammuGateway("gammu-smsd-inject").send(PHONE, "code 1")
    assert seen()[0] == ["TEXT", PHONE, "-len", "6"]
    assert taken.gateway_id == "OUT_1.smsbackup"
    assert not GammuGateway().tells_delivery


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        (104, NothingSentError),
        (133, NothingSentError),
        (114, MessageUnknownError),
        (2, MessageRefusedError),
        (127, MessageRefusedError),
    ],
)
def test_an_exit_code_says_what_is_certain(program, code, ends) -> None:
    program(said="If you want break, press Ctrl+C...\nIt went wrong: code 123456\n", code=code)
    with pytest.raises(ends) as end:
        GammuGateway().send(PHONE, "code 123456")
    assert end.value.words == "It went wrong: •••"


def test_a_modem_that_hangs_is_left(program) -> None:
    program(then="import time; time.sleep(60)")
    with pytest.raises(MessageUnknownError):
        GammuGateway(timeout_s=1.0).send(PHONE, "x")


def test_a_program_that_is_not_there_is_told(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("gammu", "no\0program", str(tmp_path)):
        with pytest.raises(MessageRefusedError, match="not found"):
            GammuGateway(name).send(PHONE, "x")


@pytest.mark.skipif(shutil.which("gammu") is None, reason="the program Gammu is not installed")
def test_the_real_program_sends_through_its_dummy_device(tmp_path) -> None:
    config = tmp_path / "gammurc"
    device = tmp_path / "phone"
    device.mkdir()
    config.write_text(f"[gammu]\nmodel = dummy\nconnection = none\ndevice = {device}\n")
    taken = GammuGateway(config=str(config)).send(PHONE, "Клуб: ваш код 123456")
    assert taken.gateway_id
    config.write_text("[gammu]\nconnection = at\ndevice = /dev/no-such-modem\n")
    with pytest.raises(NothingSentError):
        GammuGateway(config=str(config)).send(PHONE, "x")
