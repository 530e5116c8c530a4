"""Tells listeners what has happened, after the commit, on the desk worker's (or hub's) thread.

A listener that fails is logged and does not stop the others: a reaction is never fatal.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from clubdesk.domain.events import Event
from clubdesk.services.ports import AgentsWaiting, OrderReport, PrinterLamp, StationLink

News = Event | StationLink | OrderReport | AgentsWaiting | PrinterLamp
Listener = Callable[[News], None]

log = logging.getLogger(__name__)


class EventFeed:
    """A list of listeners; any thread may subscribe or publish."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Adds a listener; call what comes back to take it away again."""
        with self._lock:
            self._listeners.append(listener)

        def leave() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return leave

    def publish(self, news: News) -> None:
        """Tells every listener, in the order of their coming."""
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            try:
                listener(news)
            except Exception:
                log.exception("A reaction to %s failed", type(news).__name__)
