"""What goes into a store comes out of it, the same on both databases; the laws have words."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from clubdesk.domain import session as rules
from clubdesk.domain.hall import StationKind, Zone
from clubdesk.domain.people import Role
from clubdesk.domain.session import Remainder
from clubdesk.foundation.errors import DeskError
from clubdesk.services.ports import Answered, JournalEntry, PrintState
from tests.support import papers
from tests.support.drafts import (
    NOON,
    a_client,
    a_club,
    a_rate,
    a_shift,
    a_staff,
    a_station,
    after,
)


@pytest.fixture
def hall(storage):
    """A zone with two stations, a rate, a client and someone at the desk."""
    with storage.begin() as work:
        zone = work.stations.add_zone(Zone(0, "Standard", 1))
        seats = [work.stations.add(a_station(zone.id, number)) for number in (1, 2)]
        rate = work.rates.add(a_rate(zone.id))
        client = work.clients.add(a_client())
        staff = work.staff.add(a_staff())
        work.shifts.add(a_shift(staff.id))
    return storage, seats, rate, client


def refused(storage, deed):
    with pytest.raises(DeskError) as refusal, storage.begin() as work:
        deed(work)
    return refusal.value


def test_the_club_is_written_once_and_again(storage):
    with storage.begin() as work:
        assert work.club.find() is None
        work.club.save(a_club())
        work.club.save(a_club(name="Другой", demo=False, warn_minutes=()))
    expected = a_club(name="Другой", demo=False, warn_minutes=())
    with storage.begin() as work:
        assert work.club.find() == expected
    assert storage.queries.club() == expected


def test_staff_is_found_by_login_in_any_case(storage):
    locked = a_staff("Ольга", failed_tries=4, locked_until=after(30), active=False)
    with storage.begin() as work:
        assert work.staff.count() == 0
        stored = work.staff.add(locked)
    with storage.begin() as work:
        assert stored == replace(locked, id=stored.id)
        assert work.staff.by_login(" ольга ") == stored
        assert work.staff.by_login("оля") is None
        assert work.staff.get(stored.id + 1) is None
        work.staff.save(replace(stored, role=Role.CASHIER, locked_until=None))
    with storage.begin() as work:
        assert work.staff.get(stored.id).role == Role.CASHIER
        assert work.staff.get(stored.id).locked_until is None
        assert work.staff.count() == 1
    refusal = refused(storage, lambda work: work.staff.add(a_staff("ОЛЬГА")))
    assert refusal.code == "staff.login_taken"


def test_clients_keep_their_facts(storage):
    with storage.begin() as work:
        stored = work.clients.add(a_client(card_number="A-17", email="s@x.kz", note="…"))
        work.clients.add(a_client("+77010000000"))
        work.clients.add(a_client("+77010000001"))  # no card twice is no clash
    with storage.begin() as work:
        assert work.clients.get(stored.id) == stored
        assert work.clients.by_phone("+77015554417") == stored
        assert work.clients.by_phone("+7701555441") is None
        assert work.clients.get(99) is None
        changed = replace(stored, name="Ёж", blocked=True, phone_verified=True)
        work.clients.save(changed)
        work.clients.touch_visit(stored.id, after(5))
    with storage.begin() as work:
        assert work.clients.get(stored.id) == changed
    assert storage.queries.client(stored.id).last_visit == after(5)


def test_a_phone_and_a_card_belong_to_one_client(storage):
    with storage.begin() as work:
        first = work.clients.add(a_client(card_number="A-17"))
        other = work.clients.add(a_client("+77010000000"))
    taken = refused(storage, lambda work: work.clients.add(a_client()))
    assert (taken.code, taken.subject) == ("client.phone_taken", "phone")
    taken = refused(storage, lambda work: work.clients.save(replace(other, card_number="A-17")))
    assert (taken.code, taken.subject) == ("client.card_taken", "card_number")
    taken = refused(storage, lambda work: work.clients.save(replace(first, phone=other.phone)))
    assert taken.code == "client.phone_taken"


def test_stations_come_by_number_and_zones_in_order(storage):
    with storage.begin() as work:
        vip = work.stations.add_zone(Zone(0, "VIP", 2))
        plain = work.stations.add_zone(Zone(0, "Standard", 1))
        second = work.stations.add(a_station(vip.id, 2, kind=StationKind.CONSOLE, lease_seq=8))
        first = work.stations.add(a_station(plain.id, 1, agent_key="k" * 40))
    with storage.begin() as work:
        assert work.stations.zones() == [plain, vip]
        assert work.stations.all() == [first, second]
        assert work.stations.get(99) is None
    for change, code in (
        (lambda work: work.stations.add(a_station(vip.id, 2)), "station.number_taken"),
        (lambda work: work.stations.save(replace(second, number=1)), "station.number_taken"),
        (lambda work: work.stations.save(replace(second, agent_key="k" * 40)), "station.key_taken"),
    ):
        assert refused(storage, change).code == code


def test_a_lease_number_only_grows(storage):
    with storage.begin() as work:
        zone = work.stations.add_zone(Zone(0, "Standard", 1))
        seat = work.stations.add(a_station(zone.id, 1, lease_seq=8))
        assert work.stations.next_lease_seq(seat.id) == 9
        # What was read before does not set it back.
        work.stations.save(replace(seat, name="PC 1"))
    with storage.begin() as work:
        assert work.stations.next_lease_seq(seat.id) == 10
        assert work.stations.get(seat.id).name == "PC 1"


def test_rates_keep_bands_and_zones(storage):
    with storage.begin() as work:
        zones = [work.stations.add_zone(Zone(0, name, 1)).id for name in "AB"]
        rate = work.rates.add(a_rate(*zones, guest_remainder=Remainder.FORFEITED, position=3))
        free = work.rates.add(a_rate(position=1))
    with storage.begin() as work:
        assert work.rates.get(rate.id) == rate
        assert work.rates.all() == [free, rate]
        assert work.rates.get(99) is None
        work.rates.save(replace(rate, zone_ids=frozenset(zones[:1]), active=False))
    with storage.begin() as work:
        assert work.rates.get(rate.id).zone_ids == frozenset(zones[:1])
        assert not work.rates.get(rate.id).active


def test_a_session_lives_through_its_segments(hall):
    storage, seats, rate, client = hall
    with storage.begin() as work:
        begun = rules.begin(client.id, seats[0].id, rate.terms(), NOON)
        stored = work.sessions.add(replace(begun, ends_at=after(900)))
    steps = [
        lambda s: rules.pause(s, after(10.000001)),
        lambda s: rules.resume(s, after(20)),
        lambda s: rules.move(s, seats[1].id, after(30)),
        lambda s: replace(s, charged_minor=700, ends_at=after(800)),
        lambda s: rules.end(s, after(40)),
    ]
    for step in steps:
        stored = step(stored)
        with storage.begin() as work:
            work.sessions.save(stored)
        with storage.begin() as work:
            assert work.sessions.get(stored.id) == stored
    with storage.begin() as work:
        assert work.sessions.get(99) is None
        assert work.sessions.all_open() == []


def test_open_sessions_are_found_by_seat_client_and_end(hall):
    storage, seats, rate, client = hall
    with storage.begin() as work:
        guest = rules.begin(None, seats[1].id, rate.terms(), NOON)
        guest = work.sessions.add(replace(guest, ends_at=after(50)))
        mine = rules.begin(client.id, seats[0].id, rate.terms(), NOON)
        mine = work.sessions.add(replace(mine, ends_at=after(20)))
    with storage.begin() as work:
        assert work.sessions.open_on_station(seats[0].id) == mine
        assert work.sessions.open_of_client(client.id) == mine
        assert work.sessions.all_open() == [guest, mine]
        assert work.sessions.due(after(19)) == []
        assert work.sessions.due(after(20)) == [mine]
        assert work.sessions.due(after(60)) == [mine, guest]
        work.sessions.save(rules.pause(guest, after(30)))
        work.sessions.save(rules.end(mine, after(30)))
    with storage.begin() as work:
        assert work.sessions.due(after(60)) == []
        assert work.sessions.open_on_station(seats[0].id) is None
        assert work.sessions.open_of_client(client.id) is None
        assert [s.id for s in work.sessions.all_open()] == [guest.id]


def test_the_database_itself_holds_one_session_a_seat_and_a_client(hall):
    storage, seats, rate, client = hall

    def begin(work, client_id, seat):
        return work.sessions.add(rules.begin(client_id, seat.id, rate.terms(), NOON))

    with storage.begin() as work:
        mine = begin(work, client.id, seats[0])
        guest = begin(work, None, seats[1])
    for deed, code in (
        (lambda work: begin(work, None, seats[0]), "session.station_taken"),
        (
            lambda work: work.sessions.save(rules.move(guest, seats[0].id, after(1))),
            "session.station_taken",
        ),
    ):
        assert refused(storage, deed).code == code
    with storage.begin() as work:
        work.sessions.save(rules.end(guest, after(5)))
    refusal = refused(storage, lambda work: begin(work, client.id, seats[1]))
    assert refusal.code == "session.client_playing"
    with storage.begin() as work:
        work.sessions.save(rules.end(mine, after(5)))
        begin(work, client.id, seats[1])


def test_shifts_are_numbered_by_till(storage):
    with storage.begin() as work:
        staff = work.staff.add(a_staff())
        first = work.shifts.add(a_shift(staff.id))
        other = work.shifts.add(a_shift(staff.id, till_id=2))
        assert (first.number, other.number) == (1, 1)
        assert work.shifts.open_of_till(1) == first
        assert work.shifts.last_closed(1) is None
        assert work.shifts.next_z_number(1) == 1
    refusal = refused(storage, lambda work: work.shifts.add(a_shift(staff.id)))
    assert refusal.code == "shift.already_open"
    closed = replace(
        first,
        closed_by=staff.id,
        closed_at=after(3_600),
        counted_close_minor=4_990,
        expected_close_minor=5_000,
        close_reason="недостача",
        z_number=1,
    )
    report = papers.z_report()
    with storage.begin() as work:
        assert work.shifts.report(first.id) is None
        work.shifts.save(closed)
        work.shifts.store_report(first.id, report)
    with storage.begin() as work:
        assert work.shifts.get(first.id) == closed
        assert work.shifts.last_closed(1) == closed
        assert work.shifts.open_of_till(1) is None
        assert work.shifts.next_z_number(1) == 2
        assert work.shifts.next_z_number(2) == 1
        assert work.shifts.report(first.id) == report
        assert work.shifts.add(a_shift(staff.id)).number == 2
        assert work.shifts.get(99) is None


def test_the_journal_and_the_answers_keep_what_was_said(storage):
    entries = [
        JournalEntry(NOON, None, "SignIn", refused="staff.wrong", details='{"login":"о"}'),
        JournalEntry(after(1), 7, "EndSession", 1, 2, 3, "why", "{}", "", "c1"),
    ]
    with storage.begin() as work:
        for entry in entries:
            work.journal.add(entry)
        assert work.answers.find("c1") is None
        work.answers.remember(Answered("c1", "EndSession", "d", '{"a":1}'), NOON)
    with storage.begin() as work:
        assert work.answers.find("c1") == Answered("c1", "EndSession", "d", '{"a":1}')
    assert storage.queries.journal() == entries[::-1]
    assert storage.queries.journal(limit=1) == entries[1:]
    with pytest.raises(IntegrityError), storage.begin() as work:
        work.answers.remember(Answered("c1", "Other", "e", "{}"), NOON)


def test_papers_wait_in_the_order_of_their_coming(storage):
    with storage.begin() as work:
        first = work.print_jobs.add(papers.top_up(), NOON)
        second = work.print_jobs.add(papers.z_report(), after(1), copy=True)
        third = work.print_jobs.add(papers.top_up(), after(2))
    with storage.begin() as work:
        assert work.print_jobs.get(second.id) == second
        assert work.print_jobs.get(99) is None
        work.print_jobs.save(replace(first, state=PrintState.SENDING, tries=1))
        work.print_jobs.save(replace(third, state=PrintState.FAILED, problem="paper"))
    with storage.begin() as work:
        assert [job.id for job in work.print_jobs.waiting()] == [first.id, second.id]
    newest = storage.queries.print_jobs(limit=1)
    assert newest == [replace(third, state=PrintState.FAILED, problem="paper")]


def test_an_error_inside_rolls_everything_back(storage):
    def deed(work):
        work.club.save(a_club())
        work.clients.add(a_client())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), storage.begin() as work:
        deed(work)
    assert storage.queries.club() is None
    assert storage.queries.search_clients("") == []
