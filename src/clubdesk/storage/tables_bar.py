"""The tables of the bar: menu, stock and orders.

Part of the same ``metadata`` as the others; a test holds it to the newest migration. The stock of a
product is the sum of its moves, which are written once: a trigger adds each to ``products.stock``.
Lines of an order and its cancels are written once too; a line only counts what was cancelled of it.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from clubdesk.storage.column_types import BigKey, UtcDateTime
from clubdesk.storage.tables_till import metadata

__all__ = [
    "metadata",
    "order_cancels",
    "order_lines",
    "orders",
    "product_categories",
    "product_pictures",
    "products",
    "stock_moves",
]


def _words(name: str, empty: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=empty)


def _sum(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


product_categories = Table(
    "product_categories",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("name", Text, nullable=False),
    _words("colour"),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
)

products = Table(
    "products",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("category_id", BigInteger, ForeignKey("product_categories.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    _words("barcode"),
    # Hundredths of a percent: 1200 is 12 %.
    Column("tax_rate", Integer, nullable=False, server_default="0"),
    Column("points_percent", Integer, nullable=False, server_default="0"),
    Column("stocked", Boolean, nullable=False, server_default=text("false")),
    _sum("stock"),
    _sum("low_stock"),
    _sum("cost_minor"),
    Column("kitchen", Boolean, nullable=False, server_default=text("false")),
    _words("choices", "[]"),
    _words("parts", "[]"),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    CheckConstraint("price_minor >= 0 AND cost_minor >= 0", name="prices"),
    CheckConstraint("tax_rate BETWEEN 0 AND 9999", name="tax"),
    CheckConstraint("points_percent BETWEEN 0 AND 100", name="share"),
)
_SCANNED = text("barcode <> '' AND active")
Index(
    "uq_products_barcode",
    products.c.barcode,
    unique=True,
    sqlite_where=_SCANNED,
    postgresql_where=_SCANNED,
)

product_pictures = Table(
    "product_pictures",
    metadata,
    Column(
        "product_id",
        BigInteger,
        ForeignKey("products.id"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("png", LargeBinary, nullable=False),
)

orders = Table(
    "orders",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("till_id", BigInteger, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("shift_id", BigInteger, ForeignKey("shifts.id"), nullable=False),
    Column("staff_id", BigInteger, ForeignKey("staff.id")),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("client_id", BigInteger, ForeignKey("clients.id"), index=True),
    Column("session_id", BigInteger, ForeignKey("sessions.id"), index=True),
    Column("station_id", BigInteger, ForeignKey("stations.id")),
    Column("state", Text, nullable=False),
    _words("note"),
    Column("total_minor", BigInteger, nullable=False),
    _sum("points"),
    _sum("balance_minor"),
    _sum("cash_minor"),
    _sum("card_minor"),
    Column("transaction_id", BigInteger, ForeignKey("transactions.id")),
    Column("ready_at", UtcDateTime),
    UniqueConstraint("till_id", "number"),
    UniqueConstraint("transaction_id"),
    CheckConstraint("state IN ('new', 'preparing', 'served', 'cancelled')", name="known_state"),
    CheckConstraint(
        "total_minor = points + balance_minor + cash_minor + card_minor", name="paid_in_full"
    ),
    CheckConstraint(
        "points >= 0 AND balance_minor >= 0 AND cash_minor >= 0 AND card_minor >= 0",
        name="not_negative",
    ),
)
_WAITING = text("state IN ('new', 'preparing')")
Index("ix_orders_waiting", orders.c.id, sqlite_where=_WAITING, postgresql_where=_WAITING)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_id", BigInteger, ForeignKey("orders.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("product_id", BigInteger, ForeignKey("products.id"), nullable=False),
    Column("name", Text, nullable=False),
    _words("choices", "[]"),
    Column("quantity", BigInteger, nullable=False),
    Column("unit_minor", BigInteger, nullable=False),
    Column("points", BigInteger, nullable=False, server_default="0"),
    Column("tax_rate", Integer, nullable=False, server_default="0"),
    _sum("cost_minor"),
    Column("kitchen", Boolean, nullable=False, server_default=text("false")),
    _sum("cancelled"),
    # What of the stock a piece took: [[product id, quantity], ...].
    _words("took", "[]"),
    PrimaryKeyConstraint("order_id", "position"),
    CheckConstraint("quantity > 0 AND unit_minor >= 0", name="quantity"),
    CheckConstraint("cancelled BETWEEN 0 AND quantity", name="cancelled"),
)

order_cancels = Table(
    "order_cancels",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("order_id", BigInteger, ForeignKey("orders.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("shift_id", BigInteger, ForeignKey("shifts.id"), nullable=False),
    Column("staff_id", BigInteger, ForeignKey("staff.id")),
    Column("approved_by", BigInteger, ForeignKey("staff.id")),
    _words("reason"),
    # [[position, quantity], ...].
    Column("lines", Text, nullable=False),
    _sum("points"),
    _sum("balance_minor"),
    _sum("cash_minor"),
    _sum("card_minor"),
    Column("transaction_id", BigInteger, ForeignKey("transactions.id")),
    UniqueConstraint("transaction_id"),
)

stock_moves = Table(
    "stock_moves",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("product_id", BigInteger, ForeignKey("products.id"), nullable=False, index=True),
    Column("quantity", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    _sum("cost_minor"),
    Column("at", UtcDateTime, nullable=False),
    Column("staff_id", BigInteger, ForeignKey("staff.id")),
    Column("order_id", BigInteger, ForeignKey("orders.id")),
    _words("reason"),
    CheckConstraint(
        "kind IN ('delivery', 'write_off', 'count', 'sale', 'cancel')", name="known_kind"
    ),
    CheckConstraint("quantity <> 0", name="moves"),
)
