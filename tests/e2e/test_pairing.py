"""A PC that was never paired: it asks, two people compare a code, and it plays."""

import pytest

from tests.e2e.test_killed_desk import SET_UP
from tests.support.processes import AgentProcess, DeskProcess, free_port

pytestmark = pytest.mark.processes


def test_an_agent_without_any_key_asks_is_paired_and_opens(tmp_path) -> None:
    port = free_port()
    desk = DeskProcess(tmp_path / "desk", port)
    agent = AgentProcess(tmp_path / "pc", port, "")
    try:
        owner = desk.do("SetUpClub", **SET_UP)["staff_id"]
        state = agent.until(lambda s: s["pairing_code"], "the agent shows its code")
        assert not state["is_open"]
        waiting = desk.ask_until("waiting", lambda found: found["agents"])["agents"]
        assert [agent["code"] for agent in waiting] == [state["pairing_code"]]
        desk.do("PairAgent", owner, station_id=1, agent_key=waiting[0]["public_key"])
        agent.until(lambda s: s["is_up"] and not s["is_open"], "the agent is paired and locked")
        desk.do("OpenShift", owner, counted_minor=0)
        desk.do("StartGuestSession", owner, station_id=1, rate_id=1, cash_minor=40_000)
        agent.until(lambda s: s["is_open"], "the PC opens")
        desk.do("PairAgent", owner, station_id=1, agent_key="")
        agent.until(lambda s: not s["is_up"], "a revoked agent is not listened to", 40)
    finally:
        agent.stop()
        desk.stop()
