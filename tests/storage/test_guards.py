"""The database defends the books itself: what the stores never do is refused all the same."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from clubdesk.domain import session as rules
from clubdesk.domain.hall import Zone
from clubdesk.domain.ledger import GENESIS
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.session import Terms
from clubdesk.services.ports import Answered, JournalEntry
from clubdesk.storage import tables
from clubdesk.storage.guards import GUARDS, POSTGRES_GUARDS, SQLITE_GUARDS
from tests.support import papers
from tests.support.drafts import (
    NOON,
    TILL,
    a_client,
    a_shift,
    a_staff,
    a_station,
    after,
    game,
    topped_up,
)


@pytest.fixture
def books(storage):
    """One row in every guarded table; transaction 1 holds postings 1 and 2."""
    with storage.begin() as work:
        staff = work.staff.add(a_staff())
        old = work.shifts.add(a_shift(staff.id, till_id=2))
        work.shifts.add(a_shift(staff.id))
        client = work.clients.add(a_client())
        zone = work.stations.add_zone(Zone(0, "Standard", 1))
        seat = work.stations.add(a_station(zone.id))
        terms = Terms(1, "Hourly", HourlyPrice.flat(100))
        begun = work.sessions.add(rules.begin(None, seat.id, terms, NOON))
        work.sessions.save(rules.end(begun, after(5)))
        work.ledger.post(topped_up(2, client.id, 1_000))
        work.journal.add(JournalEntry(NOON, staff.id, "TopUp"))
        work.answers.remember(Answered("c1", "TopUp", "d", "{}"), NOON)
        work.shifts.store_report(old.id, papers.z_report())
    with storage.engine.begin() as connection:
        connection.execute(
            tables.shifts.update()
            .where(tables.shifts.c.id == old.id)
            .values(closed_at=after(9), closed_by=staff.id, z_number=1)
        )
    return storage


def run(storage, *statements: str) -> None:
    with storage.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def account(storage, ref) -> int:
    wanted = tables.accounts.c.kind == ref.kind.value, tables.accounts.c.owner_id == ref.owner_id
    with storage.engine.connect() as connection:
        return connection.execute(tables.accounts.select().where(*wanted)).one().id


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE postings SET amount = amount + 1",
        "UPDATE postings SET account_id = 1",
        "DELETE FROM postings",
        "UPDATE transactions SET reason = 'x'",
        "UPDATE transactions SET hash = 'x'",
        "DELETE FROM transactions",
        "UPDATE journal SET reason = 'x'",
        "DELETE FROM journal",
        "UPDATE answers SET answer = 'x'",
        "DELETE FROM answers",
        "UPDATE shift_reports SET receipt = 'x'",
        "DELETE FROM shift_reports",
        "UPDATE shifts SET counted_close_minor = 1 WHERE closed_at IS NOT NULL",
        "UPDATE shifts SET closed_at = NULL, z_number = NULL WHERE closed_at IS NOT NULL",
        "DELETE FROM shifts",
        "UPDATE sessions SET state = 'active', ended_at = NULL",
        "DELETE FROM sessions",
        "UPDATE segments SET running = NOT running",
        "DELETE FROM segments",
        "UPDATE accounts SET balance = balance - 1",
        "UPDATE accounts SET balance = balance - 1, last_posting_id = last_posting_id + 1",
        "UPDATE accounts SET balance = balance * 2, last_posting_id = 2",
        "UPDATE accounts SET owner_id = 77",
        "DELETE FROM accounts",
        "INSERT INTO accounts (kind, owner_id, unit, balance) VALUES ('safe', 0, 'money', 5)",
        "INSERT INTO accounts (kind, owner_id, unit) VALUES ('safe', 0, 'points')",
        "INSERT INTO postings (transaction_id, account_id, amount) VALUES (1, 1, 5)",
    ],
)
def test_history_is_refused_to_change(books, statement):
    with pytest.raises(IntegrityError):
        run(books, statement)


ON_POSTGRES = [pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.mark.parametrize("database_url", ON_POSTGRES, indirect=True)
def test_a_table_of_the_books_is_never_emptied(books):
    """SQLite empties a table by deleting its rows, which is refused above."""
    for guard in sorted(POSTGRES_GUARDS):
        with pytest.raises(IntegrityError):
            run(books, f"TRUNCATE {guard.removesuffix('_not_emptied')} CASCADE")


def header(number: int = 2, prev: str = "", shift: int = 2) -> str:
    before = f"'{prev}'" if prev else "(SELECT hash FROM transactions WHERE id = 1)"
    instant = "timestamptz '2026-11-20 12:00+00'"
    return (
        "INSERT INTO transactions (id, till_id, till_seq, prev_hash, hash, kind, shift_id, at,"
        f" effective_at) VALUES (2, 1, {number}, {before}, 'h', 'top_up', {shift},"
        f" {instant}, {instant})"
    )


def post(books, legs, head: str) -> None:
    if books.address.is_sqlite:
        head = head.replace("timestamptz '2026-11-20 12:00+00'", "1")
    statements = [
        f"INSERT INTO postings (transaction_id, account_id, amount) VALUES (2, {owner}, {amount})"
        for owner, amount in legs
    ]
    run(books, *statements, *([head] if head else []))


def test_a_transaction_that_holds_every_law_is_taken(books):
    till, client = account(books, TILL), account(books, game(1))
    post(books, [(till, 50), (client, -50)], header())


@pytest.mark.parametrize(
    ("amounts", "head"),
    [
        ((50, -49), header()),
        ((50,), header()),
        ((), header()),
        ((50, -50), header(number=3)),
        ((50, -50), header(prev=GENESIS)),
        ((50, -50), header(shift=1)),
        ((50, -50), header(shift=99)),
        ((50, -50), ""),
        ((0, 0), header()),
        ((-2_000, 2_000), header()),
    ],
    ids=[
        "out of balance",
        "one posting",
        "no posting",
        "a number left out",
        "another chain",
        "a closed shift of another till",
        "no such shift",
        "no header",
        "nothing moved",
        "below zero",
    ],
)
def test_a_transaction_that_breaks_a_law_is_refused(books, amounts, head):
    owners = account(books, TILL), account(books, game(1))
    with pytest.raises(IntegrityError):
        post(books, list(zip(owners, amounts, strict=False)), head)
    with books.begin() as work:
        assert work.ledger.balance(game(1)) == 1_000
        assert work.ledger.head(1)[0] == 1


def test_units_balance_each_on_their_own(books):
    run(books, "INSERT INTO accounts (kind, owner_id, unit) VALUES ('bonus_expense', 0, 'points')")
    with books.engine.connect() as connection:
        points = connection.execute(
            tables.accounts.select().where(tables.accounts.c.kind == "bonus_expense")
        ).one()
    with pytest.raises(IntegrityError):
        post(books, [(account(books, TILL), 50), (points.id, -50)], header())


def test_the_guards_are_those_of_the_list(books):
    wanted = GUARDS | (SQLITE_GUARDS if books.address.is_sqlite else POSTGRES_GUARDS)
    listed = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if books.address.is_sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with books.engine.connect() as connection:
        assert set(connection.execute(text(listed)).scalars()) == wanted
