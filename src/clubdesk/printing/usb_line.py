"""A printer on USB without a driver of the system's own, by pyusb: bulk pipes of its printer class.

The library is imported when the first paper goes there. Used on the print queue's thread only.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clubdesk.foundation.translate import mark
from clubdesk.printing.link import PrinterUnreachableError
from clubdesk.printing.wire_link import WireLink

if TYPE_CHECKING:
    from usb.backend import IBackend
    from usb.core import Device, Interface

NOT_INSTALLED = mark(
    "USB printers need libusb: install libusb-1.0, or choose the system's own printer in Settings."
)
NOT_THERE = mark("The USB printer is not found: plug it in and switch it on.")
NOT_ALLOWED = mark("This user may not use the USB printer: allow it, or close the other program.")
NO_PIPE = mark("The USB device takes no papers: choose another device in Settings.")
PULLED = mark("The USB printer is gone: check its power and its cable.")

_PRINTER_CLASS = 7
_BULK, _INWARD = 2, 0x80
_PIECE = 4096
_ADDRESS = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class UsbPrinter:
    """A printer by its maker's and product's number, such as ``04b8:0202``.

    Attributes:
        address: Empty takes the first device that calls itself a printer.
        timeout_s: Bounds each piece of a paper; ``status_s`` the wait for one answer.
        backend: How pyusb reaches the bus; None for the system's libusb.
    """

    address: str = ""
    timeout_s: float = 2.0
    status_s: float = 1.0
    backend: IBackend | None = None

    def connect(self) -> WireLink:
        """Takes the printer's interface; see ``Printer``."""
        try:
            import usb.core
        except ImportError as error:
            raise PrinterUnreachableError(str(error), NOT_INSTALLED) from error
        try:
            return WireLink(self._claim(), PULLED)
        except usb.core.NoBackendError as error:
            raise PrinterUnreachableError(str(error), NOT_INSTALLED) from error
        except OSError as error:
            raise PrinterUnreachableError(str(error), NOT_ALLOWED) from error

    def _claim(self) -> UsbWire:
        device = self._find()
        if device is None:
            raise PrinterUnreachableError(f"no USB printer {self.address}", NOT_THERE)
        interface = _printer_interface(device)
        number = interface.bInterfaceNumber
        with contextlib.suppress(NotImplementedError):
            if device.is_kernel_driver_active(number):
                device.detach_kernel_driver(number)
        import usb.util

        usb.util.claim_interface(device, number)
        return UsbWire(device, interface, self.timeout_s, self.status_s)

    def _find(self) -> Device | None:
        import usb.core

        matched = _ADDRESS.fullmatch(self.address.strip())
        if matched is not None:
            maker, product = (int(part, 16) for part in matched.groups())
            return usb.core.find(idVendor=maker, idProduct=product, backend=self.backend)
        return usb.core.find(custom_match=_is_printer, backend=self.backend)


class UsbWire:
    """Bytes over the bulk pipes of one claimed interface; see ``Wire``."""

    def __init__(
        self, device: Device, interface: Interface, timeout_s: float, status_s: float
    ) -> None:
        self._device = device
        self._number: int = interface.bInterfaceNumber
        self._out = _pipe(interface, inward=False)
        self._in = _pipe(interface, inward=True)
        self._write_ms = round(timeout_s * 1000)
        self._status_ms = round(status_s * 1000)
        if self._out is None:
            raise PrinterUnreachableError("no bulk pipe outward", NO_PIPE)

    def send(self, data: memoryview) -> int:
        """Writes a piece; libusb tells what of it was taken."""
        taken: int = self._device.write(self._out, bytes(data[:_PIECE]), self._write_ms)
        return taken

    def receive(self) -> bytes:
        """What the printer answers."""
        return self._read(self._status_ms)

    def drain(self) -> None:
        """Throws away what came late."""
        with contextlib.suppress(TimeoutError):
            while self._read(1):
                pass

    def close(self) -> None:
        """Gives the interface back, to the system's driver too if it had it."""
        import usb.util

        with contextlib.suppress(OSError):
            usb.util.release_interface(self._device, self._number)
        usb.util.dispose_resources(self._device)
        with contextlib.suppress(OSError, NotImplementedError):
            self._device.attach_kernel_driver(self._number)

    def _read(self, within_ms: int) -> bytes:
        import usb.core

        if self._in is None:
            raise TimeoutError("the printer has no pipe for answers")
        try:
            answer = bytes(self._device.read(self._in, 64, within_ms))
        except usb.core.USBTimeoutError as error:
            raise TimeoutError(str(error)) from error
        if not answer:
            raise TimeoutError("the printer is silent")
        return answer


def _is_printer(device: Device) -> bool:
    try:
        return any(
            interface.bInterfaceClass == _PRINTER_CLASS
            for configuration in device
            for interface in configuration
        )
    except OSError:
        return False  # a device that may not be read is none of ours


def _printer_interface(device: Device) -> Interface:
    configuration = device.get_active_configuration()
    faces = list(configuration)
    printers = [face for face in faces if face.bInterfaceClass == _PRINTER_CLASS]
    chosen = [face for face in printers or faces if _pipe(face, inward=False) is not None]
    if not chosen:
        raise PrinterUnreachableError("no printer interface", NO_PIPE)
    return chosen[0]


def _pipe(interface: Interface, *, inward: bool) -> int | None:
    for end in interface:
        is_in = bool(end.bEndpointAddress & _INWARD)
        if end.bmAttributes & 3 == _BULK and is_in is inward:
            return int(end.bEndpointAddress)
    return None
