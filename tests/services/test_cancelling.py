"""Cancelling in the first minutes, through the door, on both databases."""

from dataclasses import replace

import pytest

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Role
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.cancelling import CancelSession
from clubdesk.services.commands import Approval
from clubdesk.services.sessions import PauseSession, StartSession
from clubdesk.services.staff_secrets import SetPin


def cancel(world, session_id, reason="The wrong seat", staff_id=None):
    return world.do(CancelSession(session_id=session_id, reason=reason), staff_id)


def test_a_session_is_cancelled_free_within_the_first_minutes(world) -> None:
    world.open_shift()
    client = world.client(80_000)
    session_id = world.start(client)
    world.clock.advance(120)
    cancelled = cancel(world, session_id)
    assert cancelled.balance_minor == world.game(client) == 80_000
    assert world.session(session_id).state is SessionState.CANCELLED
    assert world.balance(AccountKind.PLAY_REVENUE) == 0
    world.start(client)


def test_a_second_later_it_is_refused_and_nothing_changes(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    world.clock.advance(121)
    before = world.session(session_id)
    with pytest.raises(DeskError) as refusal:
        cancel(world, session_id)
    assert refusal.value.code == "cancel.too_late"
    assert world.session(session_id) == before


def test_the_club_says_how_many_minutes(world) -> None:
    world.open_shift()
    with world.storage.begin() as work:
        club = work.club.find()
        work.club.save(replace(club, play=replace(club.play, cancel_minutes=10)))
    session_id = world.start(world.client(80_000))
    world.clock.advance(599)
    cancel(world, session_id)
    assert world.session(session_id).state is SessionState.CANCELLED


def test_what_a_pause_charged_goes_back(world) -> None:
    world.open_shift()
    client = world.client(80_000)
    session_id = world.start(client)
    world.clock.advance(90)
    world.do(PauseSession(session_id=session_id))
    assert world.game(client) == 78_000
    cancel(world, session_id)
    assert world.game(client) == 80_000
    assert world.balance(AccountKind.PLAY_REVENUE) == 0


def test_points_go_back_as_points(world) -> None:
    world.open_shift()
    client = world.client(80_000)
    world.credit(client, 1_500)
    world.pays_in_points(client)
    session_id = world.start(client)
    world.clock.advance(90)
    world.do(PauseSession(session_id=session_id))
    assert (world.points(client), world.game(client)) == (0, 79_500)
    cancel(world, session_id)
    assert (world.points(client), world.game(client)) == (1_500, 80_000)


def test_a_guest_gets_everything_back_in_cash(world) -> None:
    world.open_shift()
    till = world.till()
    guest = world.start_guest(80_000)
    world.clock.advance(60)
    cancelled = cancel(world, guest.session_id)
    assert cancelled.returned_minor == 80_000
    assert world.till() == till
    assert world.balance(AccountKind.GUEST, guest.session_id) == 0


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_a_cancel_needs_a_reason(world, reason) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    with pytest.raises(DeskError) as refusal:
        cancel(world, session_id, reason)
    assert (refusal.value.code, refusal.value.subject) == ("reason.missing", "reason")
    assert world.session(session_id).state is SessionState.ACTIVE


def test_a_cancelled_session_cannot_be_cancelled_again(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    cancel(world, session_id)
    with pytest.raises(DeskError) as refusal:
        cancel(world, session_id)
    assert refusal.value.code == "session.over"


def test_a_cashier_needs_the_permission_or_a_colleagues_pin(world) -> None:
    world.open_shift()
    cashier = world.staff(Role.CASHIER)
    administrator = world.staff(Role.ADMINISTRATOR)
    world.do(SetPin(staff_id=administrator, pin="735190"))
    session_id = world.start(world.client(80_000))
    with pytest.raises(DeskError) as refusal:
        cancel(world, session_id, staff_id=cashier)
    assert (refusal.value.code, refusal.value.subject) == ("staff.not_allowed", "cancel_session")
    approval = Approval(login="administrator", pin="735190")
    command = CancelSession(session_id=session_id, reason="The wrong seat", approval=approval)
    world.do(command, cashier)
    line = world.journal()[0]
    assert (line.action, line.approved_by) == ("CancelSession", administrator)
    assert line.reason == "The wrong seat"


def test_the_same_cancel_twice_changes_nothing(world) -> None:
    world.open_shift()
    guest = world.start_guest(80_000)
    command = CancelSession(session_id=guest.session_id, reason="Left at once")
    first = world.do(command)
    assert world.do(command) == first


def test_a_cancelled_session_is_in_no_count_of_the_shift(world) -> None:
    world.open_shift()
    cancel(world, world.start(world.client(80_000)))
    now = world.clock.now()
    assert world.storage.queries.shift_now(1, now).figures.sessions == 0


def test_a_seat_of_another_is_not_freed_by_a_cancel(world) -> None:
    world.open_shift()
    kept = world.start(world.client(80_000, name="Other", phone="+77015550001"), seat=1)
    cancel(world, world.start(world.client(80_000)))
    assert world.session(kept).state is SessionState.ACTIVE
    with pytest.raises(DeskError) as refusal:
        world.do(StartSession(station_id=world.stations[1], client_id=1, rate_id=world.rates[0]))
    assert refusal.value.code == "session.station_taken"
