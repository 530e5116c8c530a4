"""Whatever slip of the hand is behind a difference is among the first three causes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from clubdesk.domain.cause_rules import MOST_CAUSES, likely_causes
from clubdesk.domain.causes import CardTry, CashDeed, CauseCode, Evidence
from clubdesk.domain.ledger import TransactionKind

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FLOAT = 5_000_000
K = TransactionKind
C = CauseCode


def primes(most: int) -> list[int]:
    return [n for n in range(101, most) if all(n % k for k in range(2, int(n**0.5) + 1))]


# Primes times a hundred: no sum is another's ninefold, so what is found is what was injected.
AMOUNTS = [100 * prime for prime in primes(9_000)]
INTO = (K.TOP_UP, K.GUEST_PAYMENT, K.BAR_SALE, K.CASH_IN, K.DEPOSIT)
OUT = (K.CASH_OUT, K.REFUND, K.COLLECTION, K.GUEST_CHANGE, K.DEPOSIT_RETURNED)


@st.composite
def days(draw: st.DrawFn) -> Evidence:
    """A till's day in which everything is right: deeds with distinct amounts, some by card."""
    kinds = draw(st.lists(st.sampled_from((*INTO, *OUT)), min_size=4, max_size=25))
    count = 2 * len(kinds) + 4
    amounts = draw(st.lists(st.sampled_from(AMOUNTS), min_size=count, max_size=count, unique=True))
    deeds = []
    for number, kind in enumerate(kinds):
        sign = 1 if kind in INTO else -1
        by_card = kind in (K.TOP_UP, K.BAR_SALE) and draw(st.booleans())
        moved = sign * amounts[number]
        deeds.append(
            CashDeed(
                transaction_id=number + 1,
                at=NOON + timedelta(minutes=7 * number),
                kind=kind,
                cash=0 if by_card else moved,
                card=moved if by_card else 0,
                payer=f"{number}",
                change=amounts[len(kinds) + number] if draw(st.booleans()) else 0,
            )
        )
    tries = tuple(
        CardTry(n + 1, NOON + timedelta(minutes=n), amounts[-1 - n], unresolved=False, taken=False)
        for n in range(3)
    )
    expected = FLOAT + sum(deed.cash for deed in deeds)
    return Evidence(expected, expected, tuple(deeds), tries)


def slipped(day: Evidence, difference: int) -> Evidence:
    return replace(day, counted=day.expected + difference)


def pick(draw: st.DataObject, deeds: list[CashDeed]) -> CashDeed:
    return draw.draw(st.sampled_from(deeds))


def first_three(evidence: Evidence) -> list[tuple[CauseCode, int | None, int | None]]:
    return [(c.code, c.transaction_id, c.payment_id) for c in likely_causes(evidence)[:3]]


def with_deed(day: Evidence, deed: CashDeed) -> Evidence:
    fresh = (*day.deeds, deed)
    expected = day.expected + deed.cash
    return replace(day, deeds=fresh, expected=expected, counted=expected)


@given(days(), st.data())
def test_a_deed_that_never_moved_its_cash_is_found(day, draw) -> None:
    deeds = [deed for deed in day.deeds if deed.cash]
    if not deeds:
        return
    deed = pick(draw, deeds)
    codes = {
        K.GUEST_CHANGE: C.REST_NOT_HANDED_OUT,
        K.DEPOSIT: C.DEPOSIT,
        K.DEPOSIT_RETURNED: C.DEPOSIT,
    }
    usual = C.NOT_PUT_IN if deed.cash > 0 else C.NOT_TAKEN_OUT
    found = first_three(slipped(day, -deed.cash))
    assert (codes.get(deed.kind, usual), deed.transaction_id, None) in found


