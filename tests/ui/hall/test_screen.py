"""The panel tells each state's story, and keys and buttons ask for one deed each."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from clubdesk.domain import events as e
from clubdesk.foundation.errors import DeskError
from clubdesk.services.ports_hub import LinkState, OrderReport
from clubdesk.services.sessions import EndSession, MoveSession, PauseSession, ResumeSession
from clubdesk.services.stations import RestartPC, WakePC
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.look.dialog import open_dialog_of
from tests.support.fake_hall import NOON, TECHNICIAN, play


@pytest.fixture
def desk(desk):
    play(desk, 1, 1)
    play(desk, 2, None, money=900_00)
    desk.hub.by_station[4] = replace(desk.hub.by_station[4], state=LinkState.LOST)
    desk.books.stations[5] = replace(desk.books.stations[5], maintenance="GPU driver")
    desk.clock.advance(60)
    return desk


def told(hall):
    said = []
    hall.told.connect(lambda notice: said.append((notice.words(), notice.more)))
    return said


def panel_text(hall):
    """What the panel shows: name, state, big line, lines, facts and buttons."""
    figures = hall.panel.figures
    lines = [figures.name.whole(), figures.state.word, figures.big.text()]
    lines += [
        label.text()
        for label in (figures.under_left, figures.under_right, figures.alarm, figures.advice)
        if label.isVisible() and label.text()
    ]
    lines += [
        f"{fact.name.text()}: {fact.value.whole()}" for fact in figures.facts if fact.isVisible()
    ]
    buttons = hall.panel.buttons.buttons.values()
    return [*lines, *(f"[{button.text()} {button.keys}]" for button in buttons)]


def test_the_panel_of_a_running_session(hall, settled):
    hall.choose_station(1)
    settled()
    assert panel_text(hall) == [
        "PC 01",
        "Active",
        "1:41:18",
        "left, until 19:54",
        "played 0:01:00",
        "Client: Sanjar T. · …4417",
        "Rate: Standard hourly · 800\u00a0₸/h",
        "Used so far: 13\u00a0₸",
        "Balance now: 1,350\u00a0₸ + 250 pts",
        "[Top Up Balance T]",
        "[Add Order B]",
        "[Pause Session P]",
        "[Move to Another PC M]",
        "[Restart PC R]",
        "[End Session E]",
    ]
    assert hall.panel.story.lines == [("18:12", "Started · Standard hourly", "")]


def test_the_panel_of_a_free_seat(hall):
    hall.choose_station(3)
    assert panel_text(hall) == [
        "PC 03",
        "Free",
        "Ready",
        "Price: from 800\u00a0₸/h",
        "[Start S]",
        "[Guest Session G]",
        "[Reserve V]",
        "[Restart PC R]",
    ]


def test_the_panel_of_a_grey_pc_says_what_to_check(hall):
    hall.choose_station(4)
    text = "\n".join(panel_text(hall))
    assert "No agent: the agent on this PC is not connected. Check that" in text
    assert "3. the firewall lets TCP port 5870 through." in text
    assert "seen 18:12" in text
    assert "[Wake Up (Wake-on-LAN) W]" in text


def test_the_panel_of_an_unpaired_pc_says_how_to_pair(hall, desk, settled):
    desk.books.stations[4] = replace(desk.books.stations[4], agent_key="")
    desk.events.publish(e.StationsChanged())
    hall.choose_station(4)
    settled()
    hall.controller.reload()
    settled()
    assert "pair it" in "\n".join(panel_text(hall))


def test_the_panel_of_a_seat_in_service(hall):
    hall.choose_station(5)
    assert panel_text(hall)[:4] == ["PC 05", "Service", "Service", "Not for sale: GPU driver"]


def test_a_pause_and_its_end_need_one_key_each(hall, desk, qtbot, settled):
    said = told(hall)
    hall.choose_station(1)
    qtbot.keyClick(hall.view, Qt.Key.Key_P)
    settled()
    qtbot.waitUntil(lambda: "[Resume P]" in panel_text(hall))
    assert panel_text(hall)[1:4] == ["Paused", "1:41:18", "left, paused since 18:13"]
    assert said == [("Paused, the time is kept: PC 01", "")]
    qtbot.keyClick(hall.view, Qt.Key.Key_P)
    settled()
    assert [type(command) for command in desk.done] == [PauseSession, ResumeSession]


def test_nothing_changes_before_the_answer(hall, desk, qtbot, settled):
    desk.hold = True
    hall.choose_station(1)
    hall.errands.perform(Deed.PAUSE)
    assert panel_text(hall)[1] == "Active"
    desk.release()
    settled()
    qtbot.waitUntil(lambda: panel_text(hall)[1] == "Paused")


def test_a_refusal_goes_to_the_frame_and_nothing_changes(hall, desk, runner, qtbot, settled):
    refused = []
    runner.refused.connect(refused.append)
    desk.refusal = DeskError("session.not_active", "The session is not running.")
    hall.choose_station(1)
    hall.errands.perform(Deed.PAUSE)
    settled()
    assert [error.code for error in refused] == ["session.not_active"]
    assert panel_text(hall)[1] == "Active"


def test_end_shows_the_figures_and_ends_once(hall, desk, qtbot, settled):
    said = told(hall)
    hall.choose_station(1)
    qtbot.keyClick(hall.view, Qt.Key.Key_E)
    dialog = open_dialog_of(hall)
    assert dialog.used.value.whole() == "13.33\u00a0₸"
    assert dialog.rest.caption.text() == "Stays on the account"
    assert dialog.rest.value.text() == "1,350.67\u00a0₸"
    dialog.primary.click()
    dialog.primary.click()
    settled()
    assert [type(command) for command in desk.done] == [EndSession]
    assert said == [("The session has ended: 13.33\u00a0₸.", "")]
    qtbot.waitUntil(lambda: panel_text(hall)[1] == "Free")


def test_the_rest_of_a_guest_is_given_back(hall, desk, settled):
    said = told(hall)
    hall.choose_station(2)
    hall.errands.perform(Deed.END)
    dialog = open_dialog_of(hall)
    assert dialog.rest.caption.text() == "Give back to the guest in cash"
    dialog.primary.click()
    settled()
    assert said[-1][1] == "Give back 886.67\u00a0₸ in cash."


def test_a_move_shows_time_and_price_before_it_is_done(hall, desk, qtbot, settled):
    hall.choose_station(1)
    qtbot.keyClick(hall.view, Qt.Key.Key_M)
    dialog = open_dialog_of(hall)
    assert sorted(dialog.chips) == [3, 6, 7, 8]
    assert not dialog.primary.isEnabled()
    qtbot.keyClicks(dialog, "06")
    assert dialog.primary.text() == "Move to PC 06"
    figures = (dialog.old_price, dialog.new_price, dialog.before, dialog.after)
    assert [figure.value.text() for figure in figures] == [
        "800\u00a0₸/h",
        "800\u00a0₸/h",
        "1:41:18",
        "1:41:18",
    ]
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settled()
    assert [(type(c), c.to_station_id) for c in desk.done] == [(MoveSession, 6)]
    qtbot.waitUntil(lambda: panel_text(hall)[0] == "PC 06")


def test_a_dragged_session_opens_the_dialog_with_its_seat_chosen(hall):
    hall.errands.move_onto(1, 6)
    dialog = open_dialog_of(hall)
    assert dialog.primary.text() == "Move to PC 06"
    dialog.finish(done=False)


def test_a_restart_is_asked_first(hall, desk, settled):
    hall.choose_station(1)
    hall.errands.perform(Deed.RESTART)
    assert desk.done == []
    open_dialog_of(hall).primary.click()
    settled()
    assert [type(command) for command in desk.done] == [RestartPC]


def test_a_grey_pc_is_woken_at_once(hall, desk, qtbot, settled):
    desk.books.stations[4] = replace(desk.books.stations[4], mac="aa:bb:cc:dd:ee:ff")
    hall.controller.reload()
    settled()
    hall.choose_station(4)
    hall.panel.buttons.buttons[Deed.WAKE].click()
    settled()
    assert [type(command) for command in desk.done] == [WakePC]


def test_several_seats_have_common_deeds_and_one_question(hall, desk, qtbot, settled):
    hall.choose_station(1)
    index = hall.controller.model.index(1)
    hall.view.selectionModel().select(index, hall.view.selectionModel().SelectionFlag.Select)
    assert hall.panel.several.count.text() == "2 PCs selected"
    assert list(hall.panel.buttons.buttons) == [Deed.PAUSE, Deed.RESTART, Deed.END]
    qtbot.keyClick(hall.view, Qt.Key.Key_E)
    dialog = open_dialog_of(hall)
    assert dialog.primary.text() == "End sessions on 2 PCs"
    dialog.primary.click()
    settled()
    assert [type(command) for command in desk.done] == [EndSession, EndSession]


def test_without_a_choice_the_panel_tells_the_hall(hall):
    hall.view.clearSelection()
    assert hall.panel.summary.isVisible()
    assert hall.panel.summary.full.text() == "2 / 8"
    assert hall.top.full.text() == "2 / 8"
    assert hall.top.note.whole() == "free 4 · paused 0 · offline 1 · service 1"


def test_what_is_not_allowed_is_greyed_and_named(hall, runner, desk, qtbot):
    runner.sign_in(TECHNICIAN)
    hall.choose_station(1)
    button = hall.panel.buttons.buttons[Deed.TOP_UP]
    assert not button.isEnabled()
    assert "Top up a balance" in button.toolTip()
    assert hall.panel.buttons.buttons[Deed.RESTART].isEnabled()
    qtbot.keyClick(hall.view, Qt.Key.Key_P)
    assert desk.done == []


def test_top_up_and_the_client_are_opened_by_others(hall, qtbot):
    hall.choose_station(1)
    qtbot.keyClick(hall.view, Qt.Key.Key_Return)
    hall.panel.figures.facts[0].pressed.emit()
    assert hall.opened == [("top_up", 1), ("client", 1)]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_context_menu_offers_what_the_panel_offers(hall, desk):
    hall.choose_station(1)
    row = hall.view.visualRect(hall.controller.model.index(0)).center()
    hall._menu(row)
    menu = hall.findChild(QMenu)
    offered = [a.text().split("\t")[0] for a in menu.actions()]
    assert offered[: offered.index("")] == [b.text() for b in hall.panel.buttons.buttons.values()]
    assert offered[offered.index("") + 1 :] == [
        "Buy package",
        "Add time",
        "Swap with another PC",
        "Explain the charge",
        "Reserve",
        "Cancel Session",
    ]
    menu.actions()[2].trigger()
    assert [type(command) for command in desk.done] == [PauseSession]
    menu.close()


def test_a_top_up_elsewhere_moves_the_end_of_the_card(hall, desk, qtbot, settled):
    desk.books.balances[1] += 800_00
    desk.put(desk.books.sessions[1])
    desk.events.publish(e.BalanceChanged(1))
    expected = 1 * 3600 + 41 * 60 + 18 + 3600
    qtbot.waitUntil(lambda: hall.controller.model.seat_of(1).left_s == expected)


def test_time_over_and_lost_orders_are_told(hall, desk, qtbot):
    said = told(hall)
    desk.events.publish(e.SessionEnded(1, 1, 1, time_over=True))
    desk.events.publish(OrderReport("x", 2, "expired"))
    desk.events.publish(OrderReport("y", 2, "acknowledged"))
    qtbot.waitUntil(lambda: len(said) == 3)
    assert said[0][0] == "Time is over: PC 01"
    assert said[1] == ("No answer to the order: PC 02", "Look at the PC, then try again.")
    assert said[2][0] == "The order was taken: PC 02"


def test_after_a_rest_every_amount_is_as_it_is_now(hall, desk):
    model = hall.controller.model
    before = [model.seat_of(number).reading.money_minor for number in (1, 2)]
    desk.clock.advance(600)
    hall.tick()
    after = [model.seat_of(number).reading.money_minor for number in (1, 2)]
    assert [a - b for a, b in zip(after, before, strict=True)] == [-133_33, -133_33]


def test_the_panel_counts_along(hall, desk):
    hall.choose_station(1)
    desk.clock.advance(18)
    hall.tick()
    assert hall.panel.figures.big.text() == "1:41:00"
    assert hall.panel.figures.under_right.text() == "played 0:01:18"
    assert desk.clock.now() == NOON + timedelta(seconds=78)


def _press_where_the_keyboard_is(qtbot, keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_a_move_needs_the_keyboard_alone(hall, desk, qtbot, settled):
    hall.choose_station(1)
    settled()
    hall.errands.perform(Deed.MOVE)
    dialog = open_dialog_of(hall)
    _press_where_the_keyboard_is(qtbot, ["0", "6"])
    qtbot.waitUntil(lambda: dialog.primary.text() == "Move to PC 06")
    _press_where_the_keyboard_is(qtbot, [Qt.Key.Key_Return])
    settled()
    assert [(type(c), c.to_station_id) for c in desk.done] == [(MoveSession, 6)]


def test_a_dragged_move_is_confirmed_by_enter(hall, desk, qtbot, settled):
    hall.errands.move_onto(1, 6)
    _press_where_the_keyboard_is(qtbot, [Qt.Key.Key_Return])
    settled()
    assert [(type(c), c.to_station_id) for c in desk.done] == [(MoveSession, 6)]


def test_the_move_dialog_counts_down(hall, desk, qtbot, settled):
    hall.choose_station(1)
    settled()
    hall.errands.perform(Deed.MOVE)
    dialog = open_dialog_of(hall)
    before = dialog.before.value.text()
    desk.clock.advance(5)
    hall.tick()
    qtbot.waitUntil(lambda: dialog.before.value.text() != before, timeout=3000)
