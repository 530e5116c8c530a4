"""The laws of double entry."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.domain.ledger import (
    GENESIS,
    AccountKind,
    AccountRef,
    Posting,
    TransactionDraft,
    TransactionKind,
    chain_hash,
    imbalance,
    pair,
    shown,
)

AT = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
TILL = AccountRef(AccountKind.TILL_CASH, 1)
GAME = AccountRef(AccountKind.GAME, 7)
BONUS = AccountRef(AccountKind.BONUS, 7)


def draft(**changes) -> TransactionDraft:
    made = TransactionDraft(
        TransactionKind.TOP_UP, pair(debit=TILL, credit=GAME, amount=500), 1, 3, 2, AT, AT, 7
    )
    return replace(made, **changes)


@given(amount=st.integers(1, 10**15))
def test_a_pair_balances_and_both_sides_grow(amount) -> None:
    debit, credit = pair(debit=TILL, credit=GAME, amount=amount)
    assert imbalance((debit, credit)) == ""
    assert shown(AccountKind.TILL_CASH, debit.amount) == amount
    assert shown(AccountKind.GAME, credit.amount) == amount


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_than_nothing_cannot_move(amount) -> None:
    with pytest.raises(ValueError, match="positive"):
        pair(debit=TILL, credit=GAME, amount=amount)


@pytest.mark.parametrize(
    ("postings", "why"),
    [
        ((Posting(TILL, 5),), "two postings"),
        ((Posting(TILL, 5), Posting(GAME, -4)), "out of balance by 1"),
        ((Posting(TILL, 5), Posting(BONUS, -5)), "out of balance"),
        ((Posting(TILL, 0), Posting(GAME, 0)), "zero"),
        ((Posting(TILL, 5), Posting(TILL, -5)), "twice"),
    ],
)
def test_what_does_not_balance_is_no_transaction(postings, why) -> None:
    assert why in imbalance(postings)
    with pytest.raises(ValueError, match=why):
        draft(postings=postings)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": TransactionKind.REFUND},
        {"shift_id": 4},
        {"staff_id": 9},
        {"client_id": 8},
        {"session_id": 1},
        {"reason": "x"},
        {"reverses_id": 5},
        {"till_id": 2},
        {"effective_at": AT.replace(microsecond=1)},
        {"postings": pair(debit=TILL, credit=GAME, amount=501)},
    ],
)
def test_every_fact_changes_the_hash(change) -> None:
    assert chain_hash(GENESIS, 1, draft(**change)) != chain_hash(GENESIS, 1, draft())


def test_the_order_of_postings_does_not_change_the_hash() -> None:
    turned = draft(postings=tuple(reversed(draft().postings)))
    assert chain_hash(GENESIS, 1, turned) == chain_hash(GENESIS, 1, draft())


def test_place_and_predecessor_change_the_hash() -> None:
    assert chain_hash(GENESIS, 2, draft()) != chain_hash(GENESIS, 1, draft())
    assert chain_hash("1" * 64, 1, draft()) != chain_hash(GENESIS, 1, draft())


def test_a_line_break_in_a_reason_cannot_forge_a_fact() -> None:
    forged = draft(reason="x\nreverses=5")
    assert chain_hash(GENESIS, 1, forged) != chain_hash(
        GENESIS, 1, draft(reverses_id=5, reason="x")
    )
