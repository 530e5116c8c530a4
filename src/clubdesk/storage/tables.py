"""Every table of the books, as the newest migration leaves them. A test holds the two together.

Amounts are BIGINT minor units. JSON is kept as text, written and read by msgspec. The triggers are
in the migrations' SQL, as is the search of names; ``guards.py`` lists their names.
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
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from clubdesk.storage.column_types import BigKey, Digits, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

OPEN_STATES = "state IN ('active', 'paused')"
"""Written the same in queries, so that the planner sees that the partial indexes fit."""


def _key() -> Column[int]:
    return Column("id", BigKey, primary_key=True)


def _words(name: str, empty: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=empty)


def _only_where(name: str, column: Column[int] | Column[str], condition: str) -> Index:
    return Index(
        name,
        column,
        unique=True,
        sqlite_where=text(condition),
        postgresql_where=text(condition),
    )


clubs = Table(
    "clubs",
    metadata,
    Column("id", BigKey, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("currency_code", Text, nullable=False),
    Column("currency_exponent", Integer, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("country", Text, nullable=False),
    _words("receipt_header"),
    _words("receipt_footer"),
    Column("float_tolerance_minor", BigInteger, nullable=False),
    Column("warn_minutes", Text, nullable=False),
    Column("pause_limit_minutes", Integer, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("points_expiry", Text, nullable=False, server_default="{}"),
    Column("postpaid_guests", Boolean, nullable=False, server_default=text("false")),
    Column("postpaid_limit_minor", BigInteger, nullable=False, server_default="0"),
    Column("play_rules", Text, nullable=False, server_default="{}"),
    Column("reservation_rules", Text, nullable=False, server_default="{}"),
    _words("till_rules", "{}"),
    _words("receipt_look", "{}"),
    CheckConstraint("id = 1", name="only_one"),
)

zones = Table(
    "zones",
    metadata,
    _key(),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

stations = Table(
    "stations",
    metadata,
    _key(),
    Column("zone_id", BigInteger, ForeignKey("zones.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    _words("agent_key"),
    _words("mac"),
    Column("lease_seq", BigInteger, nullable=False, server_default="0"),
    _words("maintenance"),
    UniqueConstraint("number"),
)
_only_where("uq_stations_agent_key", stations.c.agent_key, "agent_key <> ''")

rates = Table(
    "rates",
    metadata,
    _key(),
    Column("name", Text, nullable=False),
    Column("price", Text, nullable=False),
    Column("guest_remainder", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("terms", Text, nullable=False, server_default="{}"),
    Column("version", BigInteger, nullable=False, server_default="1"),
)

rate_zones = Table(
    "rate_zones",
    metadata,
    Column("rate_id", BigInteger, ForeignKey("rates.id"), nullable=False),
    Column("zone_id", BigInteger, ForeignKey("zones.id"), nullable=False),
    PrimaryKeyConstraint("rate_id", "zone_id"),
)

roles = Table(
    "roles",
    metadata,
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("permissions", Text, nullable=False),
    PrimaryKeyConstraint("key"),
)
"""The club's own roles, and what it made of built-in ones: these have a row only then."""

