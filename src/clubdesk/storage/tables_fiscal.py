"""The table of what a fiscal device is told.

Part of the same ``metadata`` as the others; a test holds it to the newest migration. What the
device has registered is never changed, and no document is ever deleted.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from clubdesk.storage.column_types import BigKey, UtcDateTime
from clubdesk.storage.tables_bar import metadata

__all__ = ["fiscal_documents", "metadata"]


def _words(name: str, empty: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=empty)


fiscal_documents = Table(
    "fiscal_documents",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("uuid", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("till_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("facts", Text, nullable=False),
    _words("about"),
    _words("original_uuid"),
    Column("job_id", BigInteger),
    Column("state", Text, nullable=False),
    Column("released", Boolean, nullable=False, server_default=text("false")),
    _words("sign"),
    _words("link"),
    _words("problem"),
    UniqueConstraint("uuid"),
    CheckConstraint(
        "kind IN ('sale', 'refund', 'cash_in', 'cash_out', 'close_shift')", name="known_kind"
    ),
    CheckConstraint("state IN ('pending', 'unknown', 'registered', 'failed')", name="known_state"),
)
_OPEN = text("state <> 'registered'")
Index(
    "ix_fiscal_documents_open",
    fiscal_documents.c.job_id,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
Index("ix_fiscal_documents_about", fiscal_documents.c.about)
