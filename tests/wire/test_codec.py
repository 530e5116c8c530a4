"""Messages arrive as they were said; anything else is a WireError."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.wire.codec import (
    MAX_DOOR_BYTES,
    MAX_FRAME_BYTES,
    WireError,
    decode_at_door,
    decode_card,
    decode_from_agent,
    decode_from_desk,
    encode,
)
from clubdesk.wire.messages import (
    MAX_LEFT_MS,
    AskToPair,
    DeskCard,
    Heartbeat,
    Hello,
    Lease,
    Order,
    OrderAck,
    Pulse,
    Replaced,
)

counts = st.integers(0, 2**62)
millis = st.integers(0, MAX_LEFT_MS)
beats = st.integers(1, 2**62)
texts = st.text(max_size=60)

from_agent = st.one_of(
    st.builds(
        Hello,
        st.integers(1, 1000),
        st.text(max_size=32),
        texts,
        st.sampled_from(["", "00:1b:21:0a:0b:ff"]),
        texts,
    ),
    st.builds(Heartbeat, beats, counts, counts, st.booleans(), st.none() | millis, counts, counts),
    st.builds(
        OrderAck,
        st.text(min_size=1, max_size=64),
        st.sampled_from(["done", "expired", "failed"]),
        texts,
    ),
)
warnings = st.lists(st.integers(1, 1440), max_size=10).map(tuple)
from_desk = st.one_of(
    st.builds(
        Lease,
        counts,
        counts,
        st.just("open"),
        millis,
        counts,
        beats,
        millis,
        texts,
        warnings,
    ),
    st.builds(Lease, counts, counts, st.just("locked"), st.none(), counts, beats),
    st.builds(
        Order,
        st.text(min_size=1, max_size=64),
        st.sampled_from(["restart", "shut_down", "message"]),
        st.text(max_size=500),
        st.integers(1, 3600_000),
        beats,
        millis,
    ),
    st.builds(Pulse, beats, st.booleans()),
    st.just(Replaced()),
)


@given(from_agent)
def test_what_an_agent_says_arrives_as_it_was_said(message):
    assert decode_from_agent(encode(message)) == message


@given(from_desk)
def test_what_the_desk_says_arrives_as_it_was_said(message):
    assert decode_from_desk(encode(message)) == message


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_a_wire_error(frame):
    for decode in (decode_from_agent, decode_from_desk, decode_at_door, decode_card):
        try:
            decode(frame)
        except WireError:
            continue


@given(from_desk, st.data())
def test_a_broken_frame_is_a_message_or_a_wire_error(message, data):
    frame = bytearray(encode(message))
    at = data.draw(st.integers(0, len(frame) - 1))
    frame[at] ^= data.draw(st.integers(1, 255))
    try:
        decode_from_desk(bytes(frame))
    except WireError:
        return


@given(from_agent)
def test_one_side_never_takes_the_other_sides_words(message):
    with pytest.raises(WireError):
        decode_from_desk(encode(message))


@given(from_desk)
def test_a_frame_cut_short_is_refused(message):
    with pytest.raises(WireError):
        decode_from_desk(encode(message)[:-1])


@pytest.mark.parametrize(
    "fields",
    [
        [2, 0, 1, 1, True, 5, 1, 0],  # heartbeats count from one
        [2, 1, -1, 1, True, 5, 1, 0],
        [2, 1, 1, 1, "yes", 5, 1, 0],
        [2, 1, 1, 1, True, MAX_LEFT_MS + 1, 1, 0],
        [1, 1, "x" * 33],
        [1, 1, "1.0", "host", "not a mac"],
        [3, "", "done"],
        [3, "id", "perhaps"],
        [9, 1],
        [],
    ],
)
def test_an_agent_cannot_say_what_is_out_of_range(fields):
    with pytest.raises(WireError):
        decode_from_agent(msgspec.msgpack.encode(fields))


@pytest.mark.parametrize(
    "fields",
    [
        [65, 1, 1, "open", None, 1, 1],  # open without an end
        [65, 1, 1, "locked", 5, 1, 1],
        [65, 1, 1, "ajar", 5, 1, 1],
        [65, 1, 1, "open", -5, 1, 1],
        [65, 1, 1, "open", 5, 1, 1, 0, "", [0]],
        [66, "id", "format_disk", "", 1000, 1],
        [66, "id", "restart", "", 0, 1],
        [66, "id", "message", "x" * 501, 1000, 1],
    ],
)
def test_the_desk_cannot_say_what_is_out_of_range(fields):
    with pytest.raises(WireError):
        decode_from_desk(msgspec.msgpack.encode(fields))


def test_a_newer_writer_may_add_fields_at_the_end():
    frame = msgspec.msgpack.encode([67, 4, True, "something new", 17])
    assert decode_from_desk(frame) == Pulse(4, say_hello=True)


def test_a_frame_that_is_too_long_is_refused_unread():
    with pytest.raises(WireError, match="longer than"):
        decode_from_agent(b"\x00" * (MAX_FRAME_BYTES + 1))
    with pytest.raises(WireError, match="longer than"):
        decode_at_door(b"\x00" * (MAX_DOOR_BYTES + 1))


def test_the_door_has_words_of_its_own():
    asked = AskToPair("k" * 40, "pc-07", "00:1b:21:0a:0b:ff")
    assert decode_at_door(encode(asked)) == asked
    assert decode_card(encode(DeskCard("d" * 40))) == DeskCard("d" * 40)
    with pytest.raises(WireError):
        decode_from_agent(encode(asked))
