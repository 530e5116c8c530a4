"""The till: menu, stock, orders, cash beside sales, and terminals that the desk drives.

Revision ID: 0008
Revises: 0007
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# A migration is frozen in time: it copies what it needs and imports nothing of the desk.
INSTANT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN_BEFORE = "state IN ('sent', 'unknown')"
OPEN = "state IN ('created', 'sent', 'unknown') OR (state = 'approved' AND transaction_id IS NULL)"
STATES_BEFORE = "state IN ('sent', 'approved', 'declined', 'no_connection', 'unknown')"
STATES = (
    "state IN ('created', 'sent', 'approved', 'declined', 'cancelled', 'no_connection',"
    " 'not_started', 'unknown', 'paid_back')"
)
BOOKED_BEFORE = "(state = 'approved') = (transaction_id IS NOT NULL)"
BOOKED = "transaction_id IS NULL OR state = 'approved'"
# Not by Alembic: on SQLite it would copy the table and take its triggers away.
NEW_COLUMNS = {
    "clubs": {
        "till_rules": "TEXT DEFAULT '{}' NOT NULL",
        "receipt_look": "TEXT DEFAULT '{}' NOT NULL",
    },
    "shifts": {
        "counted_open_parts": "TEXT DEFAULT '{}' NOT NULL",
        "counted_close_parts": "TEXT DEFAULT '{}' NOT NULL",
        "taken_over_from": "BIGINT",
    },
    "print_jobs": {
        "role": "TEXT DEFAULT 'receipt' NOT NULL",
        "printer": "TEXT DEFAULT '' NOT NULL",
    },
}
PAYMENT_COLUMNS = {
    "kind": "payment",
    "driver": "manual",
    "purpose": "",
    "mark": "",
    "code": "",
    "evidence": "{}",
}
NEW_TABLES = (
    "cash_moves", "product_categories", "products", "product_pictures", "orders", "order_lines",
    "order_cancels", "stock_moves",
)  # fmt: skip


def upgrade():
    for table, columns in NEW_COLUMNS.items():
        for name, kind in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    _remake_card_payments(_payments(PAYMENT_COLUMNS, STATES, BOOKED), OPEN)
    _cash_moves()
    _menu()
    _orders()
    _order_lines()
    _order_cancels()
    _stock_moves()
    folder = Path(__file__).resolve().parent.parent / "sql"
    text = (folder / f"{revision}_{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in text.split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    for table in reversed(NEW_TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION clubdesk_move_stock()")
    # What only this step knows is told in the words of the one before.
    op.execute("UPDATE card_payments SET state = 'unknown' WHERE state = 'created'")
    op.execute(
        "UPDATE card_payments SET state = 'unknown'"
        " WHERE state = 'approved' AND transaction_id IS NULL"
    )
    op.execute(
        "UPDATE card_payments SET state = 'declined'"
        " WHERE state IN ('cancelled', 'not_started', 'paid_back')"
    )
    _remake_card_payments(_payments({}, STATES_BEFORE, BOOKED_BEFORE), OPEN_BEFORE)
    for table, columns in NEW_COLUMNS.items():
        for name in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")


def _words(name, empty=""):
    return sa.Column(name, sa.Text(), server_default=empty, nullable=False)


def _sum(name):
    return sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)


def _refers(table, column, to):
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def _payments(more, states, booked):
    columns = [
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
        *(_words(name, empty) for name, empty in more.items()),
    ]
    laws = {"positive": "amount_minor > 0", "known_state": states, "booked": booked}
    if more:
        columns.append(sa.Column("of_payment_id", sa.BigInteger(), nullable=True))
        laws["known_kind"] = "kind IN ('payment', 'refund', 'reversal')"
    return [
        *columns,
        *(sa.CheckConstraint(law, name=f"ck_card_payments_{name}") for name, law in laws.items()),
        _refers("card_payments", "client_id", "clients"),
        _refers("card_payments", "shift_id", "shifts"),
        _refers("card_payments", "staff_id", "staff"),
        _refers("card_payments", "transaction_id", "transactions"),
        sa.PrimaryKeyConstraint("id", name="pk_card_payments"),
        sa.UniqueConstraint("transaction_id", name="uq_card_payments_transaction_id"),
    ]


def _remake_card_payments(parts, is_open):
    """SQLite cannot change a law of a table; nothing refers to this one and no trigger is on it."""
    postgres = op.get_bind().dialect.name == "postgresql"
    op.drop_index("ix_card_payments_open", "card_payments")
    op.rename_table("card_payments", "card_payments_before")
    if postgres:
        _make_way_on_postgres()
    op.create_table("card_payments", *parts)
    columns = (
        "id, till_id, shift_id, staff_id, client_id, amount_minor, state, started_at, ended_at,"
        " slip, detail, transaction_id"
    )
    op.execute(
        f"INSERT INTO card_payments ({columns}) SELECT {columns} FROM card_payments_before"  # noqa: S608
    )
    op.drop_table("card_payments_before")
    if postgres:
        op.execute(
            "SELECT setval(pg_get_serial_sequence('card_payments', 'id'),"
            " (SELECT coalesce(max(id), 0) + 1 FROM card_payments), false)"
        )
    op.create_index(
        "ix_card_payments_open",
        "card_payments",
        ["till_id"],
        sqlite_where=sa.text(is_open),
        postgresql_where=sa.text(is_open),
    )


def _make_way_on_postgres():
    """Names of constraints' indexes and of the sequence belong to the schema there."""
    for name in ("pk_card_payments", "uq_card_payments_transaction_id"):
        op.execute(f"ALTER INDEX {name} RENAME TO {name}_before")
    op.execute("ALTER SEQUENCE card_payments_id_seq RENAME TO card_payments_before_id_seq")


