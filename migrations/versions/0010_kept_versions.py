"""Versions of rates and minutes that clients keep defend themselves.

Revision ID: 0010
Revises: 0009
"""

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TRIGGERS = {
    "rate_versions": ("rate_versions_unchanged", "rate_versions_stay"),
    "kept_minutes": ("kept_minutes_unchanged", "kept_minutes_stay"),
}
ON_POSTGRES = {"rate_versions": "rate_versions_not_emptied"}


def upgrade():
    folder = Path(__file__).resolve().parent.parent / "sql"
    text = (folder / f"{revision}_{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in text.split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    postgres = op.get_bind().dialect.name == "postgresql"
    for table, triggers in TRIGGERS.items():
        for trigger in triggers:
            op.execute(f"DROP TRIGGER {trigger}" + (f" ON {table}" if postgres else ""))
    if postgres:
        for table, trigger in ON_POSTGRES.items():
            op.execute(f"DROP TRIGGER {trigger} ON {table}")
