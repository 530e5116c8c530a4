"""What is asked all day walks no table that grows with the years (SQLite's own plan says so)."""

import re

import pytest

from clubdesk.domain.ledger import AccountKind, TransactionKind
from clubdesk.services.undo_effect import UNDOABLE
from clubdesk.services.views_people import HistoryFilter
from clubdesk.storage import (
    ledger_reads,
    shift_sums,
    views_clients,
    views_file,
    views_hall,
    views_history,
    views_money,
    views_search,
    views_story,
    views_visits,
)
from clubdesk.storage.reader import Look, open_reader
from tests.support.drafts import after

GROWING = "s|g|t|p|c|sessions|segments|transactions|postings|clients|journal"
"""By the names that the queries give them; stations are w, zones z, rates r."""


@pytest.fixture
def plans(storage):
    """Every step of every plan while questions are asked."""
    steps: list[str] = []

    class Explaining(Look):
        def each(self, sql, **given):
            for row in self._run(self._connection.cursor(), f"EXPLAIN QUERY PLAN {sql}", given):
                steps.append(f"{row.detail} -- {' '.join(sql.split())}")
            return super().each(sql, **given)

    reader = open_reader(storage.address)
    with reader.look() as look:
        yield Explaining(look._connection, postgres=False), steps
    reader.close()


def walked(steps: list[str]) -> list[str]:
    """Steps that read a growing table from one end to the other, the partial indexes aside."""
    return [
        step
        for step in steps
        if re.match(rf"SCAN ({GROWING})\b(?! USING INDEX uq_sessions_open)", step)
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_hall_and_the_shift_walk_nothing_that_grows(plans):
    look, steps = plans
    views_hall.hall(look, after(0))
    views_hall.some_cards(look, [1, 2], after(0))
    views_hall.open_cards(look, after(0))
    look.rows(shift_sums.SUMS, shift_id=1)
    look.rows(shift_sums.ENDED_SESSIONS, shift_id=1)
    look.rows(shift_sums.ENDED_SEGMENTS, shift_id=1)
    views_clients.client_row(look, 1)
    look.rows(views_story._OF_SESSION, id=1)
    look.rows(views_story._TOP_UPS, client_id=1, since=after(0))
    assert len(steps) > 20
    assert walked(steps) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_clients_money_walks_nothing_that_grows(plans):
    look, steps = plans
    views_money.money_of(look, 1, after(0))
    views_money.undo_view(look, 1, 1, after(0))
    views_money.pending_payments(look, 1)
    ledger_reads.transaction_by_id(look, 1)
    ledger_reads.reversal_of(look, 1)
    ledger_reads.newest_of_client(look, 1, UNDOABLE)
    ledger_reads.set_off_by(look, 1)
    ledger_reads.paid_in(look, [1, 2], AccountKind.TILL_CASH)
    look.rows(ledger_reads._POSTINGS, id=1)
    look.rows(views_money._SHIFT, id=1)
    assert len(steps) > 15
    assert walked(steps) == []
    assert not any(re.match(r"SCAN (q|u|card_payments|promotion_uses)\b", step) for step in steps)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_clients_are_found_without_a_walk_and_without_a_sort(plans):
    look, steps = plans
    for text in ("4417", "+7 701 555 44 17", "B-1001", "санж", "ел", "санжар елк", "санжар 4417"):
        views_search.search(look, text, 50)
    views_clients.client_rows(look, [1, 2])
    assert len(steps) > 15
    assert walked(steps) == []
    by_name = [step for step in steps if "clients_found f" in step]
    assert any("VIRTUAL TABLE" in step for step in by_name)
    assert not any("TEMP B-TREE" in step for step in by_name)
    by_phone = [step for step in steps if step.startswith("SEARCH c") and ":start" in step]
    assert by_phone
    # By words as well, the names are read too.
    rows_read = [step for step in by_phone if "COVERING INDEX ix_clients_phone_end" not in step]
    assert all(":word_0" in step for step in rows_read)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_clients_past_walks_nothing_that_grows(plans):
    look, steps = plans
    views_history.history(look, 1, 200)
    kinds = frozenset({TransactionKind.TOP_UP})
    day = after(0).date()
    views_history.history(look, 1, 9, HistoryFilter("game", kinds, day, day))
    look.rows(views_history._TRANSACTION, id=1)
    look.rows(views_history._LEGS, id=1)
    look.rows(views_history._PAPER, id=1)
    views_visits.visits(look, 1, after(0), 200)
    views_file.find_card(look, "B-1001")
    look.rows(views_file._VISITS.format(cards=":one"), one=1)
    look.rows(views_file._TAKEN.format(cards=":one"), one=1)
    look.rows("SELECT * FROM retired_cards WHERE client_id = :id", id=1)
    assert len(steps) > 20
    assert walked(steps) == []
    assert not any(re.match(r"SCAN (r|u|retired_cards|print_jobs)\b", step) for step in steps)


def test_the_plan_of_a_walk_is_seen():
    assert walked(["SCAN g -- SELECT * FROM segments g"])
    assert walked(["SCAN s USING INDEX ix_sessions_client_id_started_at -- SELECT ..."])
