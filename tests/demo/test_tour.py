"""`clubdesk demo --tour` as it is run on a machine without a display, and `verify` on its books."""

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from pysqlite3 import dbapi2

from clubdesk.storage.address import sqlite_url
from tests.support.force import by_force

pytestmark = pytest.mark.processes

STEPS = (
    "sign-in", "open-shift-count", "open-shift-done", "hall-in-the-evening", "client-found",
    "top-up", "client-found-by-name", "add-client", "add-client-done", "split",
    "promotion-points", "terminal-declined", "terminal", "terminal-unknown", "terminal-resolved",
    "credit-bonuses", "undo", "deduct", "client-card", "client-transaction", "client-visits",
    "settings-rates", "settings-rates-painted", "settings-package", "start-package",
    "package-runs", "start-session", "client-plays", "guest-session", "paused", "resumed",
    "move-keep-value", "move-charge-difference", "move", "moved", "end-session", "explain",
    "end-guest", "quick-switch", "refund", "approval", "refunded", "bar-add-order", "bar-walk-in",
    "bar-order-history", "bar-cancel", "locked", "merge", "journal", "journal-approved",
    "journal-line", "settings-rules", "settings-promotions", "settings-receipts",
    "settings-terminal", "settings-messages", "settings-staff", "timeline", "reserve",
    "timeline-reserved", "hand-over", "handed-over", "late-evening", "cash-out", "collect",
    "close-shift-difference", "shift-closed",
)  # fmt: skip


class Played(NamedTuple):
    """A tour that was played: what it said, its pictures and its books."""

    result: subprocess.CompletedProcess[str]
    folder: Path
    books: Path


def clubdesk(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "clubdesk", *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    folder, books = tmp_path_factory.mktemp("tour"), tmp_path_factory.mktemp("tour-books")
    result = clubdesk(
        "demo", "--stations", "30", "--tour", str(folder), "--data", str(books),
        CLUBDESK_DATA_DIR=str(books / "own"),
    )  # fmt: skip
    return Played(result, folder, books)


@pytest.fixture
def copy(tour, tmp_path):
    """The tour's books, to be tampered with."""
    file = tmp_path / "club.db"
    source, target = (dbapi2.connect(str(path)) for path in (tour.books / "club.db", file))
    with closing(source), closing(target):
        source.backup(target)
    return file


def one(file: Path, question: str) -> tuple:
    with closing(dbapi2.connect(str(file))) as link:
        return link.execute(question).fetchone()


def test_the_tour_ends_well(tour) -> None:
    assert tour.result.returncode == 0, tour.result.stdout + tour.result.stderr


def test_every_step_has_its_picture(tour) -> None:
    pictures = sorted(path.name for path in tour.folder.glob("*.png"))
    assert [name[:2] for name in pictures] == [f"{n:02d}" for n in range(1, len(pictures) + 1)]
    steps = [name[3:-4] for name in pictures]
    assert [step for step in STEPS if step not in steps] == []
    assert any("close-shift" in step for step in steps)
    assert any("z-report" in step for step in steps)
    assert all(path.stat().st_size > 5_000 for path in tour.folder.glob("*.png"))


def test_every_paper_is_a_picture_once(tour) -> None:
    papers = list((tour.folder / "papers").glob("*.png"))
    log = (tour.folder / "tour.log").read_text(encoding="utf-8")
    said = re.search(r"(\d+) papers were asked for, and (\d+) came out", log)
    assert said is not None
    assert int(said[1]) == int(said[2]) == len(papers)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in papers)


def test_the_log_tells_the_day_with_its_figures(tour) -> None:
    log = (tour.folder / "tour.log").read_text(encoding="utf-8")
    told = (
        "Signed in", "Shift opened", "Topped up in cash", "Found by a part of the name",
        "Topped up in two ways", "by card over the terminal", "Declined by the bank",
        "nobody knew the end of", "from the hall", "A walk-in paid", "cancelled with an approval",
        "The till handed over", "paid from the till for coffee", "taken to the safe",
        "explained and approved", "the credit undone", "Deducted",
        "with an administrator's approval", "Locked by", "became one", "The journal names",
        "unlocked for the client", "unlocked for a guest", "Paused for", "Moved from",
        "Ended early", "The guest left", "6 packages", "minutes bought for", "explained in",
        "reservations for the evening", "Z-report", "clubdesk verify: OK",
    )  # fmt: skip
    assert [words for words in told if words not in log] == []
    assert "FAILED" not in log
    assert log.strip() in tour.result.stdout.strip() or "verify" in tour.result.stdout


def test_the_books_are_one_file_in_the_data_folder(tour) -> None:
    assert [path.name for path in tour.books.glob("*.db")] == ["club.db"]


def test_verify_says_ok_on_the_tours_books(tour) -> None:
    url = sqlite_url(tour.books / "club.db")
    plain = clubdesk("verify", "--database", url)
    assert (plain.returncode, plain.stdout[:2]) == (0, "OK"), plain.stdout + plain.stderr
    told = clubdesk("verify", "--database", url, "--json")
    assert told.returncode == 0
    assert json.loads(told.stdout)["ok"] is True


TAMPERED = {
    "an amount": (
        "SELECT id FROM postings ORDER BY id LIMIT 1 OFFSET 777",
        "UPDATE postings SET amount = amount + 1 WHERE id = {id}",
        "postings",
    ),
    "a transaction": (
        "SELECT id FROM transactions ORDER BY id LIMIT 1 OFFSET 333",
        "DELETE FROM transactions WHERE id = {id}",
        "transactions",
    ),
    "a balance": (
        "SELECT id FROM accounts WHERE kind = 'game' AND balance <> 0 ORDER BY id LIMIT 1",
        "UPDATE accounts SET balance = balance - 100 WHERE id = {id}",
        "accounts",
    ),
    "a hash": (
        "SELECT id FROM transactions ORDER BY id LIMIT 1 OFFSET 222",
        "UPDATE transactions SET hash = replace(hash, substr(hash, 1, 1), 'z') WHERE id = {id}",
        "transactions",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_verify_names_the_first_row_that_was_tampered_with(copy, what) -> None:
    choose, change, table = TAMPERED[what]
    (row_id,) = one(copy, choose)
    by_force(sqlite_url(copy), change.format(id=row_id))
    plain = clubdesk("verify", "--database", sqlite_url(copy))
    assert plain.returncode == 1, plain.stdout + plain.stderr
    told = clubdesk("verify", "--database", sqlite_url(copy), "--json")
    assert told.returncode == 1
    verdict = json.loads(told.stdout)
    assert verdict["ok"] is False
    first = verdict["problems"][0]
    near = {row_id, row_id + 1} if what == "a transaction" else {row_id}
    if what == "an amount":
        (transaction_id,) = one(copy, f"SELECT transaction_id FROM postings WHERE id = {row_id}")
        assert (first["table"], first["row_id"]) in {
            ("postings", row_id),
            ("transactions", transaction_id),
        }
    else:
        assert first["table"] == table
        assert first["row_id"] in near
    assert str(first["row_id"]) in plain.stdout


def test_a_real_clubs_books_are_never_overwritten_by_the_demo(tmp_path) -> None:
    shutil.copyfile(__file__, tmp_path / "club.db")
    before = (tmp_path / "club.db").read_bytes()
    for more in ([], ["--tour", str(tmp_path / "tour")]):
        refused = clubdesk("demo", "--data", str(tmp_path), *more)
        assert refused.returncode == 2
        assert "Choose another folder" in refused.stderr
    assert (tmp_path / "club.db").read_bytes() == before
