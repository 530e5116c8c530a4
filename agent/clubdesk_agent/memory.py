"""What the agent knows after a restart: its lease and the orders it carried out.

Kept in one small file, replaced whole and flushed to the disk. Called on the agent's thread.
"""

from __future__ import annotations

import contextlib
import logging
import os
import zlib
from pathlib import Path
from typing import Protocol

import msgspec

log = logging.getLogger(__name__)

MAX_EXECUTED = 64
"""Orders remembered; the desk repeats one for an hour at most."""

FILE_NAME = "lease.json"


class Saved(msgspec.Struct, frozen=True):
    """What is kept.

    Attributes:
        desk_key: The desk that made the promise; another desk's is worth nothing.
        boot_id: The start of the PC in which it was written; empty if the system has no name.
        saved_s: ``Clock.monotonic()`` at writing.
        saved_utc: Seconds since 1970 by the wall clock at writing.
        left_s: Play time left at writing; None while locked.
        executed: Order ids with outcome and detail, oldest first.
    """

    desk_key: str = ""
    boot_id: str = ""
    saved_s: float = 0.0
    saved_utc: float = 0.0
    station_id: int = 0
    seq: int = 0
    session_id: int = 0
    left_s: float | None = None
    headline: str = ""
    warn_minutes: tuple[int, ...] = ()
    executed: tuple[tuple[str, str, str], ...] = ()


class Memory(Protocol):
    """Where it is kept."""

    def load(self) -> Saved | None:
        """What was saved last; None if there is nothing to go by."""
        ...

    def save(self, saved: Saved) -> None:
        """Keeps it. Raises OSError if that fails; then the last one is kept."""
        ...


class NoMemory:
    """Keeps nothing beyond the process: measurements with a thousand agents on one disk."""

    def __init__(self) -> None:
        self._saved: Saved | None = None

    def load(self) -> Saved | None:
        """What was saved last by this object."""
        return self._saved

    def save(self, saved: Saved) -> None:
        """Keeps it while the object lives."""
        self._saved = saved


class DiskMemory:
    """A file in the agent's folder: a checksum, a line end, JSON."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE_NAME

    def load(self) -> Saved | None:
        """What was saved last. A broken file is set aside, and the PC starts locked."""
        try:
            return _decode(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            log.error("the lease file is broken (%s); the PC stays locked", error)
            with contextlib.suppress(OSError):
                os.replace(self._path, self._path.with_suffix(".broken.json"))
            return None

    def save(self, saved: Saved) -> None:
        """Writes a new file beside the old one and puts it in its place."""
        body = msgspec.json.encode(saved)
        fresh = self._path.with_suffix(".new")
        with fresh.open("wb") as file:
            file.write(b"%08x\n" % zlib.crc32(body) + body + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self._path)


def _decode(content: bytes) -> Saved:
    checksum, _, body = content.partition(b"\n")
    body = body.removesuffix(b"\n")
    if checksum != b"%08x" % zlib.crc32(body):
        raise ValueError("its checksum is wrong")
    return msgspec.json.decode(body, type=Saved)


def left_after_restart(saved: Saved, boot_id: str, now_s: float, now_utc: float) -> float | None:
    """Play time left now of what was saved; None while locked, never more than was saved.

    On the same start of the PC the monotonic clock tells; after a reboot the wall clock does, and
    one that was set back gives nothing extra.
    """
    if saved.left_s is None:
        return None
    same_boot = bool(boot_id) and boot_id == saved.boot_id and now_s >= saved.saved_s
    gone_s = now_s - saved.saved_s if same_boot else now_utc - saved.saved_utc
    return max(min(saved.left_s - gone_s, saved.left_s), 0.0)
