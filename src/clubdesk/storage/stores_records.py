"""The journal, the answers that were given, and the papers on their way. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from clubdesk.domain.receipt import Receipt
from clubdesk.services.ports import Answered, JournalEntry, PrintJob, PrintState
from clubdesk.storage import tables
from clubdesk.storage.inserted import new_id
from clubdesk.storage.rows import print_job_of, to_json

_journal = tables.journal
_answers = tables.answers
_jobs = tables.print_jobs
_WAITING = (PrintState.QUEUED.value, PrintState.SENDING.value)


class SqlJournalStore:
    """Who did what; append-only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: JournalEntry) -> None:
        """Adds a line."""
        self._connection.execute(
            insert(_journal),
            {
                "at": entry.at,
                "staff_id": entry.staff_id,
                "action": entry.action,
                "client_id": entry.client_id,
                "session_id": entry.session_id,
                "station_id": entry.station_id,
                "reason": entry.reason,
                "details": entry.details,
                "refused": entry.refused,
                "command_id": entry.command_id,
            },
        )


class SqlAnswerStore:
    """What commands were carried out already."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, command_id: str) -> Answered | None:
        """What a command answered the first time; None if it is new."""
        wanted = select(_answers).where(_answers.c.command_id == command_id)
        row = self._connection.execute(wanted).first()
        return None if row is None else Answered(command_id, row.action, row.digest, row.answer)

    def remember(self, answered: Answered, at: datetime) -> None:
        """Keeps an answer for its command's id."""
        self._connection.execute(
            insert(_answers),
            {
                "command_id": answered.command_id,
                "action": answered.action,
                "digest": answered.digest,
                "answer": answered.answer,
                "at": at,
            },
        )


class SqlPrintJobStore:
    """Papers on their way."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, receipt: Receipt, at: datetime, *, copy: bool = False) -> PrintJob:
        """Queues a paper."""
        values = {
            "receipt": to_json(receipt),
            "state": PrintState.QUEUED.value,
            "created_at": at,
            "copy": copy,
            "tries": 0,
        }
        done = self._connection.execute(insert(_jobs).values(values))
        return PrintJob(new_id(done), receipt, PrintState.QUEUED, at, copy)

    def get(self, job_id: int) -> PrintJob | None:
        """A paper by its job's id."""
        row = self._connection.execute(select(_jobs).where(_jobs.c.id == job_id)).first()
        return None if row is None else print_job_of(row)

    def save(self, job: PrintJob) -> None:
        """Writes a paper's state; the paper itself stays as it was queued."""
        changed = update(_jobs).where(_jobs.c.id == job.id)
        self._connection.execute(
            changed.values(state=job.state.value, tries=job.tries, problem=job.problem)
        )

    def waiting(self) -> Sequence[PrintJob]:
        """Papers that are queued or were being sent, in the order of their coming."""
        wanted = select(_jobs).where(_jobs.c.state.in_(_WAITING)).order_by(_jobs.c.id)
        return [print_job_of(row) for row in self._connection.execute(wanted)]
