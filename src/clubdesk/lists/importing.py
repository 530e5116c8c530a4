"""A checked list on its way into the books: portion by portion, then all at once.

Runs on the thread for long work and asks the desk worker for one short deed after the other, so
that a cashier's deed comes in between. Called off or failed, it takes out what it brought in.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any, Protocol

from clubdesk.foundation.ids import new_command_id
from clubdesk.lists.checking import CheckedList
from clubdesk.services.client_import import (
    PORTION,
    DropStaged,
    ImportClients,
    Imported,
    StageClients,
)
from clubdesk.services.commands import Command
from clubdesk.services.long_work import CancelledError, Job
from clubdesk.services.workers import WorkerStoppedError


class Doer(Protocol):
    """The desk, as far as this needs it."""

    def do(self, command: Command, staff_id: int | None) -> Future[Any]:
        """Hands a command to the desk worker."""
        ...


def import_list(desk: Doer, staff_id: int | None, checked: CheckedList, job: Job) -> Imported:
    """Brings all sound rows of a list in, or none.

    Raises:
        DeskError: As ``services.client_import`` refuses; nothing was brought in.
        CancelledError: It was called off; nothing was brought in.
    """
    list_key = new_command_id()
    rows = checked.rows
    try:
        for start in range(0, len(rows), PORTION):
            job.tell(start, len(rows))
            portion = rows[start : start + PORTION]
            desk.do(StageClients(list_key=list_key, rows=portion), staff_id).result()
        job.tell(len(rows), len(rows))
        last = ImportClients(list_key=list_key, count=len(rows), file_name=checked.name)
        answer = desk.do(last, staff_id).result()
    except BaseException:
        take_out(desk, list_key)
        raise
    return answer  # type: ignore[no-any-return]


def take_out(desk: Doer, list_key: str = "") -> None:
    """Takes out what will not become clients: of a list, or what this till left behind.

    What cannot be taken out now, because the desk is closing, is taken out at the next start.
    """
    try:
        while desk.do(DropStaged(list_key=list_key), None).result().more:
            pass
    except WorkerStoppedError:
        return


def clear_left_behind(desk: Doer, job: Job) -> None:
    """What a desk that was killed in the middle of an import left behind goes, bit by bit."""
    try:
        while desk.do(DropStaged(), None).result().more:
            job.stop_if_cancelled()
    except (CancelledError, WorkerStoppedError):
        return
