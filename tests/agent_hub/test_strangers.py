"""Refusals are counted always, told now and then, and found in the socket's events."""

import zmq

from clubdesk.agent_hub.gate import HandshakeWatch
from clubdesk.agent_hub.strangers import Refusal, Stranger, StrangerLog

KNOCK = Stranger(Refusal.UNPAIRED_KEY, "k" * 40, "10.0.0.9", detail="d" * 500)


def test_the_same_is_told_once_a_minute_with_how_often_it_came():
    log = StrangerLog(quiet_s=60.0)
    first = log.note(KNOCK, 0.0)
    assert (first.times, len(first.detail)) == (1, 120)
    assert [log.note(KNOCK, at) for at in (1.0, 30.0, 59.9)] == [None, None, None]
    assert log.note(KNOCK, 60.0).times == 4
    assert log.counts[Refusal.UNPAIRED_KEY] == 5


def test_others_are_told_on_their_own():
    log = StrangerLog()
    assert log.note(KNOCK, 0.0)
    assert log.note(Stranger(Refusal.UNPAIRED_KEY, "other"), 0.0)
    assert log.note(Stranger(Refusal.GARBAGE, "k" * 40), 0.0)


def test_a_flood_of_keys_does_not_fill_the_memory():
    log = StrangerLog()
    for number in range(5000):
        log.note(Stranger(Refusal.UNPAIRED_KEY, str(number)), 0.0)
    assert len(log._told) <= 256


def watch():
    told = []
    return HandshakeWatch(told.append), told


def test_a_connection_that_leaves_without_a_handshake_is_told_of():
    handshakes, told = watch()
    handshakes.saw(zmq.EVENT_ACCEPTED, 14)
    handshakes.saw(zmq.EVENT_DISCONNECTED, 14)
    assert [stranger.refusal for stranger in told] == [Refusal.BROKEN_HANDSHAKE]


def test_an_agent_that_leaves_is_not():
    handshakes, told = watch()
    handshakes.saw(zmq.EVENT_ACCEPTED, 14)
    handshakes.saw(zmq.EVENT_HANDSHAKE_SUCCEEDED, 0)
    handshakes.saw(zmq.EVENT_DISCONNECTED, 14)
    assert told == []


def test_a_forged_handshake_is_told_of_once():
    handshakes, told = watch()
    handshakes.saw(zmq.EVENT_ACCEPTED, 14)
    handshakes.saw(zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL, 0x10000011)
    handshakes.saw(zmq.EVENT_DISCONNECTED, 14)
    assert len(told) == 1


def test_a_key_that_the_doorkeeper_told_of_is_not_told_of_twice():
    handshakes, told = watch()
    handshakes.saw(zmq.EVENT_ACCEPTED, 14)
    handshakes.saw(zmq.EVENT_HANDSHAKE_FAILED_AUTH, 400)
    handshakes.saw(zmq.EVENT_DISCONNECTED, 14)
    assert told == []
