"""The journal, the answers that were given, and the papers on their way. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, update

from clubdesk.domain.receipt import Receipt
from clubdesk.services.ports import Answered, JournalEntry, PrintJob, PrintState
from clubdesk.storage import tables, tables_till
from clubdesk.storage.rows import print_job_of, to_json
from clubdesk.storage.work_link import WorkLink

_ADD_LINE = insert(tables.journal)
_ADD_ANSWER = insert(tables.answers)
_ADD_JOB = insert(tables_till.print_jobs)
_SAVE_JOB = update(tables_till.print_jobs).where(tables_till.print_jobs.c.id == bindparam("of_id"))
_APPROVER = """
SELECT approved_by FROM journal
WHERE at = :at AND action = :action AND staff_id = :staff_id AND refused = ''
"""
_OF_CLIENT = "SELECT * FROM print_jobs WHERE client_id = :id ORDER BY id"
_WAITING = """
SELECT * FROM print_jobs p WHERE state IN ('queued', 'sending') AND NOT EXISTS (
    SELECT 1 FROM fiscal_documents f
    WHERE f.job_id = p.id AND f.state <> 'registered' AND NOT f.released)
ORDER BY id
"""
"""A receipt comes after its payment was registered, or a person let it go without."""


class SqlJournalStore:
    """Who did what; append-only."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def add(self, entry: JournalEntry) -> None:
        """Adds a line."""
        self._link.write(
            _ADD_LINE,
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
                "approved_by": entry.approved_by,
            },
        )

    def approver_of(self, action: str, staff_id: int, at: datetime) -> int | None:
        """Who approved what a person did at an instant; None if nobody had to."""
        found = self._link.value(_APPROVER, action=action, staff_id=staff_id, at=at)
        return None if found is None else int(found)


class SqlAnswerStore:
    """What commands were carried out already."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def find(self, command_id: str) -> Answered | None:
        """What a command answered the first time; None if it is new."""
        row = self._link.one("SELECT * FROM answers WHERE command_id = :id", id=command_id)
        return None if row is None else Answered(command_id, row.action, row.digest, row.answer)

    def remember(self, answered: Answered, at: datetime) -> None:
        """Keeps an answer for its command's id."""
        self._link.write(
            _ADD_ANSWER,
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

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def add(
        self,
        receipt: Receipt,
        at: datetime,
        *,
        copy: bool = False,
        client_id: int | None = None,
        transaction_id: int | None = None,
        role: str = "receipt",
    ) -> PrintJob:
        """Queues a paper for the printer of a role."""
        values = {
            "receipt": to_json(receipt),
            "state": PrintState.QUEUED.value,
            "created_at": at,
            "copy": copy,
            "tries": 0,
            "client_id": client_id,
            "transaction_id": transaction_id,
            "role": role,
        }
        new_id = self._link.insert(_ADD_JOB, values)
        return PrintJob(
            new_id,
            receipt,
            PrintState.QUEUED,
            at,
            copy,
            client_id=client_id,
            transaction_id=transaction_id,
            role=role,
        )

    def get(self, job_id: int) -> PrintJob | None:
        """A paper by its job's id."""
        row = self._link.one("SELECT * FROM print_jobs WHERE id = :id", id=job_id)
        return None if row is None else print_job_of(row)

    def save(self, job: PrintJob) -> None:
        """Writes a paper's state and printer; the paper itself stays as it was queued."""
        state = {
            "state": job.state.value,
            "tries": job.tries,
            "problem": job.problem,
            "printer": job.printer,
        }
        self._link.write(_SAVE_JOB, {**state, "of_id": job.id})

    def waiting(self) -> Sequence[PrintJob]:
        """Papers that are queued or were being sent, in the order of their coming."""
        return [print_job_of(row) for row in self._link.each(_WAITING)]

    def of_client(self, client_id: int) -> Sequence[PrintJob]:
        """The papers that speak of a client, in the order of their coming."""
        return [print_job_of(row) for row in self._link.each(_OF_CLIENT, id=client_id)]

    def rewrite(self, job_id: int, receipt: Receipt) -> None:
        """Puts other facts on a stored paper: a client who is forgotten has no name on it."""
        self._link.write(_SAVE_JOB, {"receipt": to_json(receipt), "of_id": job_id})
