"""The tables of the till: papers, card payments and what moved cash beside sales.

Part of the same ``metadata`` as the others; a test holds it to the newest migration. What a card
payment became is never deleted; what moved cash is written once.
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
    Table,
    Text,
    UniqueConstraint,
    text,
)

from clubdesk.storage.column_types import BigKey, UtcDateTime
from clubdesk.storage.payment_words import UNRESOLVED
from clubdesk.storage.tables_reservations import metadata

__all__ = ["card_payments", "cash_moves", "metadata", "print_jobs"]


def _words(name: str, empty: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=empty)


print_jobs = Table(
    "print_jobs",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("receipt", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("copy", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    _words("problem"),
    Column("client_id", BigInteger, index=True),
    Column("transaction_id", BigInteger, index=True),
    _words("role", "receipt"),
    _words("printer"),
)

card_payments = Table(
    "card_payments",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("till_id", BigInteger, nullable=False),
    Column("shift_id", BigInteger, ForeignKey("shifts.id"), nullable=False),
    Column("staff_id", BigInteger, ForeignKey("staff.id"), nullable=False),
    Column("client_id", BigInteger, ForeignKey("clients.id")),
    Column("amount_minor", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    _words("slip"),
    _words("detail"),
    Column("transaction_id", BigInteger, ForeignKey("transactions.id")),
    _words("kind", "payment"),
    _words("driver", "manual"),
    _words("purpose"),
    _words("mark"),
    _words("code"),
    _words("evidence", "{}"),
    Column("of_payment_id", BigInteger),
    # A guest's who pays at the end; one that has ended is paid for all the same.
    Column("session_id", BigInteger),
    UniqueConstraint("transaction_id"),
    CheckConstraint("amount_minor > 0", name="positive"),
    CheckConstraint(
        "state IN ('created', 'sent', 'approved', 'declined', 'cancelled', 'no_connection',"
        " 'not_started', 'unknown', 'paid_back')",
        name="known_state",
    ),
    CheckConstraint("kind IN ('payment', 'refund', 'reversal')", name="known_kind"),
    CheckConstraint("transaction_id IS NULL OR state = 'approved'", name="booked"),
)
Index(
    "ix_card_payments_open",
    card_payments.c.till_id,
    sqlite_where=text(UNRESOLVED),
    postgresql_where=text(UNRESOLVED),
)

_OF_SESSION = "session_id IS NOT NULL"
Index(
    "ix_card_payments_session",
    card_payments.c.session_id,
    sqlite_where=text(_OF_SESSION),
    postgresql_where=text(_OF_SESSION),
)

cash_moves = Table(
    "cash_moves",
    metadata,
    # Its transaction; the sum and the reason are there.
    Column(
        "transaction_id",
        BigInteger,
        ForeignKey("transactions.id"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("kind", Text, nullable=False),
    _words("category"),
    CheckConstraint("kind IN ('cash_in', 'cash_out', 'collection')", name="known_kind"),
)
