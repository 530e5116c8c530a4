"""The laws of packages: play runs through them, hard ends cut them, the rest comes back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.domain import session as rules
from clubdesk.domain.course import packages_of, parts_of, price_of
from clubdesk.domain.points_share import Paid, Purse, due, most_payable, most_points, settled
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.rates import PackageOffer, Unused
from clubdesk.domain.session import Cover, PlaySession, Terms

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
TERMS = Terms(1, "Standard hourly", HourlyPrice.flat(60_000))


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def bought(minutes: int = 60, price: int = 40_000, at: float = 0, **more) -> Cover:
    return Cover(1, "Package", minutes, price, later(at), **more)


def playing(*covers: Cover, hourly: bool = False, **more) -> PlaySession:
    fresh = rules.begin(7, 1, TERMS, NOW)
    return replace(fresh, covers=covers, go_on_hourly=hourly, **more)


def test_play_is_covered_first_and_then_paid_by_the_hour() -> None:
    session = playing(bought(), hourly=True)
    found = [(part.cover, part.start, part.end) for part in parts_of(session, later(90))]
    assert found == [(0, NOW, later(60)), (None, later(60), later(90))]
    assert rules.used_minor(session, later(90)) == 70_000


def test_what_was_played_before_a_package_was_bought_is_not_covered() -> None:
    session = playing(bought(at=10), hourly=True)
    assert rules.used_minor(session, later(10)) == 40_000 + 10_000
    assert rules.used_minor(session, later(75)) == 40_000 + 15_000


def test_a_hard_end_passes_on_to_the_next_package() -> None:
    session = playing(bought(hard_end=later(30)), bought())
    assert rules.with_end(session, 0).ends_at == later(90)


def test_a_pause_over_the_hard_end_uses_the_package_up() -> None:
    session = rules.pause(playing(bought(hard_end=later(30))), later(10))
    assert rules.time_left(session, 0, later(15)) == timedelta(minutes=15)
    assert rules.time_left(session, 0, later(31)) == timedelta()


def test_the_reachable_part_of_a_night_is_what_is_shared_out() -> None:
    """600 minutes from which the hard end leaves 480: half of these is half of the price."""
    session = playing(bought(600, 48_000, hard_end=later(480)))
    ended = rules.end(session, later(240))
    assert price_of(ended, later(240)).total == 24_000


COVERS = st.builds(
    bought,
    st.integers(1, 200),
    st.integers(1, 99_999),
    st.just(0),
    hard_end=st.one_of(st.none(), st.integers(1, 400).map(later)),
    unused=st.sampled_from(Unused),
)
LISTS = st.lists(COVERS, max_size=3).map(tuple)
STEPS = st.sampled_from([0, 1, 7, 15, 60])


@given(
    LISTS, st.booleans(), st.integers(0, 600), st.integers(0, 600), STEPS, st.integers(0, 90_000)
)
def test_a_later_end_never_costs_less(covers, hourly, first, second, step, least) -> None:
    terms = replace(TERMS, step_minutes=step, min_charge_minor=least)
    session = replace(rules.begin(7, 1, terms, NOW), covers=covers, go_on_hourly=hourly)
    one, two = sorted((first, second))
    early, late = (price_of(rules.end(session, later(at)), later(at)) for at in (one, two))
    assert least <= early.total <= late.total


@given(LISTS, st.booleans(), st.integers(1, 600), st.lists(st.integers(0, 600), max_size=5), STEPS)
def test_cutting_a_session_anywhere_changes_nothing(covers, hourly, end, cuts, step) -> None:
    terms = replace(TERMS, step_minutes=step)
    whole = replace(rules.begin(7, 1, terms, NOW), covers=covers, go_on_hourly=hourly)
    cut = whole
    for number, at in enumerate(sorted(c for c in cuts if c < end)):
        cut = rules.move(cut, number + 2, later(at))
    ends = [price_of(rules.end(one, later(end)), later(end)) for one in (whole, cut)]
    assert ends[0] == ends[1]


@given(LISTS, st.integers(1, 300), st.integers(0, 300))
def test_a_pause_uses_nothing_but_what_a_hard_end_takes(covers, played, paused) -> None:
    covers = tuple(replace(cover, hard_end=None) for cover in covers)
    session = playing(*covers, hourly=True)
    straight = rules.end(session, later(played))
    half = played / 2
    stopped = rules.pause(session, later(half))
    resumed = rules.resume(stopped, later(half + paused))
    rested = rules.end(resumed, later(played + paused))
    assert price_of(straight, later(played)).total == price_of(rested, later(played + paused)).total


@given(LISTS, st.booleans(), st.integers(0, 900))
def test_no_second_is_lost_or_covered_twice(covers, hourly, minutes) -> None:
    session = playing(*covers, hourly=hourly)
    parts = parts_of(session, later(minutes))
    assert sum((part.length for part in parts), timedelta()) == timedelta(minutes=minutes)
    for before, after in pairwise(parts):
        assert before.end == after.start
    for index, cover in enumerate(covers):
        inside = [part for part in parts if part.cover == index]
        assert sum((part.length for part in inside), timedelta()) <= cover.length
        assert all(cover.hard_end is None or part.end <= cover.hard_end for part in inside)


@given(LISTS, st.booleans(), st.integers(0, 300_000), st.integers(0, 40_000), st.data())
def test_at_its_end_a_session_has_used_what_can_be_paid(covers, hourly, more, limit, data) -> None:
    limit_s = data.draw(st.one_of(st.none(), st.integers(1, 40_000)))
    limit_minor = data.draw(st.sampled_from([None, limit + 1]))
    session = playing(*covers, hourly=hourly, limit_minor=limit_minor, limit_s=limit_s)
    balance = packages_of(session).total + more
    ends_at = rules.with_end(session, balance).ends_at
    assert rules.used_minor(session, ends_at) <= rules.payable(session, Purse(balance))
    played = ends_at - NOW
    assert limit_s is None or played <= timedelta(seconds=limit_s)
    if hourly and (limit_s is None or played < timedelta(seconds=limit_s)):
        assert rules.used_minor(session, ends_at) == rules.payable(session, Purse(balance))


PURSES = st.builds(Purse, st.integers(0, 60), st.integers(0, 60))


@given(PURSES, st.integers(0, 100), st.integers(0, 30), st.integers(0, 100))
def test_the_most_that_can_be_paid_with_packages_is_found_by_trying(
    purse, share, package, own_share
) -> None:
    fixed = packages_of(playing(bought(price=package, points_percent=own_share)))
    most = most_payable(Paid(0), purse, share, fixed)
    payable = [
        total
        for total in range(package, 200)
        if due(total, Paid(0), purse, share, fixed).money <= purse.money
    ]
    if payable:
        assert most == payable[-1]
    else:
        assert most < package


@given(PURSES, st.integers(0, 100), st.integers(0, 60), st.integers(0, 60))
def test_what_comes_back_leaves_the_price_paid_with_points_first(
    purse, share, before, after
) -> None:
    high, low = max(before, after), min(before, after)
    paid = due(high, Paid(0), purse, share)
    back = settled(low, paid, Purse(0), share)
    kept = Paid(paid.money + back.money, paid.points + back.points)
    assert kept.total == low
    assert min(kept.money, kept.points) >= 0
    assert kept.points <= most_points(low, share)
    assert back.points <= 0


@pytest.mark.parametrize(
    ("at", "may"),
    [((20, 21, 59), False), ((20, 22, 0), True), ((21, 1, 59), True), ((21, 2, 0), False)],
)
def test_a_window_over_midnight_belongs_to_the_day_it_opened(at, may) -> None:
    friday_night = PackageOffer(
        600, 1, starts_from=22 * 60, starts_until=2 * 60, weekdays=frozenset({4})
    )
    day, hour, minute = at
    instant = datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Almaty"))
    assert friday_night.may_start(instant, "Asia/Almaty") is may
    assert not friday_night.may_start(instant + timedelta(days=1), "Asia/Almaty")


@pytest.mark.parametrize(
    ("start", "hours"), [((2026, 3, 28, 23, 30), 7.5), ((2026, 10, 24, 23, 30), 9.5)]
)
def test_a_hard_end_is_a_time_on_the_wall_also_when_the_clock_is_changed(start, hours) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    offer = PackageOffer(600, 1, hard_end=8 * 60)
    begins = datetime(*start, tzinfo=berlin).astimezone(UTC)
    assert offer.hard_end_after(begins, "Europe/Berlin") - begins == timedelta(hours=hours)
