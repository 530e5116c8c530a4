"""Wake-on-LAN packets leave for proper addresses alone, and from their own thread."""

import threading

import pytest

from clubdesk.agent_hub.wake import LanWaker
from clubdesk.foundation.errors import DeskError


@pytest.mark.parametrize("mac", ["00:1B:21:0A:0B:FF", " 00-1b-21-0a-0b-ff "])
def test_a_packet_leaves_from_another_thread(mac):
    sent, there = [], threading.Event()

    def send(address: str) -> None:
        sent.append((address, threading.current_thread().name))
        there.set()

    waker = LanWaker(send)
    waker.wake(mac)
    assert there.wait(5)
    waker.stop()
    assert sent == [("00:1b:21:0a:0b:ff", "wake-on-lan")]


@pytest.mark.parametrize("mac", ["", "00:1b:21:0a:0b", "00:1b:21:0a:0b:zz", "pc-07"])
def test_what_is_no_address_is_refused(mac):
    with pytest.raises(DeskError) as refused:
        LanWaker(lambda _mac: None).wake(mac)
    assert refused.value.code == "wake.bad_mac"
    assert refused.value.what_to_do


def test_a_network_that_refuses_is_logged_and_no_more(caplog):
    def send(_mac: str) -> None:
        raise OSError("no network")

    waker = LanWaker(send)
    waker.wake("00:1b:21:0a:0b:ff")
    waker.stop()
    assert "00:1b:21:0a:0b:ff was not sent" in caplog.text


def test_the_real_packet_is_made_as_the_standard_says(monkeypatch):
    import wakeonlan

    packets = []
    monkeypatch.setattr(wakeonlan, "wake", lambda mac: packets.append(mac))
    waker = LanWaker()
    waker.wake("00:1b:21:0a:0b:ff")
    waker.stop()
    assert packets == ["00:1b:21:0a:0b:ff"]
    packet = wakeonlan.create_magic_packet("00:1b:21:0a:0b:ff")
    assert packet == b"\xff" * 6 + bytes.fromhex("001b210a0bff") * 16
