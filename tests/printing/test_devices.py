"""Printers on a serial line, on USB and behind a file: papers arrive whole, trouble is told."""

import os
import select
import threading
import tty

import pytest
import usb.backend
from usb.core import USBError, USBTimeoutError

from clubdesk.printing import file_printer, serial_line, spooler, usb_line
from clubdesk.printing.file_printer import FilePrinter
from clubdesk.printing.link import PrinterLostError, PrinterUnreachableError
from clubdesk.printing.serial_line import SerialPrinter
from clubdesk.printing.spooler import SpoolerPrinter, spooler_status
from clubdesk.printing.status import PaperRoll
from clubdesk.printing.usb_line import UsbPrinter

PAPER = bytes(range(256)) * 40
ANSWERS = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}


class Tty:
    """The printer's end of a serial line: a pseudo terminal that reads and answers."""

    def __init__(self, *, reads: bool = True, answers: bool = True) -> None:
        self.end, other = os.openpty()
        tty.setraw(other)
        self.path = os.ttyname(other)
        self._other = other
        self.got = b""
        self._reads, self._answers = reads, answers
        self._stop_in, self._stop_out = os.pipe()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        os.write(self._stop_out, b"x")
        self._thread.join(5)
        for handle in (self.end, self._other, self._stop_in, self._stop_out):
            os.close(handle)

    def _serve(self) -> None:
        watched = [self._stop_in, *([self.end] if self._reads else [])]
        while self._stop_in not in (ready := select.select(watched, [], [])[0]):
            if ready:
                self._take(os.read(self.end, 4096))

    def _take(self, data: bytes) -> None:
        if len(data) == 3 and data[:2] == b"\x10\x04":
            if self._answers:
                os.write(self.end, bytes([ANSWERS[data[2]]]))
        else:
            self.got += data


@pytest.fixture
def line(request):
    made = Tty(**getattr(request, "param", {}))
    yield made
    made.close()


