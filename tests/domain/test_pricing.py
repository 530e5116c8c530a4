"""The laws of the price of time."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clubdesk.domain.pricing import WEEK_MINUTES, HourlyPrice, PriceBand

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
ZONES = st.sampled_from(["UTC", "Asia/Almaty", "Europe/Berlin", "America/St_Johns"])
INSTANTS = st.datetimes(
    min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 31), timezones=st.just(UTC)
)
HUNDRED_YEARS = timedelta(days=36_500)
LENGTHS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9))


@st.composite
def prices(draw) -> HourlyPrice:
    starts = sorted(draw(st.sets(st.integers(0, WEEK_MINUTES - 1), min_size=1, max_size=6)))
    bands = [PriceBand(start, draw(st.integers(1, 500_000))) for start in starts]
    return HourlyPrice(tuple(bands), draw(ZONES))


def test_an_hour_at_a_flat_price_costs_the_price() -> None:
    assert HourlyPrice.flat(80_000).price([(START, START + timedelta(hours=1))]) == 80_000


def test_the_published_example_of_two_bands() -> None:
    bands = HourlyPrice((PriceBand(0, 5_000), PriceBand(10 * 60 + 45, 6_000)))
    assert bands.price([(START, START + timedelta(hours=1))]) == 5_250


def test_a_band_holds_over_the_end_of_the_week() -> None:
    bands = HourlyPrice((PriceBand(600, 100), PriceBand(1200, 200)))
    monday_early = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert bands.per_hour_at(monday_early) == 200


def test_the_hour_a_clock_change_skips_is_not_played() -> None:
    """2026-03-29 in Berlin: 02:00-03:00 does not exist, so the night is an hour shorter."""
    night = HourlyPrice((PriceBand(0, 100),), "Europe/Berlin")
    start = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)  # 01:00 on the wall
    end = datetime(2026, 3, 29, 2, 0, tzinfo=UTC)  # 04:00 on the wall
    assert night.price([(start, end)]) == 200


def test_the_hour_a_clock_change_repeats_is_played_twice() -> None:
    sunday = 6 * 1440
    bands = HourlyPrice(
        (PriceBand(0, 100), PriceBand(sunday + 120, 1_000), PriceBand(sunday + 180, 100)),
        "Europe/Berlin",
    )
    start = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)  # 01:00 on the wall
    end = datetime(2026, 10, 25, 3, 0, tzinfo=UTC)  # 04:00 on the wall, five hours later by it
    assert bands.price([(start, end)]) == 100 + 1_000 + 1_000 + 100


@given(price=prices(), start=INSTANTS, length=LENGTHS, cut=st.fractions(0, 1))
def test_cutting_an_interval_never_changes_its_price(price, start, length, cut) -> None:
    micro = length // timedelta(microseconds=1)
    middle = start + timedelta(microseconds=int(micro * cut))
    end = start + length
    assert price.price([(start, middle), (middle, end)]) == price.price([(start, end)])


@given(price=prices(), start=INSTANTS, length=LENGTHS, more=LENGTHS)
def test_a_later_end_never_costs_less(price, start, length, more) -> None:
    first = price.price([(start, start + length)])
    assert price.price([(start, start + length + more)]) >= first


@given(price=prices(), start=INSTANTS, amount=st.integers(1, 2_000_000))
def test_money_lasts_until_its_last_minor_unit(price, start, amount) -> None:
    end = price.lasts_until(start, Fraction(amount))
    # More than a hundred years of play cost lasts just these; the next test says so.
    assume(end - start < HUNDRED_YEARS)
    assert floor(price.price([(start, end)])) == amount
    just_before = end - timedelta(microseconds=1)
    assert price.price([(start, just_before)]) < amount


def test_money_for_longer_than_a_calendar_lasts_a_hundred_years():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    cheap = HourlyPrice((PriceBand(0, 1),), "UTC")
    assert cheap.lasts_until(start, Fraction(876_001)) - start == HUNDRED_YEARS


@given(price=prices(), start=INSTANTS, length=LENGTHS)
def test_the_price_is_the_sum_of_its_minutes(price, start, length) -> None:
    """An independent sum: every quarter of an hour at the price its own instant has."""
    length = min(length, timedelta(days=2))
    start = start.replace(second=0, microsecond=0)
    total = Fraction(0)
    at = start
    while at < start + length:
        until = min(at + timedelta(minutes=1), start + length)
        played = (until - at) // timedelta(microseconds=1)
        total += Fraction(price.per_hour_at(at) * played, 3_600_000_000)
        at = until
    assert price.price([(start, start + length)]) == total


@pytest.mark.parametrize(
    "bands",
    [(), (PriceBand(0, 0),), (PriceBand(5, 1), PriceBand(5, 2)), (PriceBand(WEEK_MINUTES, 1),)],
)
def test_bands_that_make_no_price_are_refused(bands) -> None:
    with pytest.raises(ValueError, match=r"band|price"):
        HourlyPrice(bands)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
@pytest.mark.parametrize("amount", [10**13, 10**15, 9 * 10**18])
def test_any_amount_of_money_ends_within_a_hundred_years(zone, amount) -> None:
    start = datetime(2026, 11, 20, tzinfo=UTC)
    days = HourlyPrice((PriceBand(0, 80_000), PriceBand(600, 140_000)), zone)
    flat = HourlyPrice.flat(1, zone)
    for price in (days, flat):
        assert price.lasts_until(start, Fraction(amount)) - start == timedelta(days=36_500)
