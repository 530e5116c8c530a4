"""ZVT messages over a wire: as they are on TCP, in acknowledged frames on a serial line.

Terminal room's thread.
"""

from __future__ import annotations

from collections import deque
from typing import Protocol

from clubdesk.foundation.clock import Clock
from clubdesk.terminals.wire import LinkLostError, SilentError, Wire
from clubdesk.terminals.zvt_apdu import Apdu, ApduStream, GarbledError, whole_message
from clubdesk.terminals.zvt_frame import ACK, NAK, FrameStream, framed

_TRIES = 3
_MOST_DAMAGED = 10


class ZvtLine(Protocol):
    """What carries messages."""

    def send(self, apdu: Apdu) -> None:
        """Hands a message over.

        Raises:
            LinkLostError, SilentError, GarbledError: It may have arrived all the same, unless a
                lost link says that no byte of it was sent.
        """
        ...

    def receive(self, timeout_s: float) -> Apdu:
        """The next message.

        Raises:
            LinkLostError, SilentError, GarbledError: None came.
        """
        ...

    def close(self) -> None:
        """Lets go of the wire; any thread."""
        ...

    def drop(self) -> None:
        """Lets go, so that nothing that was sent arrives later on."""
        ...


class TcpLine:
    """Messages one after the other; see ``ZvtLine``."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._stream = ApduStream()

    def send(self, apdu: Apdu) -> None:
        """Writes the message; see ``ZvtLine``."""
        self._wire.write(apdu.encoded())

    def receive(self, timeout_s: float) -> Apdu:
        """Reads until a message is whole; what came of it is kept over a silence."""
        end = self._clock.monotonic() + timeout_s
        while (apdu := self._stream.next()) is None:
            left = end - self._clock.monotonic()
            if left <= 0:
                raise SilentError
            self._stream.feed(self._wire.read(left))
        return apdu

    def close(self) -> None:
        """Lets go; see ``ZvtLine``."""
        self._wire.close()

    def drop(self) -> None:
        """Lets go at once; see ``ZvtLine``."""
        self._wire.drop()


class SerialLine:
    """Messages in frames, each acknowledged by a byte; see ``ZvtLine``.

    Args:
        answer_s: How long an acknowledging byte is waited for.
    """

    def __init__(self, wire: Wire, clock: Clock, answer_s: float = 5.0) -> None:
        self._wire = wire
        self._clock = clock
        self._answer_s = answer_s
        self._stream = FrameStream()
        self._heard: deque[bytes] = deque()
        self._damaged = 0

    def send(self, apdu: Apdu) -> None:
        """Sends the frame, again if the terminal did not understand it; see ``ZvtLine``."""
        frame = framed(apdu.encoded())
        self._wire.write(frame)
        try:
            for _ in range(_TRIES - 1):
                if self._is_taken():
                    return
                self._wire.write(frame)
            if self._is_taken():
                return
        except LinkLostError as error:
            # Whatever failed now, the first frame had left.
            raise LinkLostError(len(frame)) from error
        raise GarbledError("never acknowledged")

    def receive(self, timeout_s: float) -> Apdu:
        """The next frame's message, acknowledged; see ``ZvtLine``."""
        end = self._clock.monotonic() + timeout_s
        while not self._heard:
            self._listen(end)
        return whole_message(self._heard.popleft())

    def close(self) -> None:
        """Lets go; see ``ZvtLine``."""
        self._wire.close()

    def drop(self) -> None:
        """Lets go at once; see ``ZvtLine``."""
        self._wire.drop()

    def _is_taken(self) -> bool:
        end = self._clock.monotonic() + self._answer_s
        while True:
            answers = self._listen(end)
            if ACK in answers:
                return True
            if NAK in answers:
                return False

    def _listen(self, end: float) -> list[int]:
        """Reads once; keeps messages, gives back the acknowledging bytes between them."""
        left = end - self._clock.monotonic()
        if left <= 0:
            raise SilentError
        answers = []
        for found in self._stream.feed(self._wire.read(left)):
            if isinstance(found, int):
                answers.append(found)
            elif found is None:
                self._refuse()
            else:
                self._heard.append(found)
                self._wire.write(bytes([ACK]))
        return answers

    def _refuse(self) -> None:
        self._damaged += 1
        if self._damaged > _MOST_DAMAGED:
            raise GarbledError("damaged frames")
        self._wire.write(bytes([NAK]))
