"""The warnings of a start, a package and a move, over real books; what is limited can start."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clubdesk.domain.rates import PackageOffer
from clubdesk.services.rating import SaveRate
from clubdesk.ui.hall.deeds import Deed
from tests.support.databases import database_url, postgres, sqlite_template, storage
from tests.support.hall_books import desk, hall, runner, world
from tests.support.reservations import reserve
from tests.ui.hall.test_more_dialogs import choose_vip, perform, press

__all__ = ["database_url", "desk", "hall", "perform", "postgres", "runner", "sqlite_template"]
__all__ += ["storage", "world"]


@pytest.fixture
def clock(world):
    """Hours and minutes of an instant so many minutes from now, on the club's wall."""
    wall = world.clock.now()

    def at(minutes: int) -> str:
        return (wall + timedelta(hours=5, minutes=minutes)).strftime("%H:%M")

    return at


def test_a_start_limited_by_one_press_ends_with_the_hold(perform, world, settled, clock) -> None:
    reserve(world)
    world.client(160_000)
    dialog = perform(Deed.START)
    dialog.client.look_for("4417")
    settled()
    assert dialog.warning.text.text() == (
        f"Reserved from {clock(60)} for Aigerim: play until {clock(120)} would run into it.\n"
        f"Free until {clock(45)}."
    )
    dialog.warning.only.click()
    press(dialog, settled)
    (card,) = [c for c in world.storage.queries.hall(world.clock.now()).cards if c.session]
    assert card.session.limit_s == 45 * 60
    assert card.session.ends_at == world.clock.now() + timedelta(minutes=45)


def test_who_reserved_starts_without_a_warning(perform, world, settled) -> None:
    client = world.client(160_000)
    reserve(world, client_id=client)
    dialog = perform(Deed.START)
    dialog.client.look_for("4417")
    settled()
    assert dialog.primary.isEnabled()
    assert not dialog.warning.isVisible()


def test_a_package_that_runs_into_it_is_told(perform, world, settled, clock) -> None:
    hourly = next(rate for rate in world.storage.queries.rates() if rate.id == world.rates[0])
    for name, minutes in (("1 hour", 60), ("3 hours", 180)):
        package = PackageOffer(minutes, 70_000)
        world.do(SaveRate(rate=replace(hourly, id=0, name=name, package=package)))
    reserve(world, after_minutes=75)
    world.start(world.client(70_000))
    dialog = perform(Deed.BUY)
    names = [row.line.title for row in dialog.list.rows]
    dialog.list.choose(names.index("1 hour"))
    assert dialog.ends.value.text() == clock(60)
    assert not dialog.warning.isVisible()
    dialog.list.choose(names.index("3 hours"))
    assert f"play until {clock(180)} would" in dialog.warning.text.text()
    assert dialog.warning.isVisible()
    assert dialog.primary.isEnabled()
    assert not dialog.warning.only.isVisible()
    dialog.finish(done=False)


def test_a_move_to_a_seat_that_is_reserved_soon_is_told(perform, world, settled, clock) -> None:
    reserve(world, (4,))
    session_id = world.start(world.client(80_000))
    dialog = perform(Deed.MOVE)
    dialog.chips[world.stations[1]].click()
    assert not dialog.warning.isVisible()
    choose_vip(dialog, world)
    assert f"play until {clock(60)} would" in dialog.warning.text.text()
    assert not dialog.warning.only.isVisible()
    press(dialog, settled)
    assert world.session(session_id).station_id == world.stations[4]
