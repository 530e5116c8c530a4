"""Opening the books: one desk a file, no SQLite that damages, no schema from the future."""

import subprocess
import sys

import pytest

from clubdesk.foundation.errors import DeskError
from clubdesk.storage.address import parse_address, sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.storage.sqlite_driver import refuse_affected


def test_a_fresh_database_is_made_on_the_way(empty_url):
    storage = open_storage(empty_url)
    assert storage.upgrade.before == ""
    assert storage.queries.club() is None
    storage.close()
    again = open_storage(empty_url)
    assert again.upgrade.before == again.upgrade.after
    again.close()


def test_a_second_desk_on_the_same_file_is_refused(tmp_path):
    url = sqlite_url(tmp_path / "club.db")
    first = open_storage(url)
    with pytest.raises(DeskError) as refusal:
        open_storage(url)
    assert refusal.value.code == "storage.in_use"
    assert "Postgres" in refusal.value.what_to_do
    first.close()
    open_storage(url).close()


@pytest.mark.processes
def test_a_second_process_is_refused_and_a_killed_one_frees_the_file(tmp_path):
    url = sqlite_url(tmp_path / "club.db")
    script = (
        "import sys\n"
        "from clubdesk.storage.opening import open_storage\n"
        "storage = open_storage(sys.argv[1])\n"
        "print('open', flush=True)\n"
        "sys.stdin.read()\n"
    )
    desk = subprocess.Popen(
        [sys.executable, "-c", script, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert desk.stdout.readline() == "open\n"
        with pytest.raises(DeskError) as refusal:
            open_storage(url)
        assert refusal.value.code == "storage.in_use"
    finally:
        desk.kill()
        desk.communicate()
    open_storage(url).close()


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 45, 1), (3, 51, 1), (3, 51, 2)])
def test_a_sqlite_with_the_wal_reset_bug_is_refused(version):
    with pytest.raises(DeskError) as refusal:
        refuse_affected(version)
    assert refusal.value.code == "storage.sqlite_affected"


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4)])
def test_a_sqlite_without_the_bug_is_taken(version):
    refuse_affected(version)


def test_the_driver_looks_at_the_version_in_use(monkeypatch, tmp_path):
    from clubdesk.storage import sqlite_driver

    monkeypatch.setattr(sqlite_driver.dbapi2, "sqlite_version_info", (3, 50, 4))
    with pytest.raises(DeskError) as refusal:
        open_storage(sqlite_url(tmp_path / "club.db"))
    assert refusal.value.code == "storage.sqlite_affected"


def test_the_hall_is_read_without_sqlalchemy(tmp_path):
    url = sqlite_url(tmp_path / "club.db")
    open_storage(url).close()
    script = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from clubdesk.storage.opening import open_storage\n"
        "storage = open_storage(sys.argv[1])\n"
        "storage.queries.hall(datetime(2026, 11, 20, tzinfo=UTC))\n"
        "slow = {'sqlalchemy', 'alembic', 'psycopg'} & set(sys.modules)\n"
        "storage.close()\n"
        "sys.exit(', '.join(slow) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, url], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "text", ["", "mysql://host/db", "sqlite://", "postgresql://", "sqlite:///"]
)
def test_an_address_that_is_none_is_refused(text):
    with pytest.raises(DeskError) as refusal:
        parse_address(text)
    assert refusal.value.code == "storage.unknown_address"


def test_addresses_of_both_kinds_are_told_apart(tmp_path):
    assert parse_address(sqlite_url(tmp_path / "a b.db")).file == tmp_path / "a b.db"
    assert parse_address(str(tmp_path / "club.db")).is_sqlite
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        address = parse_address(f"{scheme}://desk:secret@host:5433/club")
        assert address.dsn == "postgresql://desk:secret@host:5433/club"
        assert address.shown == "postgresql://host/club"


def test_a_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(DeskError) as refusal:
        open_storage(sqlite_url(tmp_path / "taken" / "club.db"))
    assert refusal.value.code == "storage.read_only"


def test_closed_books_take_no_deed(storage):
    storage.close()
    storage.close()
    with pytest.raises(RuntimeError), storage.begin():
        pass
