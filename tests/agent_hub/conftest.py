"""A running hub for the tests of this room."""

import pytest

from tests.support.agents import Floor


@pytest.fixture
def floor():
    """A hub on loopback with a clock that stands still."""
    with Floor() as floor:
        yield floor
