"""Takes letters to the gateway on a thread of its own, and asks what became of them.

Only what was certainly not sent is tried again. A gateway that hangs holds up this thread alone.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import queue
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from clubdesk.foundation.clock import Clock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import mark
from clubdesk.services.messages import MessageState
from clubdesk.sms.gateway import (
    Accepted,
    Gateway,
    GatewayError,
    MessageRefusedError,
    MessageUnknownError,
    NothingSentError,
    Progress,
)

RETRY_S = (2.0, 5.0, 10.0, 20.0, 30.0)
LOOK_S = (2.0, 3.0, 5.0, 10.0, 15.0, 30.0)
_POLL_S = 0.25
CLOSED = mark("The desk was closed before the message was sent.")
REPLACED = mark("A newer message took its place.")
_BROKEN = mark("Sending went wrong inside the desk. The message may have been sent.")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message on its way.

    Attributes:
        secret: What must not come back in anybody's words.
        until: Not sent any more after this, UTC.
        about: What the sender knows it by.
    """

    phone: str = field(repr=False)
    text: str = field(repr=False)
    secret: str = field(repr=False)
    until: datetime
    about: object = None


@dataclass(slots=True)
class _Errand:
    letter: Letter
    tries: int = 0
    looks: int = 0
    accepted: Accepted | None = None
    gateway: Gateway | None = None


Tell = Callable[[Letter, MessageState, str, str], None]
"""A letter's new state, with a detail and the gateway's name for it."""


class Courier:
    """Letters out, news in.

    Args:
        make: Makes the gateway; called on the courier's thread, may raise DeskError.
        tell: Called on the courier's thread.
    """

    def __init__(self, make: Callable[[], Gateway], clock: Clock, tell: Tell) -> None:
        self._make = make
        self._clock = clock
        self._tell = tell
        self._letters: queue.SimpleQueue[Letter | None] = queue.SimpleQueue()
        self._due: list[tuple[float, int, _Errand]] = []
        self._numbers = itertools.count()
        self._gateway: Gateway | None = None
        self._changed = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="message-room", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def post(self, letter: Letter) -> None:
        """Takes a letter; returns at once. Any thread."""
        self._letters.put(letter)

    def change(self, make: Callable[[], Gateway]) -> None:
        """Another gateway from the next letter on. Any thread."""
        self._make = make
        self._changed.set()

    def stop(self, timeout_s: float = 3.0) -> None:
        """Ends; what was not sent is told so. A gateway that hangs is left behind."""
        self._stopping.set()
        self._letters.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._collect()
            if self._due and self._due[0][0] <= self._clock.monotonic():
                self._go(heapq.heappop(self._due)[2])
            if not self._due:
                self._let_go()
        for letter in self._unsent():
            self._say(letter, MessageState.FAILED, CLOSED)
        self._let_go()

    def _collect(self) -> None:
        """Waits for a letter, or until something may be due."""
        due_now = bool(self._due) and self._due[0][0] <= self._clock.monotonic()
        wait = 0.0 if due_now else _POLL_S if self._due else None
        try:
            letter = self._letters.get(timeout=wait) if wait != 0.0 else self._letters.get_nowait()
        except queue.Empty:
            return
        if letter is not None:
            self._forget(letter)
            self._again(_Errand(letter), 0.0)

    def _forget(self, newer: Letter) -> None:
        """A second code ends the first: its letter is not sent after it."""
        for entry in [e for e in self._due if e[2].letter.phone == newer.phone]:
            self._due.remove(entry)
            if entry[2].accepted is None:
                self._say(entry[2].letter, MessageState.FAILED, REPLACED)
        heapq.heapify(self._due)

    def _go(self, errand: _Errand) -> None:
        try:
            if errand.accepted is None:
                self._send(errand)
            else:
                self._look(errand, errand.accepted)
        except Exception as error:
            # Its words may hold the text of the message: only the way there is logged.
            way = "".join(traceback.format_tb(error.__traceback__))
            log.error("The courier stumbled: %s\n%s", type(error).__name__, way)
            self._say(errand.letter, MessageState.UNKNOWN, _BROKEN)

    def _send(self, errand: _Errand) -> None:
        letter = errand.letter
        errand.tries += 1
        try:
            gateway = self._current()
            errand.accepted = gateway.send(letter.phone, letter.text)
            errand.gateway = gateway
        except NothingSentError as error:
            self._retry(errand, error)
        except MessageRefusedError as error:
            self._say_error(letter, MessageState.FAILED, error)
        except MessageUnknownError as error:
            self._say_error(letter, MessageState.UNKNOWN, error)
        except DeskError as error:
            self._say(letter, MessageState.FAILED, error.text)
        else:
            if gateway.tells_delivery:
                self._again(errand, LOOK_S[0])
            self._say(letter, MessageState.ACCEPTED, "", errand.accepted.gateway_id)

    def _retry(self, errand: _Errand, error: NothingSentError) -> None:
        wait = RETRY_S[errand.tries - 1] if errand.tries <= len(RETRY_S) else 0.0
        in_time = self._clock.now() + timedelta(seconds=wait) < errand.letter.until
        if wait and in_time:
            self._again(errand, wait)
            self._say_error(errand.letter, MessageState.QUEUED, error)
        else:
            self._say_error(errand.letter, MessageState.FAILED, error)

    def _look(self, errand: _Errand, accepted: Accepted) -> None:
        if errand.gateway is None or errand.gateway is not self._current():
            return
        try:
            report = errand.gateway.look_up(accepted)
        except GatewayError:
            report = None
        if report is not None and report.progress is Progress.DELIVERED:
            self._say(errand.letter, MessageState.DELIVERED, "", accepted.gateway_id)
        elif report is not None and report.progress is Progress.FAILED:
            what = mark("The message was not delivered.")
            self._say(errand.letter, MessageState.FAILED, f"{what}\n{report.words}")
        elif self._clock.now() < errand.letter.until:
            errand.looks += 1
            self._again(errand, LOOK_S[min(errand.looks, len(LOOK_S) - 1)])

    def _again(self, errand: _Errand, in_s: float) -> None:
        due = self._clock.monotonic() + in_s
        heapq.heappush(self._due, (due, next(self._numbers), errand))

    def _current(self) -> Gateway:
        if self._gateway is None or self._changed.is_set():
            self._changed.clear()
            self._let_go()
            self._gateway = self._make()
        return self._gateway

    def _let_go(self) -> None:
        """Keeps no connection without need."""
        if self._gateway is not None:
            self._gateway.close()
            if not self._due:
                self._gateway = None

    def _unsent(self) -> list[Letter]:
        waiting = [entry[2].letter for entry in self._due if entry[2].accepted is None]
        while True:
            try:
                letter = self._letters.get_nowait()
            except queue.Empty:
                return waiting
            if letter is not None:
                waiting.append(letter)

    def _say_error(self, letter: Letter, state: MessageState, error: GatewayError) -> None:
        self._say(letter, state, f"{error.text}\n{error.words}" if error.words else error.text)

    def _say(self, letter: Letter, state: MessageState, detail: str, gateway_id: str = "") -> None:
        cleaned = detail.replace(letter.secret, "•••") if letter.secret else detail
        try:
            self._tell(letter, state, cleaned, gateway_id)
        except (DeskError, RuntimeError) as error:
            log.warning("What became of a message could not be noted: %s", type(error).__name__)
