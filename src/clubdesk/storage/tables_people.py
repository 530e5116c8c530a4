"""The tables around clients and their money beside the books: cards, codes, promotions, payments.

Part of the same ``metadata`` as ``tables.py``; a test holds it to the newest migration.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from clubdesk.storage.column_types import BigKey, UtcDateTime
from clubdesk.storage.tables import metadata as metadata


def _key() -> Column[int]:
    return Column("id", BigKey, primary_key=True)


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _client() -> Column[int]:
    return Column("client_id", BigInteger, ForeignKey("clients.id"), nullable=False)


retired_cards = Table(
    "retired_cards",
    metadata,
    Column("number", Text, nullable=False),
    _client(),
    Column("why", Text, nullable=False),
    _words("reason"),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("number"),
    CheckConstraint("why IN ('blocked', 'replaced')", name="known_why"),
    Index("ix_retired_cards_client_id", "client_id"),
)

staged_clients = Table(
    "staged_clients",
    metadata,
    Column("first_id", BigInteger, primary_key=True, autoincrement=False),
    Column("last_id", BigInteger, nullable=False),
    Column("list_key", Text, nullable=False),
    Column("till_id", BigInteger, nullable=False),
)
"""Which clients belong to a list that is being imported, portion by portion."""

phone_codes = Table(
    "phone_codes",
    metadata,
    Column("client_id", BigInteger, ForeignKey("clients.id"), nullable=False),
    Column("phone", Text, nullable=False),
    Column("code_hash", Text, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("state", Text, nullable=False),
    _words("detail"),
    _words("gateway_id"),
    PrimaryKeyConstraint("client_id"),
)
"""The one code that a client may type now, hashed, and how far its message has come."""

promotions = Table(
    "promotions",
    metadata,
    _key(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("terms", Text, nullable=False),
    _words("code"),
    Column("active", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
)
Index(
    "uq_promotions_code",
    promotions.c.code,
    unique=True,
    sqlite_where=text("code <> ''"),
    postgresql_where=text("code <> ''"),
)

promotion_uses = Table(
    "promotion_uses",
    metadata,
    # One credit comes from one promotion.
    Column("transaction_id", BigInteger, ForeignKey("transactions.id"), nullable=False),
    Column("promotion_id", BigInteger, ForeignKey("promotions.id"), nullable=False),
    _client(),
    Column("cause_id", BigInteger, ForeignKey("transactions.id")),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("transaction_id"),
    Index("ix_promotion_uses_promotion_id_client_id", "promotion_id", "client_id"),
    Index("ix_promotion_uses_client_id", "client_id"),
    Index("ix_promotion_uses_cause_id", "cause_id"),
)
"""``cause_id`` is the top-up that set the promotion off: undoing it undoes the credit with it."""
