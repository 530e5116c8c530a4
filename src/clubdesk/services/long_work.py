"""Work that takes a while and may be cancelled: reading a file, importing, exporting.

It has a thread of its own, so that neither the windows nor the cashier's deeds wait for it. What
it stores goes through the desk worker, in short deeds, as everything else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from clubdesk.services.workers import Worker

T = TypeVar("T")
_STEPS = 200
_STOP_WITHIN_S = 5.0


class CancelledError(Exception):
    """The person, or the desk that closes, called the work off."""


class Job:
    """One piece of long work: tells how far it is, hears that it is called off.

    Args:
        progress: Called with what is done and what there is in all, on the work's own thread, at
            most a few hundred times.
    """

    def __init__(self, progress: Callable[[int, int], None] | None = None) -> None:
        self._progress = progress
        self._cancelled = threading.Event()
        self._told = (-1, 0)

    def tell(self, done: int, total: int) -> None:
        """Says how far it is.

        Raises:
            CancelledError: It was called off.
        """
        self.stop_if_cancelled()
        step = (done * _STEPS // total if total else 0, total)
        if self._progress is not None and step != self._told:
            self._told = step
            self._progress(done, total)

    def cancel(self) -> None:
        """Calls it off; any thread. It stops at its next step."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self._cancelled.is_set()

    def stop_if_cancelled(self) -> None:
        """Goes no further once it was called off.

        Raises:
            CancelledError: It was.
        """
        if self._cancelled.is_set():
            raise CancelledError


class LongWork:
    """The thread for it; it begins with the first piece."""

    def __init__(self) -> None:
        self._worker = Worker("long-work")
        self._begun = False
        self._door = threading.Lock()
        self._jobs: set[Job] = set()

    def submit(self, task: Callable[[Job], T], job: Job) -> Future[T]:
        """Queues a piece of work.

        Raises:
            WorkerStoppedError: The desk is closing.
        """
        with self._door:
            if not self._begun:
                self._begun = True
                self._worker.start()
            self._jobs.add(job)
        future = self._worker.submit(lambda: task(job))
        future.add_done_callback(lambda _: self._jobs.discard(job))
        return future

    def stop(self) -> None:
        """Calls off what runs and ends the thread."""
        with self._door:
            for job in list(self._jobs):
                job.cancel()
            self._begun = True  # no thread begins after the end
        self._worker.stop(_STOP_WITHIN_S)
