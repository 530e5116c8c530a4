"""The one connection of a unit of work, as its stores use it. Desk worker's thread.

Reads go straight to the driver, because a deed asks a dozen small questions and SQLAlchemy's part
would cost more than SQLite's; writes go through SQLAlchemy's typed tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable

from clubdesk.storage.reader import Look
from clubdesk.storage.untyped import Parameter

Values = Mapping[str, Parameter]


class WorkLink(Look):
    """A look that sees what its own transaction has written, and that writes."""

    def __init__(self, connection: Connection) -> None:
        driver = connection.connection.driver_connection
        super().__init__(driver, postgres=connection.dialect.name == "postgresql")
        self._writing = connection

    def write(
        self, statement: Executable, values: Values | Sequence[Values] = ()
    ) -> CursorResult[Any]:
        """Runs an insert, update or delete.

        Raises:
            sqlalchemy.exc.IntegrityError: The row breaks a law of the database.
        """
        return self._writing.execute(statement, values or None)

    def insert(self, statement: Executable, values: Values) -> int:
        """Inserts one row and returns the id that the database gave it."""
        key = self.write(statement, values).inserted_primary_key
        if key is None:
            raise ValueError("nothing was inserted")
        return int(key[0])
