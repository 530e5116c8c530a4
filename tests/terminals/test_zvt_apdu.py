"""Messages over TCP and frames over a serial line: they come back whole, and hostile bytes end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.terminals.zvt_apdu import Apdu, ApduStream, GarbledError, whole_message
from clubdesk.terminals.zvt_frame import ACK, NAK, FrameStream, checksum, framed


def test_a_short_and_a_long_message_as_the_protocol_writes_them() -> None:
    assert Apdu(0x0601, b"\x01\x02").encoded() == bytes.fromhex("06 01 02 01 02")
    long = Apdu(0x06D3, bytes(861)).encoded()
    assert long[:5] == bytes.fromhex("06 D3 FF 5D 03")  # 861, the lower byte first
    assert Apdu(0x06D3, bytes(254)).encoded()[2] == 254
    assert Apdu(0x06D3, bytes(255)).encoded()[:5] == bytes.fromhex("06 D3 FF FF 00")
    with pytest.raises(ValueError, match="too long"):
        Apdu(0x06D3, bytes(65_536)).encoded()


def test_acknowledgements_and_refusals_are_told_apart() -> None:
    assert Apdu(0x8000).is_acknowledgement
    assert Apdu(0x8400).is_acknowledgement
    assert not Apdu(0x8400).is_refusal
    assert Apdu(0x849C).is_refusal
    assert not Apdu(0x060F).is_acknowledgement


def test_the_data_never_shows_in_a_trace() -> None:
    assert "4111" not in repr(Apdu(0x040F, b"4111111111111111"))


messages = st.builds(Apdu, st.integers(0, 0xFFFF), st.binary(max_size=600))


@given(st.lists(messages, max_size=5), st.data())
def test_messages_come_back_whole_however_they_are_cut(sent: list[Apdu], data) -> None:
    stream = ApduStream()
    wire = b"".join(one.encoded() for one in sent)
    heard = []
    while wire:
        size = data.draw(st.integers(1, len(wire)))
        stream.feed(wire[:size])
        wire = wire[size:]
        while (apdu := stream.next()) is not None:
            heard.append(apdu)
    assert heard == sent
    assert not stream.is_midway


@given(st.binary(max_size=300))
def test_a_message_is_whole_or_refused(data: bytes) -> None:
    try:
        apdu = whole_message(data)
    except GarbledError:
        return
    assert whole_message(apdu.encoded()) == apdu


def test_the_checksum_is_kermit() -> None:
    assert checksum(b"123456789") == 0x2189


def test_a_frame_as_it_lies_on_the_line() -> None:
    crc = checksum(bytes.fromhex("80 00 00 03")).to_bytes(2, "little")
    assert framed(bytes.fromhex("80 00 00")) == bytes.fromhex("10 02 80 00 00 10 03") + crc
    assert framed(b"\x10").startswith(bytes.fromhex("10 02 10 10 10 03"))


@given(st.lists(st.binary(max_size=200), max_size=4))
def test_frames_come_back_with_the_bytes_between_them(sent: list[bytes]) -> None:
    stream = FrameStream()
    wire = b"".join(bytes([ACK]) + framed(one) + bytes([NAK]) for one in sent)
    heard = [found for byte in wire for found in stream.feed(bytes([byte]))]
    assert [one for one in heard if isinstance(one, bytes)] == sent
    assert heard.count(ACK) == heard.count(NAK) == len(sent)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_wrong_byte_never_passes_as_the_message(message: bytes, data) -> None:
    wire = bytearray(framed(message))
    at = data.draw(st.integers(0, len(wire) - 1))
    wire[at] ^= data.draw(st.integers(1, 255))
    heard = FrameStream().feed(bytes(wire))
    assert all(one is None or isinstance(one, int) for one in heard if one != message)
    assert message not in heard


@given(st.binary(max_size=400))
def test_noise_on_the_line_ends_and_a_frame_after_it_is_heard(noise: bytes) -> None:
    stream = FrameStream()
    stream.feed(noise)
    # Two frames: the first may be swallowed by what the noise had begun.
    heard = stream.feed(framed(b"one") + framed(b"two"))
    assert b"two" in heard
