"""An agent that loses the desk plays to its lease's end, and agrees soon after it is back."""

import time

from clubdesk.services.ports_hub import OrderKind
from clubdesk.wire.keys import new_key_pair
from tests.support.agents import Floor, deeds

AGREES_WITHIN_S = 3.0


def connected(floor, tmp_path=None):
    keys, machine = new_key_pair(), floor.machine()
    floor.pair(7, keys)
    cable = floor.cable()
    fleet = floor.agent(keys, machine, port=cable.port, data_dir=tmp_path)
    floor.open_lease(7, seq=1, left_s=600, headline="Ann")
    floor.until_applied(7, 1, is_open=True)
    return cable, fleet, machine


def a_look(floor, fleet):
    """Waits until the agent has looked at the clock once more."""
    seen = []
    fleet.on_round = lambda: (seen.append(1), floor.news.tell("round"))
    floor.news.until(lambda: len(seen) > 1)


def test_cut_off_it_plays_to_the_end_and_locks_on_the_second():
    with Floor(lost_after_s=2.4) as floor:
        cable, fleet, machine = connected(floor)
        cable.cut()
        floor.until_lost(7)
        floor.clock.advance(599.9)
        a_look(floor, fleet)
        assert not machine.is_locked
        floor.clock.advance(0.1)
        floor.news.until(lambda: machine.is_locked)
        assert len(deeds(machine, "lock")) == 2


def test_back_again_it_agrees_with_the_desk_within_three_seconds():
    with Floor(lost_after_s=2.4) as floor:
        cable, _fleet, machine = connected(floor)
        cable.cut()
        floor.until_lost(7)
        floor.open_lease(7, seq=2, left_s=1200)
        cable.mend()
        back_at = time.monotonic()
        floor.until_applied(7, 2, is_open=True)
        assert time.monotonic() - back_at < AGREES_WITHIN_S
        assert len(deeds(machine, "unlock")) == 1


def test_ended_at_the_desk_while_cut_off_it_locks_when_it_is_back():
    with Floor(lost_after_s=2.4) as floor:
        cable, _fleet, machine = connected(floor)
        cable.cut()
        floor.until_lost(7)
        floor.lock(7, seq=2)
        assert not machine.is_locked
        cable.mend()
        back_at = time.monotonic()
        floor.until_applied(7, 2, is_open=False)
        assert time.monotonic() - back_at < AGREES_WITHIN_S
        assert machine.is_locked


def test_a_restarted_agent_keeps_its_lease_without_the_desk(tmp_path):
    with Floor() as floor:
        cable, fleet, machine = connected(floor, tmp_path)
        cable.cut()
        fleet.stop()
        floor.clock.advance(200)
        again = floor.agent(fleet.agents[0].setup.keys, machine, port=cable.port, data_dir=tmp_path)
        floor.news.until(lambda: len(deeds(machine, "unlock")) == 2)
        assert deeds(machine, "unlock")[1] == "Ann 400"
        floor.clock.advance(400)
        floor.news.until(lambda: machine.is_locked)
        again.stop()


def test_a_restarted_agent_does_not_carry_an_order_out_again(tmp_path):
    with Floor() as floor:
        keys, machine = new_key_pair(), floor.machine()
        floor.pair(7, keys)
        fleet = floor.agent(keys, machine, data_dir=tmp_path)
        floor.until_up(7)
        order_id = floor.hub.order(7, OrderKind.MESSAGE, "once")
        floor.until_reported(order_id)
        fleet.stop()
        (report,) = floor.news.reports(order_id)
        again = floor.agent(keys, machine, data_dir=tmp_path)
        floor.news.until(lambda: again.agents and again.agents[0].core is not None)
        assert report.outcome == "acknowledged"
        barrier = floor.hub.order(7, OrderKind.MESSAGE, "barrier")
        floor.until_reported(barrier)
        assert deeds(machine, "message") == ["once", "barrier"]
