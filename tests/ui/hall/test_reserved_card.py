"""A reservation is shown on the seat's card before it begins, over real books."""

import pytest
from PySide6.QtWidgets import QLabel

from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.face import face_of, sentence
from tests.support.databases import database_url, postgres, sqlite_template, storage
from tests.support.hall_books import desk, hall, runner, world
from tests.support.reservations import reserve

__all__ = ["database_url", "desk", "hall", "postgres", "runner", "sqlite_template"]
__all__ += ["storage", "world"]


@pytest.fixture
def look(hall, world, settled):
    """The seat as the hall shows it now, chosen."""

    def at(place: int):
        hall.controller.reload()
        settled()
        hall.choose_station(world.stations[place])
        settled()
        return hall.controller.model.seat_of(world.stations[place])

    return at


def said(hall) -> str:
    return " ".join(label.text() for label in hall.panel.findChildren(QLabel) if label.isVisible())


def test_it_is_shown_on_the_card_before(hall, world, look) -> None:
    reserve(world, seats=(0,), after_minutes=45)
    seat = look(0)
    face = face_of(seat, hall.controller.wording)
    # Sold to anybody until the hold, a quarter of an hour before 18:45.
    assert seat.reading.state is CardState.FREE
    assert (face.main, face.left) == ("until 18:30", "then Aigerim")
    assert "reserved from 18:45 for Aigerim" in sentence(seat, hall.controller.wording)
    assert "18:45–20:45 · Aigerim" in said(hall)
    other = face_of(look(1), hall.controller.wording)
    assert other.main == "Ready"


def test_while_the_seat_is_held_the_card_says_for_whom(hall, world, look) -> None:
    reserve(world, seats=(0,), after_minutes=45)
    world.clock.advance(31 * 60)
    seat = look(0)
    face = face_of(seat, hall.controller.wording)
    assert seat.reading.state is CardState.RESERVED
    assert (face.main, face.left) == ("18:45", "Aigerim")


def test_where_somebody_plays_the_panel_says_who_comes_next(hall, world, look) -> None:
    world.start_guest(40_000, seat=0)
    reserve(world, seats=(0,), after_minutes=45)
    seat = look(0)
    assert seat.reading.state.is_taken
    assert "18:45–20:45 · Aigerim" in said(hall)
    assert "reserved from 18:45 for Aigerim" in sentence(seat, hall.controller.wording)
