"""Reservations in the books: what the database itself refuses, and what the screens read."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from clubdesk.domain.ledger import AccountKind
from clubdesk.services.reservation_ends import CancelReservation
from clubdesk.services.reserving import Reserve
from clubdesk.storage.address import parse_address
from clubdesk.storage.engine import make_engine
from tests.support.club_world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def world(storage) -> World:
    made = World(storage)
    made.open_shift()
    return made


def reserve(world: World, seat: int = 0, after: int = 1, **more) -> int:
    since = world.clock.now() + after * HOUR
    return world.do(
        Reserve(
            station_ids=(world.stations[seat],),
            from_at=since,
            until_at=since + 2 * HOUR,
            **{"name": "Aigerim", **more},
        )
    ).reservation_id


@pytest.mark.parametrize(
    "by_force",
    [
        # One is pushed onto another's time, with its seats or without them.
        "UPDATE reservations SET from_at = (SELECT from_at FROM reservations WHERE id = 1),"
        " until_at = (SELECT until_at FROM reservations WHERE id = 1) WHERE id = 2",
        "UPDATE reservation_seats SET from_at = (SELECT from_at FROM reservations WHERE id = 1)"
        " WHERE reservation_id = 2",
        "UPDATE reservation_seats SET standing = false WHERE reservation_id = 1",
        "UPDATE reservations SET state = 'booked' WHERE id = 3",
        "DELETE FROM reservations WHERE id = 3",
        "UPDATE reservations SET until_at = from_at WHERE id = 1",
        "UPDATE reservations SET state = 'dreamt' WHERE id = 1",
    ],
)
def test_the_database_refuses_by_itself(world, database_url, by_force):
    reserve(world)
    reserve(world, after=4)
    called_off = reserve(world, after=8)
    world.do(CancelReservation(reservation_id=called_off, reason="Called off"))
    engine = make_engine(parse_address(database_url))
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text(by_force))
    engine.dispose()


def test_a_deposit_is_given_once_whoever_asks(world, database_url):
    kept = reserve(world, deposit_minor=10_000)
    engine = make_engine(parse_address(database_url))
    sql = "UPDATE accounts SET balance = 1 WHERE kind = 'deposit' AND owner_id = :id"
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text(sql), {"id": kept})
    engine.dispose()
    assert world.balance(AccountKind.DEPOSIT, kept) == 10_000


def test_a_card_knows_who_comes_next(world):
    late, early = reserve(world, after=5), reserve(world)
    far = reserve(world, 1, after=30)
    cards = world.storage.queries.hall(world.clock.now()).cards
    by_seat = {card.station.id: card.reserved for card in cards}
    assert by_seat[world.stations[0]].id == early
    assert by_seat[world.stations[1]] is None
    card = world.storage.queries.cards([world.stations[0]], world.clock.now())[0]
    assert card.reserved_from == world.clock.now() + HOUR
    world.do(CancelReservation(reservation_id=early, reason="Called off"))
    card = world.storage.queries.cards([world.stations[0]], world.clock.now())[0]
    assert card.reserved.id == late != far


def test_a_taken_seat_knows_it_too(world):
    reserve(world)
    world.start(world.client(money=1_000_000))
    card = world.storage.queries.cards([world.stations[0]], world.clock.now())[0]
    assert card.session is not None
    assert card.reserved_from is not None


def test_the_timeline_has_sessions_past_and_planned_and_reservations(world):
    now = world.clock.now()
    made = reserve(world, after=3, deposit_minor=10_000)
    session = world.start(world.client(money=160_000), 1)
    view = world.storage.queries.timeline(now - HOUR, now + 12 * HOUR)
    assert [(b.session_id, b.station_id, b.until) for b in view.played] == [
        (session, world.stations[1], now + 2 * HOUR)
    ]
    assert [(r.reservation.id, r.deposit_held_minor) for r in view.reserved] == [(made, 10_000)]
    assert world.storage.queries.timeline(now + 20 * HOUR, now + 30 * HOUR).reserved == ()
    assert [zone.name for zone in view.zones] == ["Standard", "VIP", "Consoles"]


def test_what_is_in_the_way_is_told_apart(world):
    now = world.clock.now()
    made = reserve(world, after=3)
    world.start(world.client(money=160_000), 1)
    seats = world.stations[:3]
    found = world.storage.queries.conflicts(seats, now + HOUR, now + 4 * HOUR)
    assert [(c.station_id, c.hard) for c in found] == [(seats[0], True), (seats[1], False)]
    assert world.storage.queries.conflicts(seats, now + 2 * HOUR, now + 3 * HOUR) == []
    itself = world.storage.queries.conflicts(seats[:1], now + HOUR, now + 4 * HOUR, made)
    assert itself == []
