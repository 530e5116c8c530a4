"""What must not get in: keys that nobody paired, recordings, garbage, doubles."""

import contextlib
import socket

import pytest
import zmq

from clubdesk.agent_hub.strangers import Refusal
from clubdesk.services.ports_hub import LinkState, OrderKind
from clubdesk.wire.codec import encode
from clubdesk.wire.keys import new_key_pair
from clubdesk.wire.messages import Heartbeat, Hello
from clubdesk_agent.link import LinkView
from tests.support.agents import Floor, deeds


@pytest.fixture
def raw_dealer(floor):
    """Makes agents' sockets without agents behind them."""
    context, dealers = zmq.Context(), []

    def make(keys):
        dealer = context.socket(zmq.DEALER)
        dealer.linger = 0
        dealer.curve_serverkey = floor.hub.public_key.encode()
        dealer.curve_publickey = keys.public.encode()
        dealer.curve_secretkey = keys.secret.encode()
        dealer.connect(f"tcp://127.0.0.1:{floor.hub.port}")
        dealers.append(dealer)
        return dealer

    yield make
    for dealer in dealers:
        dealer.close()
    context.term()


def paired(floor, station_id, **options):
    keys, machine = new_key_pair(), floor.machine()
    floor.pair(station_id, keys)
    fleet = floor.agent(keys, machine, **options)
    floor.until_up(station_id)
    return keys, machine, fleet


def message_reaches(floor, station_id, text):
    order_id = floor.hub.order(station_id, OrderKind.MESSAGE, text)
    assert floor.until_reported(order_id).outcome == "acknowledged"


def test_an_unpaired_key_gets_nothing_and_is_told_of(floor):
    paired(floor, 1)
    keys, machine = new_key_pair(), floor.machine()
    floor.open_lease(7, seq=1, left_s=600)
    fleet = floor.agent(keys, machine, watch=True)
    floor.news.until(lambda: floor.news.strangers(Refusal.UNPAIRED_KEY))
    (stranger,) = floor.news.strangers(Refusal.UNPAIRED_KEY)
    assert (stranger.key, stranger.address) == (keys.public, "127.0.0.1")
    message_reaches(floor, 1, "barrier")
    assert fleet.agents[0].core.heard_at == float("-inf")
    assert deeds(machine, "unlock") == []
    assert [link.station_id for link in floor.hub.links()] == [1]


def test_an_unpaired_agent_knows_why_and_comes_in_once_it_is_paired(floor):
    keys, machine = new_key_pair(), floor.machine()
    fleet = floor.agent(keys, machine, watch=True)
    floor.news.until(lambda: floor.news.strangers(Refusal.UNPAIRED_KEY))
    fleet.on_round = lambda: floor.news.tell(fleet.view(0))
    floor.news.until(lambda: LinkView.NOT_PAIRED in floor.news.heard)
    floor.pair(7, keys)
    floor.until_up(7)
    floor.news.until(lambda: LinkView.UP in floor.news.heard)


def test_a_refusal_is_told_once_and_counted_always(floor, raw_dealer):
    keys = new_key_pair()
    for _ in range(4):
        raw_dealer(keys)
    floor.news.until(lambda: floor.news.strangers(Refusal.UNPAIRED_KEY))
    others = iter(range(1, 100))
    # Agents that come later tell that time goes on, without a look at the watch.
    while floor.hub.refusals()[Refusal.UNPAIRED_KEY] < 4:
        paired(floor, next(others))
    assert len(floor.news.strangers(Refusal.UNPAIRED_KEY)) == 1


def test_a_pairing_taken_back_cuts_the_living_connection_off(floor):
    keys, machine, fleet = paired(floor, 7)
    paired(floor, 8)
    floor.unpair(7)
    floor.open_lease(7, seq=1, left_s=600)
    floor.news.until(lambda: floor.news.strangers(Refusal.UNPAIRED_KEY))
    assert floor.news.strangers(Refusal.UNPAIRED_KEY)[0].key == keys.public
    message_reaches(floor, 8, "barrier")
    assert deeds(machine, "unlock") == []
    assert [link.station_id for link in floor.hub.links()] == [8]
    report = floor.until_reported(floor.hub.order(7, OrderKind.RESTART))
    assert report.outcome == "refused"
    assert fleet.agents[0].core.held.seq == 0


def test_a_key_moved_to_another_station_follows_that_one(floor):
    keys, machine, fleet = paired(floor, 7)
    floor.open_lease(7, seq=40, left_s=600)
    floor.until_applied(7, 40, is_open=True)
    floor.unpair(7)
    floor.lock(9, seq=3)
    floor.pair(9, keys)
    floor.until_applied(9, 3, is_open=False)
    assert machine.is_locked
    assert fleet.agents[0].core.held.station_id == 9


