"""The tables of rates beyond the first ones: versions, and minutes that clients have left.

Part of the same ``metadata`` as the others; a test holds it to the newest migration.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from clubdesk.storage.column_types import BigKey, UtcDateTime
from clubdesk.storage.tables_people import metadata as metadata

rate_versions = Table(
    "rate_versions",
    metadata,
    Column("rate_id", BigInteger, ForeignKey("rates.id"), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("staff_id", BigInteger),
    Column("rate", Text, nullable=False),
    PrimaryKeyConstraint("rate_id", "version"),
)

kept_minutes = Table(
    "kept_minutes",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("client_id", BigInteger, ForeignKey("clients.id"), nullable=False, index=True),
    Column("from_session_id", BigInteger, ForeignKey("sessions.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("left_s", BigInteger, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("cover", Text, nullable=False),
    Column("used_by_session_id", BigInteger, ForeignKey("sessions.id")),
    CheckConstraint("left_s > 0", name="positive"),
    UniqueConstraint("from_session_id", "position"),
)
"""Minutes of packages that were left, until they are used or expire; one that was used stays."""