def _cash_moves():
    op.create_table(
        "cash_moves",
        sa.Column("transaction_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        _words("category"),
        sa.CheckConstraint(
            "kind IN ('cash_in', 'cash_out', 'collection')", name="ck_cash_moves_known_kind"
        ),
        _refers("cash_moves", "transaction_id", "transactions"),
        sa.PrimaryKeyConstraint("transaction_id", name="pk_cash_moves"),
    )


def _menu():
    op.create_table(
        "product_categories",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _words("colour"),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_product_categories"),
    )
    op.create_table(
        "products",
        sa.Column("id", KEY, nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        _words("barcode"),
        sa.Column("tax_rate", sa.Integer(), server_default="0", nullable=False),
        sa.Column("points_percent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("stocked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _sum("stock"),
        _sum("low_stock"),
        _sum("cost_minor"),
        sa.Column("kitchen", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _words("choices", "[]"),
        _words("parts", "[]"),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint("price_minor >= 0 AND cost_minor >= 0", name="ck_products_prices"),
        sa.CheckConstraint("tax_rate BETWEEN 0 AND 9999", name="ck_products_tax"),
        sa.CheckConstraint("points_percent BETWEEN 0 AND 100", name="ck_products_share"),
        _refers("products", "category_id", "product_categories"),
        sa.PrimaryKeyConstraint("id", name="pk_products"),
    )
    scanned = sa.text("barcode <> '' AND active")
    op.create_index(
        "uq_products_barcode",
        "products",
        ["barcode"],
        unique=True,
        sqlite_where=scanned,
        postgresql_where=scanned,
    )
    op.create_table(
        "product_pictures",
        sa.Column("product_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        _refers("product_pictures", "product_id", "products"),
        sa.PrimaryKeyConstraint("product_id", name="pk_product_pictures"),
    )


def _orders():
    op.create_table(
        "orders",
        sa.Column("id", KEY, nullable=False),
        sa.Column("till_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("shift_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=True),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.Column("station_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        _words("note"),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        _sum("points"),
        _sum("balance_minor"),
        _sum("cash_minor"),
        _sum("card_minor"),
        sa.Column("transaction_id", sa.BigInteger(), nullable=True),
        sa.Column("ready_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "state IN ('new', 'preparing', 'served', 'cancelled')", name="ck_orders_known_state"
        ),
        sa.CheckConstraint(
            "total_minor = points + balance_minor + cash_minor + card_minor",
            name="ck_orders_paid_in_full",
        ),
        sa.CheckConstraint(
            "points >= 0 AND balance_minor >= 0 AND cash_minor >= 0 AND card_minor >= 0",
            name="ck_orders_not_negative",
        ),
        _refers("orders", "shift_id", "shifts"),
        _refers("orders", "staff_id", "staff"),
        _refers("orders", "client_id", "clients"),
        _refers("orders", "session_id", "sessions"),
        _refers("orders", "station_id", "stations"),
        _refers("orders", "transaction_id", "transactions"),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
        sa.UniqueConstraint("till_id", "number", name="uq_orders_till_id_number"),
        sa.UniqueConstraint("transaction_id", name="uq_orders_transaction_id"),
    )
    waiting = sa.text("state IN ('new', 'preparing')")
    for column in ("at", "client_id", "session_id"):
        op.create_index(f"ix_orders_{column}", "orders", [column])
    op.create_index(
        "ix_orders_waiting", "orders", ["id"], sqlite_where=waiting, postgresql_where=waiting
    )


def _order_lines():
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _words("choices", "[]"),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_minor", sa.BigInteger(), nullable=False),
        _sum("points"),
        sa.Column("tax_rate", sa.Integer(), server_default="0", nullable=False),
        _sum("cost_minor"),
        sa.Column("kitchen", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _sum("cancelled"),
        _words("took", "[]"),
        sa.CheckConstraint("quantity > 0 AND unit_minor >= 0", name="ck_order_lines_quantity"),
        sa.CheckConstraint("cancelled BETWEEN 0 AND quantity", name="ck_order_lines_cancelled"),
        _refers("order_lines", "order_id", "orders"),
        _refers("order_lines", "product_id", "products"),
        sa.PrimaryKeyConstraint("order_id", "position", name="pk_order_lines"),
    )


def _order_cancels():
    op.create_table(
        "order_cancels",
        sa.Column("id", KEY, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("shift_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        _words("reason"),
        sa.Column("lines", sa.Text(), nullable=False),
        _sum("points"),
        _sum("balance_minor"),
        _sum("cash_minor"),
        _sum("card_minor"),
        sa.Column("transaction_id", sa.BigInteger(), nullable=True),
        _refers("order_cancels", "order_id", "orders"),
        _refers("order_cancels", "shift_id", "shifts"),
        _refers("order_cancels", "staff_id", "staff"),
        _refers("order_cancels", "approved_by", "staff"),
        _refers("order_cancels", "transaction_id", "transactions"),
        sa.PrimaryKeyConstraint("id", name="pk_order_cancels"),
        sa.UniqueConstraint("transaction_id", name="uq_order_cancels_transaction_id"),
    )
    op.create_index("ix_order_cancels_order_id", "order_cancels", ["order_id"])


def _stock_moves():
    op.create_table(
        "stock_moves",
        sa.Column("id", KEY, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        _sum("cost_minor"),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        _words("reason"),
        sa.CheckConstraint(
            "kind IN ('delivery', 'write_off', 'count', 'sale', 'cancel')",
            name="ck_stock_moves_known_kind",
        ),
        sa.CheckConstraint("quantity <> 0", name="ck_stock_moves_moves"),
        _refers("stock_moves", "product_id", "products"),
        _refers("stock_moves", "staff_id", "staff"),
        _refers("stock_moves", "order_id", "orders"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_moves"),
    )
    op.create_index("ix_stock_moves_product_id", "stock_moves", ["product_id"])
