"""What the screens are shown, read from committed books on both databases."""

from dataclasses import replace

import pytest

from clubdesk.domain.people import Role
from clubdesk.services.balance import TopUp
from clubdesk.services.sessions import (
    EndSession,
    EndTimeOver,
    MoveSession,
    PauseSession,
    ResumeSession,
)
from clubdesk.services.shifts import CloseShift
from clubdesk.services.views import SignInName
from tests.support.drafts import PRICE, a_client, a_club, after, topped_up
from tests.support.drafts import charged as charge


def test_a_hall_that_is_not_set_up_is_empty(storage):
    hall = storage.queries.hall(after(0))
    assert (hall.zones, hall.cards) == ((), ())
    assert storage.queries.sign_in_names() == []
    assert storage.queries.shift_now(1, after(0)).shift is None


def test_the_hall_shows_every_seat_with_what_runs_on_it(world):
    world.open_shift()
    client = world.client(money=160_000, name="Санжар")
    world.start(client, 1)
    guest = world.start_guest(40_000, 2).session_id
    hall = world.storage.queries.hall(world.clock.now())
    assert [zone.name for zone in hall.zones] == ["Standard", "VIP", "Consoles"]
    assert [card.station.id for card in hall.cards] == world.stations
    taken = {card.station.id: card for card in hall.cards if card.session}
    first, second = taken[world.stations[1]], taken[world.stations[2]]
    assert (first.payer_name, first.payer_phone_end, first.balance_minor) == (
        "Санжар",
        "4417",
        160_000,
    )
    assert first.session == world.session(first.session.id)
    assert (second.payer_name, second.payer_phone_end, second.balance_minor) == ("", "", 40_000)
    assert second.session.id == guest
    assert [card.from_per_hour for card in hall.cards] == [80_000] * 4 + [140_000] * 2 + [100_000]
    asked = [world.stations[2], world.stations[0], 999]
    cards = world.storage.queries.cards(asked, world.clock.now())
    assert list(cards) == [second, hall.cards[0]]
    assert world.storage.queries.cards([], world.clock.now()) == []


def test_the_cheapest_price_now_is_shown(world):
    with world.storage.begin() as work:
        rate = work.rates.get(world.rates[0])
        work.rates.save(replace(rate, price=PRICE))
        dearer = work.rates.add(replace(rate, name="Dearer", position=9))
        retired = work.rates.add(replace(rate, name="Old", active=False))
    queries = world.storage.queries
    # The night band of PRICE holds over the rest of the week: it is Friday evening in Almaty.
    assert queries.cards([world.stations[0]], world.clock.now())[0].from_per_hour == 60_000
    sold = [rate.id for rate in queries.rates_for(world.stations[0])]
    assert sold == [world.rates[0], dearer.id]
    assert retired.id not in sold
    assert queries.rates_for(999) == []


def test_where_someone_plays_is_found(world):
    world.open_shift()
    client = world.client(money=1_000)
    session = world.start(client, 1)
    queries = world.storage.queries
    assert queries.station_of_session(session) == world.stations[1]
    assert queries.station_of_client(client) == world.stations[1]
    world.do(EndSession(session_id=session))
    assert queries.station_of_session(session) == world.stations[1]
    assert queries.station_of_client(client) is None
    assert queries.station_of_session(99) is None


def test_a_session_tells_its_story(world):
    world.open_shift()
    client = world.client(money=80_000)
    session = world.start(client, 0)
    world.clock.advance(900)
    world.do(PauseSession(session_id=session))
    world.clock.advance(60)
    world.do(TopUp(client_id=client, cash_minor=5_000))
    world.clock.advance(60)
    world.do(ResumeSession(session_id=session))
    world.clock.advance(900)
    world.do(MoveSession(session_id=session, to_station_id=world.stations[1]))
    world.clock.advance(450)
    world.do(EndSession(session_id=session))
    world.clock.advance(60)
    world.do(TopUp(client_id=client, cash_minor=7_000))
    told = [(line.what, line.text, line.amount) for line in world.storage.queries.story(session)]
    assert told == [
        ("started", "PC 01", None),
        ("paused", "", None),
        ("charge", "", 20_000),
        ("top_up", "", 5_000),
        ("resumed", "", None),
        ("moved", "PC 01", None),
        ("charge", "", 20_000),
        ("charge", "", 10_000),
        ("ended", "", None),
    ]
    assert world.storage.queries.story(99) == []


def test_a_guest_session_tells_what_was_paid(world):
    world.open_shift()
    guest = world.start_guest(40_000).session_id
    world.clock.advance(4_000)
    world.do(EndTimeOver(session_id=guest))
    lines = world.storage.queries.story(guest)
    assert [line.what for line in lines] == ["started", "guest_payment", "charge", "ended"]
    assert (lines[-1].at - lines[0].at).total_seconds() == 1_800


