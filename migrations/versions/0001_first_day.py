"""The first day's schema: the hall, people, shifts, sessions, the books and their guards.

Revision ID: 0001
Revises: nothing; the books begin here.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# A migration is frozen in time: it copies what it needs and imports nothing of the desk.
INSTANT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLUB = ("clubs", "staff", "zones", "stations", "rates", "rate_zones", "clients")
PLAY = ("shifts", "shift_reports", "sessions", "segments")
BOOKS = ("accounts", "transactions", "postings", "journal", "answers", "print_jobs")
FUNCTIONS = ("refuse", "follow_postings", "posting_before_header", "move_balance", "seal")


def upgrade():
    _club()
    _clients()
    _shifts()
    _sessions()
    _books()
    _records()
    for statement in _guards():
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for table in reversed(CLUB + PLAY + BOOKS):
        # Triggers go with their table.
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name in FUNCTIONS:
            op.execute(f"DROP FUNCTION clubdesk_{name}()")


def _words(name):
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _guards():
    folder = Path(__file__).resolve().parent.parent / "sql"
    text = (folder / f"{revision}_{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    return text.split("-- next\n")


def _club():
    op.create_table(
        "clubs",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency_code", sa.Text(), nullable=False),
        sa.Column("currency_exponent", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        _words("receipt_header"),
        _words("receipt_footer"),
        sa.Column("float_tolerance_minor", sa.BigInteger(), nullable=False),
        sa.Column("warn_minutes", sa.Text(), nullable=False),
        sa.Column("pause_limit_minutes", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_clubs_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_clubs"),
    )
    op.create_table(
        "staff",
        sa.Column("id", KEY, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("login_folded", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        _words("pin_hash"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failed_tries", sa.Integer(), nullable=False),
        sa.Column("locked_until", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("login_folded", name="uq_staff_login_folded"),
    )
    op.create_table(
        "zones",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_zones"),
    )
    op.create_table(
        "stations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("zone_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        _words("agent_key"),
        _words("mac"),
        sa.Column("lease_seq", sa.BigInteger(), server_default="0", nullable=False),
        _words("maintenance"),
        sa.ForeignKeyConstraint(["zone_id"], ["zones.id"], name="fk_stations_zone_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stations"),
        sa.UniqueConstraint("number", name="uq_stations_number"),
    )
    op.create_index(
        "uq_stations_agent_key",
        "stations",
        ["agent_key"],
        unique=True,
        sqlite_where=sa.text("agent_key <> ''"),
        postgresql_where=sa.text("agent_key <> ''"),
    )
    op.create_table(
        "rates",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("price", sa.Text(), nullable=False),
        sa.Column("guest_remainder", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rates"),
    )
    op.create_table(
        "rate_zones",
        sa.Column("rate_id", sa.BigInteger(), nullable=False),
        sa.Column("zone_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["rate_id"], ["rates.id"], name="fk_rate_zones_rate_id"),
        sa.ForeignKeyConstraint(["zone_id"], ["zones.id"], name="fk_rate_zones_zone_id"),
        sa.PrimaryKeyConstraint("rate_id", "zone_id", name="pk_rate_zones"),
    )


def _clients():
    op.create_table(
        "clients",
        sa.Column("id", KEY, nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column(
            "phone_reversed",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        _words("email"),
        _words("card_number"),
        sa.Column("phone_verified", sa.Boolean(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        _words("note"),
        sa.Column("created_at", INSTANT, nullable=True),
        sa.Column("last_visit", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
        sa.UniqueConstraint("phone", name="uq_clients_phone"),
    )
    op.create_index("ix_clients_last_visit", "clients", ["last_visit"], unique=False)
    op.create_index("ix_clients_phone_reversed", "clients", ["phone_reversed"], unique=False)
    op.create_index(
        "uq_clients_card_number",
        "clients",
        ["card_number"],
        unique=True,
        sqlite_where=sa.text("card_number <> ''"),
        postgresql_where=sa.text("card_number <> ''"),
    )


def _shifts():
    op.create_table(
        "shifts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("till_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("counted_open_minor", sa.BigInteger(), nullable=False),
        sa.Column("expected_open_minor", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("counted_close_minor", sa.BigInteger(), nullable=True),
        sa.Column("expected_close_minor", sa.BigInteger(), nullable=True),
        _words("close_reason"),
        sa.Column("z_number", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (z_number IS NULL)", name="ck_shifts_closed_is_numbered"
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name="fk_shifts_closed_by"),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name="fk_shifts_opened_by"),
        sa.PrimaryKeyConstraint("id", name="pk_shifts"),
        sa.UniqueConstraint("till_id", "number", name="uq_shifts_till_id_number"),
        sa.UniqueConstraint("till_id", "z_number", name="uq_shifts_till_id_z_number"),
    )
    op.create_index(
        "uq_shifts_open",
        "shifts",
        ["till_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "shift_reports",
        sa.Column("shift_id", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name="fk_shift_reports_shift_id"),
        sa.PrimaryKeyConstraint("shift_id", name="pk_shift_reports"),
    )


def _sessions():
    op.create_table(
        "sessions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=True),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("charged_minor", sa.BigInteger(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ends_at", INSTANT, nullable=True),
        sa.Column("ended_shift_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('active', 'paused')) = (ended_at IS NULL)",
            name="ck_sessions_ended_has_instant",
        ),
        sa.CheckConstraint(
            "state IN ('active', 'paused', 'ended', 'cancelled')", name="ck_sessions_known_state"
        ),
        sa.CheckConstraint("charged_minor >= 0", name="ck_sessions_charged"),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_sessions_client_id"),
        sa.ForeignKeyConstraint(
            ["ended_shift_id"], ["shifts.id"], name="fk_sessions_ended_shift_id"
        ),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_sessions_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index(
        "ix_sessions_client_id_started_at", "sessions", ["client_id", "started_at"], unique=False
    )
    op.create_index("ix_sessions_ended_shift_id", "sessions", ["ended_shift_id"], unique=False)
    op.create_index(
        "uq_sessions_open_client",
        "sessions",
        ["client_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('active', 'paused')"),
        postgresql_where=sa.text("state IN ('active', 'paused')"),
    )
    op.create_index(
        "uq_sessions_open_station",
        "sessions",
        ["station_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('active', 'paused')"),
        postgresql_where=sa.text("state IN ('active', 'paused')"),
    )
    op.create_table(
        "segments",
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= started_at", name="ck_segments_forward"
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_segments_session_id"),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_segments_station_id"),
        sa.PrimaryKeyConstraint("session_id", "position", name="pk_segments"),
    )


def _books():
    op.create_table(
        "accounts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("balance", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_posting_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "kind NOT IN ('game', 'bonus', 'guest') OR balance <= 0",
            name="ck_accounts_never_below_zero",
        ),
        sa.CheckConstraint(
            "unit = CASE WHEN kind IN ('bonus', 'bonus_expense') THEN 'points' ELSE 'money' END",
            name="ck_accounts_unit_of_kind",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("kind", "owner_id", name="uq_accounts_kind_owner_id"),
    )
    op.create_table(
        "transactions",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("till_id", sa.BigInteger(), nullable=False),
        sa.Column("till_seq", sa.BigInteger(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("shift_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("effective_at", INSTANT, nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=True),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        _words("reason"),
        sa.Column("reverses_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_transactions_client_id"),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["transactions.id"], name="fk_transactions_reverses_id"
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_transactions_session_id"),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name="fk_transactions_shift_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_transactions_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_transactions"),
        sa.UniqueConstraint("reverses_id", name="uq_transactions_reverses_id"),
        sa.UniqueConstraint("till_id", "till_seq", name="uq_transactions_till_id_till_seq"),
    )
    op.create_index("ix_transactions_at", "transactions", ["at"], unique=False)
    op.create_index("ix_transactions_client_id", "transactions", ["client_id"], unique=False)
    op.create_index("ix_transactions_session_id", "transactions", ["session_id"], unique=False)
    op.create_index("ix_transactions_shift_id", "transactions", ["shift_id"], unique=False)
    op.create_table(
        "postings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("transaction_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name="ck_postings_moves_something"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_postings_account_id"),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["transactions.id"],
            name="fk_postings_transaction_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_postings"),
        sa.UniqueConstraint(
            "transaction_id", "account_id", name="uq_postings_transaction_id_account_id"
        ),
    )
    op.create_index("ix_postings_account_id", "postings", ["account_id", "id"], unique=False)


def _records():
    op.create_table(
        "journal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=True),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.Column("station_id", sa.BigInteger(), nullable=True),
        _words("reason"),
        sa.Column("details", sa.Text(), nullable=False),
        _words("refused"),
        _words("command_id"),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
    )
    op.create_table(
        "answers",
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("command_id", name="pk_answers"),
    )
    op.create_table(
        "print_jobs",
        sa.Column("id", KEY, nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("copy", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        _words("problem"),
        sa.PrimaryKeyConstraint("id", name="pk_print_jobs"),
    )
    op.create_index("ix_print_jobs_state", "print_jobs", ["state"], unique=False)
