"""Tells listeners what has happened, after the commit, on the desk worker's (or hub's) thread.

A listener that fails is logged and does not stop the others: a reaction is never fatal.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from clubdesk.domain.events import Event
from clubdesk.services.card_desk import TerminalEnded, TerminalSaid
from clubdesk.services.messages import MessageTold
from clubdesk.services.ports import DrawerTold, PrinterLamp
from clubdesk.services.ports_hub import AgentsWaiting, OrderReport, StationLink
from clubdesk.services.ports_terminal import TerminalLamp

News = (
    Event
    | StationLink
    | OrderReport
    | AgentsWaiting
    | PrinterLamp
    | DrawerTold
    | MessageTold
    | TerminalLamp
    | TerminalSaid
    | TerminalEnded
)
Listener = Callable[[News], None]

log = logging.getLogger(__name__)


class EventFeed:
    """A list of listeners; any thread may subscribe or publish.

    A device's lamp tells a state, and only when it changes: who comes later hears the last one.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()
        self._lamps: dict[type, PrinterLamp | TerminalLamp] = {}

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Adds a listener; call what comes back to take it away again."""
        with self._lock:
            self._listeners.append(listener)
            lamps = list(self._lamps.values())
        for lamp in lamps:
            _tell(listener, lamp)

        def leave() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return leave

    def publish(self, news: News) -> None:
        """Tells every listener, in the order of their coming."""
        with self._lock:
            listeners = list(self._listeners)
            if isinstance(news, PrinterLamp | TerminalLamp):
                self._lamps[type(news)] = news
        for listener in listeners:
            _tell(listener, news)


def _tell(listener: Listener, news: News) -> None:
    try:
        listener(news)
    except Exception:
        log.exception("A reaction to %s failed", type(news).__name__)
