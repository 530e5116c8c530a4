"""A package bought for a session that runs, through the hall over real books."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clubdesk.domain.rates import PackageOffer
from clubdesk.services.packages import BuyPackage
from clubdesk.services.rating import SaveRate
from clubdesk.services.sessions import PauseSession
from clubdesk.ui.hall.buy_dialog import BuyDialog
from clubdesk.ui.hall.deeds import Deed
from tests.support.databases import database_url, postgres, sqlite_template, storage
from tests.ui.hall.test_more_dialogs import desk, hall, perform, press, runner, world

__all__ = ["database_url", "desk", "hall", "perform", "postgres", "runner", "sqlite_template"]
__all__ += ["storage", "world"]


@pytest.fixture
def three_hours(world):
    """Three hours at 2 000, sold in the first zone; and a night package from 22:00."""
    hourly = next(rate for rate in world.storage.queries.rates() if rate.id == world.rates[0])
    made = replace(hourly, id=0, name="3 hours", package=PackageOffer(180, 200_000))
    night = PackageOffer(600, 350_000, starts_from=22 * 60, starts_until=2 * 60, hard_end=8 * 60)
    rate_id = world.do(SaveRate(rate=made)).rate_id
    world.do(SaveRate(rate=replace(made, name="Night", package=night)))
    return rate_id


def test_a_package_is_bought_behind_what_is_played(
    perform, world, settled, hall, three_hours
) -> None:
    session_id = world.start(world.client(300_000))
    dialog = perform(Deed.BUY)
    assert isinstance(dialog, BuyDialog)
    assert [row.line.title for row in dialog.list.rows] == ["3 hours", "Night"]
    assert dialog.list.rows[1].line.under == "from 22:00"
    assert dialog.begins.value.text() == "18:00"
    # The thousand that is left buys 1 h 15 min at 800 after it.
    assert dialog.ends.value.text() == "22:15"
    assert dialog.primary.text() == "Buy “3 hours” for 2,000\u00a0₸"
    press(dialog, settled)
    session = world.session(session_id)
    assert [cover.rate_id for cover in session.covers] == [three_hours]
    assert [one.words() for one in hall.heard] == ["PC 01: “3 hours” for 2,000\u00a0₸, from 18:00."]
    settled()
    hall.controller.reload()
    settled()
    assert ("18:00", "Package · 3 hours", "") in hall.panel.story.lines
    assert "3 hours: 3\u00a0h left" in hall.panel.figures.advice.text()


def test_a_second_one_begins_when_the_first_is_used_up(
    perform, world, settled, three_hours
) -> None:
    session_id = world.start(world.client(900_000))
    world.do(BuyPackage(session_id=session_id, rate_id=three_hours))
    world.clock.move_to(world.clock.now() + timedelta(minutes=30))
    world.do(PauseSession(session_id=session_id))
    world.clock.move_to(world.clock.now() + timedelta(minutes=15))
    dialog = perform(Deed.BUY)
    assert dialog.begins.value.text() == "21:15"
    press(dialog, settled)
    assert len(world.session(session_id).covers) == 2


def test_too_little_money_says_how_much_is_lacking(perform, world, settled, three_hours) -> None:
    world.start(world.client(150_000))
    dialog = perform(Deed.BUY)
    assert not dialog.primary.isEnabled()
    assert dialog.primary.toolTip() == "500\u00a0₸ short. Top up first."
    assert dialog.list.rows[0].line.under_value == "500\u00a0₸ short"


def test_without_packages_there_is_nothing_to_buy(perform, world, settled) -> None:
    world.start_guest(80_000)
    dialog = perform(Deed.BUY)
    assert not dialog.none.isHidden()
    assert not dialog.primary.isEnabled()
