"""A printer that Windows knows, by its name: raw bytes through the spooler (winspool.drv).

Nothing has to be installed for it. Windows only; used on the print queue's thread only.
"""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from clubdesk.foundation.translate import mark
from clubdesk.printing.bounded import bounded
from clubdesk.printing.link import PrinterLink, PrinterLostError, PrinterUnreachableError
from clubdesk.printing.status import PaperRoll, PrinterStatus

NOT_WINDOWS = mark("A Windows printer is chosen and this is no Windows: choose another one.")
NOT_THERE = mark("Windows knows no printer of this name: look at its name in Settings.")
HANGS = mark("Windows does not take the paper: start its print spooler anew.")

_PAPER_OUT, _PAPER_JAM, _PAPER_PROBLEM = 0x10, 0x08, 0x40
_PAUSED, _ERROR, _OFFLINE = 0x01, 0x02, 0x80
_NOT_AVAILABLE, _DOOR_OPEN, _INTERVENTION = 0x1000, 0x400000, 0x100000
_WORK_OFFLINE = 0x400
"""Bits of PRINTER_INFO_2: its Status, and of its Attributes "use printer offline"."""


def spooler_status(status: int, attributes: int) -> PrinterStatus:
    """What the spooler's bits mean. Without a bit it is online; the spooler sees no paper."""
    away = status & (_OFFLINE | _NOT_AVAILABLE | _PAUSED) or attributes & _WORK_OFFLINE
    wrong = status & (_ERROR | _PAPER_JAM | _PAPER_PROBLEM | _INTERVENTION)
    return PrinterStatus(
        online=not away,
        cover_open=bool(status & _DOOR_OPEN),
        paper=PaperRoll.OUT if status & _PAPER_OUT else PaperRoll.UNKNOWN,
        error=bool(wrong),
    )


@dataclass(frozen=True, slots=True)
class SpoolerPrinter:
    """A printer by the name that Windows shows. ``timeout_s`` bounds each call of the spooler."""

    name: str
    timeout_s: float = 5.0

    def connect(self) -> PrinterLink:
        """Opens the printer; see ``Printer``."""
        if sys.platform != "win32":
            raise PrinterUnreachableError("no spooler here", NOT_WINDOWS)
        try:
            spool = bounded(lambda: _Spool(self.name), self.timeout_s)
        except TimeoutError as error:
            raise PrinterUnreachableError("the spooler hangs", HANGS) from error
        except OSError as error:
            raise PrinterUnreachableError(str(error), NOT_THERE) from error
        return SpoolerLink(spool, self.timeout_s)


class SpoolerLink:
    """One open printer; see ``PrinterLink``."""

    def __init__(self, spool: _Spool, timeout_s: float) -> None:
        self._spool = spool
        self._timeout_s = timeout_s

    def status(self) -> PrinterStatus:
        """Asks the spooler."""
        try:
            return spooler_status(*bounded(self._spool.state, self._timeout_s))
        except OSError as error:
            raise PrinterLostError(0, HANGS) from error

    def write(self, data: bytes) -> None:
        """Puts the paper into the spool as one raw document."""
        try:
            bounded(lambda: self._spool.put(data), self._timeout_s)
        except OSError as error:
            # A document that was begun may be printed as far as it came.
            sent = self._spool.sent or int(isinstance(error, TimeoutError))
            raise PrinterLostError(sent, HANGS) from error

    def __enter__(self) -> SpoolerLink:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._spool.close()


class _DocInfo(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_wchar_p),
        ("output", ctypes.c_wchar_p),
        ("kind", ctypes.c_wchar_p),
    )


class _PrinterInfo2(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_wchar_p) for name in ("server", "printer", "share", "port", "driver")),
        ("comment", ctypes.c_wchar_p),
        ("location", ctypes.c_wchar_p),
        ("mode", ctypes.c_void_p),
        *((name, ctypes.c_wchar_p) for name in ("separator", "processor", "kind", "parameters")),
        ("security", ctypes.c_void_p),
        ("attributes", ctypes.c_uint32),
        *((name, ctypes.c_uint32) for name in ("priority", "default", "start", "until")),
        ("status", ctypes.c_uint32),
        ("jobs", ctypes.c_uint32),
        ("speed", ctypes.c_uint32),
    )


class _Spool:
    """The few calls of winspool.drv that a raw document needs; each raises ``OSError``."""

    def __init__(self, name: str) -> None:
        self._calls: Any = ctypes.WinDLL("winspool.drv", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
        self._handle = ctypes.c_void_p()
        self.sent = 0
        self._must(self._calls.OpenPrinterW(name, ctypes.byref(self._handle), None))

    def state(self) -> tuple[int, int]:
        """Status and Attributes of PRINTER_INFO_2."""
        needed = ctypes.c_uint32()
        self._calls.GetPrinterW(self._handle, 2, None, 0, ctypes.byref(needed))
        room = ctypes.create_string_buffer(max(needed.value, ctypes.sizeof(_PrinterInfo2)))
        self._must(self._calls.GetPrinterW(self._handle, 2, room, len(room), ctypes.byref(needed)))
        info = _PrinterInfo2.from_buffer(room)
        return int(info.status), int(info.attributes)

    def put(self, data: bytes) -> None:
        """One raw document."""
        document = _DocInfo("ClubDesk", None, "RAW")
        self._must(self._calls.StartDocPrinterW(self._handle, 1, ctypes.byref(document)))
        try:
            self._must(self._calls.StartPagePrinter(self._handle))
            self._write(data)
            self._must(self._calls.EndPagePrinter(self._handle))
        finally:
            self._calls.EndDocPrinter(self._handle)

    def _write(self, data: bytes) -> None:
        while self.sent < len(data):
            taken = ctypes.c_uint32()
            piece = data[self.sent :]
            self._must(
                self._calls.WritePrinter(self._handle, piece, len(piece), ctypes.byref(taken))
            )
            if not taken.value:
                raise OSError("the spooler takes nothing")
            self.sent += taken.value

    def close(self) -> None:
        """Gives the printer back."""
        self._calls.ClosePrinter(self._handle)

    @staticmethod
    def _must(worked: int) -> None:
        if not worked:
            raise ctypes.WinError(ctypes.get_last_error())  # type: ignore[attr-defined,unused-ignore]
