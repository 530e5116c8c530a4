"""Somebody comes, calls off or does not come; a held seat is nobody else's, no money is lost."""

from datetime import timedelta

import pytest

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.reservation import MissedDeposit, ReservationState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.reservation_ends import (
    CancelReservation,
    EndMissed,
    MarkArrived,
    MarkNoShow,
    ReturnDeposit,
)
from clubdesk.services.reserving import (
    SaveReservationRules,
    TakeDeposit,
)
from clubdesk.services.sessions import EndSession, MoveSession
from clubdesk.services.shifts import CloseShift
from clubdesk.services.swapping import SwapSessions
from clubdesk.services.time_over import end_missed_reservations
from tests.support.club_world import World
from tests.support.reservations import deposit, refusal, reserve, stored

HOUR = timedelta(hours=1)


@pytest.fixture
def world(storage) -> World:
    made = World(storage)
    made.open_shift()
    return made


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


@pytest.mark.parametrize("seat", [0, 1])
def test_nobody_swaps_onto_a_held_seat(world, seat):
    kept = reserve(world, (seat,), 60)
    first = world.start(world.client(money=1_000_000))
    second = world.start(world.client(1_000_000, "Ruslan", "+77059844417"), seat=1)
    world.clock.advance(44 * 60)
    world.do(SwapSessions(session_id=first, other_session_id=second))
    world.clock.advance(60)
    swap = SwapSessions(session_id=first, other_session_id=second)
    error = refusal(world, swap)
    assert (error.code, "Aigerim" in error.text) == ("station.held", True)
    seats = [world.session(one).station_id for one in (first, second)]
    assert seats == [world.stations[1], world.stations[0]]
    assert stored(world, kept).state is ReservationState.BOOKED


def test_who_swaps_onto_their_own_seat_has_arrived(world):
    client = world.client(money=1_000_000)
    first = world.start(client)
    second = world.start(world.client(1_000_000, "Ruslan", "+77059844417"), seat=1)
    kept = reserve(world, (1,), 10, client_id=client)
    world.do(SwapSessions(session_id=first, other_session_id=second))
    assert world.session(first).station_id == world.stations[1]
    assert stored(world, kept).state is ReservationState.ARRIVED


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
