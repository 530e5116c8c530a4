"""Every line of the rules of rates and sessions, through the door, on both databases."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clubdesk.domain.points_share import Paid
from clubdesk.domain.pricing import DayBand, HourlyPrice, PriceBand, SpecialDay
from clubdesk.services.balance import TopUp
from clubdesk.services.sessions import PauseSession, ResumeSession
from tests.support.points_club import credit, enroll, group
from tests.support.rates_club import (
    HOUR,
    edit,
    end,
    move_to,
    over,
    pass_minutes,
    refusal,
    sell,
    sell_package,
    start,
    weekday_bands,
)

# 1. The price of a set of play intervals.


def test_45_minutes_at_50_and_15_at_60_cost_52_50(open_world) -> None:
    world = open_world
    rate = sell(world, price=weekday_bands())
    client = world.client(100_000)
    move_to(world, 21, 17, 15)
    session = start(world, client, rate)
    pass_minutes(world, 60)
    assert end(world, session).charged_minor == 5_250


def test_a_special_day_has_its_own_prices(open_world) -> None:
    world = open_world
    holiday = SpecialDay(date(2026, 11, 21), (DayBand(0, 12_000),))
    rate = sell(world, price=HourlyPrice((PriceBand(0, HOUR),), "Asia/Almaty", (holiday,)))
    client = world.client(500_000)
    move_to(world, 20, 23, 30)
    session = start(world, client, rate)
    pass_minutes(world, 60)
    assert end(world, session).charged_minor == HOUR // 2 + 6_000


def test_a_rate_goes_by_the_clubs_clock_whatever_clock_it_came_with(open_world) -> None:
    rate = sell(open_world, price=HourlyPrice.flat(HOUR, "Europe/Berlin"))
    with open_world.storage.begin() as work:
        assert work.rates.get(rate).price.time_zone == "Asia/Almaty"


# 2. Cutting, pauses.


def test_a_pause_costs_nothing_and_cuts_change_nothing(open_world) -> None:
    world = open_world
    rate = sell(world, price=HourlyPrice.flat(7_777))
    session = start(world, world.client(500_000), rate)
    for _ in range(3):
        pass_minutes(world, 7.3)
        world.do(PauseSession(session_id=session))
        pass_minutes(world, 11)
        world.do(ResumeSession(session_id=session))
    assert end(world, session).charged_minor == int(7_777 * 21.9 / 60)


# 3. Minimum charge and billing step.


def test_the_minimum_charge_is_the_least_a_session_costs(open_world) -> None:
    world = open_world
    rate = sell(world, min_charge_minor=20_000)
    session = start(world, world.client(500_000), rate)
    pass_minutes(world, 1)
    assert end(world, session).charged_minor == 20_000


def test_the_minimum_charge_adds_nothing_to_a_session_that_costs_more(open_world) -> None:
    world = open_world
    rate = sell(world, min_charge_minor=20_000)
    session = start(world, world.client(500_000), rate)
    pass_minutes(world, 30)
    assert end(world, session).charged_minor == 30_000


def test_a_session_does_not_start_below_its_minimum(open_world) -> None:
    world = open_world
    rate = sell(world, min_charge_minor=20_000)
    assert refusal(start, world, world.client(19_999), rate) == "session.too_little"


def test_the_minimum_is_not_free_for_anything_else_while_playing(open_world) -> None:
    world = open_world
    client = world.client(25_000)
    start(world, client, sell(world, min_charge_minor=20_000))
    assert refusal(world.deduct, client, 5_001) == "balance.too_little"
    world.deduct(client, 5_000)


def test_minutes_are_rounded_up_to_the_step_once_at_the_end(open_world) -> None:
    """Two stretches of 20 minutes are 40, rounded up to 45: not 30 and 30."""
    world = open_world
    session = start(world, world.client(500_000), sell(world, step_minutes=15))
    pass_minutes(world, 20)
    world.do(PauseSession(session_id=session))
    pass_minutes(world, 5)
    world.do(ResumeSession(session_id=session))
    pass_minutes(world, 20)
    assert end(world, session).charged_minor == 45_000


def test_the_step_is_charged_at_the_price_right_after_the_end(open_world) -> None:
    world = open_world
    client = world.client(500_000)
    move_to(world, 21, 17, 0)
    session = start(world, client, sell(world, price=weekday_bands(), step_minutes=60))
    pass_minutes(world, 61)
    # An hour at 50.00, one minute and the 59 that were not played at 60.00.
    assert end(world, session).charged_minor == 5_000 + 6_000


def test_the_step_never_takes_more_than_can_be_paid(open_world) -> None:
    world = open_world
    client = world.client(15_000)
    session = start(world, client, sell(world, step_minutes=30))
    pass_minutes(world, 5)
    assert end(world, session).charged_minor == 15_000
    assert world.game(client) == 0


def test_no_step_is_charged_when_the_money_ran_out(open_world) -> None:
    world = open_world
    client = world.client(20_000)
    session = start(world, client, sell(world, step_minutes=15))
    pass_minutes(world, 20)
    world.do(TopUp(client_id=client, cash_minor=1))
    pass_minutes(world, 1)
    assert over(world) == 1
    assert world.session(session).charged_minor == 20_001


def test_step_and_minimum_are_two_things(open_world) -> None:
    world = open_world
    rate = sell(world, step_minutes=10, min_charge_minor=5_000)
    client = world.client(500_000)
    session = start(world, client, rate)
    pass_minutes(world, 3)
    assert end(world, session).charged_minor == 10_000
    edit(world, rate, step_minutes=1, min_charge_minor=5_000)
    session = start(world, client, rate)
    pass_minutes(world, 3)
    assert end(world, session).charged_minor == 5_000


# 5. Terms are copied at the start.


def test_editing_a_rate_never_changes_a_running_session(open_world) -> None:
    world = open_world
    rate = sell(world, min_charge_minor=100)
    session = start(world, world.client(500_000), rate)
    edit(world, rate, price=HourlyPrice.flat(999_999), min_charge_minor=90_000, step_minutes=60)
    pass_minutes(world, 30)
    assert end(world, session).charged_minor == 30_000


def test_every_version_of_a_rate_is_kept(open_world) -> None:
    world = open_world
    rate = sell(world, "First")
    pass_minutes(world, 5)
    edit(world, rate, name="Second")
    edit(world, rate, name="Second")  # nothing changed: no version
    found = world.storage.queries.rate_versions(rate)
    assert [(one.version, one.rate.name, one.staff_name) for one in found] == [
        (2, "Second", "Olga Owner"),
        (1, "First", "Olga Owner"),
    ]
    assert found[0].at - found[1].at == timedelta(minutes=5)


# 6. Points.


def test_a_package_is_paid_in_points_up_to_its_share_and_both_come_back(open_world) -> None:
    world = open_world
    client = world.client(150_000)
    credit(world, client, 500_000)
    session = start(world, client, sell_package(world, points_percent=40))
    assert world.session(session).charged == Paid(90_000, 60_000)
    pass_minutes(world, 90)
    answer = end(world, session)
    assert (answer.charged_minor, answer.charged_points) == (45_000, 30_000)
    assert (world.game(client), world.points(client)) == (105_000, 470_000)


def test_the_higher_of_the_rates_and_the_groups_points_share_counts(open_world) -> None:
    world = open_world
    client = world.client(150_000)
    credit(world, client, 500_000)
    enroll(world, client, group_id=group(world, discount=50, points=10))
    session = start(world, client, sell(world, points_percent=30))
    pass_minutes(world, 60)
    answer = end(world, session)
    assert (answer.charged_minor, answer.charged_points) == (21_000, 9_000)


def test_a_groups_discount_is_off_a_package_too(open_world) -> None:
    world = open_world
    client = world.client(120_000)
    enroll(world, client, group_id=group(world, discount=20, points=0))
    session = start(world, client, sell_package(world))
    assert world.session(session).charged_minor == 120_000


# Who may sell it, and when.


def test_a_rate_is_sold_between_its_days_by_its_roles(open_world) -> None:
    world = open_world
    client = world.client(500_000)
    yesterday, tomorrow = date(2026, 11, 19), date(2026, 11, 21)
    for number, facts in enumerate(
        ({"valid_until": yesterday}, {"valid_from": tomorrow}, {"roles": frozenset({"cashier"})})
    ):
        rate = sell(world, f"Rate {number}", **facts)
        assert refusal(start, world, client, rate) == "rate.not_here"
    today = date(2026, 11, 20)
    roles = frozenset({"owner", "cashier"})
    start(world, client, sell(world, valid_from=today, valid_until=today, roles=roles))


# The clock changes of the club's own time zone.


@pytest.mark.parametrize(
    ("night", "hours_on_the_wall", "played"),
    [(date(2026, 3, 29), 4, 3), (date(2026, 10, 25), 4, 5)],
)
def test_a_night_on_which_the_clocks_change_bills_what_was_played(
    open_world, night, hours_on_the_wall, played
) -> None:
    """Midnight to 04:00 on the wall in Berlin; dear from 03:00 on: an hour of it either way."""
    world = open_world
    berlin = ZoneInfo("Europe/Berlin")
    with world.storage.begin() as work:
        work.club.save(replace(work.club.find(), time_zone="Europe/Berlin"))
    midnight = datetime(night.year, night.month, night.day, tzinfo=berlin)
    if midnight < world.clock.now():
        world.clock.jump_wall((midnight - world.clock.now()).total_seconds())
    bands = tuple(
        band
        for day in range(7)
        for band in (PriceBand(day * 1440, HOUR), PriceBand(day * 1440 + 180, 2 * HOUR))
    )
    rate = sell(world, price=HourlyPrice(bands, "Europe/Berlin"))
    session = start(world, world.client(900_000), rate)
    world.clock.move_to(midnight.replace(hour=hours_on_the_wall))
    kept = end(world, session)
    assert kept.charged_minor == (played - 1) * HOUR + 2 * HOUR
    segments = world.session(session).segments
    assert segments[-1].ended_at - segments[0].started_at == timedelta(hours=played)


@pytest.mark.parametrize("price", [1, 7_777, 54_321])
def test_a_later_end_never_costs_less_and_is_rounded_down_once(open_world, price) -> None:
    world = open_world
    rate = sell(world, price=HourlyPrice.flat(price))
    client, before = world.client(5_000_000), 0
    for seconds in (1, 59, 61, 3_599, 3_600, 3_601):
        session = start(world, client, rate)
        world.clock.advance(seconds)
        charged = end(world, session).charged_minor
        assert charged == price * seconds // 3_600
        assert charged >= before
        before = charged


def test_the_minimum_and_the_step_are_off_unless_the_rate_says_so(open_world) -> None:
    world = open_world
    session = start(world, world.client(500_000), sell(world))
    world.clock.advance(1)
    assert end(world, session).charged_minor == HOUR // 3_600
