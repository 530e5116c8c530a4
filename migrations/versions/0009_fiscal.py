"""What a fiscal device is told of payments.

Revision ID: 0009
Revises: 0008
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# A migration is frozen in time: it copies what it needs and imports nothing of the desk.
INSTANT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "fiscal_documents",
        sa.Column("id", KEY, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("till_id", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("original_uuid", sa.Text(), server_default="", nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("released", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("sign", sa.Text(), server_default="", nullable=False),
        sa.Column("link", sa.Text(), server_default="", nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "kind IN ('sale', 'refund', 'cash_in', 'cash_out', 'close_shift')",
            name="ck_fiscal_documents_known_kind",
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'unknown', 'registered', 'failed')",
            name="ck_fiscal_documents_known_state",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_fiscal_documents"),
        sa.UniqueConstraint("uuid", name="uq_fiscal_documents_uuid"),
    )
    is_open = sa.text("state <> 'registered'")
    op.create_index(
        "ix_fiscal_documents_open",
        "fiscal_documents",
        ["job_id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_fiscal_documents_about", "fiscal_documents", ["about"])
    folder = Path(__file__).resolve().parent.parent / "sql"
    text = (folder / f"{revision}_{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in text.split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    op.drop_table("fiscal_documents")
