"""Waits for other threads without sleeping."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


def until(holds: Callable[[], object], within_s: float = 10.0) -> None:
    """Until it holds; fails after the time."""
    end = time.monotonic() + within_s
    turn = threading.Event()
    while not holds():
        assert time.monotonic() < end, "it never held"
        turn.wait(0.005)
