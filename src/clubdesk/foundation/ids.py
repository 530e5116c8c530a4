"""Ids that are made before anything is stored, so that a retry can be recognised. Pure."""

from __future__ import annotations

import uuid


def new_command_id() -> str:
    """A fresh id of a command: 32 hexadecimal digits, never given twice."""
    return uuid.uuid4().hex
