"""Seats are promised, changed, kept and called off; no two promises overlap, no money is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clubdesk.domain.people import Role
from clubdesk.domain.reservation import MissedDeposit, ReservationState
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.services.erasing import EraseClient
from clubdesk.services.merging import MergeClients
from clubdesk.services.reservation_ends import (
    CancelReservation,
    MarkArrived,
)
from clubdesk.services.reserving import (
    ChangeReservation,
    Reserve,
    SaveReservationRules,
)
from clubdesk.storage.verify import verify
from tests.support.club_world import World
from tests.support.reservations import refusal, reserve, stored

HOUR = timedelta(hours=1)


@pytest.fixture
def world(storage) -> World:
    made = World(storage)
    made.open_shift()
    return made


def test_a_phone_call_books_several_seats(world):
    kept = stored(world, reserve(world, (2, 0), phone="8 701 555 44 17", note="By the window"))
    assert kept.station_ids == (world.stations[0], world.stations[2])
    assert (kept.name, kept.phone) == ("Aigerim", "+77015554417")
    assert kept.state is ReservationState.BOOKED


def test_a_client_is_named_by_the_card(world):
    client = world.client(name="Sanjar")
    kept = stored(world, reserve(world, client_id=client, name=""))
    assert (kept.client_id, kept.name, kept.phone) == (client, "Sanjar", "+77015554417")


def test_two_never_have_a_seat_at_the_same_time(world):
    reserve(world, (0, 1))
    with pytest.raises(DeskError) as refused:
        reserve(world, (1, 2), 150, 60)
    error = refused.value
    assert (error.code, error.subject) == ("reservation.overlaps", "seats")
    assert "PC 02" in error.text
    assert "Aigerim" in error.text
    reserve(world, (1, 2), 180, 60)


def test_the_database_itself_keeps_them_apart(world):
    first = stored(world, reserve(world))
    with pytest.raises(DeskError) as refused, world.storage.begin() as work:
        work.reservations.add(first)
    assert refused.value.code == "reservation.overlaps"


@pytest.mark.parametrize(
    ("change", "code", "subject"),
    [
        ({"name": ""}, "client.name_missing", "name"),
        ({"name": "x" * 2_000_000}, "client.name_too_long", "name"),
        ({"phone": "abc"}, "client.bad_phone", "phone"),
        ({"note": "x" * 501}, "text.too_long", "note"),
        ({"client_id": 999}, "client.unknown", ""),
        ({"deposit_minor": -1}, "money.not_positive", "amount"),
        ({"deposit_minor": 10**18}, "money.too_large", "amount"),
        ({"deposit_minor": 5_000, "received_minor": 1}, "money.too_little", "received"),
        ({"minutes": 0}, "reservation.backwards", "until"),
        ({"minutes": 3}, "reservation.short", "until"),
        ({"minutes": 1_500}, "reservation.long", "until"),
        ({"after_minutes": -10}, "reservation.bad_day", "from"),
        ({"after_minutes": 600_000}, "reservation.bad_day", "from"),
        ({"seats": ()}, "reservation.no_seats", "seats"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_changes_nothing(world, change, code, subject):
    with pytest.raises(DeskError) as refused:
        reserve(world, **change)
    error = refused.value
    assert (error.code, error.subject) == (code, subject)
    with world.storage.begin() as work:
        assert not work.reservations.booked_before(world.clock.now() + 10_000 * HOUR)


def test_an_emoji_and_sql_are_only_a_name(world):
    name = "🎮'; DROP TABLE reservations; --"
    assert stored(world, reserve(world, name=name)).name == name


def test_it_moves_in_time_and_between_seats(world):
    moved = reserve(world)
    late = stored(world, moved).from_at + HOUR
    world.do(
        ChangeReservation(
            reservation_id=moved,
            station_ids=(world.stations[1],),
            from_at=late,
            until_at=late + HOUR,
        )
    )
    kept = stored(world, moved)
    assert (kept.station_ids, kept.from_at) == ((world.stations[1],), late)
    reserve(world)  # the old place is free


def test_it_does_not_move_onto_another(world):
    reserve(world, (1,))
    moved = reserve(world)
    error = refusal(
        world, ChangeReservation(reservation_id=moved, station_ids=(world.stations[1],))
    )
    assert error.code == "reservation.overlaps"
    assert stored(world, moved).station_ids == (world.stations[0],)


def test_its_end_can_move_once_it_has_begun(world):
    kept = reserve(world)
    world.clock.advance(65 * 60)
    until = stored(world, kept).until_at + HOUR
    world.do(ChangeReservation(reservation_id=kept, until_at=until))
    assert stored(world, kept).until_at == until
    past = world.clock.now() - timedelta(minutes=1)
    assert refusal(world, ChangeReservation(reservation_id=kept, until_at=past)).subject == "until"


@pytest.mark.parametrize("field", ["hold_minutes", "no_show_minutes", "alert_minutes"])
@pytest.mark.parametrize("minutes", [-1, 241, 10**18])
def test_rules_that_make_no_sense_are_refused_at_their_field(world, field, minutes):
    facts = {"hold_minutes": 1, "no_show_minutes": 1, "alert_minutes": 1, field: minutes}
    command = SaveReservationRules(missed_deposit=MissedDeposit.KEPT, **facts)
    assert refusal(world, command).subject == field


def test_a_technician_does_not_reserve(world):
    technician = world.staff(Role.TECHNICIAN)
    since = world.clock.now() + HOUR
    command = Reserve(
        station_ids=(world.stations[0],), from_at=since, until_at=since + HOUR, name="A"
    )
    assert refusal(world, command, technician).code == "staff.not_allowed"


def test_the_journal_says_when_and_names_nobody(world):
    reserve(world, phone="8 701 555 44 17")
    line = next(line for line in world.journal() if line.action == "Reserve")
    assert "Aigerim" not in line.details
    assert "5554417" not in line.details
    assert '"time"' in line.details


def test_a_merged_client_keeps_the_reservation_and_an_erased_one_is_forgotten(world):
    old, new = world.client(), world.client(name="Sanjar K.", phone="+77015554418")
    kept = reserve(world, client_id=old)
    world.do(MergeClients(from_id=old, into_id=new, reason="The same person"))
    assert stored(world, kept).client_id == new
    world.do(EraseClient(client_id=new, reason="Asked for it"))
    assert stored(world, kept).phone == ""
    assert "Sanjar" not in stored(world, kept).name


def test_a_used_deposit_can_be_refunded_as_cash(world):
    client = world.client()
    kept = reserve(world, client_id=client, deposit_minor=10_000)
    world.do(MarkArrived(reservation_id=kept))
    assert world.refund(client, 10_000)
    assert world.game(client) == 0


def test_the_books_hold_after_all_of_it(world, database_url):
    client = world.client()
    reserve(world, client_id=client, deposit_minor=10_000)
    arrived = reserve(world, (1,), client_id=client, deposit_minor=5_000)
    world.do(MarkArrived(reservation_id=arrived))
    called_off = reserve(world, (2,), deposit_minor=5_000)
    world.do(CancelReservation(reservation_id=called_off, reason="Called off"))
    world.storage.close()
    assert verify(database_url).ok


def test_a_night_of_the_clock_change_is_booked_as_it_is(storage):
    world = World(storage, ManualClock(datetime(2026, 10, 24, 12, 0, tzinfo=UTC)))
    with storage.begin() as work:
        work.club.save(replace(work.club.find(), time_zone="Europe/Berlin"))
    # 02:30 in Berlin comes twice: 00:30 and 01:30 UTC; they are two different times.
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    for since in (first, second):
        world.do(
            Reserve(
                station_ids=(world.stations[0],), from_at=since, until_at=since + HOUR, name="Ida"
            )
        )
    again = Reserve(
        station_ids=(world.stations[0],), from_at=second, until_at=second + HOUR, name="Nils"
    )
    assert refusal(world, again).code == "reservation.overlaps"


_ASKED = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "move", "cancel"]),
        st.sets(st.integers(0, 2), min_size=1),
        st.integers(1, 40),
        st.integers(1, 12),
        st.integers(0, 9),
    ),
    max_size=14,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(_ASKED)
def test_it_never_overlaps_whatever_is_asked(world, asked):
    """Against a plain set of taken (seat, five minutes): both say yes or both say no."""
    begin = world.clock.now() + 100 * HOUR
    taken: dict[int, set[tuple[int, int]]] = {}
    booked: list[int] = []
    for what, seats, start, length, which in asked:
        wanted = {(seat, five) for seat in seats for five in range(start, start + length)}
        of_id = booked[which % len(booked)] if booked else 0
        others = set().union(*(cells for one, cells in taken.items() if one != of_id))
        since = begin + timedelta(minutes=5 * start)
        place = {
            "station_ids": tuple(world.stations[seat] for seat in seats),
            "from_at": since,
            "until_at": since + timedelta(minutes=5 * length),
        }
        if what == "cancel" and of_id:
            world.do(CancelReservation(reservation_id=of_id, reason="A change of mind"))
            booked.remove(of_id)
            del taken[of_id]
            continue
        moves = what == "move" and of_id
        everything = others if moves else set().union(*taken.values())
        command = (
            ChangeReservation(reservation_id=of_id, **place)
            if moves
            else Reserve(name="Somebody", **place)
        )
        if wanted & everything:
            assert refusal(world, command).code == "reservation.overlaps"
            continue
        answer = world.do(command)
        taken[answer.reservation_id] = wanted
        if not moves:
            booked.append(answer.reservation_id)
    for of_id in booked:
        world.do(CancelReservation(reservation_id=of_id, reason="The end of the test"))
