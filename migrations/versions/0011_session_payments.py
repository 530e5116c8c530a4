"""Which guest's session a card pays for.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("card_payments", sa.Column("session_id", sa.BigInteger(), nullable=True))
    of_one = sa.text("session_id IS NOT NULL")
    op.create_index(
        "ix_card_payments_session",
        "card_payments",
        ["session_id"],
        sqlite_where=of_one,
        postgresql_where=of_one,
    )


def downgrade():
    op.drop_index("ix_card_payments_session", "card_payments")
    op.drop_column("card_payments", "session_id")