staff = Table(
    "staff",
    metadata,
    _key(),
    Column("login", Text, nullable=False),
    Column("login_folded", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    _words("pin_hash"),
    Column("active", Boolean, nullable=False),
    Column("failed_tries", Integer, nullable=False),
    Column("locked_until", UtcDateTime),
    UniqueConstraint("login_folded"),
)

client_groups = Table(
    "client_groups",
    metadata,
    _key(),
    Column("name", Text, nullable=False),
    Column("discount_percent", Integer, nullable=False),
    Column("points_percent", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    CheckConstraint(
        "discount_percent BETWEEN 0 AND 100 AND points_percent BETWEEN 0 AND 100", name="percents"
    ),
)

clients = Table(
    "clients",
    metadata,
    _key(),
    Column("phone", Text, nullable=False),
    Column("phone_reversed", Digits, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False),
    _words("email"),
    _words("card_number"),
    Column("phone_verified", Boolean, nullable=False),
    Column("blocked", Boolean, nullable=False),
    _words("note"),
    Column("created_at", UtcDateTime),
    Column("last_visit", UtcDateTime),
    _words("birthday"),
    Column("group_id", BigInteger, ForeignKey("client_groups.id")),
    _words("blocked_reason"),
    Column("erased_at", UtcDateTime),
    Column("merged_into", BigInteger, ForeignKey("clients.id")),
    # True while the list that the client comes from is not whole: nobody sees the client yet.
    Column("staged", Boolean, nullable=False, server_default=text("false")),
    Column("daily_limit_minutes", Integer),
    UniqueConstraint("phone"),
)
Index(
    "ix_clients_merged_into",
    clients.c.merged_into,
    sqlite_where=text("merged_into IS NOT NULL"),
    postgresql_where=text("merged_into IS NOT NULL"),
)
# With all that decides who is shown: a hundred phones end alike, and ten rows are read.
Index(
    "ix_clients_phone_end",
    clients.c.phone_reversed,
    clients.c.last_visit,
    clients.c.merged_into,
    clients.c.erased_at,
).ddl_if(dialect="sqlite")
Index(
    "ix_clients_phone_end",
    clients.c.phone_reversed,
    postgresql_include=["last_visit", "id", "merged_into"],
    postgresql_where=text("erased_at IS NULL"),
).ddl_if(dialect="postgresql")
Index("ix_clients_last_visit", clients.c.last_visit).ddl_if(dialect="sqlite")
Index(
    "ix_clients_newest",
    clients.c.last_visit.desc().nulls_last(),
    clients.c.id.desc(),
    postgresql_include=["name_folded"],
    postgresql_where=text("erased_at IS NULL AND merged_into IS NULL"),
).ddl_if(dialect="postgresql")
_only_where("uq_clients_card_number", clients.c.card_number, "card_number <> ''")

accounts = Table(
    "accounts",
    metadata,
    _key(),
    Column("kind", Text, nullable=False),
    Column("owner_id", BigInteger, nullable=False),
    Column("unit", Text, nullable=False),
    Column("balance", BigInteger, nullable=False, server_default="0"),
    Column("last_posting_id", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("kind", "owner_id"),
    # A client's money is a credit, so its raw balance is negative or zero.
    CheckConstraint(
        "kind NOT IN ('game', 'bonus', 'guest') OR balance <= 0", name="never_below_zero"
    ),
    CheckConstraint(
        "unit = CASE WHEN kind IN ('bonus', 'bonus_expense') THEN 'points' ELSE 'money' END",
        name="unit_of_kind",
    ),
)

sessions = Table(
    "sessions",
    metadata,
    _key(),
    Column("client_id", BigInteger, ForeignKey("clients.id")),
    Column("station_id", BigInteger, ForeignKey("stations.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("charged_minor", BigInteger, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    Column("ended_shift_id", BigInteger, ForeignKey("shifts.id"), index=True),
    Column("charged_points", BigInteger, nullable=False, server_default="0"),
    Column("covers", Text, nullable=False, server_default="[]"),
    Column("go_on_hourly", Boolean, nullable=False, server_default=text("true")),
    Column("limit_minor", BigInteger),
    Column("limit_s", BigInteger),
    Column("postpaid", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("state IN ('active', 'paused', 'ended', 'cancelled')", name="known_state"),
    CheckConstraint("charged_minor >= 0", name="charged"),
    CheckConstraint(
        "(state IN ('active', 'paused')) = (ended_at IS NULL)", name="ended_has_instant"
    ),
    Index("ix_sessions_client_id_started_at", "client_id", "started_at"),
)
_only_where("uq_sessions_open_station", sessions.c.station_id, OPEN_STATES)
_only_where("uq_sessions_open_client", sessions.c.client_id, OPEN_STATES)

segments = Table(
    "segments",
    metadata,
    Column("session_id", BigInteger, ForeignKey("sessions.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("station_id", BigInteger, ForeignKey("stations.id"), nullable=False),
    Column("running", Boolean, nullable=False),
    Column("terms", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    PrimaryKeyConstraint("session_id", "position"),
    CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="forward"),
)

shifts = Table(
    "shifts",
    metadata,
    _key(),
    Column("till_id", BigInteger, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("opened_by", BigInteger, ForeignKey("staff.id"), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("counted_open_minor", BigInteger, nullable=False),
    Column("expected_open_minor", BigInteger, nullable=False),
    Column("closed_by", BigInteger, ForeignKey("staff.id")),
    Column("closed_at", UtcDateTime),
    Column("counted_close_minor", BigInteger),
    Column("expected_close_minor", BigInteger),
    _words("close_reason"),
    Column("z_number", BigInteger),
    _words("counted_open_parts", "{}"),
    _words("counted_close_parts", "{}"),
    Column("taken_over_from", BigInteger),
    UniqueConstraint("till_id", "number"),
    UniqueConstraint("till_id", "z_number"),
    CheckConstraint("(closed_at IS NULL) = (z_number IS NULL)", name="closed_is_numbered"),
)
_only_where("uq_shifts_open", shifts.c.till_id, "closed_at IS NULL")

shift_reports = Table(
    "shift_reports",
    metadata,
    Column("shift_id", BigInteger, ForeignKey("shifts.id"), nullable=False),
    Column("receipt", Text, nullable=False),
    PrimaryKeyConstraint("shift_id"),
)

transactions = Table(
    "transactions",
    metadata,
    Column("id", BigKey, primary_key=True, autoincrement=False),
    Column("till_id", BigInteger, nullable=False),
    Column("till_seq", BigInteger, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("shift_id", BigInteger, ForeignKey("shifts.id"), nullable=False, index=True),
    Column("staff_id", BigInteger, ForeignKey("staff.id")),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("effective_at", UtcDateTime, nullable=False),
    Column("client_id", BigInteger, ForeignKey("clients.id"), index=True),
    Column("session_id", BigInteger, ForeignKey("sessions.id"), index=True),
    _words("reason"),
    Column("reverses_id", BigInteger, ForeignKey("transactions.id")),
    UniqueConstraint("till_id", "till_seq"),
    UniqueConstraint("reverses_id"),
)

postings = Table(
    "postings",
    metadata,
    _key(),
    Column(
        "transaction_id",
        BigInteger,
        # The postings come first and the header last; the reference is looked at on commit.
        ForeignKey("transactions.id", deferrable=True, initially="DEFERRED"),
        nullable=False,
    ),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("amount", BigInteger, nullable=False),
    CheckConstraint("amount <> 0", name="moves_something"),
    UniqueConstraint("transaction_id", "account_id"),
    Index("ix_postings_account_id", "account_id", "id"),
)

journal = Table(
    "journal",
    metadata,
    _key(),
    Column("at", UtcDateTime, nullable=False),
    Column("staff_id", BigInteger),
    Column("action", Text, nullable=False),
    Column("client_id", BigInteger),
    Column("session_id", BigInteger),
    Column("station_id", BigInteger),
    _words("reason"),
    Column("details", Text, nullable=False),
    _words("refused"),
    _words("command_id"),
    Column("approved_by", BigInteger),
    Index("ix_journal_staff_id_id", "staff_id", "id"),
    Index("ix_journal_client_id_id", "client_id", "id"),
    Index("ix_journal_action_id", "action", "id"),
    Index("ix_journal_at", "at"),
)

answers = Table(
    "answers",
    metadata,
    Column("command_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("command_id"),
)
