"""The rules of packages, through the door, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from clubdesk.domain.moving import MovePolicy
from clubdesk.domain.play_rules import PlayRules
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.rates import Unused
from clubdesk.services.club_rules import SetPlayRules
from clubdesk.services.packages import BuyPackage
from clubdesk.services.sessions import MoveSession, PauseSession, ResumeSession
from tests.support.points_club import credit
from tests.support.rates_club import (
    HOUR,
    end,
    move_to,
    over,
    pass_minutes,
    refusal,
    sell,
    sell_package,
    start,
    start_guest,
    zone_of,
)

# 4. Packages.


def test_a_package_is_paid_at_the_start(open_world) -> None:
    world = open_world
    client = world.client(150_000)
    session = start(world, client, sell_package(world))
    assert world.game(client) == 0
    kept = world.session(session)
    assert kept.charged_minor == 150_000
    assert kept.ends_at - kept.started_at == timedelta(hours=3)


def test_a_package_that_cannot_be_paid_does_not_start(open_world) -> None:
    world = open_world
    assert refusal(start, world, world.client(149_999), sell_package(world)) == "session.too_little"


def test_a_package_ends_at_its_exact_second_though_the_desk_was_off(open_world) -> None:
    world = open_world
    session = start(world, world.client(900_000), sell_package(world))
    pass_minutes(world, 700)
    assert over(world) == 1
    ended = world.session(session)
    assert ended.ended_at - ended.started_at == timedelta(hours=3)
    assert ended.charged_minor == 150_000


def test_a_package_goes_on_by_the_hour_only_if_that_was_agreed(open_world) -> None:
    world = open_world
    client = world.client(150_000 + 30_000)
    session = start(world, client, sell_package(world), go_on_hourly=True)
    kept = world.session(session)
    assert kept.ends_at - kept.started_at == timedelta(hours=3, minutes=30)
    pass_minutes(world, 195)
    assert end(world, session).charged_minor == 165_000


def test_a_club_that_does_not_offer_it_ends_with_the_package(open_world) -> None:
    world = open_world
    rules = PlayRules(offer_hourly=False)
    world.do(SetPlayRules(rules=rules, warn_minutes=(10, 5, 1), pause_limit_minutes=60))
    package = sell_package(world)
    client = start(world, world.client(150_000 + 30_000), package, go_on_hourly=True)
    guest = start_guest(world, package, 2, cash_minor=150_000, go_on_hourly=True).session_id
    for session in (client, guest):
        kept = world.session(session)
        assert kept.ends_at - kept.started_at == timedelta(hours=3)


def test_a_pause_does_not_use_a_package(open_world) -> None:
    world = open_world
    session = start(world, world.client(150_000), sell_package(world))
    pass_minutes(world, 60)
    world.do(PauseSession(session_id=session))
    pass_minutes(world, 90)
    world.do(ResumeSession(session_id=session))
    assert world.session(session).ends_at - world.clock.now() == timedelta(hours=2)


def test_a_night_package_bought_at_23_30_ends_at_08_00(open_world) -> None:
    world = open_world
    night = sell_package(
        world, 600, 200_000, "Night", starts_from=22 * 60, starts_until=2 * 60, hard_end=8 * 60
    )
    client = world.client(500_000)
    move_to(world, 20, 23, 30)
    session = start(world, client, night)
    ends_at = world.session(session).ends_at
    assert ends_at == datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # 08:00 in Almaty
    pass_minutes(world, 60 * 12)
    over(world)
    # What the hard end took was never to be played: nothing is given back.
    assert world.session(session).charged_minor == 200_000


def test_a_package_starts_in_its_hours_and_days_alone(open_world) -> None:
    world = open_world
    client = world.client(500_000)
    night = sell_package(
        world, starts_from=22 * 60, starts_until=2 * 60, weekdays=frozenset({4}), name="Friday"
    )
    assert refusal(start, world, client, night) == "rate.not_here"  # Friday 18:00
    move_to(world, 20, 22, 0)
    end(world, start(world, client, night))
    move_to(world, 21, 1, 59)  # still Friday's night
    end(world, start(world, client, night))
    move_to(world, 21, 2, 0)
    assert refusal(start, world, client, night) == "rate.not_here"
    move_to(world, 21, 22, 0)  # Saturday's
    assert refusal(start, world, client, night) == "rate.not_here"


def test_a_package_is_sold_in_its_zones_alone(open_world) -> None:
    world = open_world
    assert refusal(start, world, world.client(500_000), sell_package(world), 5) == "rate.not_here"


def test_unused_minutes_are_given_back_in_proportion(open_world) -> None:
    """The used part is rounded down, in the client's favour: 100.01 x 60/180 is 33.33."""
    world = open_world
    client = world.client(10_001)
    session = start(world, client, sell_package(world, 180, 10_001))
    pass_minutes(world, 60)
    answer = end(world, session)
    assert answer.charged_minor == 3_333
    assert world.game(client) == 10_001 - 3_333


