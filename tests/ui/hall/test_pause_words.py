"""What the hall says of pauses where prices change, and of a package that moves."""

from clubdesk.domain.moving import MovePolicy
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.hall.move_dialog import MoveDialog
from tests.support.databases import database_url, postgres, sqlite_template, storage
from tests.support.hall_books import desk, hall, runner, world
from tests.support.rates_club import HOUR, move_to, sell, sell_package, start, weekday_bands
from tests.ui.hall.test_more_dialogs import choose_vip, perform, press

__all__ = ["database_url", "desk", "hall", "perform", "postgres", "runner", "sqlite_template"]
__all__ += ["storage", "world"]


def do(hall, world, settled, deed) -> str:
    hall.controller.reload()
    settled()
    hall.view.choose(world.stations[0])
    hall.errands.perform(deed)
    settled()
    return hall.heard[-1].more


def test_a_pause_before_a_dearer_hour_says_that_the_money_is_kept(hall, world, settled) -> None:
    move_to(world, 21, 17)
    start(world, world.client(10_000), sell(world, price=weekday_bands()))
    said = do(hall, world, settled, Deed.PAUSE)
    assert said.startswith("The money is kept: 1:50:00 now.")
    move_to(world, 21, 18)
    said = do(hall, world, settled, Deed.RESUME)
    assert said == "1:40:00 left at the prices from now on, until 19:40."
    (session,) = [
        card.session for card in world.storage.queries.hall(world.clock.now()).cards if card.session
    ]
    assert (session.ends_at - world.clock.now()).total_seconds() == 100 * 60


def test_where_minutes_are_kept_nothing_more_is_said(hall, world, settled) -> None:
    move_to(world, 21, 17)
    start(world, world.client(60_000), sell_package(world, 60, 60_000, price=weekday_bands()))
    assert do(hall, world, settled, Deed.PAUSE) == ""
    assert do(hall, world, settled, Deed.RESUME) == ""


def test_a_flat_price_needs_no_more_words(hall, world, settled) -> None:
    start(world, world.client(HOUR), sell(world, price=HourlyPrice.flat(HOUR)))
    assert do(hall, world, settled, Deed.PAUSE) == ""


def test_a_package_is_seen_before_it_moves_and_does_what_was_seen(perform, world, settled) -> None:
    session_id = start(world, world.client(150_000), sell_package(world))
    world.clock.advance(3_600)
    dialog = perform(Deed.MOVE)
    assert isinstance(dialog, MoveDialog)
    choose_vip(dialog, world)
    assert dialog.after.value.text() == "2:00:00"
    dialog.policy.ways.choose(MovePolicy.CHARGE_DIFFERENCE)
    assert dialog.after.value.text() == "2:00:00"
    # 1 400.00 against 600.00 an hour after the package, for two hours.
    assert "1,600" in dialog.policy.note.text()
    assert "not given back" in dialog.policy.note.text()
    dialog.policy.ways.choose(MovePolicy.KEEP_VALUE)
    assert dialog.after.value.text() == "0:42:52"
    press(dialog, settled)
    left = world.session(session_id).ends_at - world.clock.now()
    assert left.total_seconds() == 42 * 60 + 52
