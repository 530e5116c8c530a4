"""The rules that find and rank the likely causes of a till's difference. Pure. Minor units.

The scores say how often such a slip is behind exactly such a difference: a payment that nobody
knows the end of and an undone deed explain themselves; an equal amount alone may be a coincidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from clubdesk.domain.causes import CardTry, CashDeed, Cause, CauseCode, Evidence
from clubdesk.domain.ledger import TransactionKind

MOST_CAUSES = 10
_MINUTES_OF_A_REPEAT = timedelta(minutes=10)
_AROUND_A_TRY = timedelta(minutes=30)

_code = CauseCode
_kind = TransactionKind
_FLOATS = (_kind.OPENING_FLOAT, _kind.CLOSING_DIFFERENCE)
_SALES = (_kind.TOP_UP, _kind.GUEST_PAYMENT, _kind.BAR_SALE)


def likely_causes(evidence: Evidence) -> tuple[Cause, ...]:
    """What may have happened, the likeliest first; of equal ones the newest first."""
    if not evidence.difference:
        return ()
    found: dict[tuple[CauseCode, int | None, int | None], Cause] = {}
    for rule in _RULES:
        for cause in rule(evidence):
            key = (cause.code, cause.transaction_id, cause.payment_id)
            if key not in found or found[key].score < cause.score:
                found[key] = cause
    ranked = sorted(found.values(), key=_rank)
    return tuple(ranked[:MOST_CAUSES])


def _rank(cause: Cause) -> tuple[int, float, int]:
    return (-cause.score, -(cause.at.timestamp() if cause.at else 0.0), -cause.amount)


def _of(deed: CashDeed, code: CauseCode, score: int, amount: int | None = None) -> Cause:
    booked = abs(deed.cash or deed.card) if amount is None else amount
    return Cause(
        code,
        score,
        booked,
        deed.at,
        deed.transaction_id,
        kind=deed.kind.value,
        name=deed.name,
        staff_name=deed.staff_name,
    )


def _of_try(tried: CardTry, code: CauseCode, score: int) -> Cause:
    return Cause(
        code,
        score,
        tried.amount,
        tried.at,
        payment_id=tried.payment_id,
        name=tried.name,
        staff_name=tried.staff_name,
    )


def _moving(evidence: Evidence) -> Iterator[CashDeed]:
    """Deeds that moved cash; a count's own bookings are none."""
    return (deed for deed in evidence.deeds if deed.cash and deed.kind not in _FLOATS)


def _card_attempts(evidence: Evidence) -> Iterator[Cause]:
    """A payment that the terminal did not take, or nobody knows: the cash came instead."""
    for tried in evidence.tries:
        if tried.amount != abs(evidence.difference) or tried.taken:
            continue
        if tried.unresolved:
            yield _of_try(tried, _code.CARD_UNRESOLVED, 90 if evidence.difference > 0 else 80)
        elif evidence.difference > 0:
            yield _of_try(tried, _code.CARD_DECLINED, 84)


def _other_tender(evidence: Evidence) -> Iterator[Cause]:
    """Cash and card mistaken for each other; an attempt at the terminal makes it likelier."""
    wanted = abs(evidence.difference)
    for deed in evidence.deeds:
        if evidence.difference > 0 and deed.card == wanted and deed.kind in _SALES:
            yield _of(deed, _code.CASH_BOOKED_AS_CARD, 72, deed.card)
        if evidence.difference < 0 and deed.cash == wanted and deed.kind in _SALES:
            tried = _attempt_beside(evidence, deed)
            cause = _of(deed, _code.CARD_BOOKED_AS_CASH, 94 if tried else 70)
            yield replace(cause, payment_id=tried.payment_id) if tried else cause


def _attempt_beside(evidence: Evidence, deed: CashDeed) -> CardTry | None:
    return next(
        (
            tried
            for tried in evidence.tries
            if tried.amount == deed.cash
            and not tried.taken
            and abs(tried.at - deed.at) <= _AROUND_A_TRY
        ),
        None,
    )


