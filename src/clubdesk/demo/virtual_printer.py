"""A receipt printer made of software on a real TCP port, with the faults that real ones have.

Serves one connection at a time on a thread of its own, answers ``DLE EOT`` and keeps each paper
as bytes, text and, if a folder is given, as PNG. The demo prints on it; tests break it.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import struct
import threading
from dataclasses import dataclass, field
from pathlib import Path

from clubdesk.printing.escpos_reader import (
    DrawerPulse,
    EscposReader,
    Knife,
    LineFeed,
    Picture,
    StatusQuestion,
    Text,
)
from clubdesk.printing.paper import paper_png, paper_text

log = logging.getLogger(__name__)

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(slots=True)
class PrinterFaults:
    """What is wrong with the printer; set the fields at any time, from any thread.

    Attributes:
        silent: Never answers a status question.
        stall_after: Stops reading after so many bytes of papers.
        drop_after: Breaks the connection after so many bytes of papers.
    """

    offline: bool = False
    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    silent: bool = False
    stall_after: int | None = None
    drop_after: int | None = None

    @property
    def halted(self) -> bool:
        """True while nothing comes out."""
        return self.offline or self.paper_out or self.cover_open


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """A paper that came out: its bytes, its rows in words and its picture's file if one is kept."""

    number: int
    data: bytes
    text: tuple[str, ...]
    picture: Path | None = None


@dataclass(slots=True)
class _Tray:
    """The paper in the making on one connection."""

    data: bytearray = field(default_factory=bytearray)
    reader: EscposReader = field(default_factory=EscposReader)
    printed: bool = False


class VirtualPrinter:
    """The printer. ``papers``, ``torn`` (unfinished stretches) and ``kicks`` tell what it did."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        columns: int = 48,
        profile: str = "TM-T88V",
        port: int = 0,
    ) -> None:
        self.faults = PrinterFaults()
        self.papers: list[PrintedPaper] = []
        self.torn: list[bytes] = []
        self.kicks = 0
        self.changed = threading.Condition()
        self._folder, self._columns, self._profile = folder, columns, profile
        self._held: list[bytes] = []
        self._received = 0
        self._open: socket.socket | None = None
        self._released = threading.Event()
        self._stopping = False
        self._listener = self._listen(port)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="virtual-printer", daemon=True)

    def start(self) -> VirtualPrinter:
        """Switches the printer on."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Switches it off; connections break."""
        self._stopping = True
        self._released.set()
        self._shut(self._listener)
        self._shut(self._open)
        if self._thread.is_alive():
            self._thread.join(5)

    def refuse(self) -> None:
        """Stops taking connections, as a printer without power."""
        self._shut(self._listener)
        self._shut(self._open)
        self._thread.join(5)

    def take_connections(self) -> None:
        """Listens again on the same port after ``refuse``."""
        self._listener = self._listen(self.port)
        self._thread = threading.Thread(target=self._serve, name="virtual-printer", daemon=True)
        self._thread.start()

    def mend(self) -> None:
        """Takes away every fault; held papers come out now."""
        self.faults = PrinterFaults()
        self._released.set()
        held, self._held = self._held, []
        for data in held:
            self._bring_out(data)

    def wait_for_papers(self, count: int, timeout_s: float = 5.0) -> bool:
        """Waits until so many papers came out."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.papers) >= count, timeout_s)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(5)
        return listener

    @staticmethod
    def _shut(link: socket.socket | None) -> None:
        if link is None:
            return
        with contextlib.suppress(OSError):
            link.shutdown(socket.SHUT_RDWR)
        link.close()

    def _serve(self) -> None:
        listener = self._listener
        while not self._stopping:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            self._open = link
            with link:
                self._print_from(link)
            self._open = None

    def _print_from(self, link: socket.socket) -> None:
        tray = _Tray()
        with contextlib.suppress(OSError):
            while data := link.recv(4096):
                if not self._take(link, tray, data):
                    break
        if tray.printed:
            self.torn.append(bytes(tray.data))

    def _take(self, link: socket.socket, tray: _Tray, data: bytes) -> bool:
        """Works through received bytes; False once the connection is to end."""
        for byte in (data[i : i + 1] for i in range(len(data))):
            tray.data += byte
            for step in tray.reader.feed(byte):
                self._obey(link, tray, step)
            if tray.printed and not self._goes_on(link):
                return False
        return True

    def _goes_on(self, link: socket.socket) -> bool:
        self._received += 1
        if self.faults.drop_after is not None and self._received >= self.faults.drop_after:
            self._received = 0
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            return False
        if self.faults.stall_after is not None and self._received >= self.faults.stall_after:
            self._released.wait()
            return not self._stopping
        return True

    def _obey(self, link: socket.socket, tray: _Tray, step: object) -> None:
        if isinstance(step, StatusQuestion):
            del tray.data[-3:]
            if not self.faults.silent:
                link.sendall(bytes([self._answer(step.number)]))
        elif isinstance(step, DrawerPulse):
            self.kicks += 1
        elif isinstance(step, Text | LineFeed | Picture):
            tray.printed = True
        elif isinstance(step, Knife):
            self._finish(tray)

    def _finish(self, tray: _Tray) -> None:
        data, tray.data, tray.printed = bytes(tray.data), bytearray(), False
        self._received = 0
        if self.faults.halted:
            self._held.append(data)
        else:
            self._bring_out(data)

    def _answer(self, question: int) -> int:
        faults = self.faults
        bits = {
            1: 0x08 if faults.halted else 0,
            2: (0x04 if faults.cover_open else 0) | (0x20 if faults.paper_out else 0),
            3: 0,
            4: (0x60 if faults.paper_out else 0)
            | (0x0C if faults.paper_low or faults.paper_out else 0),
        }
        return 0x12 | bits.get(question, 0)

    def _bring_out(self, data: bytes) -> None:
        number = len(self.papers) + 1
        picture = self._keep(number, data)
        text = tuple(paper_text(data, self._profile))
        with self.changed:
            self.papers.append(PrintedPaper(number, data, text, picture))
            self.changed.notify_all()

    def _keep(self, number: int, data: bytes) -> Path | None:
        if self._folder is None:
            return None
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"paper-{number:03}.bin").write_bytes(data)
        picture = self._folder / f"paper-{number:03}.png"
        picture.write_bytes(paper_png(data, self._columns, self._profile))
        return picture
