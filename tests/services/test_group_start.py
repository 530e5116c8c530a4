"""A group starts on several seats through the door, on both databases: all of it or nothing."""

import pytest

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Permission
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.client_file import BlockClient
from clubdesk.services.group_start import SeatStart, StartGroup
from clubdesk.services.staff_roles import SaveRole
from clubdesk.services.staffing import AddStaff
from tests.support.club_world import PASSWORD
from tests.support.rates_club import sell_package, zone_of
from tests.support.reservations import reserve

PRICE = 80_000


def seat(world, place, client=None, cash=0):
    return SeatStart(station_id=world.stations[place], client_id=client, cash_minor=cash)


def group(world, *seats, rate=None, **more):
    return StartGroup(seats=seats, rate_id=rate or world.rates[0], **more)


def sessions(world):
    with world.storage.begin() as work:
        return list(work.sessions.all_open())


def papers(world):
    with world.storage.begin() as work:
        return [job.receipt for job in work.print_jobs.waiting()]


def refused(world, command, code, place=None):
    """What a refusal says, after looking that nothing has moved."""
    before = (world.till(), len(sessions(world)), len(papers(world)))
    revenue = world.balance(AccountKind.PLAY_REVENUE)
    with pytest.raises(DeskError) as told:
        world.do(command)
    assert told.value.code == code
    assert (world.till(), len(sessions(world)), len(papers(world))) == before
    assert world.balance(AccountKind.PLAY_REVENUE) == revenue
    if place is not None:
        assert told.value.subject == f"station.{world.stations[place]}"
        with world.storage.begin() as work:
            assert work.stations.get(world.stations[place]).name in told.value.text
    return told.value


@pytest.fixture
def open_world(world):
    world.open_shift()
    return world


