"""The club's rules of play, daily limits of clients, and the outages of PCs in sessions.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# A migration is frozen in time: it copies what it needs and imports nothing of the desk.
INSTANT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    # Not by Alembic: on SQLite it would copy the table and take its triggers away.
    op.execute("ALTER TABLE clubs ADD COLUMN play_rules TEXT DEFAULT '{}' NOT NULL")
    op.execute("ALTER TABLE clients ADD COLUMN daily_limit_minutes INTEGER")
    op.create_table(
        "outages",
        sa.Column("id", KEY, nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("lost_at", INSTANT, nullable=False),
        sa.Column("back_at", INSTANT, nullable=False),
        sa.Column("lost_s", sa.Integer(), nullable=False),
        sa.Column("credited_minutes", sa.Integer(), nullable=True),
        sa.CheckConstraint("back_at > lost_at AND lost_s > 0", name="ck_outages_forward"),
        sa.CheckConstraint("credited_minutes >= 0", name="ck_outages_credited"),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_outages_station_id"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_outages_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outages"),
        sa.UniqueConstraint(
            "session_id", "station_id", "lost_at", name="uq_outages_session_id_station_id_lost_at"
        ),
    )


def downgrade():
    op.drop_table("outages")
    op.execute("ALTER TABLE clients DROP COLUMN daily_limit_minutes")
    op.execute("ALTER TABLE clubs DROP COLUMN play_rules")