@given(days(), st.data(), st.booleans())
def test_a_nought_too_many_or_too_few_is_found(day, draw, high) -> None:
    deeds = [deed for deed in day.deeds if deed.cash]
    if not deeds:
        return
    deed = pick(draw, deeds)
    if high:
        found = first_three(slipped(day, -deed.cash * 9 // 10))
        assert (C.TEN_TIMES_TOO_HIGH, deed.transaction_id, None) in found
    else:
        found = first_three(slipped(day, deed.cash * 9))
        assert (C.TEN_TIMES_TOO_LOW, deed.transaction_id, None) in found


@given(days(), st.sampled_from(AMOUNTS), st.sampled_from((*INTO, *OUT)), st.integers(1, 9))
def test_the_same_booked_twice_is_found(day, amount, kind, minutes) -> None:
    sign = 1 if kind in INTO else -1
    first = CashDeed(900, NOON + timedelta(hours=9), kind, sign * amount, payer="x")
    again = replace(first, transaction_id=901, at=first.at + timedelta(minutes=minutes))
    both = with_deed(with_deed(day, first), again)
    assert (C.BOOKED_TWICE, 901, None) in first_three(slipped(both, -again.cash))


@given(days(), st.data())
def test_cash_that_came_in_or_went_out_twice_is_found(day, draw) -> None:
    deeds = [deed for deed in day.deeds if deed.cash]
    if not deeds:
        return
    deed = pick(draw, deeds)
    found = first_three(slipped(day, deed.cash))
    assert (C.MOVED_TWICE, deed.transaction_id, None) in found


@given(days(), st.data(), st.booleans())
def test_change_that_was_kept_or_given_twice_is_found(day, draw, kept) -> None:
    deeds = [deed for deed in day.deeds if deed.change]
    if not deeds:
        return
    deed = pick(draw, deeds)
    found = first_three(slipped(day, deed.change if kept else -deed.change))
    code = C.CHANGE_KEPT if kept else C.CHANGE_TWICE
    assert (code, deed.transaction_id, None) in found


@given(days(), st.data())
def test_cash_that_was_booked_as_card_is_found(day, draw) -> None:
    deeds = [deed for deed in day.deeds if deed.card]
    if not deeds:
        return
    deed = pick(draw, deeds)
    found = first_three(slipped(day, deed.card))
    assert (C.CASH_BOOKED_AS_CARD, deed.transaction_id, None) in found


@given(days(), st.sampled_from(AMOUNTS), st.booleans())
def test_a_card_payment_that_was_booked_as_cash_is_found_with_its_attempt(
    day, amount, unresolved
) -> None:
    deed = CashDeed(900, NOON + timedelta(hours=5), K.TOP_UP, amount, payer="x")
    tried = CardTry(77, deed.at - timedelta(minutes=3), amount, unresolved, taken=False)
    both = with_deed(replace(day, tries=(*day.tries, tried)), deed)
    assert (C.CARD_BOOKED_AS_CASH, 900, 77) in first_three(slipped(both, -amount))


@given(days(), st.sampled_from(AMOUNTS), st.booleans())
def test_cash_instead_of_a_payment_that_the_terminal_did_not_take_is_found(
    day, amount, unresolved
) -> None:
    tried = CardTry(77, NOON, amount, unresolved, taken=False)
    evidence = slipped(replace(day, tries=(*day.tries, tried)), amount)
    code = C.CARD_UNRESOLVED if unresolved else C.CARD_DECLINED
    assert (code, None, 77) in first_three(evidence)


@given(days(), st.sampled_from(AMOUNTS), st.sampled_from((1, -1)))
def test_an_undone_operation_whose_cash_stayed_is_found(day, amount, sign) -> None:
    undone = with_deed(
        day, CashDeed(900, NOON + timedelta(hours=5), K.REVERSAL, sign * amount, payer="x")
    )
    assert (C.UNDONE, 900, None) in first_three(slipped(undone, -sign * amount))


@given(days(), st.data())
def test_two_digits_that_changed_places_are_found(day, draw) -> None:
    deeds = [deed for deed in day.deeds if deed.cash]
    if not deeds:
        return
    deed = pick(draw, deeds)
    digits = list(str(abs(deed.cash)))
    places = [
        i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and digits[i + 1] != "0"
    ]
    if not places:
        return
    place = draw.draw(st.sampled_from(places))
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    moved = int("".join(digits)) * (1 if deed.cash > 0 else -1)
    found = first_three(slipped(day, moved - deed.cash))
    assert (C.SWAPPED_DIGITS, deed.transaction_id, None) in found


@given(days())
def test_a_count_whose_own_digits_changed_places_is_found(day) -> None:
    digits = list(str(day.expected))
    if digits[0] == digits[1] or digits[1] == "0":
        return
    digits[0], digits[1] = digits[1], digits[0]
    evidence = replace(day, counted=int("".join(digits)))
    assert (C.SWAPPED_DIGITS, None, None) in first_three(evidence)


@given(days(), st.sampled_from((50_000, 100_000, 200_000, 500_000)), st.sampled_from((1, -1)))
def test_a_note_too_many_or_too_few_is_found_where_notes_were_counted(day, note, sign) -> None:
    evidence = replace(slipped(day, sign * note), pieces=(50_000, 100_000, 200_000, 500_000))
    assert (C.MISCOUNTED, None, None) in first_three(evidence)


@given(days(), st.integers(-(10**7), 10**7))
def test_the_causes_are_ranked_few_and_each_named_once(day, difference) -> None:
    causes = likely_causes(slipped(day, difference))
    assert len(causes) <= MOST_CAUSES
    assert [one.score for one in causes] == sorted((one.score for one in causes), reverse=True)
    keys = [(one.code, one.transaction_id, one.payment_id) for one in causes]
    assert len(set(keys)) == len(keys)


@given(days())
def test_where_nothing_differs_there_is_no_cause(day) -> None:
    assert likely_causes(day) == ()


@pytest.mark.parametrize("kind", [K.OPENING_FLOAT, K.CLOSING_DIFFERENCE])
def test_a_counts_own_bookings_are_no_cause(kind) -> None:
    deed = CashDeed(1, NOON, kind, 700)
    assert likely_causes(Evidence(0, 700, (deed,))) == ()
