"""Rates in full with all their versions, packages and limits in sessions, minutes kept on clients.

Revision ID: 0005
Revises: 0004
"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# A migration is frozen in time: it copies what it needs and imports nothing of the desk.
INSTANT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Not by Alembic: on SQLite it would copy the table and take its triggers away.
NEW_COLUMNS = {
    "clubs": {
        "postpaid_guests": "BOOLEAN DEFAULT false NOT NULL",
        "postpaid_limit_minor": "BIGINT DEFAULT '0' NOT NULL",
    },
    "rates": {
        "terms": "TEXT DEFAULT '{}' NOT NULL",
        "version": "BIGINT DEFAULT '1' NOT NULL",
    },
    "sessions": {
        "covers": "TEXT DEFAULT '[]' NOT NULL",
        "go_on_hourly": "BOOLEAN DEFAULT true NOT NULL",
        "limit_minor": "BIGINT",
        "limit_s": "BIGINT",
        "postpaid": "BOOLEAN DEFAULT false NOT NULL",
    },
}


def upgrade():
    for table, columns in NEW_COLUMNS.items():
        for name, kind in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    _versions()
    _kept_minutes()
    _keep_first_versions()


def downgrade():
    op.drop_table("kept_minutes")
    op.drop_table("rate_versions")
    for table, columns in NEW_COLUMNS.items():
        for name in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")


def _versions():
    op.create_table(
        "rate_versions",
        sa.Column("rate_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["rate_id"], ["rates.id"], name="fk_rate_versions_rate_id"),
        sa.PrimaryKeyConstraint("rate_id", "version", name="pk_rate_versions"),
    )


def _kept_minutes():
    op.create_table(
        "kept_minutes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("from_session_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("left_s", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("cover", sa.Text(), nullable=False),
        sa.Column("used_by_session_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("left_s > 0", name="ck_kept_minutes_positive"),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_kept_minutes_client_id"),
        sa.ForeignKeyConstraint(
            ["from_session_id"], ["sessions.id"], name="fk_kept_minutes_from_session_id"
        ),
        sa.ForeignKeyConstraint(
            ["used_by_session_id"], ["sessions.id"], name="fk_kept_minutes_used_by_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_kept_minutes"),
        sa.UniqueConstraint(
            "from_session_id", "position", name="uq_kept_minutes_from_session_id_position"
        ),
    )
    op.create_index("ix_kept_minutes_client_id", "kept_minutes", ["client_id"])


def _keep_first_versions():
    """What every rate is now becomes its first version, from the club's first deed on."""
    connection = op.get_bind()
    zones = {}
    for rate_id, zone_id in connection.exec_driver_sql(
        "SELECT rate_id, zone_id FROM rate_zones ORDER BY rate_id, zone_id"
    ):
        zones.setdefault(rate_id, []).append(zone_id)
    # A club that has rates has a journal, which begins with its first deed.
    keep = sa.text(
        "INSERT INTO rate_versions (rate_id, version, at, rate)"
        " SELECT :id, 1, min(at), :rate FROM journal HAVING min(at) IS NOT NULL"
    )
    found = connection.exec_driver_sql(
        "SELECT id, name, price, guest_remainder, active, position FROM rates ORDER BY id"
    ).all()
    for rate_id, name, price, remainder, active, position in found:
        rate = {
            "id": rate_id,
            "name": name,
            "zone_ids": zones.get(rate_id, []),
            "price": json.loads(price),
            "guest_remainder": remainder,
            "active": bool(active),
            "position": position,
        }
        connection.execute(keep, {"id": rate_id, "rate": json.dumps(rate, ensure_ascii=False)})
