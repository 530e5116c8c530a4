"""The laws of the price of time, held against a slow walk: special days, changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clubdesk.domain.pricing import WEEK_MINUTES, DayBand, HourlyPrice, PriceBand, SpecialDay
from tests.support.slow_walk import slow_per_hour, slow_price

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("UTC", "Asia/Almaty", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe")
CHANGES = (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC))
"""When the clocks of Berlin are changed."""
INSTANTS = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    st.builds(
        lambda change, off: change + off,
        st.sampled_from(CHANGES),
        st.timedeltas(timedelta(hours=-30), timedelta(hours=30)),
    ),
)
DAYS = st.one_of(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.sampled_from([date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25), date(2026, 10, 26)]),
)


@st.composite
def prices(draw: st.DrawFn) -> HourlyPrice:
    starts = sorted(draw(st.sets(st.integers(0, WEEK_MINUTES - 1), min_size=1, max_size=9)))
    bands = tuple(PriceBand(start, draw(st.integers(1, 500_000))) for start in starts)
    special = []
    for day in sorted(draw(st.sets(DAYS, max_size=3))):
        more = sorted(draw(st.sets(st.integers(1, 1439), max_size=3)))
        own = tuple(DayBand(minute, draw(st.integers(1, 500_000))) for minute in (0, *more))
        special.append(SpecialDay(day, own))
    return HourlyPrice(bands, draw(st.sampled_from(ZONES)), tuple(special))


LENGTHS = st.timedeltas(timedelta(0), timedelta(hours=60))


@settings(max_examples=60)
@given(prices(), INSTANTS, LENGTHS)
def test_whole_weeks_at_once_cost_what_the_slow_walk_costs(price, start, length) -> None:
    end = start + length
    assert price.price([(start, end)]) == slow_price(price, start, end)
    assert price.per_hour_at(start) == slow_per_hour(price, start)


@settings(max_examples=5, deadline=None)
@given(prices(), INSTANTS, st.timedeltas(timedelta(days=8), timedelta(days=40)))
def test_many_weeks_cost_what_the_slow_walk_costs(price, start, length) -> None:
    assert price.price([(start, start + length)]) == slow_price(price, start, start + length)


@given(prices(), INSTANTS, st.timedeltas(timedelta(0), timedelta(days=800)), st.fractions(0, 1))
def test_cutting_anywhere_changes_nothing(price, start, length, cut) -> None:
    middle = start + timedelta(microseconds=int(length // timedelta(microseconds=1) * cut))
    end = start + length
    assert price.price([(start, middle), (middle, end)]) == price.price([(start, end)])
    assert price.price([(start, end)]) >= price.price([(start, middle)])


@given(prices(), INSTANTS, st.timedeltas(timedelta(0), timedelta(days=10)))
def test_the_stretches_add_up_to_the_price(price, start, length) -> None:
    pieces = price.stretches(start, start + length)
    assert sum((piece.cost for piece in pieces), Fraction(0)) == price.price(
        [(start, start + length)]
    )
    for before, after in pairwise(pieces):
        assert before.end == after.start
        assert before.per_hour_minor != after.per_hour_minor


@given(prices(), INSTANTS, st.integers(1, 10**9), st.integers(1, 7))
def test_money_lasts_to_its_last_part(price, start, amount, parts) -> None:
    exact = Fraction(amount, parts)
    end = price.lasts_until(start, exact)
    if end - start < timedelta(days=36_500):
        assert price.price([(start, end)]) >= exact
        assert price.price([(start, end - timedelta(microseconds=1))]) < exact


def night(day: int, month: int) -> tuple[HourlyPrice, datetime, datetime]:
    """From 23:00 to 08:00 by Berlin's wall; 02:00-03:00 costs ten times as much."""
    bands = tuple(
        band
        for weekday in range(7)
        for band in (
            PriceBand(weekday * 1440, 600),
            PriceBand(weekday * 1440 + 120, 6_000),
            PriceBand(weekday * 1440 + 180, 600),
        )
    )
    start = datetime(2026, month, day, 23, tzinfo=BERLIN).astimezone(UTC)
    end = datetime(2026, month, day + 1, 8, tzinfo=BERLIN).astimezone(UTC)
    return HourlyPrice(bands, "Europe/Berlin"), start, end


@pytest.mark.parametrize(
    ("day", "month", "played_h", "cost"),
    [(28, 3, 8, 8 * 600), (24, 10, 10, 8 * 600 + 2 * 6_000), (14, 11, 9, 8 * 600 + 6_000)],
)
def test_a_night_in_which_the_clock_is_changed_bills_what_was_played(
    day, month, played_h, cost
) -> None:
    price, start, end = night(day, month)
    assert end - start == timedelta(hours=played_h)
    assert price.price([(start, end)]) == cost


def test_the_next_change_of_price_is_told_with_special_days() -> None:
    price = HourlyPrice(
        (PriceBand(0, 100),), "UTC", (SpecialDay(date(2026, 1, 2), (DayBand(0, 9),)),)
    )
    now = datetime(2026, 1, 1, 5, tzinfo=UTC)
    assert price.next_change(now) == (datetime(2026, 1, 2, tzinfo=UTC), 9)
    assert HourlyPrice.flat(5).next_change(now) is None


@pytest.mark.parametrize(
    "special",
    [
        (SpecialDay(date(2026, 1, 1), (DayBand(5, 9),)),),
        (SpecialDay(date(2026, 1, 1), ()),),
        (SpecialDay(date(2026, 1, 1), (DayBand(0, 9), DayBand(1440, 9))),),
        (
            SpecialDay(date(2026, 1, 2), (DayBand(0, 9),)),
            SpecialDay(date(2026, 1, 1), (DayBand(0, 9),)),
        ),
    ],
)
def test_special_days_that_make_no_price_are_refused(special) -> None:
    with pytest.raises(ValueError, match=r"band|day"):
        HourlyPrice((PriceBand(0, 1),), "UTC", special)
