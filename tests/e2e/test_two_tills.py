"""Two desks over one Postgres database: one hall, two tills, two chains, nothing twice."""

import contextlib
import threading

import msgspec
import pytest

from clubdesk.bootstrap.house import House
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.balance import TopUp
from clubdesk.services.clients import AddClient
from clubdesk.services.ports_hub import LinkState
from clubdesk.services.sessions import (
    EndSession,
    MoveSession,
    PauseSession,
    StartGuestSession,
    StartSession,
)
from clubdesk.services.set_up import NewZone, SetUpClub
from clubdesk.services.shifts import CloseShift, OpenShift
from clubdesk.services.stations import PairAgent
from clubdesk.storage.verify import verify
from clubdesk.wire.keys import new_key_pair
from clubdesk_agent.fleet import AgentSetup, Fleet
from clubdesk_agent.machine import SimulatedMachine
from tests.support.databases import postgres, sqlite_template
from tests.support.real_desk import START

__all__ = ["postgres", "sqlite_template"]

pytestmark = pytest.mark.postgres


class Tills:
    """Two houses that share their books and a clock, and one owner."""

    def __init__(self, url: str, folder) -> None:
        self.url, self.clock = url, ManualClock(START)
        self.houses = []
        for till in (1, 2):
            place = folder / f"desk-{till}"
            place.mkdir()
            settings = msgspec.structs.replace(
                DeskSettings(), hub_host="127.0.0.1", hub_port=0, till=till
            )
            self.houses.append(House(place, url, settings, self.clock))
            self.houses[-1].start()
        zone = NewZone(name="Standard", stations=4, per_hour_minor=80_000)
        self.owner = self.do(
            1,
            SetUpClub(
                name="Club",
                currency="KZT",
                time_zone="Asia/Almaty",
                country="KZ",
                zones=(zone,),
                owner_name="Olga",
                owner_login="owner",
                owner_password="right-password",
            ),
        ).staff_id

    def do(self, till: int, command):
        staff = getattr(self, "owner", None)
        return self.houses[till - 1].desk.do(command, staff).result(30)

    def balance(self, kind: AccountKind, owner: int) -> int:
        house = self.houses[0]

        def look() -> int:
            with house.storage.begin() as work:
                return work.ledger.balance(AccountRef(kind, owner))

        return house.writer.submit(look).result(30)

    def open_sessions(self) -> int:
        house = self.houses[0]

        def look() -> int:
            with house.storage.begin() as work:
                return len(work.sessions.all_open())

        return house.writer.submit(look).result(30)

    def journal(self) -> list:
        return list(self.houses[0].storage.queries.journal(10_000))


@pytest.fixture
def tills(postgres, tmp_path):
    url = postgres.fresh()
    made = Tills(url, tmp_path)
    yield made
    for house in made.houses:
        house.stop()
    assert verify(url).ok, verify(url).text()
    postgres.drop(url)


def test_each_till_has_its_own_money_its_own_chain_and_its_own_z_report(tills) -> None:
    tills.do(1, OpenShift(counted_minor=1_000))
    tills.do(2, OpenShift(counted_minor=5_000))
    client = tills.do(1, AddClient(phone="+77015554417", name="Anna")).client_id
    threads = [
        threading.Thread(
            target=lambda till=till: [
                tills.do(till, TopUp(client_id=client, cash_minor=till)) for _ in range(25)
            ]
        )
        for till in (1, 2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert tills.balance(AccountKind.GAME, client) == 75
    assert tills.balance(AccountKind.TILL_CASH, 1) == 1_025
    assert tills.balance(AccountKind.TILL_CASH, 2) == 5_050
    first = tills.do(1, CloseShift(counted_minor=1_025))
    second = tills.do(2, CloseShift(counted_minor=5_050))
    assert (first.z_number, second.z_number) == (1, 1)
    assert (first.difference_minor, second.difference_minor) == (0, 0)


def test_a_seat_that_the_other_desk_takes_first_is_refused(tills) -> None:
    for till in (1, 2):
        tills.do(till, OpenShift(counted_minor=0))
    mine, theirs = (
        tills.do(till, StartGuestSession(station_id=till, rate_id=1, cash_minor=8_000)).session_id
        for till in (1, 2)
    )
    gate, outcomes = threading.Barrier(2), []

    def move(till: int, session: int) -> None:
        gate.wait()
        try:
            tills.do(till, MoveSession(session_id=session, to_station_id=3))
            outcomes.append("moved")
        except DeskError as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=move, args=pair) for pair in ((1, mine), (2, theirs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["moved", "session.station_taken"]


def test_the_same_command_id_at_both_tills_is_done_once(tills) -> None:
    for till in (1, 2):
        tills.do(till, OpenShift(counted_minor=0))
    client = tills.do(1, AddClient(phone="+77015554417", name="Anna")).client_id
    command = TopUp(client_id=client, cash_minor=500)
    gate, answers = threading.Barrier(2), []

    def send(till: int) -> None:
        gate.wait()
        answers.append(tills.do(till, command))

    threads = [threading.Thread(target=send, args=(till,)) for till in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 2
    assert answers[0] == answers[1]
    assert tills.balance(AccountKind.GAME, client) == 500


def test_time_over_ends_once_and_a_till_without_a_shift_writes_no_refusals(tills) -> None:
    tills.do(1, OpenShift(counted_minor=0))
    client = tills.do(1, AddClient(phone="+77015554417", name="Anna")).client_id
    tills.do(1, TopUp(client_id=client, cash_minor=80_000))
    tills.do(1, StartSession(station_id=1, client_id=client, rate_id=1))
    tills.houses[0].time_keeper.stop()
    tills.clock.advance(3_700)
    second = tills.houses[1].time_keeper
    for _ in range(3):
        tills.houses[1].writer.submit(second._look).result(30)
    assert [line.refused for line in tills.journal() if line.refused] == []
    tills.houses[0].writer.submit(tills.houses[0].time_keeper._look).result(30)
    assert tills.open_sessions() == 0
    assert tills.balance(AccountKind.GAME, client) == 0


def test_a_pc_of_one_desks_hub_follows_what_the_other_desk_does(tills, qtbot) -> None:
    for till in (1, 2):
        tills.do(till, OpenShift(counted_minor=0))
    keys, machine = new_key_pair(), SimulatedMachine()
    tills.do(1, PairAgent(station_id=1, agent_key=keys.public))
    hub = tills.houses[0].hub
    fleet = Fleet(
        f"tcp://127.0.0.1:{hub.port}", hub.public_key, [AgentSetup(keys, machine)], tills.clock
    )
    fleet.start()
    with contextlib.closing(contextlib.ExitStack()) as ending:
        ending.callback(fleet.stop)
        qtbot.waitUntil(lambda: [k.state for k in hub.links()] == [LinkState.UP], timeout=15_000)
        session = tills.do(
            2, StartGuestSession(station_id=1, rate_id=1, cash_minor=80_000)
        ).session_id
        qtbot.waitUntil(lambda: not machine.is_locked, timeout=15_000)
        tills.do(2, PauseSession(session_id=session))
        qtbot.waitUntil(lambda: machine.is_locked, timeout=15_000)
        tills.do(1, EndSession(session_id=session))
