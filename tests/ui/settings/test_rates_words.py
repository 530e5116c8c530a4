"""What the screen of rates reckons and warns of, apart from its widgets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.domain.hall import Rate, Zone
from clubdesk.domain.pricing import HourlyPrice, PriceBand
from clubdesk.domain.rates import PackageOffer
from clubdesk.ui.look.clock_field import minute_of, minute_text
from clubdesk.ui.settings.rates import warnings
from clubdesk.ui.settings.rates.sums import hourly_sum, next_day, package_end, stretch_on
from clubdesk.ui.settings.rates.warnings import gap_words, is_twin, unsold, warnings_of
from clubdesk.ui.settings.rates.week import (
    CELLS,
    DAYS,
    EMPTY_WEEK,
    gaps,
    is_on_the_half_hour,
    painted,
    stretches,
    week_bands,
    week_rows,
    without_gaps,
)
from clubdesk.ui.settings.rates.words import day_names

ZONE = "Asia/Almaty"
FRIDAY = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
STANDARD, VIP = Zone(1, "Standard", 0), Zone(2, "VIP", 1)
PRICE = HourlyPrice.flat(80_000, ZONE)
HOURLY = Rate(1, "Hourly", frozenset({1}), PRICE)
prices = st.sampled_from([60_000, 80_000, 120_000])
weeks = st.lists(prices, min_size=DAYS * 6, max_size=DAYS * 6).map(
    lambda six: tuple(
        tuple(six[day * 6 + cell // 8] for cell in range(CELLS)) for day in range(DAYS)
    )
)


def package(**more) -> Rate:
    offer = PackageOffer(**{"minutes": 180, "price_minor": 200_000, **more})
    return Rate(2, "Package", frozenset({1}), PRICE, package=offer)


@given(weeks)
def test_a_painted_week_comes_back_as_it_was_painted(rows) -> None:
    price = HourlyPrice(week_bands(rows), ZONE)
    assert week_rows(price) == rows
    assert is_on_the_half_hour(price)
    for row in rows:
        assert [n for first, after, _ in stretches(row) for n in range(first, after)] == [
            *range(CELLS)
        ]


@given(weeks, st.integers(0, 6), st.integers(0, 47), st.integers(0, 6), st.integers(0, 47))
def test_a_hole_is_told_and_filled_with_the_price_before_it(rows, top, left, down, right) -> None:
    box = (min(top, down), max(top, down), min(left, right), max(left, right))
    holed = painted(rows, box, None)
    holes = gaps(holed)
    assert sum(end - start for _, start, end in holes) == 30 * (box[1] - box[0] + 1) * (
        box[3] - box[2] + 1
    )
    assert gap_words(holed, day_names())
    if any(cell is not None for row in holed for cell in row):
        filled = without_gaps(holed)
        assert not gaps(filled)
        if box[2] > 0:
            assert filled[box[0]][box[2]] == rows[box[0]][box[2] - 1]


def test_an_empty_week_has_no_bands() -> None:
    with pytest.raises(ValueError, match="no price"):
        week_bands(EMPTY_WEEK)


def test_a_price_between_two_half_hours_is_noticed() -> None:
    assert not is_on_the_half_hour(HourlyPrice((PriceBand(0, 1), PriceBand(615, 2)), ZONE))


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("18:40", 1120), ("1840", 1120), ("18.40", 1120), ("18", 1080), ("0:05", 5),
        ("24:00", 1440),
        ("24:01", None), ("12:60", None), ("", None), ("x", None), ("-1", None), ("١٨", None),
    ],
)  # fmt: skip
def test_a_typed_time_of_day(typed, minute) -> None:
    assert minute_of(typed) == minute
    if minute is not None:
        assert minute_of(minute_text(minute)) == minute


def test_the_preview_is_what_an_end_charges() -> None:
    rate = replace(HOURLY, step_minutes=60, min_charge_minor=50_000)
    start, end = stretch_on(next_day(4, FRIDAY, ZONE), 18 * 60 + 40, 23 * 60 + 10, ZONE)
    assert (end - start) == timedelta(hours=4, minutes=30)
    found = hourly_sum(rate, start, end)
    assert (found.price.total, found.price.step) == (400_000, timedelta(minutes=30))
    short = hourly_sum(replace(rate, step_minutes=0), start, start + timedelta(minutes=15))
    assert (short.price.total, short.price.raised) == (50_000, 30_000)


def test_an_end_before_the_start_is_on_the_next_day() -> None:
    start, end = stretch_on(next_day(0, FRIDAY, ZONE), 23 * 60, 60, ZONE)
    assert (end - start) == timedelta(hours=2)
    assert next_day(4, FRIDAY, ZONE).isoformat() == "2026-11-20"
    assert next_day(3, FRIDAY, ZONE).isoformat() == "2026-11-26"


def test_a_night_package_ends_in_the_morning() -> None:
    night = package(minutes=600, starts_from=1320, starts_until=120, hard_end=480)
    start, _ = stretch_on(next_day(4, FRIDAY, ZONE), 23 * 60 + 30, 0, ZONE)
    assert package_end(night, start) - start == timedelta(hours=8, minutes=30)


def test_two_that_sell_the_same_are_told() -> None:
    twin = replace(HOURLY, id=7, name="The same", colour="#ffffff", position=5)
    assert is_twin(twin, HOURLY)
    assert not is_twin(replace(twin, points_percent=5), HOURLY)
    assert any("The same" in text for text in warnings_of(HOURLY, [twin], [STANDARD]))
    assert warnings_of(HOURLY, [replace(twin, active=False)], [STANDARD]) == []


def test_hours_in_which_nothing_can_be_started_are_told() -> None:
    night = package(starts_from=1320, starts_until=120)
    (told,) = unsold(STANDARD, [night])
    assert "Mon 02:00–22:00" in told
    assert unsold(STANDARD, [night, HOURLY]) == []
    assert unsold(VIP, [HOURLY]) == ["Nothing is sold in VIP."]


def test_who_leaves_a_zone_with_nothing_is_told() -> None:
    moved = replace(HOURLY, zone_ids=frozenset({2}))
    assert warnings_of(moved, [HOURLY], [STANDARD, VIP]) == ["Nothing is sold in Standard."]


def test_an_end_before_its_start_is_told() -> None:
    morning = package(starts_from=480, starts_until=720, hard_end=600)
    assert any("next day" in text for text in warnings_of(morning, [], []))
    late = package(minutes=600, starts_from=1320, starts_until=60, hard_end=480)
    assert warnings_of(late, [], []) == []
    longer = package(minutes=660, starts_from=1320, starts_until=60, hard_end=480)
    assert any("cut short" in text for text in warnings_of(longer, [], []))
    first = FRIDAY.date()
    never = replace(HOURLY, valid_from=first, valid_until=first - timedelta(days=1))
    assert any("never sold" in text for text in warnings_of(never, [], []))


@given(
    st.none() | st.integers(0, 47).map(lambda cell: cell * 30),
    st.none() | st.integers(1, 48).map(lambda cell: cell * 30),
    st.frozensets(st.integers(0, 6)),
    st.integers(0, 6),
    st.integers(0, 47),
)
def test_the_week_without_a_date_agrees_with_the_rule(start, until, days, day, cell) -> None:
    offer = PackageOffer(60, 1, start, until, days)
    at, _ = stretch_on(next_day(day, FRIDAY, ZONE), cell * 30, cell * 30 + 1, ZONE)
    assert warnings._opens(offer, day, cell * 30) == offer.may_start(at, ZONE)
