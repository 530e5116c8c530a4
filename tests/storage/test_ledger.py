"""The books: numbered, chained, balanced, never below zero, on both databases."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.ledger import (
    GENESIS,
    AccountKind,
    AccountRef,
    Posting,
    TransactionDraft,
    TransactionKind,
    Unit,
    chain_hash,
    pair,
)
from clubdesk.domain.shift import LegSum
from clubdesk.foundation.errors import DeskError
from clubdesk.storage.verify import verify
from tests.support.drafts import (
    TILL,
    a_client,
    a_club,
    a_draft,
    a_shift,
    a_staff,
    after,
    charged,
    game,
    topped_up,
)


@pytest.fixture
def books(storage):
    """An open shift at two tills and three clients."""
    with storage.begin() as work:
        work.club.save(a_club())
        staff = work.staff.add(a_staff())
        for till in (1, 2):
            work.shifts.add(replace(a_shift(staff.id, till), counted_open_minor=0))
        for number in range(3):
            work.clients.add(a_client(f"+7701000000{number}"))
    return storage


def balance(storage, account: AccountRef) -> int:
    with storage.begin() as work:
        return work.ledger.balance(account)


def test_a_post_is_numbered_chained_and_adds_up(books):
    draft = topped_up(1, 1, 70_000)
    draft = replace(draft, reason="first, и кириллица", staff_id=1, effective_at=after(-5))
    with books.begin() as work:
        first = work.ledger.post(draft)
        assert (first.till_seq, first.prev_hash) == (1, GENESIS)
        assert first.hash == chain_hash(GENESIS, 1, draft)
        second = work.ledger.post(charged(1, 1, 1_234))
        assert (second.till_seq, second.prev_hash) == (2, first.hash)
        assert work.ledger.head(1) == (2, second.hash)
        assert work.ledger.head(2) == (0, GENESIS)
    assert balance(books, game(1)) == 68_766
    assert balance(books, TILL) == 70_000
    assert balance(books, AccountRef(AccountKind.PLAY_REVENUE)) == 1_234
    assert balance(books, game(2)) == 0


def test_each_till_has_its_own_chain(books):
    with books.begin() as work:
        work.ledger.post(topped_up(1, 1, 100))
        till = AccountRef(AccountKind.TILL_CASH, 2)
        legs = pair(debit=till, credit=game(1), amount=5)
        other = work.ledger.post(a_draft(2, *legs, till_id=2))
        assert (other.till_seq, other.prev_hash) == (1, GENESIS)
        again = work.ledger.post(topped_up(1, 2, 100))
    assert again.till_seq == 2


def test_a_reversal_names_what_it_reverses_once(books):
    with books.begin() as work:
        wrong = work.ledger.post(topped_up(1, 1, 100))
    back = replace(
        charged(1, 1, 100),
        kind=TransactionKind.REVERSAL,
        postings=pair(debit=game(1), credit=TILL, amount=100),
        reverses_id=wrong.id,
    )
    with books.begin() as work:
        work.ledger.post(back)
        work.ledger.post(topped_up(1, 1, 100))
    with pytest.raises(IntegrityError), books.begin() as work:
        work.ledger.post(back)
    assert balance(books, game(1)) == 100


def test_an_account_of_a_client_never_goes_below_zero(books):
    with books.begin() as work:
        work.ledger.post(topped_up(1, 1, 1_000))
    with pytest.raises(DeskError) as refusal, books.begin() as work:
        work.ledger.post(charged(1, 1, 1_001))
    assert refusal.value.code == "ledger.below_zero"
    assert "Not enough money on the account" in refusal.value.text
    assert "10" in refusal.value.text
    assert balance(books, game(1)) == 1_000


def test_points_do_not_go_below_zero_either(books):
    legs = pair(
        debit=AccountRef(AccountKind.BONUS, 1),
        credit=AccountRef(AccountKind.BONUS_EXPENSE),
        amount=5,
    )
    with pytest.raises(DeskError) as refusal, books.begin() as work:
        work.ledger.post(a_draft(1, *legs, kind=TransactionKind.DEDUCTION))
    assert refusal.value.code == "ledger.below_zero"
    assert "0 are there, 5 are needed" in refusal.value.text


def test_the_check_in_the_database_has_the_same_words(books, monkeypatch):
    """Were the look at the balance wrong, the constraint would still hold."""
    monkeypatch.setattr(AccountKind, "guarded", property(lambda kind: kind is AccountKind.BONUS))
    monkeypatch.setattr(
        "clubdesk.storage.stores_ledger.SqlLedgerStore._below_zero",
        lambda store, draft: DeskError("ledger.below_zero", "from the constraint"),
    )
    with pytest.raises(DeskError) as refusal, books.begin() as work:
        work.ledger.post(charged(1, 1, 1))
    assert refusal.value.text == "from the constraint"


def test_the_sums_of_a_shift_are_by_kind_and_account(books):
    with books.begin() as work:
        work.ledger.post(topped_up(1, 1, 1_000))
        work.ledger.post(topped_up(1, 2, 500))
        work.ledger.post(charged(1, 1, 300))
        sums = work.ledger.sums_of_shift(1)
        assert work.ledger.sums_of_shift(2) == []
        assert work.ledger.rates_of_shift(1) == []
    kind = TransactionKind
    assert set(sums) == {
        LegSum(kind.TOP_UP, AccountKind.GAME, -1_500, 2),
        LegSum(kind.TOP_UP, AccountKind.TILL_CASH, 1_500, 2),
        LegSum(kind.SESSION_CHARGE, AccountKind.GAME, 300, 1),
        LegSum(kind.SESSION_CHARGE, AccountKind.PLAY_REVENUE, -300, 1),
    }


ACCOUNTS = [
    TILL,
    AccountRef(AccountKind.PLAY_REVENUE),
    AccountRef(AccountKind.CORRECTIONS),
    game(1),
    game(2),
    AccountRef(AccountKind.BONUS, 1),
    AccountRef(AccountKind.BONUS_EXPENSE),
]


@st.composite
def drafts(draw) -> TransactionDraft:
    """Any transaction that balances in each unit."""
    legs = []
    for unit in draw(st.sampled_from([[Unit.MONEY], [Unit.POINTS], list(Unit)])):
        fitting = [account for account in ACCOUNTS if account.kind.unit is unit]
        chosen = draw(st.lists(st.sampled_from(fitting), min_size=2, unique=True))
        amounts = [draw(st.integers(-(10**12), 10**12).filter(bool)) for _ in chosen[1:]]
        if sum(amounts) == 0:
            amounts[0] += 1 if amounts[0] != -1 else 2
        legs += [
            Posting(account, amount) for account, amount in zip(chosen[1:], amounts, strict=True)
        ]
        legs.append(Posting(chosen[0], -sum(amounts)))
    reason = draw(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
    return a_draft(1, *legs, kind=draw(st.sampled_from(TransactionKind)), reason=reason)


def posted(books, draft: TransactionDraft) -> bool:
    """Posts; False if an account would have gone below zero."""
    with suppress(DeskError), books.begin() as work:
        done = work.ledger.post(draft)
        assert work.ledger.head(1) == (done.till_seq, done.hash)
        return True
    return False


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(wanted=st.lists(drafts(), min_size=1, max_size=8))
def test_whatever_is_posted_the_books_balance_and_the_chain_holds(books, database_url, wanted):
    """The cases share one database: its books only grow, and hold after every case."""
    for draft in wanted:
        before = {leg.account: balance(books, leg.account) for leg in draft.postings}
        moved = posted(books, draft)
        for leg in draft.postings:
            change = leg.account.kind.normal * leg.amount * moved
            assert balance(books, leg.account) == before[leg.account] + change
    laws = {problem.law for problem in verify(database_url).problems}
    assert not {law for law in laws if law.startswith(("chain", "books"))}
