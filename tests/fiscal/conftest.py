"""Every test of the fiscal device's way runs on both databases."""

from tests.support.databases import database_url, postgres, sqlite_template, storage

__all__ = ["database_url", "postgres", "sqlite_template", "storage"]
