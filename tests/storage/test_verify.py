"""``verify`` says OK on honest books and names the first row that was changed by force."""

import json

import pytest

from clubdesk.domain.ledger import AccountKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.sessions import (
    EndSession,
    EndTimeOver,
    MoveSession,
    PauseSession,
    ResumeSession,
)
from clubdesk.services.shifts import CloseShift
from clubdesk.storage.verdict import LAWS, Problem
from clubdesk.storage.verify import verify
from tests.support.force import by_force


@pytest.fixture
def history(world):
    """A closed shift with every kind of session in it, and a second one that still runs."""
    world.open_shift(5_000_000)
    client = world.client(money=200_000)
    session = world.start(client, 0)
    guest = world.start_guest(40_000, 1).session_id
    world.clock.advance(600.25)
    world.do(PauseSession(session_id=session))
    world.clock.advance(120)
    world.do(ResumeSession(session_id=session))
    world.clock.advance(61)
    world.do(MoveSession(session_id=session, to_station_id=world.stations[2]))
    world.clock.advance(3_000)
    world.do(EndTimeOver(session_id=guest))
    world.do(EndSession(session_id=session))
    early = world.start_guest(100_000, 3).session_id
    world.clock.advance(17)
    world.do(EndSession(session_id=early))
    world.do(CloseShift(counted_minor=world.till() - 3_000))
    world.clock.advance(40_000)
    world.open_shift(world.till() + 500)
    world.do(TopUp(client_id=client, cash_minor=77_777))
    playing = world.start(client, 3)
    world.start_guest(90_000, 1)
    world.clock.advance(300)
    world.do(PauseSession(session_id=playing))
    return world


def first_problem(url: str) -> Problem:
    verdict = verify(url)
    assert not verdict.ok
    assert verdict.first is not None
    return verdict.first


def rows(world, sql: str):
    """Rows as tuples, past the stores."""
    with world.storage.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def test_honest_books_hold(history, database_url):
    verdict = verify(database_url)
    assert verdict.ok, verdict.text()
    assert verdict.first is None
    assert verdict.counts["transactions"] == 15
    assert verdict.counts["sessions"] == 5
    assert verdict.counts["shift_reports"] == 1
    assert verdict.text().startswith("OK")
    assert json.loads(json.dumps(verdict.as_dict()))["ok"] is True


def test_empty_books_hold(database_url):
    assert verify(database_url).ok


def test_a_changed_amount_is_named(history, database_url):
    by_force(database_url, "UPDATE postings SET amount = amount + 1 WHERE id = 6")
    found = first_problem(database_url)
    assert (found.law, found.table, found.row_id) == ("books.balanced", "postings", 6)


def test_two_amounts_changed_in_step_are_named(history, database_url):
    """The sum still is zero, and balances were moved along: the hash still tells."""
    legs = rows(history, "SELECT id, account_id, amount FROM postings WHERE transaction_id = 2")
    changes = [
        f"UPDATE postings SET amount = amount {'+' if amount > 0 else '-'} 5 WHERE id = {leg}"
        for leg, _, amount in legs
    ]
    by_force(database_url, *changes)
    found = first_problem(database_url)
    assert (found.law, found.table, found.row_id) == ("books.amount", "postings", legs[0][0])
    balances = [
        f"UPDATE accounts SET balance = balance {'+' if amount > 0 else '-'} 5 WHERE id = {account}"
        for _, account, amount in legs
    ]
    by_force(database_url, *balances)
    found = first_problem(database_url)
    assert (found.law, found.table, found.row_id) == ("chain.hash", "transactions", 2)


def test_a_removed_transaction_is_named_by_the_one_after_it(history, database_url):
    by_force(
        database_url,
        "DELETE FROM postings WHERE transaction_id = 4",
        "DELETE FROM transactions WHERE id = 4",
    )
    found = first_problem(database_url)
    assert (found.law, found.table, found.row_id) == ("chain.number", "transactions", 5)
    assert (found.expected, found.found) == ("1/4", "1/5")


def test_the_last_transaction_removed_is_missed(history, database_url):
    by_force(database_url, "DELETE FROM transactions WHERE id = 15")
    assert first_problem(database_url).law == "books.orphan"
    by_force(database_url, "DELETE FROM postings WHERE transaction_id = 15")
    assert first_problem(database_url).law == "books.balance"
    sums = "(SELECT coalesce(sum(amount), 0) FROM postings WHERE account_id = accounts.id)"
    by_force(database_url, f"UPDATE accounts SET balance = {sums}")
    assert first_problem(database_url).law == "books.last_posting"


def test_an_edited_balance_is_named(history, database_url):
    by_force(database_url, "UPDATE accounts SET balance = balance - 100 WHERE kind = 'game'")
    found = first_problem(database_url)
    (account,) = rows(history, "SELECT id FROM accounts WHERE kind = 'game'")
    assert (found.law, found.table, found.row_id) == ("books.balance", "accounts", account[0])


@pytest.mark.parametrize(
    ("change", "law"),
    [
        ("hash = 'f' || substr(hash, 2, 63)", "chain.hash"),
        ("reason = 'another'", "chain.hash"),
        ("effective_at = at, at = effective_at, staff_id = NULL", "chain.hash"),
        ("kind = 'deduction'", "chain.hash"),
        ("kind = 'gift'", "books.readable"),
        ("prev_hash = hash", "chain.before"),
        ("till_seq = 40", "chain.number"),
    ],
)
def test_a_changed_header_is_named(history, database_url, change, law):
    by_force(database_url, f"UPDATE transactions SET {change} WHERE id = 5")
    problems = verify(database_url).problems
    named = next(problem for problem in problems if problem.law == law)
    assert named.table == "transactions"
    assert problems[0].row_id in (5, 6)


