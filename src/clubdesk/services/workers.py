"""Threads that take one job after the other: the desk worker writes, the reading worker reads.

``submit`` may be called from any thread and returns at once.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
_Job = tuple[Callable[[], Any], "Future[Any]"]


class WorkerStoppedError(RuntimeError):
    """A job came after the end: the desk is closing."""


class Worker:
    """One thread and its queue; order in is order out."""

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._closed = False
        # A job that is let in after the end was queued would never be answered.
        self._door = threading.Lock()

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def submit(self, job: Callable[[], T]) -> Future[T]:
        """Queues a job; its result or error arrives in the future.

        Raises:
            WorkerStoppedError: The worker was stopped.
        """
        future: Future[T] = Future()
        with self._door:
            if self._closed:
                raise WorkerStoppedError("the worker has stopped")
            self._jobs.put((job, future))
        return future

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Finishes what is queued and ends the thread; False if it is still busy after that."""
        with self._door:
            self._closed = True
            if not self._thread.is_alive():
                return True
            self._jobs.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def is_current(self) -> bool:
        """True if the caller runs on this worker's thread."""
        return threading.current_thread() is self._thread

    def _run(self) -> None:
        while (entry := self._jobs.get()) is not None:
            job, future = entry
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(job())
            except BaseException as error:  # handed to whoever waits for the future
                future.set_exception(error)
