"""Passwords and PINs as argon2id hashes. Any thread; about 50 ms a check by design."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 6
LONGEST_PASSWORD = 256
PIN_DIGITS = range(4, 9)


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
    """Refuses a password that is too short or too long.

    Raises:
        DeskError: ``staff.short_password`` or ``staff.long_password``.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise DeskError(
            "staff.short_password",
            tr("The password needs {count} characters or more.").format(count=SHORTEST_PASSWORD),
            tr("Choose a longer one."),
            subject="password",
        )
    if len(password) > LONGEST_PASSWORD:
        raise DeskError(
            "staff.long_password",
            tr("The password is too long: at most {count} characters.").format(
                count=LONGEST_PASSWORD
            ),
            tr("Choose a shorter one."),
            subject="password",
        )


def looks_like_pin(typed: str) -> bool:
    """Whether a text is made as a PIN is: four to eight digits."""
    return typed.isascii() and typed.isdigit() and len(typed) in PIN_DIGITS


def check_pin(pin: str) -> None:
    """Refuses what is no PIN, or one that anyone would try first (0000, 1234, 8765, 1212).

    Raises:
        DeskError: ``staff.bad_pin`` or ``staff.easy_pin``.
    """
    if not looks_like_pin(pin):
        raise DeskError(
            "staff.bad_pin",
            tr("A PIN has {least} to {most} digits.").format(
                least=PIN_DIGITS[0], most=PIN_DIGITS[-1]
            ),
            tr("Type digits only."),
            subject="pin",
        )
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {9}) or pin == pin[:2] * (len(pin) // 2):
        raise DeskError(
            "staff.easy_pin",
            tr("This PIN is the first that anyone would try."),
            tr("Choose another one."),
            subject="pin",
        )
