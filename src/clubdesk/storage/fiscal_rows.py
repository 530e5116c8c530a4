"""Stored fiscal documents as values; without SQLAlchemy, for the plain reader too."""

from __future__ import annotations

import msgspec

from clubdesk.domain.fiscal import FiscalDocument, FiscalFacts, FiscalKind, FiscalState
from clubdesk.storage.instants import instant_of
from clubdesk.storage.untyped import StoredRow

TROUBLED = (
    "SELECT * FROM fiscal_documents WHERE state = 'failed'"
    " OR (state <> 'registered' AND problem <> '') ORDER BY id LIMIT 200"
)


def fiscal_of(row: StoredRow) -> FiscalDocument:
    """A fiscal document."""
    return FiscalDocument(
        id=row.id,
        uuid=row.uuid,
        kind=FiscalKind(row.kind),
        till_id=row.till_id,
        at=instant_of(row.at),
        facts=msgspec.json.decode(row.facts, type=FiscalFacts),
        about=row.about,
        original_uuid=row.original_uuid,
        job_id=row.job_id,
        state=FiscalState(row.state),
        released=bool(row.released),
        sign=row.sign,
        link=row.link,
        problem=row.problem,
    )