def _noughts(evidence: Evidence) -> Iterator[Cause]:
    """Ten times too high or low: the cash that moved was a tenth of what is booked, or tenfold."""
    for deed in _moving(evidence):
        if 10 * (deed.cash + evidence.difference) == deed.cash:
            yield _of(deed, _code.TEN_TIMES_TOO_HIGH, 92)
        if deed.cash + evidence.difference == 10 * deed.cash:
            yield _of(deed, _code.TEN_TIMES_TOO_LOW, 91)


def _never_moved(evidence: Evidence) -> Iterator[Cause]:
    """Booked, but the cash did not move: without it the count would be right."""
    for deed in _moving(evidence):
        if deed.cash != -evidence.difference:
            continue
        if deed.kind is _kind.REVERSAL:
            yield _of(deed, _code.UNDONE, 93)
        elif deed.kind is _kind.GUEST_CHANGE:
            yield _of(deed, _code.REST_NOT_HANDED_OUT, 86)
        elif deed.kind in (_kind.DEPOSIT, _kind.DEPOSIT_RETURNED):
            yield _of(deed, _code.DEPOSIT, 85)
        elif deed.cash < 0:
            yield _of(deed, _code.NOT_TAKEN_OUT, 83)
        else:
            yield _of(deed, _code.NOT_PUT_IN, 81 if deed.kind is _kind.CASH_IN else 66)


def _twice(evidence: Evidence) -> Iterator[Cause]:
    """Booked twice and moved once, or booked once and moved twice."""
    deeds = sorted(_moving(evidence), key=lambda deed: (deed.at, deed.transaction_id))
    for deed in deeds:
        if deed.cash == evidence.difference:
            yield _of(deed, _code.MOVED_TWICE, 62)
        if deed.cash == -evidence.difference and _has_twin(deeds, deed):
            yield _of(deed, _code.BOOKED_TWICE, 95)


def _has_twin(deeds: list[CashDeed], later: CashDeed) -> bool:
    """Whether the same was booked for the same payer shortly before."""
    return any(
        (deed.kind, deed.cash, deed.payer) == (later.kind, later.cash, later.payer)
        and deed.transaction_id < later.transaction_id
        and later.at - deed.at <= _MINUTES_OF_A_REPEAT
        for deed in deeds
    )


def _change(evidence: Evidence) -> Iterator[Cause]:
    for deed in evidence.deeds:
        if deed.change and deed.change == abs(evidence.difference):
            kept = evidence.difference > 0
            code = _code.CHANGE_KEPT if kept else _code.CHANGE_TWICE
            yield _of(deed, code, 82 if kept else 76, deed.change)


def _digits(evidence: Evidence) -> Iterator[Cause]:
    """Two neighbouring digits changed places; such a difference is divisible by nine."""
    if evidence.difference % 9:
        return
    if not evidence.pieces and _are_swapped(evidence.counted, evidence.expected):
        yield Cause(_code.SWAPPED_DIGITS, 87, evidence.counted)
    for deed in _moving(evidence):
        moved = deed.cash + evidence.difference
        if moved * deed.cash > 0 and _are_swapped(abs(moved), abs(deed.cash)):
            yield _of(deed, _code.SWAPPED_DIGITS, 88)


def _are_swapped(one: int, other: int) -> bool:
    left, right = str(one), str(other)
    if len(left) != len(right):
        return False
    places = [i for i in range(len(left)) if left[i] != right[i]]
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    first, second = places
    return left[first] == right[second] and left[second] == right[first]


def _miscounted(evidence: Evidence) -> Iterator[Cause]:
    for piece in evidence.pieces:
        if piece == abs(evidence.difference):
            yield Cause(_code.MISCOUNTED, 78, piece)


_RULES: tuple[Callable[[Evidence], Iterator[Cause]], ...] = (
    _card_attempts,
    _other_tender,
    _noughts,
    _never_moved,
    _twice,
    _change,
    _digits,
    _miscounted,
)
