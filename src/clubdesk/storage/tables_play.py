"""The table of outages: how long a PC was gone in a session, and what was given back for it.

Part of the same ``metadata`` as the others; a test holds it to the newest migration.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    Table,
    UniqueConstraint,
)

from clubdesk.storage.column_types import BigKey, UtcDateTime
from clubdesk.storage.tables_rates import metadata

__all__ = ["metadata", "outages"]

outages = Table(
    "outages",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("station_id", BigInteger, ForeignKey("stations.id"), nullable=False),
    Column("session_id", BigInteger, ForeignKey("sessions.id"), nullable=False),
    Column("lost_at", UtcDateTime, nullable=False),
    Column("back_at", UtcDateTime, nullable=False),
    Column("lost_s", Integer, nullable=False),
    # None: nobody has decided yet; 0: nothing was given back.
    Column("credited_minutes", Integer),
    CheckConstraint("back_at > lost_at AND lost_s > 0", name="forward"),
    CheckConstraint("credited_minutes >= 0", name="credited"),
    UniqueConstraint("session_id", "station_id", "lost_at"),
)
