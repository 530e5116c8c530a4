"""Ends sessions whose money has run out, once a second and at the start, at their exact instant.

The same beat looks for what another desk over the same books has changed.

A small thread that only asks the desk worker; nothing of a session lives here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from clubdesk.foundation.clock import Clock
from clubdesk.foundation.errors import DeskError
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.ports import BeginWork
from clubdesk.services.reservation_ends import EndMissed
from clubdesk.services.sessions import EndTimeOver
from clubdesk.services.workers import Worker

log = logging.getLogger(__name__)


def end_due_sessions(begin: BeginWork, clock: Clock, dispatcher: Dispatcher) -> int:
    """Ends every session that is over; returns how many. Desk worker's thread.

    Money moves in a shift alone: a till without one leaves them to the till that has one open.
    """
    with begin() as work:
        if work.shifts.open_of_till(dispatcher.till_id) is None:
            return 0
        due = [session.id for session in work.sessions.due(clock.now())]
    ended = 0
    for session_id in due:
        try:
            dispatcher.carry_out(EndTimeOver(session_id=session_id), None)
            ended += 1
        except DeskError as refusal:
            log.warning("Session %s could not be ended: %s", session_id, refusal)
    return ended


def end_missed_reservations(begin: BeginWork, clock: Clock, dispatcher: Dispatcher) -> int:
    """Ends every reservation nobody came for; returns how many. Desk worker's thread.

    As with sessions, only at a till with an open shift: a deposit may be kept.
    """
    with begin() as work:
        club = work.club.find()
        if club is None or work.shifts.open_of_till(dispatcher.till_id) is None:
            return 0
        booked = work.reservations.booked_before(clock.now())
        missed = [one.id for one in booked if one.is_missed(clock.now(), club.reserving)]
    ended = 0
    for reservation_id in missed:
        try:
            dispatcher.carry_out(EndMissed(reservation_id=reservation_id), None)
            ended += 1
        except DeskError as refusal:
            log.warning("Reservation %s could not be ended: %s", reservation_id, refusal)
    return ended


class TimeKeeper:
    """Calls ``end_due_sessions`` on the desk worker at a steady beat of real seconds.

    ``also`` is called there after it.
    """

    def __init__(
        self,
        writer: Worker,
        begin: BeginWork,
        clock: Clock,
        dispatcher: Dispatcher,
        every_s: float = 1.0,
        also: Callable[[], None] = lambda: None,
    ) -> None:
        self._also = also
        self._writer = writer
        self._begin = begin
        self._clock = clock
        self._dispatcher = dispatcher
        self._every_s = every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="time-keeper", daemon=True)

    def start(self) -> None:
        """Starts the beat."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the beat; returns when the thread is gone."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(5.0)

    def _run(self) -> None:
        while not self._stopping.wait(self._every_s):
            try:
                self._writer.submit(self._look).result(timeout=60.0)
            except RuntimeError:
                return  # the desk worker has stopped: the desk is closing
            except Exception:
                log.exception("Looking for sessions that are over failed; tried again in a second")

    def _look(self) -> None:
        end_due_sessions(self._begin, self._clock, self._dispatcher)
        end_missed_reservations(self._begin, self._clock, self._dispatcher)
        self._also()
