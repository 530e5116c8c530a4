"""A printer's link over anything that carries bytes both ways: a socket, a serial or USB line.

Holds what is the same for all of them: questions, pieces, counting, the end. Used on the thread of
the printer's own queue only.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from types import TracebackType
from typing import Protocol

from clubdesk.printing.link import UNREACHABLE, PrinterLostError
from clubdesk.printing.status import QUESTIONS, PrinterStatus, decode_status

_ASK = b"\x10\x04"


class DoubtfulError(OSError):
    """A piece was on its way when it failed: up to ``maybe`` bytes of it may have arrived."""

    def __init__(self, why: str, maybe: int) -> None:
        super().__init__(why)
        self.maybe = maybe


class Wire(Protocol):
    """Bytes to a printer and back. Every method ends in time; trouble is an ``OSError``."""

    def send(self, data: memoryview) -> int:
        """Hands over some of the bytes and tells how many.

        Raises:
            DoubtfulError: It failed and nobody can say how much of these bytes was taken.
            OSError: Broken, or not one byte was taken within the time-out.
        """
        ...

    def receive(self) -> bytes:
        """At least one byte of an answer.

        Raises:
            TimeoutError: The printer is silent.
            OSError: Broken.
        """
        ...

    def drain(self) -> None:
        """Throws away answers that nobody waited for, so that none is taken for the next one."""
        ...

    def close(self) -> None:
        """Ends the connection so that what was sent still arrives."""
        ...


class WireLink:
    """One connection; see ``PrinterLink``.

    Args:
        wire: An open one; closed with the link.
        lost: What to tell when it breaks; a marked text.
    """

    def __init__(self, wire: Wire, lost: str = UNREACHABLE) -> None:
        self._wire = wire
        self._lost = lost
        self._sent = 0

    def status(self) -> PrinterStatus:
        """Asks ``DLE EOT`` 1 to 4; after a first silence the rest is not asked."""
        answers: dict[int, bytes] = {}
        try:
            self._wire.drain()
            for question in QUESTIONS:
                self._all(_ASK + bytes([question]), lambda taken: None)
                answers[question] = self._wire.receive()[:1]
        except TimeoutError:
            pass
        except OSError as error:
            raise PrinterLostError(self._sent, self._lost) from error
        return decode_status(answers)

    def write(self, data: bytes) -> None:
        """Writes in pieces, each within the time-out; see ``PrinterLink``."""
        try:
            self._all(data, self._count)
        except DoubtfulError as error:
            raise PrinterLostError(self._sent + error.maybe, self._lost) from error
        except OSError as error:
            raise PrinterLostError(self._sent, self._lost) from error

    def __enter__(self) -> WireLink:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._wire.close()

    def _count(self, taken: int) -> None:
        self._sent += taken

    def _all(self, data: bytes, count: Callable[[int], None]) -> None:
        rest = memoryview(data)
        while rest:
            taken = self._wire.send(rest)
            count(taken)
            rest = rest[taken:]
