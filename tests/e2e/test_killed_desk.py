"""The desk is killed with -9 while people play: nobody notices, and nothing is lost."""

from datetime import datetime

import pytest

from clubdesk.storage.address import sqlite_url
from clubdesk.storage.verify import verify
from clubdesk.wire.keys import load_or_create
from tests.support.processes import AgentProcess, DeskProcess, free_port

pytestmark = pytest.mark.processes

SET_UP = {
    "name": "Kill Club",
    "currency": "KZT",
    "time_zone": "Asia/Almaty",
    "country": "KZ",
    "zones": [{"name": "Standard", "stations": 3, "per_hour_minor": 80_000}],
    "owner_name": "Olga",
    "owner_login": "owner",
    "owner_password": "right-password",
}


@pytest.fixture
def playing(tmp_path):
    """A desk with a client on PC 01, a paused guest on PC 02, and both PCs' real agents."""
    port = free_port()
    desk = DeskProcess(tmp_path, port)
    owner = desk.do("SetUpClub", **SET_UP)["staff_id"]
    agents = []
    for number in (1, 2):
        folder = tmp_path / f"pc-{number}"
        keys = load_or_create(folder / "agent.key")
        desk.do("PairAgent", owner, station_id=number, agent_key=keys.public)
        agents.append(AgentProcess(folder, port, desk.desk_key))
    desk.do("OpenShift", owner, counted_minor=1_000_000)
    client = desk.do("AddClient", owner, phone="+77015554417", name="Sanjar")["client_id"]
    desk.do("TopUp", owner, client_id=client, cash_minor=80_000)
    desk.do("StartSession", owner, station_id=1, client_id=client, rate_id=1)
    guest = desk.do("StartGuestSession", owner, station_id=2, rate_id=1, cash_minor=40_000)
    desk.do("PauseSession", owner, session_id=guest["session_id"])
    yield desk, agents, owner, port, tmp_path
    for agent in agents:
        agent.stop()


def test_after_kill_9_agents_play_on_and_every_figure_is_right(playing) -> None:
    desk, agents, owner, port, folder = playing
    opened = agents[0].until(lambda s: s["is_open"], "PC 01 opens")
    assert opened["left_s"] <= 3600
    agents[1].until(lambda s: s["is_up"] and not s["is_open"] and s["lease_seq"] > 0, "PC 02 locks")
    before = desk.state()
    desk.kill()

    alone = agents[0].until(lambda s: not s["is_up"], "PC 01 notices the desk is gone", 40)
    assert alone["is_open"]

    desk = DeskProcess(folder, port)
    try:
        after = desk.state()
        assert after["sessions"] == before["sessions"]
        assert after["till"] == before["till"] == 1_000_000 + 80_000 + 40_000
        assert after["balances"] == before["balances"]
        state = agents[0].until(lambda s: s["is_up"], "PC 01 is back")
        assert state["is_open"]
        running = next(s for s in after["sessions"] if s["station"] == 1)
        left = datetime.fromisoformat(running["ends_at"]).timestamp() - state["written_utc"]
        assert abs(left - state["left_s"]) < 3
        ended = desk.do("EndSession", owner, session_id=running["id"])
        assert ended["charged_minor"] + ended["balance_minor"] == 80_000
        agents[0].until(lambda s: not s["is_open"], "PC 01 locks")
    finally:
        desk.stop()
    assert verify(sqlite_url(folder / "club.db")).ok


def test_a_command_sent_again_after_the_crash_is_not_done_twice(playing) -> None:
    desk, _agents, owner, port, folder = playing
    command = {"command_id": "c" * 32, "client_id": 1, "cash_minor": 5_000}
    first = desk.do("TopUp", owner, **command)
    desk.kill()
    desk = DeskProcess(folder, port)
    try:
        assert desk.do("TopUp", owner, **command) == first
        assert desk.state()["till"] == 1_000_000 + 80_000 + 40_000 + 5_000
    finally:
        desk.stop()


def test_a_second_desk_on_the_same_file_is_refused_and_the_first_goes_on(playing) -> None:
    desk, _agents, owner, _port, folder = playing
    from clubdesk.foundation.errors import DeskError
    from clubdesk.storage.opening import open_storage

    with pytest.raises(DeskError) as refusal:
        open_storage(sqlite_url(folder / "club.db"))
    assert refusal.value.code == "storage.in_use"
    assert refusal.value.what_to_do
    assert desk.do("TopUp", owner, client_id=1, cash_minor=5_000)["balance_minor"] > 0
    desk.stop()
