"""A package that moves to a dearer or cheaper seat: its money is kept to the last minor unit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.domain import session as rules
from clubdesk.domain.moving import MovePolicy, lacking, moved, preview
from clubdesk.domain.points_share import Purse
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.rates import Unused
from clubdesk.domain.session import Cover, PlaySession, Terms

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
HERE = Terms(1, "Standard", HourlyPrice.flat(60_000))
VIP = Terms(2, "VIP", HourlyPrice.flat(120_000))
US = timedelta(microseconds=1)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def package(minutes: int = 180, price: int = 150_000, **more) -> Cover:
    facts = {"list_minor": price, "zone_ids": (1,), **more}
    return Cover(1, "3 hours", minutes, price, NOW, **facts)


def playing(*covers: Cover, hourly: bool = False) -> PlaySession:
    fresh = replace(rules.begin(7, 1, HERE, NOW), covers=covers, go_on_hourly=hourly)
    return replace(fresh, charged_minor=sum(cover.price_minor for cover in covers))


def to_vip(session: PlaySession, at: datetime, policy=MovePolicy.KEEP_VALUE, purse=0):
    session = rules.with_end(session, purse)
    there = moved(session, 5, at, policy=policy, terms=VIP, purse=Purse(purse), zone_ids=(2,))
    return rules.with_end(there, purse)


def test_two_hours_left_of_three_for_1500_are_50_minutes_at_1200() -> None:
    there = to_vip(playing(package()), later(60))
    assert there.ends_at == later(60 + 50)
    assert [(c.name, c.length, c.price_minor, c.zone_ids) for c in there.covers] == [
        ("3 hours", timedelta(hours=1), 50_000, (1,)),
        ("3 hours · VIP", timedelta(minutes=50), 100_000, (2,)),
    ]
    half = rules.end(there, later(60 + 25))
    assert rules.used_minor(half, later(85)) == 100_000


def test_a_package_that_waits_for_its_turn_is_priced_anew_whole() -> None:
    there = to_vip(playing(package(), package()), later(60))
    assert [cover.length for cover in there.covers[1:]] == [
        timedelta(minutes=50),
        timedelta(minutes=75),
    ]


def test_free_and_kept_minutes_stay_as_they_are() -> None:
    gift = Cover(0, "Outage", 8, 0, NOW, unused=Unused.FORFEITED)
    kept = Cover(1, "3 hours", 0, 0, NOW, kept_id=4, kept_s=600)
    there = to_vip(playing(package(60, 60_000), gift, kept), later(30))
    assert there.covers[-2:] == (gift, kept)
    assert there.ends_at == later(30 + 15 + 8 + 10)


def test_a_night_keeps_its_hard_end() -> None:
    there = to_vip(playing(package(600, 20_000_000, hard_end=later(120))), later(60))
    assert there.ends_at == later(120)


def test_after_a_package_that_goes_on_by_the_hour_the_new_price_holds() -> None:
    there = to_vip(playing(package(60, 60_000), hourly=True), later(30), purse=60_000)
    assert there.ends_at == later(30 + 15 + 30)


def test_the_difference_is_that_of_the_hours_over_what_is_left() -> None:
    session = playing(package())
    there = to_vip(session, later(60), MovePolicy.CHARGE_DIFFERENCE, purse=500_000)
    assert there.covers[-1].price_minor == 2 * 60_000
    assert there.ends_at == later(180)
    assert rules.used_minor(rules.end(there, later(180)), later(180)) == 150_000 + 120_000


@pytest.mark.parametrize(("money", "missing"), [(0, 120_000), (50_000, 70_000), (300_000, 0)])
def test_a_session_that_ends_with_its_package_pays_it_from_the_balance(money, missing) -> None:
    session = rules.with_end(playing(package()), money)
    seen = preview(
        session, later(60), policy=MovePolicy.CHARGE_DIFFERENCE, terms=VIP, purse=Purse(money)
    )
    assert (seen.difference, seen.lacking) == (120_000, missing)
    assert lacking(session, 120_000, Purse(money)) == missing


PRICES = st.integers(1, 5_000_000)
PLAYED = st.integers(0, 10_799_999_999).map(lambda micros: NOW + micros * US)


@given(PRICES, PRICES, PLAYED, st.integers(0, 99), st.sampled_from(list(Unused)), st.booleans())
def test_the_move_itself_moves_no_money(price, per_hour, at, percent, unused, hourly) -> None:
    terms = replace(HERE, discount_percent=percent)
    vip = replace(VIP, price=HourlyPrice.flat(per_hour))
    session = playing(package(180, price, unused=unused), hourly=hourly)
    session = replace(session, segments=(replace(session.segments[0], terms=terms),))
    there = moved(session, 5, at, policy=MovePolicy.KEEP_VALUE, terms=vip)
    assert rules.used_minor(there, at) == rules.used_minor(session, at) == price
    assert rules.used_minor(rules.end(there, at), at) == rules.used_minor(
        rules.end(session, at), at
    )
    assert sum(cover.list_minor for cover in there.covers) == price


@given(PRICES, st.integers(100, 5_000_000), PLAYED)
def test_what_is_left_buys_its_worth_to_the_second(price, per_hour, at) -> None:
    vip = replace(VIP, price=HourlyPrice.flat(per_hour))
    there = moved(playing(package(180, price)), 5, at, policy=MovePolicy.KEEP_VALUE, terms=vip)
    rest = there.covers[-1]
    cost = vip.cost(at, at + rest.length)
    assert rest.price_minor <= cost < rest.price_minor + vip.cost(at, at + timedelta(seconds=1)) + 1


@given(PRICES, PLAYED, st.integers(0, 10_799_999_999))
def test_a_later_end_after_the_move_never_costs_less(price, at, more) -> None:
    there = moved(playing(package(180, price)), 5, at, policy=MovePolicy.KEEP_VALUE, terms=VIP)
    early, late = (at + part * US for part in (more // 2, more))
    first, last = (rules.used_minor(rules.end(there, one), one) for one in (early, late))
    assert first <= last <= price
