"""The id that the database gave a new row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult


def new_id(done: CursorResult[Any]) -> int:
    """The id of the one row that was inserted."""
    key = done.inserted_primary_key
    if key is None:
        raise ValueError("nothing was inserted")
    return int(key[0])
