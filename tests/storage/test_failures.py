"""A disk that is full or read-only, a server that is gone: told plainly, nothing half-written."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import exc

from clubdesk.foundation.errors import DeskError
from clubdesk.storage import engine as engines
from clubdesk.storage.failures import failure_of
from clubdesk.storage.opening import open_storage
from clubdesk.storage.verify import verify
from tests.support.drafts import a_client, a_club, a_draft, a_shift, a_staff, topped_up

SQLITE = ["sqlite"]
POSTGRES = [pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture
def books(storage):
    with storage.begin() as work:
        work.club.save(a_club())
        staff = work.staff.add(a_staff())
        work.shifts.add(a_shift(staff.id))
        work.clients.add(a_client())
        work.ledger.post(topped_up(1, 1, 1_000))
    return storage


def set_up(storage, pragma: str) -> None:
    """Sets a pragma on the one connection that writes."""
    with storage.engine.connect() as connection:
        connection.connection.driver_connection.execute(pragma)


def fill(work) -> None:
    work.ledger.post(topped_up(1, 1, 5))
    for number in range(200):
        work.clients.add(a_client(f"+770100000{number:03d}", note="x" * 4_000))


@pytest.mark.parametrize("database_url", SQLITE, indirect=True)
def test_a_full_disk_stops_the_deed_whole(books, database_url):
    set_up(books, "PRAGMA max_page_count = 60")
    with pytest.raises(DeskError) as refusal, books.begin() as work:
        fill(work)
    assert refusal.value.code == "storage.full"
    assert "Nothing was changed" in refusal.value.text
    assert verify(database_url).counts["transactions"] == 1
    assert len(books.queries.search_clients("")) == 1
    set_up(books, "PRAGMA max_page_count = 100000")
    with books.begin() as work:
        fill(work)
    assert verify(database_url).counts["transactions"] == 2


@pytest.mark.parametrize("database_url", SQLITE, indirect=True)
def test_a_read_only_file_stops_the_deed_whole(books, database_url):
    set_up(books, "PRAGMA query_only = ON")
    with pytest.raises(DeskError) as refusal, books.begin() as work:
        work.ledger.post(topped_up(1, 1, 5))
    assert refusal.value.code == "storage.read_only"
    set_up(books, "PRAGMA query_only = OFF")
    with books.begin() as work:
        assert work.ledger.head(1)[0] == 1


@pytest.mark.parametrize("database_url", SQLITE, indirect=True)
def test_a_writer_from_outside_makes_the_desk_wait_and_then_say_so(books):
    set_up(books, "PRAGMA busy_timeout = 20")
    other = engines.make_engine(books.address)
    try:
        with (
            other.begin(),
            pytest.raises(DeskError) as refusal,
            books.begin() as work,
        ):
            work.club.find()
    finally:
        other.dispose()
    assert refusal.value.code == "storage.busy"


@pytest.mark.parametrize("database_url", SQLITE, indirect=True)
def test_a_damaged_file_is_told(books, database_url):
    books.close()
    file = books.address.sqlite_file
    whole = file.read_bytes()
    file.write_bytes(b"not a database at all" + whole[21:])
    with pytest.raises(DeskError) as refusal:
        open_storage(database_url)
    assert refusal.value.code == "storage.damaged"


@pytest.mark.parametrize("database_url", POSTGRES, indirect=True)
def test_a_server_that_is_gone_is_told_and_found_again(books, database_url):
    assert books.queries.club() is not None

    def cut() -> None:
        with psycopg.connect(database_url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    with pytest.raises(DeskError) as refusal, books.begin() as work:
        _cut_within(work, cut)
    assert refusal.value.code == "storage.lost"
    cut()
    assert books.queries.club() is not None
    with books.begin() as work:
        assert work.ledger.head(1)[0] == 1


def _cut_within(work, cut) -> None:
    work.ledger.post(topped_up(1, 1, 5))
    cut()
    work.ledger.post(topped_up(1, 1, 5))


@pytest.mark.parametrize("database_url", POSTGRES, indirect=True)
def test_a_server_that_may_only_be_read_is_told(books, database_url):
    name = database_url.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    books.engine.dispose()
    with pytest.raises(DeskError) as refusal, books.begin() as work:
        work.ledger.post(topped_up(1, 1, 5))
    assert refusal.value.code == "storage.read_only"


@pytest.mark.parametrize("database_url", POSTGRES, indirect=True)
def test_two_desks_on_a_server_write_one_at_a_time(books, database_url):
    other = open_storage(database_url)
    try:
        with books.begin() as work:
            work.ledger.post(topped_up(1, 1, 5))
            # The other desk would wait here for the first; it only looks whether it could.
            with other.engine.connect() as connection:
                driver = connection.connection.driver_connection
                driver.execute("SET lock_timeout = '50ms'")
                driver.commit()
            with pytest.raises(DeskError) as refusal, other.begin() as second:
                second.ledger.head(1)
            assert refusal.value.code == "storage.busy"
        with other.begin() as second:
            assert second.ledger.post(topped_up(1, 1, 5)).till_seq == 3
    finally:
        other.close()


def test_a_server_that_was_never_there_is_told():
    with pytest.raises(DeskError) as refusal:
        open_storage("postgresql://desk@127.0.0.1:1/club")
    assert refusal.value.code == "storage.lost"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (5, "busy"),
        (6, "busy"),
        (8, "read_only"),
        (8 | 4 << 8, "read_only"),
        (13, "full"),
        (10, "lost"),
        (10 | 12 << 8, "lost"),
        (14, "lost"),
        (11, "damaged"),
        (26, "damaged"),
    ],
)
def test_every_code_of_sqlite_that_is_no_bug_has_words(code, told):
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    wrapped = exc.OperationalError("SELECT 1", {}, error)
    assert failure_of(wrapped).code == failure_of(error).code == f"storage.{told}"
    assert failure_of(error).what_to_do


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (psycopg.errors.DiskFull, "full"),
        (psycopg.errors.ReadOnlySqlTransaction, "read_only"),
        (psycopg.errors.LockNotAvailable, "busy"),
        (psycopg.errors.AdminShutdown, "lost"),
        (psycopg.errors.TooManyConnections, "lost"),
        (psycopg.errors.InvalidPassword, "lost"),
        (psycopg.OperationalError, "lost"),
    ],
)
def test_every_state_of_postgres_that_is_no_bug_has_words(error, told):
    assert failure_of(error("x")).code == f"storage.{told}"


@pytest.mark.parametrize(
    "bug", [ValueError("x"), psycopg.errors.UndefinedTable("x"), sqlite3.IntegrityError("x")]
)
def test_a_bug_stays_a_bug(bug):
    assert failure_of(bug) is None


def test_a_pool_that_is_held_is_busy():
    assert failure_of(exc.TimeoutError()).code == "storage.busy"


def test_a_loss_while_storing_promises_nothing():
    """Nobody knows on which side of the commit the connection was cut."""
    told = failure_of(psycopg.OperationalError("x"), committing=True)
    assert told.code == "storage.lost"
    assert "Nothing was changed" not in told.text
    assert "before doing it again" in told.what_to_do


def test_a_draft_out_of_balance_never_reaches_the_books():
    with pytest.raises(ValueError, match="two postings"):
        a_draft(1)