def test_unused_minutes_can_be_forfeited(open_world) -> None:
    world = open_world
    session = start(world, world.client(150_000), sell_package(world, unused=Unused.FORFEITED))
    pass_minutes(world, 60)
    assert end(world, session).charged_minor == 150_000


def test_unused_minutes_can_be_kept_and_are_used_first_next_time(open_world) -> None:
    world = open_world
    client = world.client(250_000)
    package = sell_package(world, unused=Unused.KEPT, kept_days=7)
    session = start(world, client, package)
    pass_minutes(world, 60.5)
    answer = end(world, session)
    assert (answer.charged_minor, answer.kept_s) == (150_000, 7_170)
    pass_minutes(world, 24 * 60)
    hourly = start(world, client, sell(world))
    assert world.session(hourly).covers[0].kept_s == 7_170
    pass_minutes(world, 119.5 + 10)
    assert end(world, hourly).charged_minor == 10_000
    with world.storage.begin() as work:
        assert work.kept.usable(client, world.clock.now()) == []


def test_kept_minutes_expire_and_what_is_left_of_them_expires_no_later(open_world) -> None:
    world = open_world
    client = world.client(900_000)
    session = start(world, client, sell_package(world, unused=Unused.KEPT, kept_days=7))
    end(world, session)
    first_end = world.clock.now() + timedelta(days=7)
    pass_minutes(world, 3 * 1440)
    end(world, start(world, client, sell(world)))
    with world.storage.begin() as work:
        (kept,) = work.kept.usable(client, world.clock.now())
    assert (kept.left_s, kept.expires_at) == (3 * 3600, first_end)
    pass_minutes(world, 4 * 1440)
    with world.storage.begin() as work:
        assert work.kept.usable(client, world.clock.now()) == []


def test_kept_minutes_are_used_in_the_packages_zones_alone(open_world) -> None:
    world = open_world
    client = world.client(900_000)
    end(world, start(world, client, sell_package(world, unused=Unused.KEPT)))
    elsewhere = start(world, client, world.rates[1], 5)
    assert world.session(elsewhere).covers == ()


def test_a_second_package_is_queued_after_the_present_one(open_world) -> None:
    world = open_world
    client = world.client(300_000)
    package = sell_package(world)
    session = start(world, client, package)
    pass_minutes(world, 60)
    answer = world.do(BuyPackage(session_id=session, rate_id=package))
    assert answer.begins_at == world.session(session).started_at + timedelta(hours=3)
    assert world.game(client) == 0
    kept = world.session(session)
    assert kept.ends_at - kept.started_at == timedelta(hours=6)
    pass_minutes(world, 60)
    # Two of six hours were played: one package used by two thirds, the other not at all.
    assert end(world, session).charged_minor == 100_000
    assert world.game(client) == 200_000


def test_a_package_on_top_of_an_hourly_session_covers_it_from_then_on(open_world) -> None:
    world = open_world
    client = world.client(300_000)
    session = start(world, client, sell(world))
    pass_minutes(world, 30)
    world.do(BuyPackage(session_id=session, rate_id=sell_package(world)))
    pass_minutes(world, 180)
    pass_minutes(world, 30)
    assert end(world, session).charged_minor == 30_000 + 150_000 + 30_000


def test_a_package_on_top_needs_its_money(open_world) -> None:
    world = open_world
    client = world.client(160_000)
    session = start(world, client, sell(world))
    pass_minutes(world, 11)
    package = sell_package(world)
    deed = BuyPackage(session_id=session, rate_id=package)
    assert refusal(world.do, deed) == "session.too_little"
    assert world.session(session).covers == ()


# Moves with a package that is not used up.


