"""Passwords and PINs as argon2id hashes. Any thread; about 50 ms a check by design."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 6


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    # Imported late: it is not needed before someone signs in.
    from argon2 import PasswordHasher

    return PasswordHasher()


def hash_secret(secret: str) -> str:
    """The argon2id hash of a password or PIN, with its salt and parameters."""
    return _hasher().hash(secret)


def matches(secret: str, stored: str) -> bool:
    """Whether a secret belongs to a stored hash; takes as long for an empty hash."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(stored or _decoy(), secret) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _decoy() -> str:
    return hash_secret("nobody")


def check_password(password: str) -> None:
    """Refuses a password that is too short.

    Raises:
        DeskError: ``staff.short_password``.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise DeskError(
            "staff.short_password",
            tr("The password needs {count} characters or more.").format(count=SHORTEST_PASSWORD),
            tr("Choose a longer one."),
            subject="password",
        )
