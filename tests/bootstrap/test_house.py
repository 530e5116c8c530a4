"""The house without windows: it starts, stops, catches up, and works without its parts."""

import socket
import threading
from datetime import timedelta

import pytest

from clubdesk.bootstrap.house import DESK_KEY
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.domain.people import Client
from clubdesk.domain.session import SessionState
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.client_import import ImportRow
from clubdesk.services.ports import PrintState
from clubdesk.services.ports_hub import OrderKind, OrderReport
from clubdesk.services.sessions import StartSession
from clubdesk.services.sign_in import SignIn
from clubdesk.storage.opening import open_storage
from clubdesk.storage.verify import verify
from tests.bootstrap.conftest import EVENING


def top_up(club, amount=10_000):
    return TopUp(client_id=club.client, cash_minor=amount)


def game(house, client):
    with house.storage.begin() as work:
        return work.ledger.balance(AccountRef(AccountKind.GAME, client))


@pytest.fixture
def taken():
    """A port of this computer where another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other


def test_a_house_starts_and_stops_many_times_and_leaves_no_thread(club):
    before = set(threading.enumerate())
    for _ in range(12):
        house = club.started()
        assert house.hub.is_open
        assert house.troubles.now() == {}
        house.stop()
    assert set(threading.enumerate()) == before
    assert verify(club.url).ok


def test_a_list_that_was_cut_off_by_a_killed_desk_is_gone_after_the_next_start(club, qtbot):
    portions = [
        tuple(ImportRow(n, f"+7702{n:07d}", f"Client {n}") for n in range(start, start + 50))
        for start in (0, 50, 100)
    ]
    books = open_storage(club.url)
    with books.begin() as work:
        for portion in portions:
            clients = [Client(0, row.phone, row.name) for row in portion]
            work.staged.add("killed", 1, clients)
    books.close()
    house = club.started()

    def count():
        with house.storage.engine.connect() as connection:
            return connection.exec_driver_sql("SELECT count(*) FROM clients").scalar_one()

    qtbot.waitUntil(lambda: count() == 1)
    assert house.troubles.now() == {}


def test_a_house_that_never_started_stops_all_the_same(club):
    club.house().stop()
    half = club.house()
    half.start_reading()
    assert half.desk.ask(lambda books: books.club()).result(5).name == "Test Club"
    half.stop()
    assert club.started().troubles.now() == {}


def test_a_deed_asked_for_before_the_writer_is_ready_waits_and_is_done(club):
    house = club.house()
    house.start_reading()
    early = house.desk.do(top_up(club), club.owner)
    assert not early.done()
    house.start_working()
    early.result(20)
    assert game(house, club.client) == 170_000


def test_stopping_does_what_is_queued_first(club):
    house = club.started()
    deeds = [house.desk.do(top_up(club, 100), club.owner) for _ in range(40)]
    house.stop()
    assert [deed.exception(0) for deed in deeds] == [None] * 40
    assert game(club.started(), club.client) == 160_000 + 40 * 100


def test_stopping_while_it_still_begins_leaves_nothing_behind(club):
    before = set(threading.enumerate())
    house = club.house()
    house.start_reading()
    house.start_working()
    house.stop()
    assert set(threading.enumerate()) == before


def test_a_taken_port_keeps_pcs_away_and_nothing_else(club, taken):
    port = taken.getsockname()[1]
    house = club.started(hub_port=port)
    trouble = house.troubles.now()["hub"]
    assert trouble.code == "hub.port_taken"
    assert trouble.text.startswith("PCs cannot connect.")
    assert str(port) in trouble.text
    assert trouble.what_to_do
    assert not house.hub.is_open
    assert house.hub.port == port
    house.desk.do(top_up(club), club.owner).result(10)
    assert game(house, club.client) == 170_000


def test_pcs_connect_once_the_port_is_free_and_someone_tries_again(club, taken):
    house = club.started(hub_port=taken.getsockname()[1])
    told = []
    house.troubles.listen(lambda key, error: told.append((key, error is None)))
    taken.close()
    house.open_hub().result(10)
    assert house.hub.is_open
    assert told == [("hub", False), ("hub", True)]
    assert house.troubles.now() == {}


def test_an_order_without_a_hub_is_told_as_expired(club, taken):
    house = club.started(hub_port=taken.getsockname()[1])
    told = []
    house.events.subscribe(told.append)
    order_id = house.hub.order(1, OrderKind.RESTART)
    reports = [news for news in told if isinstance(news, OrderReport)]
    assert reports == [OrderReport(order_id, 1, "expired")]
    assert list(house.hub.links()) == []
    assert list(house.hub.waiting()) == []
    house.hub.want([])
    house.hub.pair({})


def test_a_broken_key_keeps_pcs_away_and_the_file_as_it_is(club):
    (club.folder / DESK_KEY).write_text("spoiled")
    house = club.started()
    assert house.troubles.now()["hub"].text.startswith("PCs cannot connect.")
    assert (club.folder / DESK_KEY).read_text() == "spoiled"
    house.desk.do(top_up(club), club.owner).result(10)


def test_an_address_nobody_has_keeps_pcs_away_and_nothing_else(club):
    house = club.started(hub_host="no such place")
    assert house.troubles.now()["hub"].code == "hub.bad_address"


@pytest.mark.parametrize(
    ("wrong", "used"),
    [
        ({"till": 0}, "till = 1"),
        ({"till": 10**30}, "till = 1"),
        ({"printer_port": 0}, "printer_port = 9100"),
        ({"printer_columns": 3}, "printer_columns = 48"),
    ],
)
def test_a_setting_that_cannot_be_is_replaced_and_told(club, wrong, used):
    house = club.started(**wrong)
    trouble = house.troubles.now()["settings"]
    assert trouble.code == "settings.out_of_range"
    assert used in trouble.what_to_do
    assert house.desk.till_id == 1
    house.desk.do(top_up(club), club.owner).result(10)


def test_a_hub_port_that_cannot_be_takes_the_usual_one(club):
    house = club.house(hub_port=70_000)
    assert house.settings.hub_port == 5870
    assert "hub_port = 70000" in house.troubles.now()["settings"].text


def test_remembering_who_signed_in_does_not_correct_the_file_behind_ones_back(club):
    house = club.house(till=0)
    house.remember_login("owner")
    written = (club.folder / "desk.toml").read_text()
    assert "till = 0" in written
    assert 'last_login = "owner"' in written
    assert house.settings.till == 1


def test_sessions_that_ran_out_while_the_desk_was_off_end_at_their_own_instant(club):
    house = club.started()
    seat = house.storage.queries.hall(EVENING).cards[0].station.id
    rate = house.storage.queries.rates_for(seat)[0].id
    start = StartSession(station_id=seat, client_id=club.client, rate_id=rate)
    session_id = house.desk.do(start, club.owner).result(10).session_id
    with house.storage.begin() as work:
        ends_at = work.sessions.get(session_id).ends_at
    house.stop()
    later = club.started(clock=ManualClock(ends_at + timedelta(hours=5, seconds=0.5)))
    with later.storage.begin() as work:
        session = work.sessions.get(session_id)
    assert session.state is SessionState.ENDED
    assert session.ended_at == ends_at
    assert game(later, club.client) == 0
    assert verify(club.url).ok


def test_papers_that_waited_too_long_are_not_printed_by_themselves(club):
    house = club.started(clock=ManualClock(EVENING))
    house.desk.do(top_up(club), club.owner).result(10)
    job = house.storage.queries.print_jobs(1)[0]
    house.stop()
    soon = club.started(clock=ManualClock(EVENING + timedelta(minutes=59)))
    assert soon.storage.queries.print_jobs(1)[0].state is PrintState.QUEUED
    soon.stop()
    late = club.started(clock=ManualClock(EVENING + timedelta(minutes=61)))
    found = late.storage.queries.print_jobs(1)[0]
    assert (found.id, found.state) == (job.id, PrintState.SKIPPED)


def test_a_second_desk_is_refused_and_the_first_works_on(club):
    first = club.started()
    with pytest.raises(DeskError) as refused:
        club.house()
    assert refused.value.code == "storage.in_use"
    first.desk.do(top_up(club), club.owner).result(10)


def test_signing_in_works_on_a_desk_that_has_just_opened(club):
    house = club.started()
    told = house.desk.do(SignIn(login="owner", password="right-password"), None).result(20)
    assert told.staff_id == club.owner
