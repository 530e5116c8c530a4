"""Names for what the drivers give without types: rows, connections, parameters.

Nothing of it leaves this package; ``rows.py`` turns it into frozen values.
"""

from __future__ import annotations

from typing import Any, TypeAlias

StoredRow: TypeAlias = Any
"""A row with its columns as attributes, from SQLAlchemy or from the reader."""

DriverConnection: TypeAlias = Any
"""A connection of pysqlite3 or psycopg."""

Parameter: TypeAlias = Any
"""A value that SQL takes or gives."""
