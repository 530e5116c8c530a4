"""A conversation with the simulated terminal as bytes in and bytes out, for any transport.

Nothing here waits: whoever carries the bytes asks for the next ``deadline`` and comes back then.
Any thread, one at a time; the terminal's lock is taken where its state is touched.
"""

from __future__ import annotations

import contextlib
from collections import deque

from clubdesk.terminals.simulator import (
    HangUp,
    Hear,
    LinkGoneError,
    Say,
    SimulatedTerminal,
    Talk,
)
from clubdesk.terminals.zvt_apdu import Apdu, ApduStream, GarbledError, whole_message
from clubdesk.terminals.zvt_frame import ACK, NAK, FrameStream, framed


class Conversation:
    """One connection to the simulated terminal.

    Attributes:
        deadline: When something happens without a byte; None: only bytes move it on.
        is_over: The terminal has let go; what ``output`` still gives was said before.
    """

    def __init__(self, terminal: SimulatedTerminal, in_frames: bool = False) -> None:
        self.deadline: float | None = None
        self.is_over = False
        self._terminal = terminal
        self._frames = FrameStream() if in_frames else None
        self._stream = ApduStream()
        self._heard: deque[Apdu] = deque()
        self._out = bytearray()
        self._left: int | None = None
        self._is_lost = False
        self._talk: Talk = terminal.talk()
        with terminal.lock:
            self._wish = next(self._talk)

    def feed(self, data: bytes) -> None:
        """Takes bytes from the desk."""
        for byte in data:
            if self._is_spent():
                break
            self._hear(bytes([byte]))
        self.move_on()

    def output(self) -> bytes:
        """What the terminal has said since the last time."""
        said, self._out = bytes(self._out), bytearray()
        return said

    def move_on(self) -> None:
        """Goes on as far as what was heard and the time allow."""
        with self._terminal.lock:
            while not self.is_over and self._step():
                pass
            if self.is_over:
                self.lose()

    def lose(self) -> None:
        """The link is gone; the terminal is told, and does what its character has it do."""
        with self._terminal.lock:
            if self._is_lost:
                return
            self._is_lost = self.is_over = True
            with contextlib.suppress(LinkGoneError, StopIteration):
                self._talk.throw(LinkGoneError)
            self._talk.close()

    def _step(self) -> bool:
        wish = self._wish
        if isinstance(wish, Say):
            self._say(wish)
            return self._give(None)
        if isinstance(wish, HangUp):
            if wish.in_bytes:
                self._left = wish.in_bytes
                return self._give(None)
            self.lose()
            return False
        return self._is_heard(wish)

    def _is_heard(self, wish: Hear) -> bool:
        if self._heard:
            self.deadline = None
            return self._give(self._heard.popleft())
        now = self._terminal.clock.monotonic()
        if wish.timeout_s and self.deadline is None:
            self.deadline = now + wish.timeout_s
        if self.deadline is None or now < self.deadline:
            return False
        self.deadline = None
        return self._give(None)

    def _give(self, heard: Apdu | None) -> bool:
        try:
            self._wish = self._talk.send(heard)
        except StopIteration:
            self.is_over = True
        return not self.is_over

    def _say(self, wish: Say) -> None:
        data = wish.raw or wish.apdu.encoded()
        data = framed(data) if self._frames is not None and not wish.raw else data
        self._emit(data)

    def _emit(self, data: bytes) -> None:
        for byte in data:
            if self._is_spent():
                return
            self._out.append(byte)

    def _is_spent(self) -> bool:
        """Counts a byte of traffic; whether the link has dropped."""
        if self.is_over:
            return True
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                self.is_over = True
        return self.is_over

    def _hear(self, data: bytes) -> None:
        if self._frames is None:
            self._stream.feed(data)
            while (apdu := self._stream.next()) is not None:
                self._heard.append(apdu)
            return
        for found in self._frames.feed(data):
            if isinstance(found, bytes):
                self._emit(bytes([ACK]))
                with contextlib.suppress(GarbledError):
                    self._heard.append(whole_message(found))
            elif found is None:
                self._emit(bytes([NAK]))
