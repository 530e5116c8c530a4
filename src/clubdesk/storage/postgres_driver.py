"""Opens Postgres connections with the settings that the books rely on. Any thread."""

from __future__ import annotations

from clubdesk.storage.address import unknown_address
from clubdesk.storage.untyped import DriverConnection

WRITERS_KEY = 7_310_582_119
"""The advisory lock that makes writers go one at a time."""

_SETTINGS = "-c TimeZone=UTC -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"


def connect(dsn: str) -> DriverConnection:
    """A connection that speaks UTC, waits 10 s for a lock and notices a dead network.

    Args:
        dsn: A libpq URI.

    Raises:
        DeskError: ``storage.unknown_address``: the URI cannot be read.
    """
    # psycopg takes a fifth of a second to import, so a SQLite desk never does.
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        # Without the driver's own words: they repeat the password.
        raise unknown_address(dsn.rpartition("@")[2]) from None
    return psycopg.connect(
        dsn, options=_SETTINGS, connect_timeout=10, tcp_user_timeout=10_000, keepalives_idle=30
    )