@pytest.mark.parametrize(
    ("change", "law", "row_id"),
    [
        ("UPDATE sessions SET charged_minor = charged_minor + 1 WHERE id = 1", "session.posted", 1),
        ("UPDATE sessions SET station_id = 6 WHERE id = 1", "session.state", 1),
        ("UPDATE sessions SET state = 'active' WHERE id = 4", "session.state", 4),
        ("UPDATE sessions SET started_at = ended_at WHERE id = 1", "session.state", 1),
        ("UPDATE sessions SET ended_at = started_at WHERE id = 1", "session.state", 1),
        ("UPDATE sessions SET state = 'cancelled' WHERE id = 1", "session.price", 1),
        ("UPDATE sessions SET ends_at = NULL WHERE id = 5", "session.ends_at", 5),
        ("DELETE FROM segments WHERE session_id = 1 AND position = 1", "session.segments", 1),
        ("DELETE FROM segments WHERE session_id = 3", "session.segments", 3),
        (
            "UPDATE segments SET terms = replace(terms, '80000', '90000') WHERE session_id = 3",
            "session.price",
            3,
        ),
        ("UPDATE segments SET terms = '{}' WHERE session_id = 2", "books.readable", 2),
    ],
)
def test_a_changed_session_is_named(history, database_url, change, law, row_id):
    by_force(database_url, change)
    found = first_problem(database_url)
    assert (found.law, found.table, found.row_id) == (law, "sessions", row_id)


def test_two_sessions_on_one_seat_are_named(history, database_url):
    by_force(
        database_url,
        "DROP INDEX uq_sessions_open_station",
        "UPDATE sessions SET station_id = (SELECT station_id FROM sessions WHERE id = 4)"
        " WHERE id = 5",
        "UPDATE segments SET station_id = (SELECT station_id FROM sessions WHERE id = 4)"
        " WHERE session_id = 5",
    )
    found = first_problem(database_url)
    assert (found.law, found.row_id) == ("session.one_a_station", 5)


@pytest.mark.parametrize(
    ("change", "law", "table"),
    [
        ("UPDATE shifts SET number = 7 WHERE id = 2", "shift.number", "shifts"),
        ("UPDATE shifts SET z_number = 2 WHERE id = 1", "shift.z_number", "shifts"),
        (
            "UPDATE shifts SET counted_close_minor = counted_close_minor + 9 WHERE id = 1",
            "shift.difference",
            "shifts",
        ),
        (
            "UPDATE shifts SET expected_close_minor = expected_close_minor + 9,"
            " counted_close_minor = counted_close_minor + 9 WHERE id = 1",
            "shift.expected",
            "shifts",
        ),
        (
            "UPDATE shifts SET expected_open_minor = expected_open_minor + 1 WHERE id = 2",
            "shift.opening",
            "shifts",
        ),
        ("DELETE FROM shift_reports", "shift.report", "shift_reports"),
        ("UPDATE shift_reports SET receipt = '{'", "books.readable", "shift_reports"),
        (
            "UPDATE shift_reports SET"
            " receipt = replace(receipt, '\"top_ups\":200000', '\"top_ups\":300000')",
            "shift.figures",
            "shift_reports",
        ),
        (
            "UPDATE shift_reports SET"
            ' receipt = replace(receipt, \'"chain_head":"\', \'"chain_head":"0\')',
            "shift.chain",
            "shift_reports",
        ),
    ],
)
def test_a_changed_shift_is_named(history, database_url, change, law, table):
    by_force(database_url, change)
    found = first_problem(database_url)
    assert (found.law, found.table) == (law, table)


def test_a_missing_guard_is_told_after_everything_else(history, database_url):
    on = "" if database_url.startswith("sqlite") else " ON postings"
    with history.storage.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER postings_unchanged{on}")
    found = first_problem(database_url)
    assert (found.law, found.expected) == ("schema.guards", "postings_unchanged")


def test_a_problem_reads_as_a_sentence(history, database_url):
    by_force(database_url, "UPDATE accounts SET balance = balance + 1 WHERE kind = 'play_revenue'")
    verdict = verify(database_url)
    assert "accounts" in verdict.text()
    assert "a balance is the sum of its postings" in verdict.text()
    assert verdict.as_dict()["first"]["law"] == "books.balance"
    assert all(problem.law in LAWS for problem in verdict.problems)


def test_a_database_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(DeskError) as refusal:
        verify(str(tmp_path / "nothing.db"))
    assert refusal.value.code == "storage.missing"
    assert not (tmp_path / "nothing.db").exists()


def test_money_below_zero_is_named(history, database_url):
    """Past the check constraint too: nobody owes the club."""
    problems = _below_zero(database_url, history)
    assert "books.below_zero" in {problem.law for problem in problems}


def _below_zero(url, world):
    if url.startswith("sqlite"):
        by_force(
            url,
            "PRAGMA ignore_check_constraints = ON",
            f"UPDATE accounts SET balance = 1 WHERE kind = '{AccountKind.GAME.value}'",
        )
    else:
        by_force(
            url,
            "ALTER TABLE accounts DROP CONSTRAINT ck_accounts_never_below_zero",
            "UPDATE accounts SET balance = 1 WHERE kind = 'game'",
        )
    return verify(url).problems
