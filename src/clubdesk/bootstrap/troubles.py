"""What keeps a part of the desk from working while the rest goes on: kept, and told to listeners.

Any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from clubdesk.foundation.errors import DeskError

Hear = Callable[[str, DeskError | None], None]


class Troubles:
    """One DeskError for each part that does not work, by key (``hub``, ``books``, ``settings``)."""

    def __init__(self) -> None:
        self._by_key: dict[str, DeskError] = {}
        self._listeners: list[Hear] = []
        self._lock = threading.Lock()

    def now(self) -> dict[str, DeskError]:
        """What does not work now."""
        with self._lock:
            return dict(self._by_key)

    def listen(self, hear: Hear) -> None:
        """``hear`` is told at once of what is there, then of every change; None is all well."""
        with self._lock:
            self._listeners.append(hear)
            known = dict(self._by_key)
        for key, error in known.items():
            hear(key, error)

    def tell(self, key: str, error: DeskError) -> None:
        """A part does not work."""
        with self._lock:
            self._by_key[key] = error
            listeners = list(self._listeners)
        for hear in listeners:
            hear(key, error)

    def clear(self, key: str) -> None:
        """A part works again."""
        with self._lock:
            if self._by_key.pop(key, None) is None:
                return
            listeners = list(self._listeners)
        for hear in listeners:
            hear(key, None)
