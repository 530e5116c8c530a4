"""Fiscal documents in the books. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, insert, update

from clubdesk.domain.fiscal import FiscalDocument
from clubdesk.storage.fiscal_rows import TROUBLED, fiscal_of
from clubdesk.storage.rows import to_json
from clubdesk.storage.tables_fiscal import fiscal_documents
from clubdesk.storage.work_link import WorkLink

_ADD = insert(fiscal_documents)
_SAVE = update(fiscal_documents).where(fiscal_documents.c.id == bindparam("of_id"))

# The first words are the partial index's own, or SQLite would not use it.
_WAITING = """
SELECT * FROM fiscal_documents WHERE state <> 'registered' AND state <> 'failed'
    AND till_id = :till_id ORDER BY id
"""
_HELD = """
SELECT job_id FROM fiscal_documents
WHERE state <> 'registered' AND NOT released AND job_id IS NOT NULL
"""


class SqlFiscalStore:
    """What a fiscal device is told."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def add(self, document: FiscalDocument) -> FiscalDocument:
        """Adds a document; the id that is given back is the books'."""
        values = {
            "uuid": document.uuid,
            "kind": document.kind.value,
            "till_id": document.till_id,
            "at": document.at,
            "facts": to_json(document.facts),
            "about": document.about,
            "original_uuid": document.original_uuid,
            "job_id": document.job_id,
            **_state(document),
        }
        return replace(document, id=self._link.insert(_ADD, values))

    def get(self, document_id: int) -> FiscalDocument | None:
        """A document by id."""
        row = self._link.one("SELECT * FROM fiscal_documents WHERE id = :id", id=document_id)
        return None if row is None else fiscal_of(row)

    def about(self, about: str) -> FiscalDocument | None:
        """The newest document of an order or a transaction."""
        row = self._link.one(
            "SELECT * FROM fiscal_documents WHERE about = :about ORDER BY id DESC LIMIT 1",
            about=about,
        )
        return None if row is None else fiscal_of(row)

    def save(self, document: FiscalDocument) -> None:
        """Writes where a document is; what it says stays."""
        self._link.write(_SAVE, {**_state(document), "of_id": document.id})

    def waiting(self, till_id: int) -> Sequence[FiscalDocument]:
        """A till's pending and unknown ones, the oldest first."""
        rows = self._link.rows(_WAITING, till_id=till_id)
        return [fiscal_of(row) for row in rows]

    def troubled(self) -> Sequence[FiscalDocument]:
        """Those that a person should look at."""
        return [fiscal_of(row) for row in self._link.rows(TROUBLED)]

    def held_jobs(self) -> Sequence[int]:
        """Papers that wait for their document, the oldest first."""
        return [row.job_id for row in self._link.rows(f"{_HELD} ORDER BY id")]

    def holds(self, job_id: int) -> bool:
        """Whether a paper waits for its document."""
        return self._link.value(f"{_HELD} AND job_id = :job_id", job_id=job_id) is not None


def _state(document: FiscalDocument) -> dict[str, Any]:
    return {
        "state": document.state.value,
        "released": document.released,
        "sign": document.sign,
        "link": document.link,
        "problem": document.problem,
    }
