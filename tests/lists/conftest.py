"""Lists are brought into real books, on both databases."""

import pytest

from clubdesk.services.long_work import Job
from tests.support.club_world import World
from tests.support.databases import database_url, empty_url, postgres, sqlite_template, storage

__all__ = ["database_url", "empty_url", "postgres", "sqlite_template", "storage", "world"]


@pytest.fixture
def world(storage):
    """A small club on a real database."""
    return World(storage)


@pytest.fixture
def job():
    """Long work that nobody calls off."""
    return Job()