def test_garbage_from_a_paired_agent_is_refused_and_changes_nothing(floor, raw_dealer):
    keys = new_key_pair()
    floor.pair(7, keys)
    dealer = raw_dealer(keys)
    dealer.send(b"\xc1\xc1 garbage")
    dealer.send_multipart([b"two", b"frames"])
    floor.news.until(lambda: floor.news.strangers(Refusal.GARBAGE))
    stranger = floor.news.strangers(Refusal.GARBAGE)[0]
    assert (stranger.key, stranger.station_id) == (keys.public, 7)
    paired(floor, 8)
    assert floor.hub.links()[0].state is LinkState.NEVER_SEEN


@pytest.mark.parametrize(
    "junk",
    [
        b"GET / HTTP/1.0\r\n\r\n",
        b"\xff\0\0\0\0\0\0\0\0\x7f\x03\x01CURVE" + b"\0" * 200,
        b"\xff\0\0\0\0\0\0\0\0\x7f\x03\x01NULL" + b"\0" * 200,
        bytes(range(256)),
        b"x",
    ],
    ids=["http", "curve of zeros", "no key", "all bytes", "one byte"],
)
def test_bytes_that_are_no_agents_are_refused_and_told_of(floor, junk):
    with socket.create_connection(("127.0.0.1", floor.hub.port)) as intruder:
        intruder.sendall(junk)
        with contextlib.suppress(OSError):  # the hub may have hung up already
            intruder.shutdown(socket.SHUT_WR)
        floor.news.until(lambda: floor.news.strangers(Refusal.BROKEN_HANDSHAKE))
    paired(floor, 1)
    assert len(floor.hub.links()) == 1


def test_a_recording_played_on_a_new_connection_is_refused(floor):
    keys, machine = new_key_pair(), floor.machine()
    floor.pair(7, keys)
    cable = floor.cable()
    fleet = floor.agent(keys, machine, port=cable.port)
    floor.open_lease(7, seq=1, left_s=600)
    floor.until_applied(7, 1, is_open=True)
    recording = bytes(cable.to_hub)
    fleet.stop()
    before = floor.hub.links()
    with socket.create_connection(("127.0.0.1", floor.hub.port)) as intruder:
        intruder.sendall(recording)
        floor.news.until(lambda: floor.news.strangers(Refusal.BROKEN_HANDSHAKE))
        intruder.settimeout(5)
        while intruder.recv(65536):
            pass  # the hub says no more than its part of the handshake, and hangs up
    assert floor.hub.links() == before


def test_frames_played_again_on_the_living_connection_do_nothing_twice(floor):
    keys, machine = new_key_pair(), floor.machine()
    floor.pair(7, keys)
    cable = floor.cable()
    floor.agent(keys, machine, port=cable.port, watch=True)
    floor.until_up(7)
    start = len(cable.to_agent), len(cable.to_hub)
    message_reaches(floor, 7, "one")
    cable.inject_to_agent(bytes(cable.to_agent[start[0] :]))
    message_reaches(floor, 7, "two")
    cable.inject_to_hub(bytes(cable.to_hub[start[1] :]))
    message_reaches(floor, 7, "three")
    assert deeds(machine, "message") == ["one", "two", "three"]


def test_of_two_agents_with_one_key_the_newer_speaks_and_a_person_is_told(floor):
    keys, older, first = paired(floor, 7)
    newer = floor.machine()
    second = floor.agent(keys, newer)
    floor.news.until(lambda: floor.news.strangers(Refusal.SAME_KEY))
    floor.open_lease(7, seq=1, left_s=600)
    floor.until_applied(7, 1, is_open=True)
    first.on_round = lambda: floor.news.tell(("older", first.view(0)))
    floor.news.until(lambda: ("older", LinkView.REPLACED) in floor.news.heard)
    assert older.is_locked
    assert not newer.is_locked
    assert second.view(0) is LinkView.UP


def test_when_the_newer_of_two_goes_the_older_is_heard_again():
    with Floor(lost_after_s=2.4) as floor:
        keys, older, _first = paired(floor, 7)
        second = floor.agent(keys, floor.machine())
        floor.news.until(lambda: floor.news.strangers(Refusal.SAME_KEY))
        second.stop()
        floor.open_lease(7, seq=1, left_s=600)
        floor.news.until(lambda: not older.is_locked)


def test_an_agent_of_another_protocol_is_told_of(floor, raw_dealer):
    keys = new_key_pair()
    floor.pair(7, keys)
    dealer = raw_dealer(keys)
    dealer.send(encode(Hello(99, "9.9", "pc-new")))
    dealer.send(encode(Heartbeat(1, 0, 0, is_open=False)))
    floor.news.until(lambda: floor.news.strangers(Refusal.OTHER_PROTOCOL))
    assert "9.9" in floor.news.strangers(Refusal.OTHER_PROTOCOL)[0].detail
