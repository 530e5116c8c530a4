"""Seats promised to somebody for a time; two of a seat never overlap, and a deposit is guarded.

Revision ID: 0007
Revises: 0006
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# A migration is frozen in time: it copies what it needs and imports nothing of the desk.
INSTANT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FUNCTIONS = (
    "clubdesk_hold_deposits",
    "clubdesk_move_seats",
    "clubdesk_seats_agree",
)


def upgrade():
    # Not by Alembic: on SQLite it would copy the table and take its triggers away.
    op.execute("ALTER TABLE clubs ADD COLUMN reservation_rules TEXT DEFAULT '{}' NOT NULL")
    _reservations()
    _seats()
    op.create_index("ix_segments_ended_at", "segments", ["ended_at"])
    folder = Path(__file__).resolve().parent.parent / "sql"
    text = (folder / f"{revision}_{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in text.split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    postgres = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER accounts_hold_deposits" + (" ON accounts" if postgres else ""))
    op.drop_index("ix_segments_ended_at", "segments")
    op.drop_table("reservation_seats")
    op.drop_table("reservations")
    if postgres:
        for name in FUNCTIONS:
            op.execute(f"DROP FUNCTION {name}()")
    op.execute("ALTER TABLE clubs DROP COLUMN reservation_rules")


def _reservations():
    op.create_table(
        "reservations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("from_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("deposit_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("deposit_transaction_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("until_at > from_at", name="ck_reservations_forward"),
        sa.CheckConstraint(
            "state IN ('booked', 'arrived', 'cancelled', 'no_show')",
            name="ck_reservations_known_state",
        ),
        sa.CheckConstraint(
            "deposit_minor >= 0 AND (deposit_minor > 0) = (deposit_transaction_id IS NOT NULL)",
            name="ck_reservations_deposit_booked",
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_reservations_client_id"),
        sa.ForeignKeyConstraint(
            ["deposit_transaction_id"],
            ["transactions.id"],
            name="fk_reservations_deposit_transaction_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reservations"),
    )
    op.create_index("ix_reservations_client_id", "reservations", ["client_id"])
    op.create_index("ix_reservations_from_at", "reservations", ["from_at"])


def _seats():
    op.create_table(
        "reservation_seats",
        sa.Column("reservation_id", sa.BigInteger(), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("from_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reservation_id"], ["reservations.id"], name="fk_reservation_seats_reservation_id"
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["stations.id"], name="fk_reservation_seats_station_id"
        ),
        sa.PrimaryKeyConstraint("reservation_id", "station_id", name="pk_reservation_seats"),
    )
    op.create_index(
        "ix_reservation_seats_standing",
        "reservation_seats",
        ["station_id", "from_at"],
        sqlite_where=sa.text("standing"),
        postgresql_where=sa.text("standing"),
    )
