"""The commands of the desk as a shell sees them, and what they do on the way to the window."""

import builtins
import json
from datetime import timedelta

import pytest

from clubdesk import __version__, cli
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.verify import verify
from tests.bootstrap.conftest import EVENING
from tests.support.year import make_year


def test_the_version_is_said(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"clubdesk {__version__}\n"


def test_a_fresh_database_is_migrated_and_verified(tmp_path, capsys):
    url = sqlite_url(tmp_path / "club.db")
    assert cli.main(["migrate", "--database", url]) == 0
    assert cli.main(["verify", "--database", url, "--json"]) == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert json.loads(said)["ok"] is True


def test_books_that_break_a_law_end_with_one(club, capsys):
    from pysqlite3 import dbapi2

    link = dbapi2.connect(str(club.folder / "club.db"))
    names = [row[0] for row in link.execute("SELECT name FROM sqlite_master WHERE type='trigger'")]
    link.execute(f"DROP TRIGGER {names[0]}")
    link.commit()
    link.close()
    assert cli.main(["verify", "--database", club.url]) == 1
    assert capsys.readouterr().out.startswith("NOT OK")


def test_an_address_that_is_none_ends_with_two_and_says_what_to_do(capsys):
    assert cli.main(["verify", "--database", "mysql://host/db"]) == 2
    assert "sqlite:///FILE" in capsys.readouterr().err


def test_qt_leaves_the_import_statement_as_it_was():
    before = builtins.__import__
    cli._import_qt()
    assert builtins.__import__ is before


def test_a_made_year_keeps_every_law(tmp_path):
    """The books that the start is measured on are books."""
    file = tmp_path / "club.db"
    make_year(file, EVENING + timedelta(days=30), days=2, a_day=30)
    verdict = verify(sqlite_url(file))
    assert verdict.ok, verdict.text()
    assert verdict.counts["sessions"] == 60 + 24
