"""Where the books are: a SQLite file or a Postgres server, told apart from one line of text.

Pure; any thread. Imports no driver, because it stands on the way to the first window.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr

_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Address:
    """The books' place: ``file`` for SQLite, ``dsn`` (a libpq URI) for Postgres."""

    file: Path | None = None
    dsn: str = ""

    @property
    def is_sqlite(self) -> bool:
        """True for a SQLite file."""
        return self.file is not None

    @property
    def sqlite_file(self) -> Path:
        """The SQLite file.

        Raises:
            ValueError: The books are not in a SQLite file.
        """
        if self.file is None:
            raise ValueError("these books are on a Postgres server")
        return self.file

    @property
    def shown(self) -> str:
        """The place without a password, for people and logs."""
        if self.file is not None:
            return str(self.file)
        parts = urlsplit(self.dsn)
        return f"postgresql://{parts.hostname or ''}{parts.path}"


def parse_address(url: str) -> Address:
    """The address in ``sqlite:///file``, ``postgresql://...`` or a plain file name.

    Raises:
        DeskError: ``storage.unknown_address``.
    """
    text = url.strip()
    scheme, mark, rest = text.partition("://")
    if not mark and text:
        return Address(file=Path(text).absolute())
    if scheme in _SQLITE and rest.startswith("/") and len(rest) > 1:
        return Address(file=Path(rest[1:]).absolute())
    if scheme in _POSTGRES and rest:
        return Address(dsn=f"postgresql://{rest}")
    raise unknown_address(text)


def unknown_address(text: str) -> DeskError:
    """The refusal of what is no address; ``text`` is shown, so it holds no password."""
    return DeskError(
        "storage.unknown_address",
        tr("“{address}” is not the address of a database.").format(address=text[:60]),
        tr("Use sqlite:///FILE or postgresql://USER@HOST/DATABASE."),
    )


def sqlite_url(file: Path) -> str:
    """The address line of a SQLite file."""
    return f"sqlite:///{file.absolute()}"
