"""The club's rules at a start: minors at night, daily limits; on both databases.

The world's clock begins at 18:00 on the club's wall.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clubdesk.domain.people import Role
from clubdesk.domain.play_rules import NightAction, PlayRules
from clubdesk.foundation.errors import DeskError
from clubdesk.services.club_rules import SetPlayRules
from clubdesk.services.guests import GuestBecomesClient
from clubdesk.services.play_limits import SetDailyLimit
from clubdesk.services.sessions import EndSession, StartSession
from clubdesk.services.time_over import end_due_sessions
from tests.support.club_world import START

NIGHT = PlayRules(night_from=22 * 60, night_until=6 * 60)
HOUR = 3600


def set_rules(world, rules: PlayRules) -> None:
    world.do(SetPlayRules(rules=rules, warn_minutes=(5, 10, 1), pause_limit_minutes=30))


def born(world, client_id: int, birthday: date | None) -> int:
    with world.storage.begin() as work:
        work.clients.save(replace(work.clients.get(client_id), birthday=birthday))
    return client_id


def minor(world, money: int = 800_000) -> int:
    return born(world, world.client(money), date(2008, 11, 21))


def test_a_minor_is_refused_at_night(world) -> None:
    world.open_shift()
    set_rules(world, NIGHT)
    client = minor(world)
    world.clock.advance(4 * HOUR + 60)
    with pytest.raises(DeskError) as refusal:
        world.start(client)
    assert refusal.value.code == "client.minor_at_night"
    assert world.game(client) == 800_000


def test_who_has_the_birthday_today_is_of_age(world) -> None:
    world.open_shift()
    set_rules(world, NIGHT)
    client = born(world, world.client(800_000), date(2008, 11, 20))
    world.clock.advance(4 * HOUR + 60)
    world.start(client)


def test_without_a_birthday_nobody_is_a_minor(world) -> None:
    world.open_shift()
    set_rules(world, NIGHT)
    client = world.client(800_000)
    world.clock.advance(4 * HOUR + 60)
    world.start(client)


def test_a_minor_who_starts_in_the_evening_plays_until_the_night(world) -> None:
    world.open_shift()
    set_rules(world, NIGHT)
    session = world.session(world.start(minor(world)))
    assert session.ends_at == START + timedelta(hours=4)


def test_where_the_rule_is_to_ask_a_permission_lets_a_minor_play(world) -> None:
    world.open_shift()
    set_rules(world, replace(NIGHT, night_action=NightAction.ASK))
    client = minor(world)
    world.clock.advance(4 * HOUR + 60)
    command = StartSession(station_id=world.stations[0], client_id=client, rate_id=world.rates[0])
    with pytest.raises(DeskError) as refusal:
        world.do(command, world.staff(Role.CASHIER))
    assert refusal.value.subject == "let_play"
    world.start(client)
    assert '"minor_at_night":true' in world.journal()[0].details


def test_a_daily_limit_ends_the_session_and_refuses_the_next(world) -> None:
    world.open_shift()
    client = world.client(800_000)
    world.do(SetDailyLimit(client_id=client, minutes=60, reason="The mother asked"))
    first = world.start(client)
    world.clock.advance(40 * 60)
    world.do(EndSession(session_id=first))
    second = world.session(world.start(client))
    assert second.ends_at == world.clock.now() + timedelta(minutes=20)
    world.clock.advance(20 * 60)
    end_due_sessions(world.storage.begin, world.clock, world.door)
    with pytest.raises(DeskError) as refusal:
        world.start(client)
    assert refusal.value.code == "client.daily_limit"
    world.clock.advance(6 * HOUR)
    world.start(client)


def test_a_limit_that_is_set_in_play_holds_at_once_and_can_be_taken_away(world) -> None:
    world.open_shift()
    client = world.client(800_000)
    session_id = world.start(client)
    world.clock.advance(600)
    world.do(SetDailyLimit(client_id=client, minutes=30, reason="The mother asked"))
    assert world.session(session_id).ends_at == START + timedelta(minutes=30)
    world.do(EndSession(session_id=session_id))
    world.do(SetDailyLimit(client_id=client, minutes=None, reason="The mother asked"))
    assert world.session(world.start(client)).limit_s is None


def test_a_shorter_limit_of_the_session_stays(world) -> None:
    world.open_shift()
    client = world.client(800_000)
    world.do(SetDailyLimit(client_id=client, minutes=60, reason="Asked for"))
    command = StartSession(
        station_id=world.stations[0], client_id=client, rate_id=world.rates[0], limit_s=600
    )
    assert world.session(world.do(command).session_id).limit_s == 600


def test_a_guest_who_becomes_a_client_has_the_clients_limit(world) -> None:
    world.open_shift()
    client = world.client()
    world.do(SetDailyLimit(client_id=client, minutes=30, reason="Asked for"))
    session_id = world.start_guest(800_000).session_id
    world.do(GuestBecomesClient(session_id=session_id, client_id=client))
    assert world.session(session_id).ends_at == START + timedelta(minutes=30)


@pytest.mark.parametrize("minutes", [0, -1, 1441, 10**18])
def test_wild_daily_limits_are_refused(world, minutes) -> None:
    client = world.client()
    with pytest.raises(DeskError) as refusal:
        world.do(SetDailyLimit(client_id=client, minutes=minutes, reason="Asked for"))
    assert (refusal.value.code, refusal.value.subject) == ("client.daily_minutes", "minutes")


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (PlayRules(cancel_minutes=61), "cancel_minutes"),
        (PlayRules(minor_age=0), "minor_age"),
        (PlayRules(night_from=1440), "night_from"),
        (PlayRules(night_until=-1), "night_until"),
    ],
)
def test_wild_rules_are_refused_at_their_field(world, rules, field) -> None:
    with pytest.raises(DeskError) as refusal:
        set_rules(world, rules)
    assert (refusal.value.code, refusal.value.subject) == ("rules.number", field)


def test_the_rules_are_kept_with_warnings_in_order(world) -> None:
    set_rules(world, NIGHT)
    club = world.storage.queries.club()
    assert (club.play, club.warn_minutes, club.pause_limit_minutes) == (NIGHT, (10, 5, 1), 30)
    with pytest.raises(DeskError) as refusal:
        world.do(
            SetPlayRules(rules=NIGHT, warn_minutes=(5,), pause_limit_minutes=30),
            world.staff(Role.CASHIER),
        )
    assert refusal.value.code == "staff.not_allowed"