def test_clients_and_guests_start_together(open_world) -> None:
    world = open_world
    client = world.client(PRICE)
    till, printed = world.till(), len(papers(world))
    answer = world.do(
        group(
            world,
            seat(world, 0, cash=PRICE),
            seat(world, 1, client=client),
            seat(world, 2, cash=PRICE // 2),
            received_minor=200_000,
        )
    )
    started = [world.session(one) for one in answer.session_ids]
    assert [one.station_id for one in started] == world.stations[:3]
    assert [one.client_id for one in started] == [None, client, None]
    assert {one.state for one in started} == {SessionState.ACTIVE}
    assert {one.started_at for one in started} == {world.clock.now()}
    assert [(one.ends_at - one.started_at).total_seconds() for one in started] == [
        3_600,
        3_600,
        1_800,
    ]
    assert (answer.cash_minor, answer.change_minor) == (120_000, 80_000)
    assert world.till() == till + 120_000
    money = [paper.money for paper in papers(world)[printed:]]
    assert [(one.amount, one.received, one.change) for one in money] == [
        (PRICE, PRICE, 0),
        (PRICE // 2, 120_000, 80_000),
    ]
    line = next(line for line in world.journal() if line.action == "StartGroup")
    assert not line.refused
    assert '"seat_names":["PC 01","PC 02","PC 03"]' in line.details


def test_one_that_cannot_start_keeps_all_from_starting(open_world) -> None:
    world = open_world
    broke = world.client()
    told = refused(
        world,
        group(world, seat(world, 0, cash=PRICE), seat(world, 1, client=broke)),
        "session.no_money",
        1,
    )
    assert "Nobody of the group was started" in told.what_to_do
    line = next(line for line in world.journal() if line.action == "StartGroup")
    assert line.refused == "session.no_money"


def test_a_taken_seat_is_named(open_world) -> None:
    world = open_world
    world.start_guest(PRICE, seat=2)
    seats = [seat(world, place, cash=PRICE) for place in range(3)]
    told = refused(world, group(world, *seats), "session.station_taken", 2)
    assert told.text.count("PC 03") == 1


def test_a_seat_where_the_rate_is_not_sold_is_named(open_world) -> None:
    world = open_world
    seats = (seat(world, 0, cash=PRICE), seat(world, 4, cash=PRICE))
    refused(world, group(world, *seats), "rate.not_here", 4)


def test_a_blocked_client_is_named_with_the_seat(open_world) -> None:
    world = open_world
    client = world.client(PRICE)
    world.do(BlockClient(client_id=client, reason="Broke a chair"))
    told = refused(
        world,
        group(world, seat(world, 0, cash=PRICE), seat(world, 3, client=client)),
        "client.blocked",
        3,
    )
    assert told.about_id == client


def test_the_same_client_or_seat_twice_is_refused(open_world) -> None:
    world = open_world
    client = world.client(PRICE)
    twice = group(world, seat(world, 0, client=client), seat(world, 1, client=client))
    refused(world, twice, "group.client_twice", 1)
    same = group(world, seat(world, 0, cash=PRICE), seat(world, 0, cash=PRICE))
    refused(world, same, "group.seat_twice", 0)


def test_a_client_who_plays_elsewhere_is_refused(open_world) -> None:
    world = open_world
    client = world.client(PRICE)
    world.start(client, seat=3)
    seats = (seat(world, 0, cash=PRICE), seat(world, 1, client=client))
    refused(world, group(world, *seats), "session.client_playing", 1)


def test_the_same_id_gives_the_same_answer_once(open_world) -> None:
    world = open_world
    command = group(world, seat(world, 0, cash=PRICE), seat(world, 1, cash=PRICE))
    first, till = world.do(command), world.till()
    assert world.do(command) == first
    assert world.till() == till
    assert len(sessions(world)) == 2


@pytest.mark.parametrize("cash", [0, -1, -PRICE, 10**18])
def test_an_amount_that_is_none_is_refused_with_its_seat(open_world, cash) -> None:
    world = open_world
    with pytest.raises(DeskError) as told:
        world.do(group(world, seat(world, 0, cash=PRICE), seat(world, 1, cash=cash)))
    assert told.value.code.startswith("money.")
    assert sessions(world) == []


def test_too_little_received_is_refused_at_its_field(open_world) -> None:
    world = open_world
    seats = (seat(world, 0, cash=PRICE), seat(world, 1, cash=PRICE))
    told = refused(world, group(world, *seats, received_minor=PRICE), "money.too_little")
    assert told.subject == "received"
    client = world.client(PRICE)
    none = group(world, seat(world, 0, client=client), received_minor=5)
    assert refused(world, none, "money.no_cash_part").subject == "received"


def test_nobody_and_an_unknown_seat_are_refused(open_world) -> None:
    world = open_world
    refused(world, group(world), "group.no_seats")
    far = SeatStart(station_id=987_654, cash_minor=PRICE)
    refused(world, group(world, seat(world, 0, cash=PRICE), far), "station.unknown")


def test_a_package_is_sold_to_each_at_its_price(open_world) -> None:
    world = open_world
    package = sell_package(world, zone_ids=frozenset({zone_of(world, 0), zone_of(world, 4)}))
    client = world.client(150_000)
    seats = (seat(world, 0, cash=150_000), seat(world, 4, client=client))
    answer = world.do(group(world, *seats, rate=package))
    for one in answer.session_ids:
        found = world.session(one)
        assert (found.ends_at - found.started_at).total_seconds() == 3 * 3_600
    assert world.game(client) == 0
    wrong = (seat(world, 1, cash=150_000), seat(world, 2, cash=150_001))
    refused(world, group(world, *wrong, rate=package), "money.not_the_price", 2)


def test_a_client_is_topped_up_in_the_same_deed(open_world) -> None:
    world = open_world
    client, till = world.client(), world.till()
    answer = world.do(group(world, seat(world, 0, client=client, cash=PRICE)))
    assert world.session(answer.session_ids[0]).client_id == client
    assert (world.game(client), world.till()) == (PRICE, till + PRICE)


def test_it_needs_a_shift(world) -> None:
    refused(world, group(world, seat(world, 0, cash=PRICE)), "shift.none_open")


def test_a_client_opens_the_seats_that_were_kept_for_the_guests_too(open_world) -> None:
    world = open_world
    client = world.client(PRICE)
    reserve(world, seats=(0, 1), after_minutes=10, client_id=client)
    guests = (seat(world, 0, cash=PRICE), seat(world, 1, cash=PRICE))
    refused(world, group(world, *guests), "station.held", 0)
    answer = world.do(group(world, seat(world, 0, cash=PRICE), seat(world, 1, client=client)))
    assert [world.session(one).client_id for one in answer.session_ids] == [None, client]


def test_who_may_not_run_sessions_is_refused(open_world) -> None:
    world = open_world
    key = world.do(SaveRole(name="Looks on", permissions=(Permission.TOP_UP,))).key
    looker = world.do(AddStaff(login="looker", name="Lo Ok", role=key, password=PASSWORD)).staff_id
    with pytest.raises(DeskError) as told:
        world.do(group(world, seat(world, 0, cash=PRICE)), looker)
    assert told.value.code == "staff.not_allowed"
    assert sessions(world) == []