WAYS = {
    "serial": lambda path: SerialPrinter(path, 115200, timeout_s=0.3, status_s=0.3),
    "device": lambda path: FilePrinter(path, timeout_s=0.3, status_s=0.3),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_paper_goes_whole_down_a_line_and_the_printer_answers(line, way, qtbot) -> None:
    with WAYS[way](line.path).connect() as link:
        assert link.status().ready is True
        link.write(PAPER)
        qtbot.waitUntil(lambda: line.got == PAPER)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("line", [{"answers": False}], indirect=True)
def test_a_silent_printer_is_not_known_to_be_well(line, way) -> None:
    with WAYS[way](line.path).connect() as link:
        assert link.status().ready is None


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("line", [{"reads": False}], indirect=True)
def test_a_printer_that_takes_nothing_is_given_up_and_nothing_is_called_unsent(line, way) -> None:
    with WAYS[way](line.path).connect() as link, pytest.raises(PrinterLostError) as lost:
        link.write(PAPER * 40)
    assert lost.value.sent > 0


@pytest.mark.parametrize(
    ("printer", "advice"),
    [
        (SerialPrinter("/dev/ttyNOTHING7"), serial_line.NOT_THERE),
        (SerialPrinter(""), serial_line.NOT_THERE),
        (FilePrinter("/nowhere/at/all"), file_printer.NOT_THERE),
        (FilePrinter("/dev/null/lp0"), file_printer.NOT_THERE),
        (FilePrinter("a\x00b"), file_printer.NOT_THERE),
        (SpoolerPrinter("EPSON"), spooler.NOT_WINDOWS),
    ],
)
def test_a_device_that_is_not_there_says_what_to_do(printer, advice) -> None:
    with pytest.raises(PrinterUnreachableError) as refused:
        printer.connect()
    assert refused.value.advice == advice


def test_a_serial_port_in_use_is_told(line) -> None:
    with SerialPrinter(line.path).connect(), pytest.raises(PrinterUnreachableError) as refused:
        SerialPrinter(line.path).connect()
    assert refused.value.advice == serial_line.NOT_ALLOWED


def test_a_folder_gets_a_file_for_each_paper(tmp_path) -> None:
    for paper in (b"first", b"second"):
        with FilePrinter(str(tmp_path)).connect() as link:
            assert link.status().ready is True
            link.write(paper)
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found == {"paper-000001.bin": b"first", "paper-000002.bin": b"second"}


def test_a_file_grows_by_each_paper(tmp_path) -> None:
    path = tmp_path / "papers.bin"
    for paper in (b"first", b"second"):
        with FilePrinter(str(path)).connect() as link:
            link.write(paper)
    assert path.read_bytes() == b"firstsecond"


def test_a_folder_that_goes_away_meanwhile_loses_nothing_but_that_try(tmp_path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    with FilePrinter(str(folder)).connect() as link:
        folder.rmdir()
        folder.write_bytes(b"")
        os.chmod(folder, 0)
        folder.unlink()
        (tmp_path / "share").symlink_to(tmp_path / "gone" / "deeper")
        with pytest.raises(PrinterLostError) as lost:
            link.write(PAPER)
    assert lost.value.sent == 0


class UsbBus(usb.backend.IBackend):
    """A USB bus made of software with one printer on it, under pyusb's own machinery."""

    def __init__(self, *, is_printer: bool = True) -> None:
        self.interface_class = 7 if is_printer else 8
        self.got = b""
        self.asked = b""
        self.jammed = self.pulled = False
        self.claimed = 0
        self.driver = True

    def enumerate_devices(self):
        return ["printer"]

    def get_device_descriptor(self, dev):
        return _Descriptor(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=0x04B8, idProduct=0x0202,
            bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=0, bNumConfigurations=1,
            address=1, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev, config):
        return _Descriptor(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev, intf, alt, config):
        if intf or alt:
            raise IndexError
        return _Descriptor(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=self.interface_class, bInterfaceSubClass=1, bInterfaceProtocol=2,
            iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev, ep, intf, alt, config):
        return _Descriptor(
            bLength=7, bDescriptorType=5, bEndpointAddress=(0x01, 0x82)[ep], bmAttributes=2,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev):
        return dev

    def close_device(self, dev_handle):
        pass

    def get_configuration(self, dev_handle):
        return 1

    def claim_interface(self, dev_handle, intf):
        self.claimed += 1

    def release_interface(self, dev_handle, intf):
        self.claimed -= 1

    def is_kernel_driver_active(self, dev_handle, intf):
        return self.driver

    def detach_kernel_driver(self, dev_handle, intf):
        self.driver = False

    def attach_kernel_driver(self, dev_handle, intf):
        self.driver = True

    def bulk_write(self, dev_handle, ep, intf, data, timeout):
        if self.pulled:
            raise USBError("No such device", errno=19)
        if self.jammed:
            raise USBTimeoutError("Operation timed out", errno=110)
        sent = bytes(data)
        if len(sent) == 3 and sent.startswith(b"\x10\x04"):
            self.asked = sent[2:]
        else:
            self.got += sent
        return len(sent)

    def bulk_read(self, dev_handle, ep, intf, buff, timeout):
        if not self.asked:
            raise USBTimeoutError("Operation timed out", errno=110)
        buff[0] = ANSWERS[self.asked[0]]
        self.asked = b""
        return 1


class _Descriptor:
    def __init__(self, **fields) -> None:
        self.__dict__.update(fields)


@pytest.mark.parametrize("address", ["", "04b8:0202", " 04B8:0202 "])
def test_a_usb_printer_is_found_asked_written_to_and_given_back(address) -> None:
    bus = UsbBus()
    with UsbPrinter(address, backend=bus).connect() as link:
        assert bus.claimed == 1
        assert not bus.driver
        assert link.status().ready is True
        link.write(PAPER)
    assert bus.got == PAPER
    assert bus.claimed == 0
    assert bus.driver


@pytest.mark.parametrize(
    ("bus", "address"), [(UsbBus(), "1234:5678"), (UsbBus(is_printer=False), "")]
)
def test_a_usb_printer_that_is_not_plugged_in_is_told(bus, address) -> None:
    with pytest.raises(PrinterUnreachableError) as refused:
        UsbPrinter(address, backend=bus).connect()
    assert refused.value.advice == usb_line.NOT_THERE


@pytest.mark.parametrize("trouble", ["pulled", "jammed"])
def test_a_usb_printer_that_fails_before_a_byte_leaves_the_paper_unsent(trouble) -> None:
    bus = UsbBus()
    with UsbPrinter(backend=bus).connect() as link:
        setattr(bus, trouble, True)
        with pytest.raises(PrinterLostError) as lost:
            link.write(PAPER)
    assert lost.value.sent == 0
    assert lost.value.advice == usb_line.PULLED


@pytest.mark.parametrize(
    ("status", "attributes", "ready", "problem"),
    [
        (0, 0, None, ""),
        (0x10, 0, False, "paper"),
        (0x400000, 0, False, "cover"),
        (0x80, 0, False, "offline"),
        (0, 0x400, False, "offline"),
        (0x01, 0, False, "offline"),
        (0x08, 0, False, "error"),
        (0x02, 0, False, "error"),
    ],
)
def test_the_bits_of_the_windows_spooler_are_read(status, attributes, ready, problem) -> None:
    read = spooler_status(status, attributes)
    assert read.ready is ready
    assert problem in read.problem
    assert read.paper is (PaperRoll.OUT if status == 0x10 else PaperRoll.UNKNOWN)
