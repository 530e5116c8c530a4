"""Papers into a folder, a file, or a device that the system shows as a file (``/dev/usb/lp0``).

A folder gets one file for each paper, whole or not at all. Used on the print queue's thread only.
"""

from __future__ import annotations

import contextlib
import os
import select
import stat
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from clubdesk.foundation.translate import mark
from clubdesk.printing.bounded import bounded
from clubdesk.printing.link import PrinterLink, PrinterLostError, PrinterUnreachableError
from clubdesk.printing.status import PaperRoll, PrinterStatus
from clubdesk.printing.wire_link import WireLink

NOT_THERE = mark("The folder or device for papers is not there: plug it in or choose another one.")
NOT_ALLOWED = mark("This user may not write to the folder or device for papers: allow it.")
NOT_WRITTEN = mark("The paper could not be written: check the room on the disk.")
GONE = mark("The printer's device is gone or takes nothing: check its power and its cable.")

WELL = PrinterStatus(online=True, paper=PaperRoll.PRESENT)
"""A file that stands on the disk is all the paper there will be."""


@dataclass(frozen=True, slots=True)
class FilePrinter:
    """A folder, a file or a device by its path.

    ``timeout_s`` bounds opening and each write, ``status_s`` the wait for one answer.
    """

    path: str
    timeout_s: float = 2.0
    status_s: float = 1.0

    def connect(self) -> PrinterLink:
        """Opens the device, or looks whether the folder can be written to; see ``Printer``."""
        path = Path(self.path)
        try:
            return bounded(lambda: self._open(path), self.timeout_s)
        except (FileNotFoundError, NotADirectoryError, TimeoutError) as error:
            raise PrinterUnreachableError(str(error), NOT_THERE) from error
        except PermissionError as error:
            raise PrinterUnreachableError(str(error), NOT_ALLOWED) from error
        except (OSError, ValueError) as error:
            raise PrinterUnreachableError(str(error), NOT_THERE) from error

    def _open(self, path: Path) -> PrinterLink:
        if not path.is_absolute() or "\0" in self.path:
            raise FileNotFoundError(self.path)
        if path.exists() and _is_device(path):
            return WireLink(DeviceWire(_open_device(path), self.timeout_s, self.status_s), GONE)
        if path.is_dir():
            _require_writable(path)
            return FileLink(path, self.timeout_s)
        if not path.parent.is_dir():
            raise FileNotFoundError(str(path.parent))
        _require_writable(path if path.exists() else path.parent)
        return FileLink(path, self.timeout_s)


class FileLink:
    """One paper's way into a folder or at the end of a file; see ``PrinterLink``."""

    def __init__(self, path: Path, timeout_s: float) -> None:
        self._path = path
        self._timeout_s = timeout_s

    def status(self) -> PrinterStatus:
        """The disk needs no paper."""
        return WELL

    def write(self, data: bytes) -> None:
        """Writes the whole paper; what fails leaves nothing behind."""
        put = _put_into_folder if self._path.is_dir() else _append
        try:
            bounded(lambda: put(self._path, data), self._timeout_s)
        except TimeoutError as error:
            # It may still be written: a share that comes back finishes what it had begun.
            raise PrinterLostError(len(data), NOT_WRITTEN) from error
        except OSError as error:
            raise PrinterLostError(0, NOT_WRITTEN) from error

    def __enter__(self) -> FileLink:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass


class DeviceWire:
    """Bytes to a device file that never blocks; see ``Wire``."""

    def __init__(self, handle: int, timeout_s: float, status_s: float) -> None:
        self._handle = handle
        self._timeout_s = timeout_s
        self._status_s = status_s

    def send(self, data: memoryview) -> int:
        """Hands over what the device takes now."""
        _, ready, _ = select.select([], [self._handle], [], self._timeout_s)
        if not ready:
            raise TimeoutError("the device takes nothing")
        return os.write(self._handle, data)

    def receive(self) -> bytes:
        """What the device answers; silence where it cannot be read."""
        ready, _, _ = select.select([self._handle], [], [], self._status_s)
        if not ready:
            raise TimeoutError("the printer is silent")
        try:
            answer = os.read(self._handle, 64)
        except BlockingIOError as error:
            raise TimeoutError("the printer is silent") from error
        if not answer:
            raise TimeoutError("the device tells nothing")
        return answer

    def drain(self) -> None:
        """Throws away what came late."""
        with contextlib.suppress(OSError):
            while select.select([self._handle], [], [], 0)[0] and os.read(self._handle, 256):
                pass

    def close(self) -> None:
        """Closes the device."""
        os.close(self._handle)


def _is_device(path: Path) -> bool:
    mode = path.stat().st_mode
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def _open_device(path: Path) -> int:
    flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    if stat.S_ISFIFO(path.stat().st_mode):
        return os.open(path, os.O_WRONLY | flags)
    try:
        return os.open(path, os.O_RDWR | flags)
    except PermissionError:
        # A device that may be written and not read still prints; it only cannot tell its state.
        return os.open(path, os.O_WRONLY | flags)


def _require_writable(path: Path) -> None:
    if not os.access(path, os.W_OK):
        raise PermissionError(str(path))


def _put_into_folder(folder: Path, data: bytes) -> None:
    part = folder / ".paper.part"
    try:
        _write(part, data)
        number = 1 + max((int(p.stem[6:]) for p in folder.glob("paper-??????.bin")), default=0)
        os.replace(part, folder / f"paper-{number:06}.bin")
    finally:
        part.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _append(path: Path, data: bytes) -> None:
    before = path.stat().st_size if path.exists() else 0
    try:
        with path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            os.truncate(path, before)
        raise
