"""The hub and real agents over real sockets on loopback."""

import threading

import pytest

from clubdesk.agent_hub.hub import Hub
from clubdesk.foundation.clock import ManualClock, SystemClock
from clubdesk.foundation.errors import DeskError
from clubdesk.services.ports_hub import LeaseState, LinkState, OrderKind, StationLink, WantedLease
from clubdesk.wire.keys import new_key_pair
from tests.support.agents import MORNING, Floor, deeds


def test_an_agent_follows_what_is_wanted(floor):
    keys, machine = new_key_pair(), floor.machine()
    floor.pair(7, keys)
    floor.agent(keys, machine)
    floor.until_up(7)
    floor.open_lease(7, seq=1, left_s=3540, headline="Ann")
    floor.until_applied(7, 1, is_open=True)
    assert deeds(machine, "unlock") == ["Ann 3540"]
    floor.lock(7, seq=2)
    floor.until_applied(7, 2, is_open=False)
    assert machine.is_locked


def test_what_was_wanted_before_the_agent_came_is_followed(floor):
    keys = new_key_pair()
    floor.pair(7, keys)
    floor.open_lease(7, seq=4, left_s=60)
    floor.agent(keys, floor.machine())
    floor.until_applied(7, 4, is_open=True)


def test_an_agent_is_left_alone_until_the_desk_wants_something(floor, tmp_path):
    keys, machine = new_key_pair(), floor.machine()
    floor.pair(7, keys)
    fleet = floor.agent(keys, machine, data_dir=tmp_path)
    floor.open_lease(7, seq=1, left_s=600)
    floor.until_applied(7, 1, is_open=True)
    floor.restart_hub()
    floor.news.heard.clear()
    floor.pair(7, keys)
    floor.until_up(7)
    assert fleet.agents[0].core.is_open
    assert floor.hub.links()[0].applied_seq == 1
    assert deeds(machine, "lock") == [""]


def test_a_link_tells_what_the_agent_said(floor):
    keys = new_key_pair()
    floor.pair(7, keys)
    assert floor.news.until(lambda: floor.hub.links()) is None
    assert floor.hub.links() == [StationLink(7, LinkState.NEVER_SEEN)]
    floor.agent(keys, floor.machine())
    floor.until_up(7)
    (link,) = floor.hub.links()
    assert link.state is LinkState.UP
    assert link.hostname == "pc-test"
    assert link.agent_version
    assert link.last_seen == MORNING


def test_heartbeats_alone_are_no_news(floor):
    keys = new_key_pair()
    floor.pair(7, keys)
    floor.agent(keys, floor.machine())
    floor.until_up(7)
    told = len(floor.news.links(7))
    first = floor.hub.order(7, OrderKind.MESSAGE, "one")
    floor.until_reported(first)
    assert len(floor.news.links(7)) == told


def test_a_silent_agent_is_lost_and_found_again():
    with Floor(lost_after_s=2.4) as floor:
        keys = new_key_pair()
        floor.pair(7, keys)
        fleet = floor.agent(keys, floor.machine())
        floor.until_up(7)
        fleet.unplug(0)
        floor.until_lost(7)
        fleet.plug(0)
        floor.until_up(7)


@pytest.mark.parametrize(
    ("kind", "deed"),
    [
        (OrderKind.RESTART, "restart"),
        (OrderKind.SHUT_DOWN, "shut_down"),
        (OrderKind.MESSAGE, "message"),
    ],
)
def test_an_order_is_carried_out_and_acknowledged(floor, kind, deed):
    keys, machine = new_key_pair(), floor.machine()
    floor.pair(7, keys)
    floor.agent(keys, machine)
    floor.until_up(7)
    order_id = floor.hub.order(7, kind, "Please come to the desk")
    assert floor.until_reported(order_id).outcome == "acknowledged"
    assert len(deeds(machine, deed)) == 1


def test_an_order_waits_for_its_agent(floor):
    keys, machine = new_key_pair(), floor.machine()
    floor.pair(7, keys)
    order_id = floor.hub.order(7, OrderKind.MESSAGE, "Welcome")
    floor.agent(keys, machine)
    assert floor.until_reported(order_id).outcome == "acknowledged"
    assert deeds(machine, "message") == ["Welcome"]


