"""The club's rules as they are set: bounds, who may, what is heard of it; on both databases."""

from dataclasses import replace

import pytest

from clubdesk.domain.events import StationsChanged
from clubdesk.domain.people import Role
from clubdesk.domain.play_rules import NightAction, PlayRules
from clubdesk.foundation.errors import DeskError
from clubdesk.services.club_rules import BOUNDS, SetPlayRules
from clubdesk.services.rating import SetGuestPayment

RULES = PlayRules(
    cancel_minutes=5,
    minor_age=16,
    night_from=23 * 60,
    night_until=6 * 60,
    night_action=NightAction.ASK,
    outage_least_s=120,
)


def play_rules(rules=RULES, warn_minutes=(10, 5), pause_limit_minutes=30) -> SetPlayRules:
    return SetPlayRules(
        rules=rules, warn_minutes=warn_minutes, pause_limit_minutes=pause_limit_minutes
    )


def refusal(world, command, staff_id=None) -> DeskError:
    before = world.storage.queries.club()
    with pytest.raises(DeskError) as refused:
        world.do(command, staff_id)
    assert world.storage.queries.club() == before
    return refused.value


@pytest.mark.parametrize("field", list(BOUNDS))
def test_the_least_and_the_most_are_kept_and_nothing_beyond(world, field) -> None:
    least, most = BOUNDS[field]
    for number in (least, most):
        world.do(play_rules(replace(RULES, **{field: number})))
        assert getattr(world.storage.queries.club().play, field) == number
    for number in (least - 1, most + 1, 10**18, -(10**18)):
        wrong = refusal(world, play_rules(replace(RULES, **{field: number})))
        assert (wrong.code, wrong.subject) == ("rules.number", field)


@pytest.mark.parametrize("minutes", [0, 1441, 10**18])
def test_a_wild_pause_limit_is_refused(world, minutes) -> None:
    wrong = refusal(world, play_rules(pause_limit_minutes=minutes))
    assert wrong.subject == "pause_limit_minutes"


@pytest.mark.parametrize("warnings", [(0,), (121,), (1, 2, 3, 4, 5, 6), (10**18,)])
def test_wild_warnings_are_refused(world, warnings) -> None:
    assert refusal(world, play_rules(warn_minutes=warnings)).subject == "warn_minutes"


def test_a_club_may_want_no_warnings(world) -> None:
    world.do(play_rules(warn_minutes=()))
    assert world.storage.queries.club().warn_minutes == ()


def test_when_guests_pay_is_heard_by_the_screens(world) -> None:
    world.heard.clear()
    world.do(SetGuestPayment(postpaid=True, postpaid_limit_minor=500_000))
    club = world.storage.queries.club()
    assert (club.postpaid_guests, club.postpaid_limit_minor) == (True, 500_000)
    assert StationsChanged() in world.heard


def test_both_are_the_owners_to_change_and_stand_in_the_journal(world) -> None:
    cashier = world.staff(Role.CASHIER)
    commands = (play_rules(), SetGuestPayment(postpaid=True, postpaid_limit_minor=1))
    for command in commands:
        assert refusal(world, command, cashier).code == "staff.not_allowed"
    world.do(play_rules(replace(RULES, minor_age=17)))
    world.do(SetGuestPayment(postpaid=False))
    told = [
        (line.action, line.refused)
        for line in world.journal()
        if line.action in ("SetPlayRules", "SetGuestPayment")
    ]
    assert sorted(told) == [
        ("SetGuestPayment", ""),
        ("SetGuestPayment", "staff.not_allowed"),
        ("SetPlayRules", ""),
        ("SetPlayRules", "staff.not_allowed"),
    ]