@pytest.fixture
def people(storage):
    """Four clients; the later in the list, the later their last visit; the last never came."""
    with storage.begin() as work:
        work.club.save(a_club())
        for number, (phone, name, card) in enumerate(
            [
                ("+77015554417", "Санжар Ёлкин", ""),
                ("+77029994417", "Aigerim Nur_lan", "B-1001"),
                ("+4915112344417", "Jürgen Groß", "5554417"),
                ("+77770001234", "Мария де Сантос 50%", ""),
            ]
        ):
            client = work.clients.add(a_client(phone, name=name, card_number=card))
            if number < 3:
                work.clients.touch_visit(client.id, after(number))
    return storage.queries


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("4417", [3, 2, 1]),
        ("5554417", [3, 1]),
        ("417 ", [3, 2, 1]),
        ("44-17", [3, 2, 1]),
        ("+7 (701) 555-44-17", [1]),
        ("8 701 555 44 17", [1]),
        ("+77015554417", [1]),
        ("7015", []),
        ("17", []),
        ("b-1001", []),
        ("B-1001", [2]),
        ("елкин", [1]),
        ("ЁЛК", [1]),
        ("санж ёл", [1]),
        ("сан", [1, 4]),
        ("GROSS", [3]),
        ("nur_", [2]),
        ("50%", [4]),
        ("%", []),
        ("лкин", [1]),
        ("", [3, 2, 1, 4]),
        ("  ", [3, 2, 1, 4]),
    ],
)
def test_a_client_is_found_in_one_box(people, text, ids):
    assert [row.client.id for row in people.search_clients(text)] == ids


def test_a_search_is_capped_newest_first(people):
    assert [row.client.id for row in people.search_clients("4417", limit=2)] == [3, 2]


def test_a_client_in_a_list_has_both_balances_and_a_seat(world):
    world.open_shift()
    client = world.client(money=50_000)
    world.start(client, 1)
    row = world.storage.queries.client(client)
    assert (row.balance_minor, row.points, row.playing_on) == (50_000, 0, "PC 02")
    assert row.last_visit == world.clock.now()
    assert world.storage.queries.client(99) is None


def test_a_history_runs_back_from_the_balance(world):
    world.open_shift()
    client = world.client(money=80_000)
    session = world.start(client, 1)
    world.clock.advance(900)
    world.do(EndSession(session_id=session))
    world.do(TopUp(client_id=client, cash_minor=5_000))
    rows = world.storage.queries.transactions(client)
    assert [(row.kind, row.amount, row.balance_after) for row in rows] == [
        ("top_up", 5_000, 65_000),
        ("session_charge", -20_000, 60_000),
        ("top_up", 80_000, 80_000),
    ]
    assert [row.station_name for row in rows] == ["", "PC 02", ""]
    assert {row.staff_name for row in rows} == {"Olga Owner"}
    assert world.storage.queries.transactions(client, limit=1) == rows[:1]
    assert world.storage.queries.transactions(99) == []


def test_the_running_shift_and_those_before(world):
    world.open_shift(10_000)
    client = world.client(money=80_000)
    session = world.start(client, 1)
    world.clock.advance(900)
    now = world.storage.queries.shift_now(1, world.clock.now())
    assert (now.shift.number, now.opened_by) == (1, "Olga Owner")
    assert (now.figures.top_ups, now.figures.sessions) == (80_000, 0)
    assert [card.session.id for card in now.open_sessions] == [session]
    world.do(EndSession(session_id=session))
    figures = world.storage.queries.shift_now(1, world.clock.now()).figures
    assert (figures.sessions, figures.rates[0].seconds) == (1, 900)
    closed = world.do(CloseShift(counted_minor=90_000))
    world.open_shift(90_000)
    rows = world.storage.queries.shifts(1)
    assert [row.shift.number for row in rows] == [2, 1]
    assert rows[0].report is None
    assert (rows[1].closed_by, rows[1].report.report.figures) == ("Olga Owner", figures)
    assert rows[1].shift.z_number == closed.z_number == 1
    assert world.storage.queries.shifts(1, limit=1) == rows[:1]
    assert world.storage.queries.shifts(2) == []


def test_a_session_that_ends_as_a_shift_closes_counts_once(world):
    """All at one instant: ended in the first shift, and not in the second."""
    world.open_shift()
    session = world.start(world.client(money=80_000), 1)
    world.do(EndSession(session_id=session))
    world.do(CloseShift(counted_minor=world.till()))
    world.open_shift(world.till())
    rows = world.storage.queries.shifts(1)
    assert rows[1].report.report.figures.sessions == 1
    assert world.storage.queries.shift_now(1, world.clock.now()).figures.sessions == 0


def test_those_who_may_sign_in_are_listed_by_name(world):
    cashier = world.staff(Role.CASHIER, "anna")
    gone = world.staff(Role.TECHNICIAN, "zoe")
    with world.storage.begin() as work:
        work.staff.save(replace(work.staff.get(gone), active=False))
    names = world.storage.queries.sign_in_names()
    assert names == [
        SignInName("anna", "Anna", Role.CASHIER),
        SignInName("owner", "Olga Owner", Role.OWNER),
    ]
    assert world.storage.queries.staff(cashier).name == "Anna"
    assert world.storage.queries.staff(99) is None


def test_a_look_sees_one_committed_state(world):
    """What is written beside a question is not half of its answer."""
    from clubdesk.storage.reader import open_reader

    world.open_shift()
    client = world.client(money=1_000)
    reader = open_reader(world.storage.address)
    with reader.look() as look:
        count = "SELECT count(*) FROM transactions"
        before = look.value(count)
        with world.storage.begin() as work:
            work.ledger.post(topped_up(1, client, 5))
            work.ledger.post(charge(1, client, 5))
        assert look.value(count) == before
    with reader.look() as look:
        assert look.value(count) == before + 2
    reader.close()


def test_a_reader_writes_nothing(storage):
    from clubdesk.storage.reader import open_reader

    reader = open_reader(storage.address)
    with pytest.raises(Exception, match=r"read"), reader.look() as look:
        look.rows("INSERT INTO zones (name, position) VALUES ('x', 1) RETURNING id")
    reader.close()
    assert storage.queries.hall(after(0)).zones == ()
