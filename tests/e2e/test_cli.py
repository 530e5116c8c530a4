"""The commands as someone at a terminal meets them: exit statuses and plain words."""

import json
import os
import subprocess
import sys

import pytest

from clubdesk import __version__
from clubdesk.storage.address import sqlite_url
from tests.support.databases import empty_url, postgres, sqlite_template

__all__ = ["empty_url", "postgres", "sqlite_template"]

pytestmark = pytest.mark.processes


def clubdesk(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "clubdesk", *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def told_well(result: subprocess.CompletedProcess[str], status: int) -> None:
    """A refusal is a sentence, and a sentence on what to do; never a traceback."""
    said = result.stdout + result.stderr
    assert result.returncode == status, said
    assert "Traceback" not in said
    assert result.stderr.strip()


def test_the_version() -> None:
    result = clubdesk("--version")
    assert (result.returncode, result.stdout.strip()) == (0, f"clubdesk {__version__}")


def test_a_fresh_database_is_migrated_and_then_holds_every_law(empty_url) -> None:
    first = clubdesk("migrate", "--database", empty_url)
    assert first.returncode == 0, first.stderr
    assert first.stdout.strip()
    again = clubdesk("migrate", "--database", empty_url)
    assert again.returncode == 0, again.stderr
    verdict = clubdesk("verify", "--database", empty_url, "--json")
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert json.loads(verdict.stdout)["ok"] is True


def test_the_database_may_come_from_the_environment(tmp_path) -> None:
    url = sqlite_url(tmp_path / "here.db")
    assert clubdesk("migrate", CLUBDESK_DATABASE_URL=url).returncode == 0
    assert (tmp_path / "here.db").is_file()
    assert clubdesk("verify", CLUBDESK_DATABASE_URL=url).returncode == 0


def test_verify_of_a_missing_file_says_so_and_makes_none(tmp_path) -> None:
    told_well(clubdesk("verify", "--database", sqlite_url(tmp_path / "none.db")), 2)
    assert list(tmp_path.glob("none*")) == []


@pytest.mark.parametrize("command", ["verify", "migrate"])
@pytest.mark.parametrize(
    "address",
    [
        "oracle://somewhere/club",
        "sqlite://",
        "postgresql://127.0.0.1:1/club?connect_timeout=2",
        "postgresql://user:p%ZZ@[::1/club",
    ],
)
def test_an_address_that_leads_nowhere_is_refused_in_words(command, address) -> None:
    told_well(clubdesk(command, "--database", address), 2)


def test_a_refused_address_does_not_repeat_its_password() -> None:
    result = clubdesk("verify", "--database", "postgresql://user:s3cret%ZZ@host/club")
    told_well(result, 2)
    assert "s3cret" not in result.stderr


@pytest.mark.parametrize("command", ["verify", "migrate"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(command, tmp_path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear club," * 500)
    before = file.read_bytes()
    told_well(clubdesk(command, "--database", sqlite_url(file)), 2)
    assert file.read_bytes() == before


@pytest.mark.parametrize("command", ["verify", "migrate"])
def test_a_folder_is_no_database(command, tmp_path) -> None:
    told_well(clubdesk(command, "--database", sqlite_url(tmp_path)), 2)


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        ["verify", "--database"],
        ["demo", "--stations", "0"],
        ["demo", "--stations", "1001"],
        ["demo", "--stations", "many"],
        ["demo", "--speed", "0"],
        ["demo", "--speed", "nan"],
        ["pictures"],
        ["--nonsense"],
    ],
)
def test_wrong_usage_is_status_2_with_words(arguments) -> None:
    told_well(clubdesk(*arguments), 2)


@pytest.mark.parametrize("arguments", [[], ["run"], ["run", "--desk", "10.0.0.1"], ["dance"]])
def test_the_agents_wrong_usage_is_status_2_with_words(arguments) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "clubdesk_agent.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told_well(result, 2)
