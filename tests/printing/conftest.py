"""What the tests of printers share: books on the disk."""

from tests.support.databases import sqlite_template

__all__ = ["sqlite_template"]
