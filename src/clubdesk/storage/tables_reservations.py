"""The tables of reservations and of the seats they hold.

Part of the same ``metadata`` as the others; a test holds it to the newest migration. A seat's row
repeats the reservation's time, because a law over one seat's times cannot look into another table;
triggers keep the two the same. That two never overlap is an exclusion constraint on Postgres (on
ranges, so that no extension is needed) and a trigger on SQLite.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from clubdesk.storage.column_types import BigKey, UtcDateTime
from clubdesk.storage.tables import segments
from clubdesk.storage.tables_play import metadata

__all__ = ["metadata", "reservation_seats", "reservations"]

reservations = Table(
    "reservations",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("client_id", BigInteger, ForeignKey("clients.id"), index=True),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False, server_default=""),
    Column("from_at", UtcDateTime, nullable=False, index=True),
    Column("until_at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False),
    Column("deposit_minor", BigInteger, nullable=False, server_default="0"),
    Column("deposit_transaction_id", BigInteger, ForeignKey("transactions.id")),
    CheckConstraint("until_at > from_at", name="forward"),
    CheckConstraint("state IN ('booked', 'arrived', 'cancelled', 'no_show')", name="known_state"),
    CheckConstraint(
        "deposit_minor >= 0 AND (deposit_minor > 0) = (deposit_transaction_id IS NOT NULL)",
        name="deposit_booked",
    ),
)

reservation_seats = Table(
    "reservation_seats",
    metadata,
    Column("reservation_id", BigInteger, ForeignKey("reservations.id"), nullable=False),
    Column("station_id", BigInteger, ForeignKey("stations.id"), nullable=False),
    Column("from_at", UtcDateTime, nullable=False),
    Column("until_at", UtcDateTime, nullable=False),
    Column("standing", Boolean, nullable=False),
    PrimaryKeyConstraint("reservation_id", "station_id"),
    ExcludeConstraint(
        (text("int8range(station_id, station_id, '[]')"), "&&"),
        (text("tstzrange(from_at, until_at)"), "&&"),
        where=text("standing"),
        using="gist",
        name="reservation_seats_apart",
    ).ddl_if(dialect="postgresql"),
)
Index(
    "ix_reservation_seats_standing",
    reservation_seats.c.station_id,
    reservation_seats.c.from_at,
    sqlite_where=text("standing"),
    postgresql_where=text("standing"),
)
Index("ix_segments_ended_at", segments.c.ended_at)
"""For the timeline: what was played on a day, without a walk through the years."""
