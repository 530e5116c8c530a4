"""What is done seldom with a session, through the hall's own widgets over real books."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.domain.moving import MovePolicy
from clubdesk.domain.people import Role
from clubdesk.domain.session import SessionState
from clubdesk.services.cancelling import CancelSession
from clubdesk.services.sessions import PauseSession
from clubdesk.ui.hall.add_time_dialog import AddTimeDialog
from clubdesk.ui.hall.become_dialog import BecomeDialog
from clubdesk.ui.hall.cancel_dialog import CancelDialog
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.hall.end_dialog import AskDialog
from clubdesk.ui.hall.move_dialog import MoveDialog
from clubdesk.ui.hall.swap_dialog import SwapDialog
from clubdesk.ui.look.approval import ApprovalDialog
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.explain_dialog import ExplainDialog
from tests.support.databases import database_url, postgres, sqlite_template, storage
from tests.support.hall_books import desk, hall, runner, world

__all__ = ["database_url", "desk", "hall", "postgres", "runner", "sqlite_template"]
__all__ += ["storage", "world"]


@pytest.fixture
def perform(hall, settled, qtbot):
    """Chooses a seat, does a deed, and gives the dialog that it opens."""

    def do(deed: Deed, seat: int = 0):
        hall.controller.reload()
        settled()
        hall.view.choose(hall.controller.model.seats[seat].card.station.id)
        hall.errands.perform(deed)
        settled()
        qtbot.waitUntil(lambda: open_dialog_of(hall) is not None)
        return open_dialog_of(hall)

    return do


def press(dialog, settled) -> None:
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    settled()


def test_a_session_is_cancelled_with_a_reason(perform, world, settled, hall) -> None:
    session_id = world.start_guest(80_000).session_id
    world.clock.advance(30)
    dialog = perform(Deed.CANCEL)
    assert isinstance(dialog, CancelDialog)
    assert not dialog.primary.isEnabled()
    assert "800" in dialog.note.text()
    dialog.reason.chips[0].click()
    press(dialog, settled)
    assert world.session(session_id).state is SessionState.CANCELLED
    assert "cancelled" in hall.heard[-1].words()


def test_too_late_to_cancel_is_said_before(perform, world) -> None:
    world.start_guest(80_000)
    world.clock.advance(121)
    dialog = perform(Deed.CANCEL)
    dialog.reason.chips[0].click()
    assert not dialog.primary.isEnabled()


def test_who_may_not_cancel_asks_a_colleague(perform, world, runner, settled, hall, desk) -> None:
    world.start_guest(80_000)
    runner.staff = world.storage.queries.staff(world.staff(Role.CASHIER))
    dialog = perform(Deed.CANCEL)
    dialog.reason.chips[0].click()
    press(dialog, settled)
    assert isinstance(open_dialog_of(hall), ApprovalDialog)
    assert isinstance(desk.done[-1], CancelSession)


def test_minutes_are_added_and_seen_before(perform, world, settled, hall) -> None:
    session_id = world.start(world.client(80_000))
    before = world.session(session_id).ends_at
    dialog = perform(Deed.ADD_TIME)
    assert isinstance(dialog, AddTimeDialog)
    dialog.chips[2].click()
    assert dialog.before.value.text() == "1:00:00"
    assert dialog.after.value.text() == "1:15:00"
    dialog.reason.put("A broken headset")
    press(dialog, settled)
    assert (world.session(session_id).ends_at - before).total_seconds() == 900
    assert "15 minutes" in hall.heard[-1].words()


def test_two_seats_swap_by_a_drop_of_one_on_the_other(hall, world, settled, perform) -> None:
    first = world.start(world.client(80_000))
    second = world.start_guest(40_000, seat=1).session_id
    hall.controller.reload()
    settled()
    hall.view.move_requested.emit(world.stations[0], world.stations[1])
    dialog = open_dialog_of(hall)
    assert isinstance(dialog, SwapDialog)
    assert dialog.primary.isEnabled()
    press(dialog, settled)
    assert world.session(first).station_id == world.stations[1]
    assert world.session(second).station_id == world.stations[0]


def test_nobody_to_swap_with_is_said(perform, world) -> None:
    world.start(world.client(80_000))
    dialog = perform(Deed.SWAP)
    assert not dialog.primary.isEnabled()


def test_a_guests_session_is_put_on_a_client(perform, world, settled, qtbot) -> None:
    session_id = world.start_guest(80_000).session_id
    client = world.client()
    dialog = perform(Deed.CLIENT)
    assert isinstance(dialog, BecomeDialog)
    assert not dialog.primary.isEnabled()
    dialog.picker.pick_client(client)
    settled()
    qtbot.waitUntil(lambda: dialog.primary.isEnabled())
    press(dialog, settled)
    assert world.session(session_id).client_id == client
    assert world.game(client) == 80_000


def test_the_charge_is_explained_and_printed(perform, world, settled) -> None:
    world.start(world.client(80_000))
    world.clock.advance(900)
    dialog = perform(Deed.EXPLAIN)
    assert isinstance(dialog, ExplainDialog)
    what, length, amount = dialog.rows[0]
    assert "PC 01" in what
    assert "15:00" in length
    assert "200" in amount
    press(dialog, settled)
    with world.storage.begin() as work:
        assert [job.receipt.explanation is not None for job in work.print_jobs.waiting()][-1]


def test_all_pause_and_go_on_after_one_question_each(hall, world, settled) -> None:
    sessions = [world.start(world.client(80_000)), world.start_guest(40_000, seat=1).session_id]
    hall.controller.reload()
    settled()
    for pause, state in ((True, SessionState.PAUSED), (False, SessionState.ACTIVE)):
        hall.top.all_asked.emit(pause)
        dialog = open_dialog_of(hall)
        assert isinstance(dialog, AskDialog)
        press(dialog, settled)
        assert {world.session(one).state for one in sessions} == {state}


def test_nothing_running_leaves_nothing_to_pause(hall, world, settled) -> None:
    hall.top.all_asked.emit(True)
    assert not open_dialog_of(hall).primary.isEnabled()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_more_is_offered_where_somebody_plays(perform, world, hall, settled) -> None:
    world.start_guest(80_000)
    hall.controller.reload()
    settled()
    hall.view.choose(world.stations[0])
    menu = hall.panel.buttons.open_more()
    offered = [action.objectName() for action in menu.actions()]
    assert offered == [
        "more_buy",
        "more_add_time",
        "more_swap",
        "more_client",
        "more_explain",
        "more_reserve",
        "more_cancel",
    ]
    menu.close()
    hall.view.choose(world.stations[2])
    assert hall.panel.buttons.more is None


def choose_vip(dialog, world):
    dialog.chips[world.stations[4]].click()


def test_a_move_shows_price_and_time_under_each_policy(perform, world, settled) -> None:
    session_id = world.start(world.client(80_000))
    dialog = perform(Deed.MOVE)
    assert isinstance(dialog, MoveDialog)
    choose_vip(dialog, world)
    assert dialog.after.value.text() == "1:00:00"
    dialog.policy.ways.choose(MovePolicy.KEEP_VALUE)
    assert dialog.after.value.text() == "0:34:18"
    assert "1,400" in dialog.new_price.value.text()
    press(dialog, settled)
    assert world.session(session_id).terms.rate_id == world.rates[1]


def test_a_move_takes_the_difference_in_cash(perform, world, settled) -> None:
    session_id = world.start_guest(80_000).session_id
    till = world.till()
    dialog = perform(Deed.MOVE)
    choose_vip(dialog, world)
    dialog.policy.ways.choose(MovePolicy.CHARGE_DIFFERENCE)
    assert "600" in dialog.policy.note.text()
    press(dialog, settled)
    assert world.till() == till + 60_000
    assert world.session(session_id).station_id == world.stations[4]


def test_a_paused_session_can_be_moved(perform, world, settled) -> None:
    session_id = world.start(world.client(80_000))
    world.do(PauseSession(session_id=session_id))
    dialog = perform(Deed.MOVE)
    choose_vip(dialog, world)
    press(dialog, settled)
    assert world.session(session_id).station_id == world.stations[4]
