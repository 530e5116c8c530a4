"""Who is there, who is lost, and who speaks for a station."""

from datetime import UTC, datetime

import pytest

from clubdesk.agent_hub.roster import Heard, Roster
from clubdesk.services.ports_hub import LinkState
from clubdesk.wire.messages import Heartbeat, Hello

NOW = datetime(2026, 11, 2, tzinfo=UTC)
A, B = "a" * 40, "b" * 40


@pytest.fixture
def roster():
    roster = Roster(lost_after_s=5.0)
    roster.pair({1: A, 2: B})
    return roster


def beats(roster, key, route, at, number=1):
    heard, seat = roster.heard(key, route, at)
    roster.beat(seat, Heartbeat(number, 1, 3, is_open=False), at, NOW)
    return heard


def test_a_connection_comes_once_and_is_known_from_then_on(roster):
    assert beats(roster, A, b"r1", 0.0) is Heard.CAME
    assert beats(roster, A, b"r1", 2.0) is Heard.KNOWN
    assert roster.seats[1].state is LinkState.UP
    assert roster.seats[1].link().applied_seq == 3


def test_silence_is_lost_once_it_lasts_too_long_and_is_told_once(roster):
    beats(roster, A, b"r1", 0.0)
    assert roster.sweep(5.0) == []
    assert [seat.station_id for seat in roster.sweep(5.1)] == [1]
    assert roster.sweep(9.0) == []
    assert roster.seats[2].state is LinkState.NEVER_SEEN


def test_the_lost_come_back(roster):
    beats(roster, A, b"r1", 0.0)
    roster.sweep(6.0)
    assert beats(roster, A, b"r2", 7.0) is Heard.CAME
    assert roster.seats[1].state is LinkState.UP


def test_the_newest_connection_of_a_key_speaks(roster):
    beats(roster, A, b"r1", 0.0)
    assert beats(roster, A, b"r2", 1.0) is Heard.TOOK_OVER
    heard, seat = roster.heard(A, b"r1", 1.5)
    assert heard is Heard.REPLACED
    assert seat.route == b"r2"


def test_a_replaced_connection_is_heard_again_once_the_newer_is_lost(roster):
    beats(roster, A, b"r1", 0.0)
    beats(roster, A, b"r2", 1.0)
    roster.sweep(7.0)
    assert roster.heard(A, b"r1", 7.5)[0] is Heard.CAME
    assert roster.seats[1].route == b"r1"


def test_a_new_connection_forgets_the_heartbeats_of_the_old(roster):
    beats(roster, A, b"r1", 0.0, number=40)
    roster.heard(A, b"r2", 1.0)
    assert roster.seats[1].beat == 0


def test_a_new_start_counts_its_heartbeats_anew(roster):
    beats(roster, A, b"r1", 0.0, number=40)
    roster.greet(roster.seats[1], Hello(1, "1.0", "pc"))
    assert roster.seats[1].beat == 0
    assert roster.seats[1].link().hostname == "pc"


def test_pairing_keeps_who_keeps_the_key_and_forgets_the_others(roster):
    beats(roster, A, b"r1", 0.0)
    beats(roster, B, b"r2", 0.0)
    assert roster.pair({1: A, 3: B}) == [3]
    assert roster.seats[1].state is LinkState.UP
    assert roster.seats[3].state is LinkState.NEVER_SEEN
    assert (roster.station_of(B), roster.station_of("c" * 40)) == (3, 0)
    assert roster.pair({1: B}) == [1]
    assert not roster.knows(A)
    with pytest.raises(KeyError):
        roster.heard(A, b"r1", 1.0)
