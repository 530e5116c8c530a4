"""The pairing door listens to everybody and gives nothing away but the desk's public key."""

from datetime import UTC, datetime

import pytest
import zmq

from clubdesk.agent_hub.door import (
    ASKS_PER_S,
    MAX_OF_ONE_ADDRESS,
    MAX_WAITING,
    WAITS_S,
    PairingDoor,
    WaitingList,
)
from clubdesk.agent_hub.hub import Hub
from clubdesk.foundation.clock import SystemClock
from clubdesk.wire.codec import decode_card, encode
from clubdesk.wire.keys import fingerprint, new_key_pair
from clubdesk.wire.messages import AskToPair, DeskCard, Heartbeat
from tests.support.processes import free_port

UTC_NOW = datetime(2026, 11, 2, tzinfo=UTC)
DESK = "d" * 40


def key(number):
    return f"{number:040d}"


def nobody(_key):
    return False


def test_who_asks_is_listed_once_with_the_code_to_compare():
    waiting = WaitingList(DESK)
    asked = AskToPair(key(1), "pc-07\n\x1b[2J", "00:1b:21:0a:0b:ff")
    assert waiting.ask(asked, "10.0.0.7", 0.0, UTC_NOW)
    assert not waiting.ask(asked, "10.0.0.7", 2.0, UTC_NOW)
    (agent,) = waiting.all()
    assert agent.code == fingerprint(DESK, key(1))
    assert agent.hostname == "pc-07[2J"


def test_who_stops_asking_or_is_paired_leaves_the_list():
    waiting = WaitingList(DESK)
    waiting.ask(AskToPair(key(1)), "10.0.0.7", 0.0, UTC_NOW)
    waiting.ask(AskToPair(key(2)), "10.0.0.8", 5.0, UTC_NOW)
    assert not waiting.sweep(WAITS_S, nobody)
    assert waiting.sweep(WAITS_S + 1, nobody)
    assert [agent.public_key for agent in waiting.all()] == [key(2)]
    assert waiting.sweep(WAITS_S + 1, lambda asked: asked == key(2))
    assert waiting.all() == []


def test_neither_one_address_nor_many_fill_the_memory():
    waiting = WaitingList(DESK)
    for number in range(100):
        waiting.ask(AskToPair(key(number)), "10.0.0.7", 0.0, UTC_NOW)
    assert len(waiting.all()) == MAX_OF_ONE_ADDRESS
    for number in range(100, 500):
        waiting.ask(AskToPair(key(number)), f"10.0.1.{number}", 0.0, UTC_NOW)
    assert len(waiting.all()) == MAX_WAITING


@pytest.fixture
def knock(floor):
    """A socket at the door."""
    context = zmq.Context()
    dealer = context.socket(zmq.DEALER)
    dealer.linger = 0
    dealer.rcvtimeo = 5000
    dealer.connect(f"tcp://127.0.0.1:{floor.hub.door_port}")
    yield dealer
    dealer.close()
    context.term()


def test_the_door_is_one_port_above(floor):
    assert floor.hub.door_port == floor.hub.port + 1


def test_it_answers_with_the_desks_card_and_tells_who_waits(floor, knock):
    public = new_key_pair().public
    knock.send(encode(AskToPair(public, "pc-07")))
    assert decode_card(knock.recv()) == DeskCard(floor.hub.public_key)
    (waiting,) = floor.hub.waiting()
    assert (waiting.public_key, waiting.hostname) == (public, "pc-07")
    assert waiting.address == "127.0.0.1"
    floor.news.until(lambda: [waiting] in floor.news.heard)


def test_a_paired_agent_is_answered_and_does_not_wait(floor, knock):
    keys = new_key_pair()
    floor.pair(7, keys)
    floor.news.until(lambda: floor.news.links(7))
    knock.send(encode(AskToPair(keys.public)))
    assert decode_card(knock.recv()) == DeskCard(floor.hub.public_key)
    assert floor.hub.waiting() == []


@pytest.mark.parametrize(
    "words",
    [
        [b""],
        [b"\xc1"],
        [b"a", b"b"],
        [encode(Heartbeat(1, 0, 0, is_open=False))],
        [encode(AskToPair("ä" * 40))],
    ],
    ids=["nothing", "garbage", "two frames", "an agent's word", "no key"],
)
def test_anything_else_is_not_answered(floor, knock, words):
    knock.send_multipart(words)
    public = new_key_pair().public
    knock.send(encode(AskToPair(public)))
    assert decode_card(knock.recv()) == DeskCard(floor.hub.public_key)
    assert [agent.public_key for agent in floor.hub.waiting()] == [public]


def test_a_flood_at_the_door_does_not_keep_paired_agents_out(floor, knock):
    knock.sndhwm = 0
    request = encode(AskToPair(new_key_pair().public))
    for _ in range(10 * ASKS_PER_S):
        knock.send(request)
    other = new_key_pair()
    machine = floor.machine()
    floor.pair(7, other)
    floor.agent(other, machine)
    floor.until_up(7)
    floor.news.until(lambda: len(floor.hub.waiting()) == 1)


def test_after_a_flood_the_door_hears_again_at_once():
    context = zmq.Context()
    door = PairingDoor(context, DESK, lambda _key: False, lambda _waiting: None)
    knock = context.socket(zmq.DEALER)
    knock.linger = knock.sndhwm = 0
    try:
        knock.connect(f"tcp://127.0.0.1:{door.bind('127.0.0.1', free_port())}")
        flood = encode(AskToPair(new_key_pair().public))
        for _ in range(10 * ASKS_PER_S):
            knock.send(flood)
        while door.router.poll(500):
            door.answer(1.0, UTC_NOW)
        public = new_key_pair().public
        knock.send(encode(AskToPair(public)))
        assert door.router.poll(5000)
        door.answer(1.1, UTC_NOW)
        assert public in [agent.public_key for agent in door.waiting.all()]
    finally:
        knock.close()
        door.router.close()
        context.term()


def test_a_door_that_is_taken_leaves_the_hub_at_work(floor, caplog):
    context = zmq.Context()
    squatter = context.socket(zmq.REP)
    taken = free_port() + 1
    squatter.bind(f"tcp://127.0.0.1:{taken}")
    hub = Hub(SystemClock(), new_key_pair(), "127.0.0.1", taken - 1)
    try:
        hub.start()
        assert (hub.port, hub.door_port, hub.waiting()) == (taken - 1, 0, [])
        assert "door stays shut" in caplog.text
    finally:
        hub.stop()
        squatter.close(0)
        context.term()
