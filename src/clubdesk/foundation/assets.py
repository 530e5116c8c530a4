"""Finds the files that ship beside the code: in a wheel, a frozen build or a checkout. Pure."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=64)
def asset(name: str) -> Path:
    """The path of a file or folder of ``resources/``, whether or not it is there."""
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent.parent / "resources"
    return root / name


def migrations_folder() -> Path:
    """The folder that holds the schema's migrations."""
    installed = _PACKAGE / "_migrations"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "migrations"
