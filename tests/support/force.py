"""Changes stored rows past every guard, as someone with the file and bad intentions would."""

from __future__ import annotations

import psycopg
from pysqlite3 import dbapi2

from clubdesk.storage.address import parse_address


def by_force(url: str, *statements: str) -> None:
    """Runs statements with the triggers and references out of the way, and puts them back."""
    address = parse_address(url)
    if not address.is_sqlite:
        with psycopg.connect(address.dsn, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in statements:
                connection.execute(statement)
        return
    connection = dbapi2.connect(str(address.sqlite_file), isolation_level=None)
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    kept = guards.fetchall()
    for name, _ in kept:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in kept:
        connection.execute(sql)
    connection.close()
