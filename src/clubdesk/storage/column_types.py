"""Column types that mean the same on both databases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

from clubdesk.storage.instants import aware, instant_of, to_micros
from clubdesk.storage.untyped import Parameter

BigKey = BigInteger().with_variant(Integer(), "sqlite")
"""A row's id: 64 bits on both; SQLite numbers rows by itself only under the name INTEGER."""

Digits = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is compared byte by byte, so that an index serves the beginning of it."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC to the microsecond; refuses naive values both ways."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Microseconds on SQLite, timestamptz on Postgres."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Parameter:
        """What the driver gets."""
        if value is None:
            return None
        return aware(value) if dialect.name == "postgresql" else to_micros(value)

    def process_result_value(self, value: Parameter, dialect: Dialect) -> datetime | None:
        """What the driver gave, in UTC."""
        return None if value is None else instant_of(value)
