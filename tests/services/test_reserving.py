"""Seats are promised, changed, kept and called off; no two promises overlap, no money is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Role
from clubdesk.domain.reservation import MissedDeposit, ReservationState
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.services.erasing import EraseClient
from clubdesk.services.merging import MergeClients
from clubdesk.services.reservation_ends import (
    CancelReservation,
    EndMissed,
    MarkArrived,
    MarkNoShow,
    ReturnDeposit,
)
from clubdesk.services.reserving import (
    ChangeReservation,
    Reserve,
    SaveReservationRules,
    TakeDeposit,
)
from clubdesk.services.sessions import EndSession, MoveSession
from clubdesk.services.shifts import CloseShift
from clubdesk.services.time_over import end_missed_reservations
from clubdesk.storage.verify import verify
from tests.support.club_world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def world(storage) -> World:
    made = World(storage)
    made.open_shift()
    return made


def reserve(world: World, seats=(0,), after_minutes=60, minutes=120, **more) -> int:
    since = world.clock.now() + timedelta(minutes=after_minutes)
    more = {"name": "Aigerim", **more}
    return world.do(
        Reserve(
            station_ids=tuple(world.stations[seat] for seat in seats),
            from_at=since,
            until_at=since + timedelta(minutes=minutes),
            **more,
        )
    ).reservation_id


def stored(world: World, reservation_id: int):
    with world.storage.begin() as work:
        return work.reservations.get(reservation_id)


def deposit(world: World, reservation_id: int) -> int:
    return world.balance(AccountKind.DEPOSIT, reservation_id)


def refusal(world: World, command, staff_id=None) -> DeskError:
    with pytest.raises(DeskError) as refused:
        world.do(command, staff_id)
    return refused.value


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


def test_a_held_seat_is_not_sold_to_somebody_else(world):
    reserve(world)
    world.clock.advance(44 * 60)
    early = world.start(world.client(money=1_000_000))
    world.do(EndSession(session_id=early))
    world.clock.advance(60)
    with pytest.raises(DeskError) as refused:
        world.start_guest(50_000)
    error = refused.value
    assert error.code == "station.held"
    assert "Aigerim" in error.text
    assert "PC 01" in error.text


def test_nobody_moves_onto_a_held_seat(world):
    reserve(world, (1,), 10)
    session = world.start(world.client(money=1_000_000))
    move = MoveSession(session_id=session, to_station_id=world.stations[1])
    assert refusal(world, move).code == "station.held"


def test_the_client_it_is_held_for_starts_and_has_arrived(world):
    client = world.client(money=100_000)
    kept = reserve(world, client_id=client, deposit_minor=20_000, after_minutes=10)
    world.start(client)
    assert stored(world, kept).state is ReservationState.ARRIVED
    assert (deposit(world, kept), world.game(client)) == (0, 120_000)


def test_a_guest_arrives_by_hand_and_gets_the_deposit_back(world):
    kept = reserve(world, after_minutes=10, deposit_minor=20_000)
    before = world.till()
    answer = world.do(MarkArrived(reservation_id=kept))
    assert (answer.returned_minor, world.till()) == (20_000, before - 20_000)
    world.start_guest(50_000)
    assert refusal(world, MarkArrived(reservation_id=kept)).code == "reservation.arrived"


def test_the_deposit_of_a_client_is_neither_play_money_nor_revenue_before(world):
    client = world.client()
    before = world.till()
    kept = reserve(world, client_id=client, deposit_minor=30_000)
    assert (world.game(client), deposit(world, kept)) == (0, 30_000)
    assert world.till() == before + 30_000
    assert world.balance(AccountKind.PLAY_REVENUE) == 0
    world.do(CancelReservation(reservation_id=kept, reason="Called off"))
    assert (world.game(client), deposit(world, kept)) == (30_000, 0)


def test_a_deposit_comes_later_and_only_once(world):
    kept = reserve(world)
    answer = world.do(TakeDeposit(reservation_id=kept, cash_minor=10_000, received_minor=15_000))
    assert answer.change_minor == 5_000
    again = TakeDeposit(reservation_id=kept, cash_minor=10_000)
    assert refusal(world, again).code == "reservation.has_deposit"


def test_a_cancelled_one_frees_the_seat_and_pays_back_with_a_reason(world):
    kept = reserve(world, deposit_minor=10_000)
    no_reason = CancelReservation(reservation_id=kept, reason=" ")
    assert refusal(world, no_reason).subject == "reason"
    before = world.till()
    world.do(CancelReservation(reservation_id=kept, reason="Called off"))
    assert world.till() == before - 10_000
    assert refusal(world, MarkArrived(reservation_id=kept)).code == "reservation.over"
    reserve(world)


def test_a_cancelled_ones_deposit_can_be_kept(world):
    kept = reserve(world, deposit_minor=10_000)
    world.do(CancelReservation(reservation_id=kept, reason="Too late", keep_deposit=True))
    assert world.balance(AccountKind.PLAY_REVENUE) == 10_000


def test_nobody_came_frees_the_seats_and_keeps_the_deposit(world):
    kept = reserve(world, deposit_minor=10_000)
    assert refusal(world, MarkNoShow(reservation_id=kept)).code == "reservation.not_due"
    world.clock.advance(79 * 60)
    assert end_missed_reservations(world.storage.begin, world.clock, world.door) == 0
    assert refusal(world, EndMissed(reservation_id=kept)).code == "reservation.not_due"
    world.clock.advance(60)
    world.start_guest(50_000)  # free at once, whoever notices when
    assert end_missed_reservations(world.storage.begin, world.clock, world.door) == 1
    assert stored(world, kept).state is ReservationState.NO_SHOW
    assert world.balance(AccountKind.PLAY_REVENUE) == 10_000


def test_a_missed_deposit_is_given_back_where_the_club_says_so(world):
    world.do(
        SaveReservationRules(
            hold_minutes=30,
            no_show_minutes=5,
            missed_deposit=MissedDeposit.GIVEN_BACK,
            alert_minutes=10,
        )
    )
    client = world.client()
    of_client = reserve(world, client_id=client, deposit_minor=10_000)
    of_guest = reserve(world, (1,), deposit_minor=7_000)
    world.clock.advance(65 * 60)
    assert end_missed_reservations(world.storage.begin, world.clock, world.door) == 2
    assert (world.game(client), deposit(world, of_client)) == (10_000, 0)
    assert deposit(world, of_guest) == 7_000
    assert world.do(ReturnDeposit(reservation_id=of_guest)).returned_minor == 7_000
    assert refusal(world, ReturnDeposit(reservation_id=of_guest)).code == "reservation.no_deposit"


def test_without_an_open_shift_nothing_is_ended_but_the_seat_is_free(world, storage):
    kept = reserve(world)
    world.do(CloseShift(counted_minor=5_000_000))
    world.clock.advance(81 * 60)
    assert end_missed_reservations(world.storage.begin, world.clock, world.door) == 0
    assert stored(world, kept).state is ReservationState.BOOKED
    world.open_shift()
    world.start_guest(50_000)


def test_a_booking_needs_no_shift_but_its_deposit_does(world):
    world.do(CloseShift(counted_minor=5_000_000))
    reserve(world)
    with pytest.raises(DeskError) as refused:
        reserve(world, (1,), deposit_minor=1_000)
    error = refused.value
    assert error.code == "shift.none_open"


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
