"""A printer on the network: its states are read truly and it never holds up the desk."""

import socket
import time

import pytest

from clubdesk.demo.virtual_printer import VirtualPrinter
from clubdesk.printing.link import PrinterLostError, PrinterUnreachableError
from clubdesk.printing.network import NetworkPrinter
from clubdesk.printing.status import PaperRoll


@pytest.fixture
def device():
    printer = VirtualPrinter().start()
    yield printer
    printer.stop()


def at(port: int) -> NetworkPrinter:
    return NetworkPrinter("127.0.0.1", port, timeout_s=0.3, status_s=0.3)


def test_the_status_of_a_well_printer_is_read(device):
    with at(device.port).connect() as link:
        assert link.status().ready is True


@pytest.mark.parametrize("fault", ["offline", "paper_out", "cover_open"])
def test_each_fault_is_seen(device, fault):
    setattr(device.faults, fault, True)
    with at(device.port).connect() as link:
        assert link.status().ready is False


def test_little_paper_is_seen(device):
    device.faults.paper_low = True
    with at(device.port).connect() as link:
        assert link.status().paper is PaperRoll.NEAR_END


def test_a_silent_printer_is_not_known_to_be_well(device):
    device.faults.silent = True
    with at(device.port).connect() as link:
        assert link.status().ready is None


def test_nobody_at_the_address_is_told_as_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(PrinterUnreachableError):
        at(port).connect()


def test_a_printer_that_reads_nothing_does_not_hold_the_desk():
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        began = time.monotonic()
        link = at(listener.getsockname()[1]).connect()
        with link, pytest.raises(PrinterLostError) as lost:
            link.write(bytes(64_000_000))
        assert lost.value.sent > 0
        assert time.monotonic() - began < 2


def test_a_late_answer_is_not_taken_for_the_next_one(device):
    with at(device.port).connect() as link:
        link.write(b"\x10\x04\x01")
        assert link._wire.socket.recv(1, socket.MSG_PEEK)
        device.faults.paper_out = True
        assert link.status().paper is PaperRoll.OUT
