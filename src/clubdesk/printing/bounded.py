"""A call of the system that cannot be given a time-out, given one: it waits on another thread.

A share that is gone or a spooler that hangs keeps that thread, and never the print queue's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def bounded(call: Callable[[], T], timeout_s: float) -> T:
    """What the call gives or raises.

    Raises:
        TimeoutError: It was not done in time; it may still go on.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(call())
        except BaseException as error:  # handed to whoever waits
            outcome.set_exception(error)

    threading.Thread(target=run, name="printer-call", daemon=True).start()
    return outcome.result(timeout_s)
