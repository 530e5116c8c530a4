"""When seats are held, when somebody is late, and what overlaps."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.domain.reservation import (
    Reservation,
    ReservationRules,
    ReservationState,
    first_overlap,
    overlap,
    problem_of_time,
)

SIX = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RULES = ReservationRules(hold_minutes=15, no_show_minutes=20)


def made(of_id=1, seats=(1,), start=0, length=120, state=ReservationState.BOOKED) -> Reservation:
    since = SIX + start * MINUTE
    return Reservation(of_id, seats, "Aigerim", since, since + length * MINUTE, state=state)


def test_a_seat_is_held_from_the_holding_window_until_the_wait_is_over() -> None:
    kept = made()
    moments = {-16: False, -15: True, 0: True, 19: True, 20: False}
    assert {m: kept.holds(SIX + m * MINUTE, RULES) for m in moments} == moments


def test_only_a_booked_one_holds() -> None:
    for state in ReservationState:
        assert made(state=state).holds(SIX, RULES) is (state is ReservationState.BOOKED)


def test_a_short_one_is_missed_with_its_end() -> None:
    kept = made(length=10)
    assert not kept.is_missed(SIX + 9 * MINUTE, RULES)
    assert kept.is_missed(SIX + 10 * MINUTE, RULES)


def test_one_that_begins_when_another_ends_is_not_in_its_way() -> None:
    assert overlap(made(), made(2, start=120)) == frozenset()
    assert overlap(made(), made(2, start=119)) == {1}


def test_the_earliest_of_those_in_the_way_is_named() -> None:
    others = [made(3, start=60), made(2, start=30), made(4, (2,), start=10)]
    assert first_overlap(made(), others) == others[1]
    assert first_overlap(made(seats=(9,)), others) is None


@pytest.mark.parametrize(
    ("minutes", "problem"),
    [(0, "backwards"), (-5, "backwards"), (4, "short"), (5, ""), (1440, ""), (1441, "long")],
)
def test_a_length_that_cannot_be_reserved(minutes, problem) -> None:
    assert problem_of_time(SIX, SIX + minutes * MINUTE) == problem


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 4), ((2026, 10, 25), 6)])
def test_a_night_on_which_the_clocks_change_is_as_long_as_it_is(day, hours) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    since = datetime(*day, 0, 0, tzinfo=berlin).astimezone(UTC)
    until = datetime(*day, 5, 0, tzinfo=berlin).astimezone(UTC)
    assert until - since == timedelta(hours=hours)
    kept = Reservation(1, (1,), "Nils", since, until)
    assert not overlap(kept, Reservation(2, (1,), "Ida", until, until + 60 * MINUTE))
    assert overlap(kept, Reservation(2, (1,), "Ida", until - MINUTE, until + 60 * MINUTE))


_SPAN = st.tuples(st.integers(0, 40), st.integers(1, 20), st.sets(st.integers(1, 3), min_size=1))


@given(_SPAN, _SPAN)
def test_two_overlap_just_if_they_share_a_minute_of_a_seat(one, other) -> None:
    def minutes(span):
        start, length, seats = span
        return {(seat, minute) for seat in seats for minute in range(start, start + length)}

    first = made(1, tuple(one[2]), one[0], one[1])
    second = made(2, tuple(other[2]), other[0], other[1])
    shared = {seat for seat, _ in minutes(one) & minutes(other)}
    assert overlap(first, second) == shared == overlap(second, first)