def vip_of(world) -> int:
    return sell(
        world, "VIP", price=HourlyPrice.flat(2 * HOUR), zone_ids=frozenset({zone_of(world, 5)})
    )


def move(world, session, rate, policy, **more) -> None:
    command = MoveSession(
        session_id=session,
        to_station_id=world.stations[5],
        policy=policy,
        rate_id=rate,
        **more,
    )
    world.do(command)


def test_what_is_left_of_a_package_is_priced_anew_where_it_moves(open_world) -> None:
    """100.00 for two hours that are left are 50 minutes at 1 200.00 an hour."""
    world = open_world
    client, vip = world.client(150_000), vip_of(world)
    session = start(world, client, sell_package(world))
    pass_minutes(world, 60)
    move(world, session, vip, MovePolicy.KEEP_VALUE)
    assert world.session(session).ends_at - world.clock.now() == timedelta(minutes=50)
    assert world.game(client) == 0
    pass_minutes(world, 25)
    answer = end(world, session)
    assert answer.charged_minor == 50_000 + 50_000
    assert world.game(client) == 50_000


def test_what_is_kept_of_a_package_that_moved_is_kept_for_the_zone_it_moved_to(open_world) -> None:
    world = open_world
    client, vip = world.client(300_000), vip_of(world)
    session = start(world, client, sell_package(world, unused=Unused.KEPT))
    pass_minutes(world, 60)
    move(world, session, vip, MovePolicy.KEEP_VALUE)
    pass_minutes(world, 20)
    answer = end(world, session)
    assert (answer.charged_minor, answer.kept_s) == (150_000, 30 * 60)
    here = start(world, client, sell(world))
    assert world.session(here).covers == ()
    end(world, here)
    there = start(world, client, vip, 5)
    assert [one.kept_s for one in world.session(there).covers] == [30 * 60]


def test_a_package_that_moves_goes_on_by_the_hour_at_the_price_there(open_world) -> None:
    world = open_world
    client, vip = world.client(210_000), vip_of(world)
    session = start(world, client, sell_package(world), go_on_hourly=True)
    pass_minutes(world, 60)
    move(world, session, vip, MovePolicy.KEEP_VALUE)
    assert world.session(session).ends_at - world.clock.now() == timedelta(minutes=50 + 30)


def test_the_difference_for_what_is_left_of_a_package_is_charged_now(open_world) -> None:
    """Two hours that are left cost 600.00 an hour more there."""
    world = open_world
    client, vip = world.client(300_000), vip_of(world)
    session = start(world, client, sell_package(world))
    pass_minutes(world, 60)
    move(world, session, vip, MovePolicy.CHARGE_DIFFERENCE)
    assert world.session(session).ends_at - world.clock.now() == timedelta(hours=2)
    assert world.game(client) == 300_000 - 150_000 - 120_000
    pass_minutes(world, 60)
    # The package gives back what was not used of it; the difference stays paid.
    assert end(world, session).charged_minor == 100_000 + 120_000


def test_a_guest_pays_the_difference_for_a_package_in_cash(open_world) -> None:
    world = open_world
    vip = vip_of(world)
    session = start_guest(world, sell_package(world), cash_minor=150_000).session_id
    pass_minutes(world, 60)
    code = refusal(move, world, session, vip, MovePolicy.CHARGE_DIFFERENCE)
    assert code == "move.too_little"
    till = world.till()
    move(world, session, vip, MovePolicy.CHARGE_DIFFERENCE, cash_minor=120_000)
    assert world.till() - till == 120_000
    assert world.session(session).ends_at - world.clock.now() == timedelta(hours=2)


@pytest.mark.parametrize("percent", [33, 40])
def test_points_that_paid_a_package_move_with_it_and_come_back_with_it(open_world, percent) -> None:
    world = open_world
    client, vip = world.client(150_001), vip_of(world)
    credit(world, client, 150_001)
    session = start(world, client, sell_package(world, 180, 100_003, points_percent=percent))
    before = world.session(session).charged
    world.clock.advance(3_333.333)
    move(world, session, vip, MovePolicy.KEEP_VALUE)
    assert world.session(session).charged == before
    end(world, session)
    used = 100_003 * 3_333_333 // 10_800_000
    assert world.session(session).charged.total == used
    assert world.session(session).charged.points == used * percent // 100
