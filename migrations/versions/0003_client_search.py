"""Clients found by any part of the name or the end of the phone; retired cards by client.

Revision ID: 0003
Revises: 0002
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TRIGGERS = ("clients_found_added", "clients_found_changed", "clients_found_removed")


def upgrade():
    folder = Path(__file__).resolve().parent.parent / "sql"
    text = (folder / f"{revision}_{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in text.split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)
    _index_phone_ends()
    op.create_index("ix_retired_cards_client_id", "retired_cards", ["client_id"])


def _index_phone_ends():
    """With all that decides who is shown: a hundred phones end alike, and ten rows are read."""
    op.drop_index("ix_clients_phone_reversed", "clients")
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_clients_phone_end",
            "clients",
            ["phone_reversed"],
            postgresql_include=["last_visit", "id", "merged_into"],
            postgresql_where=sa.text("erased_at IS NULL"),
        )
    else:
        op.create_index(
            "ix_clients_phone_end",
            "clients",
            ["phone_reversed", "last_visit", "merged_into", "erased_at"],
        )


def downgrade():
    op.drop_index("ix_retired_cards_client_id", "retired_cards")
    op.drop_index("ix_clients_phone_end", "clients")
    op.create_index("ix_clients_phone_reversed", "clients", ["phone_reversed"])
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_clients_newest", "clients")
        op.drop_index("ix_clients_name_parts", "clients")
        op.execute("DROP FUNCTION clubdesk_name_parts(text)")
        op.create_index("ix_clients_last_visit", "clients", ["last_visit"])
    else:
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE clients_found")