def test_an_expired_order_is_never_carried_out(floor):
    keys, machine = new_key_pair(), floor.machine()
    floor.pair(7, keys)
    late = floor.hub.order(7, OrderKind.RESTART, expires_s=0.05)
    report = floor.until_reported(late)
    assert (report.outcome, report.detail) == ("expired", "not sent")
    floor.agent(keys, machine)
    floor.until_up(7)
    floor.until_reported(floor.hub.order(7, OrderKind.MESSAGE, "after"))
    assert deeds(machine, "restart") == []


def test_an_order_for_nobody_is_refused(floor):
    report = floor.until_reported(floor.hub.order(99, OrderKind.RESTART))
    assert report.outcome == "refused"


def test_a_restarted_pc_comes_back_with_its_lease(floor, tmp_path):
    keys, machine = new_key_pair(), floor.machine(away_s=0.3)
    floor.pair(7, keys)
    floor.agent(keys, machine, data_dir=tmp_path)
    floor.open_lease(7, seq=1, left_s=600)
    floor.until_applied(7, 1, is_open=True)
    order_id = floor.hub.order(7, OrderKind.RESTART)
    assert floor.until_reported(order_id).outcome == "acknowledged"
    floor.news.until(lambda: len(deeds(machine, "unlock")) == 2)
    assert deeds(machine, "restart") == [""]
    assert deeds(machine, "unlock")[1] == "600"


def test_the_desks_clock_may_run_fast_while_links_keep_real_time(floor):
    keys, machine = new_key_pair(), floor.machine()
    floor.pair(7, keys)
    floor.agent(keys, machine)
    floor.open_lease(7, seq=1, left_s=3600)
    floor.until_applied(7, 1, is_open=True)
    floor.clock.advance(3599)
    floor.until_reported(floor.hub.order(7, OrderKind.MESSAGE, "still there"))
    assert floor.hub.links()[0].is_open
    floor.news.until(lambda: deeds(machine, "warning") == ["1"])
    floor.clock.advance(1)
    floor.until_applied(7, 1, is_open=False)


def test_any_thread_may_ask(floor):
    all_keys = {station: new_key_pair() for station in range(1, 9)}
    for station, keys in all_keys.items():
        floor.pair(station, keys)
        floor.agent(keys, floor.machine())
    for station in all_keys:
        floor.until_up(station)
    ids: list[str] = []

    def ask() -> None:
        for station in all_keys:
            ids.append(floor.hub.order(station, OrderKind.MESSAGE, "x"))
            floor.hub.links()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 64
    for order_id in ids:
        assert floor.until_reported(order_id).outcome == "acknowledged"


def test_a_taken_port_is_told_with_what_to_do(floor):
    second = Hub(SystemClock(), new_key_pair(), "127.0.0.1", floor.hub.port)
    with pytest.raises(DeskError) as refused:
        second.start()
    assert refused.value.code == "hub.port_taken"
    assert str(floor.hub.port) in refused.value.text
    assert refused.value.what_to_do


def test_an_address_that_is_not_this_computers_is_told():
    hub = Hub(SystemClock(), new_key_pair(), "192.0.2.1", 0)
    with pytest.raises(DeskError) as refused:
        hub.start()
    assert refused.value.code == "hub.bad_address"


@pytest.mark.parametrize("keys", [{1: "short"}, {1: "a" * 40, 2: "a" * 40}])
def test_a_broken_or_doubled_key_is_refused(floor, keys):
    with pytest.raises(DeskError) as refused:
        floor.hub.pair(keys)
    assert refused.value.code == "hub.bad_key"


def test_a_listeners_bug_does_not_stop_the_hub(caplog):
    def broken(_link: StationLink) -> None:
        raise RuntimeError("a bug in a screen")

    clock = ManualClock(MORNING)
    hub = Hub(clock, new_key_pair(), "127.0.0.1", 0, on_link=broken)
    hub.start()
    try:
        hub.pair({1: new_key_pair().public})
        done = threading.Event()
        hub.want([WantedLease(1, 1, LeaseState.LOCKED)])
        hub._loop.post(lambda _board, _at: done.set())
        assert done.wait(5)
    finally:
        hub.stop()
    assert "a listener of the hub failed" in caplog.text


def test_stopping_twice_or_unstarted_does_no_harm():
    hub = Hub(SystemClock(), new_key_pair(), "127.0.0.1", 0)
    hub.stop()
    started = Hub(SystemClock(), new_key_pair(), "127.0.0.1", 0)
    started.start()
    started.stop()
    started.stop()
    started.want([])
