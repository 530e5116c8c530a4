"""Clients in full: groups, cards, codes, promotions, card payments, roles, who approved a deed.

Revision ID: 0002
Revises: 0001
"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A migration is frozen in time: it copies what it needs and imports nothing of the desk.
INSTANT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = "state IN ('sent', 'unknown')"
NEW_TABLES = (
    "roles", "client_groups", "retired_cards", "phone_codes", "promotions", "promotion_uses",
    "card_payments",
)  # fmt: skip
JOURNAL_INDEXES = {
    "ix_journal_staff_id_id": ["staff_id", "id"],
    "ix_journal_client_id_id": ["client_id", "id"],
    "ix_journal_action_id": ["action", "id"],
    "ix_journal_at": ["at"],
}
NEW_COLUMNS = {
    "clubs": ("points_expiry",),
    "clients": ("birthday", "group_id", "blocked_reason", "erased_at", "merged_into"),
    "sessions": ("charged_points",),
    "journal": ("approved_by",),
    "print_jobs": ("client_id", "transaction_id"),
}


def upgrade():
    _roles_and_groups()
    _columns()
    _cards_and_codes()
    _promotions()
    _card_payments()
    _take_people_out_of_the_journal()
    _tell_papers_whose_they_are()


def downgrade():
    for name in JOURNAL_INDEXES:
        op.drop_index(name, "journal")
    for name in ("ix_print_jobs_client_id", "ix_print_jobs_transaction_id"):
        op.drop_index(name, "print_jobs")
    op.drop_index("ix_clients_merged_into", "clients")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_clients_group_id", "clients")
        op.drop_constraint("fk_clients_merged_into", "clients")
    for table, names in NEW_COLUMNS.items():
        for name in names:
            _drop_column(table, name)
    for table in reversed(NEW_TABLES):
        op.drop_table(table)


def _drop_column(table, name):
    # Not by Alembic's copy of the table: that would take its triggers away. A column that refers
    # to another table can go this way too, where SQLite finds no index on it.
    op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")


def _words(name):
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _roles_and_groups():
    op.create_table(
        "roles",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("permissions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_roles"),
    )
    op.create_table(
        "client_groups",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("discount_percent", sa.Integer(), nullable=False),
        sa.Column("points_percent", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "discount_percent BETWEEN 0 AND 100 AND points_percent BETWEEN 0 AND 100",
            name="ck_client_groups_percents",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_client_groups"),
    )


def _columns():
    op.add_column(
        "clubs", sa.Column("points_expiry", sa.Text(), server_default="{}", nullable=False)
    )
    op.add_column("clients", _words("birthday"))
    _add_reference("clients", "group_id", "client_groups")
    op.add_column("clients", _words("blocked_reason"))
    op.add_column("clients", sa.Column("erased_at", INSTANT, nullable=True))
    _add_reference("clients", "merged_into", "clients")
    op.create_index(
        "ix_clients_merged_into",
        "clients",
        ["merged_into"],
        sqlite_where=sa.text("merged_into IS NOT NULL"),
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )
    op.add_column(
        "sessions",
        sa.Column("charged_points", sa.BigInteger(), server_default="0", nullable=False),
    )
    op.add_column("journal", sa.Column("approved_by", sa.BigInteger(), nullable=True))
    for name, columns in JOURNAL_INDEXES.items():
        op.create_index(name, "journal", columns)
    for name in ("client_id", "transaction_id"):
        op.add_column("print_jobs", sa.Column(name, sa.BigInteger(), nullable=True))
        op.create_index(f"ix_print_jobs_{name}", "print_jobs", [name])


def _add_reference(table, name, to):
    constraint = f"fk_{table}_{name}"
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes a reference with a new column, and only then, without copying the table.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {name} BIGINT "
            f"CONSTRAINT {constraint} REFERENCES {to} (id)"
        )
    else:
        op.add_column(table, sa.Column(name, sa.BigInteger(), nullable=True))
        op.create_foreign_key(constraint, table, to, [name], ["id"])


def _cards_and_codes():
    op.create_table(
        "retired_cards",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        _words("reason"),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("why IN ('blocked', 'replaced')", name="ck_retired_cards_known_why"),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_retired_cards_client_id"),
        sa.PrimaryKeyConstraint("number", name="pk_retired_cards"),
    )
    op.create_table(
        "phone_codes",
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _words("detail"),
        _words("gateway_id"),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_phone_codes_client_id"),
        sa.PrimaryKeyConstraint("client_id", name="pk_phone_codes"),
    )


def _promotions():
    op.create_table(
        "promotions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        _words("code"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_promotions"),
    )
    op.create_index(
        "uq_promotions_code",
        "promotions",
        ["code"],
        unique=True,
        sqlite_where=sa.text("code <> ''"),
        postgresql_where=sa.text("code <> ''"),
    )
    op.create_table(
        "promotion_uses",
        sa.Column("transaction_id", sa.BigInteger(), nullable=False),
        sa.Column("promotion_id", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("cause_id", sa.BigInteger(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["cause_id"], ["transactions.id"], name="fk_promotion_uses_cause_id"
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_promotion_uses_client_id"),
        sa.ForeignKeyConstraint(
            ["promotion_id"], ["promotions.id"], name="fk_promotion_uses_promotion_id"
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name="fk_promotion_uses_transaction_id"
        ),
        sa.PrimaryKeyConstraint("transaction_id", name="pk_promotion_uses"),
    )
    op.create_index(
        "ix_promotion_uses_promotion_id_client_id", "promotion_uses", ["promotion_id", "client_id"]
    )
    op.create_index("ix_promotion_uses_client_id", "promotion_uses", ["client_id"])
    op.create_index("ix_promotion_uses_cause_id", "promotion_uses", ["cause_id"])


def _card_payments():
    op.create_table(
        "card_payments",
        sa.Column("id", KEY, nullable=False),
        sa.Column("till_id", sa.BigInteger(), nullable=False),
        sa.Column("shift_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        _words("slip"),
        _words("detail"),
        sa.Column("transaction_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name="ck_card_payments_positive"),
        sa.CheckConstraint(
            "state IN ('sent', 'approved', 'declined', 'no_connection', 'unknown')",
            name="ck_card_payments_known_state",
        ),
        sa.CheckConstraint(
            "(state = 'approved') = (transaction_id IS NOT NULL)", name="ck_card_payments_booked"
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_card_payments_client_id"),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name="fk_card_payments_shift_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_card_payments_staff_id"),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name="fk_card_payments_transaction_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_card_payments"),
        sa.UniqueConstraint("transaction_id", name="uq_card_payments_transaction_id"),
    )
    op.create_index(
        "ix_card_payments_open",
        "card_payments",
        ["till_id"],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )


def _take_people_out_of_the_journal():
    """Earlier lines kept a new client's phone and name; a wish to be erased must reach them."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER journal_unchanged")
    else:
        trigger = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'journal_unchanged'"
        ).scalar_one()
        connection.exec_driver_sql("DROP TRIGGER journal_unchanged")
    connection.exec_driver_sql("UPDATE journal SET details = '{}' WHERE action = 'AddClient'")
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE journal ENABLE TRIGGER journal_unchanged")
    else:
        connection.exec_driver_sql(trigger)


def _tell_papers_whose_they_are():
    connection = op.get_bind()
    clients = dict(
        connection.exec_driver_sql(
            "SELECT id, client_id FROM transactions WHERE client_id IS NOT NULL"
        ).all()
    )
    players = dict(
        connection.exec_driver_sql(
            "SELECT id, client_id FROM sessions WHERE client_id IS NOT NULL"
        ).all()
    )
    known = []
    for job_id, receipt in connection.exec_driver_sql("SELECT id, receipt FROM print_jobs").all():
        paper = json.loads(receipt)["paper"]
        number = paper.get("number", 0)
        if paper["kind"] == "top_up" and number in clients:
            known.append({"of": job_id, "client": clients[number], "transaction": number})
        elif paper["kind"] == "session_end" and number in players:
            known.append({"of": job_id, "client": players[number], "transaction": None})
    if known:
        connection.execute(
            sa.text(
                "UPDATE print_jobs SET client_id = :client, transaction_id = :transaction"
                " WHERE id = :of"
            ),
            known,
        )
