"""Start: one window, the figures before the button, one deed a click."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from clubdesk.domain.people import ClientGroup
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.sessions import StartGuestSession, StartSession
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.look.dialog import open_dialog_of
from tests.support.fake_hall import TECHNICIAN, play


@pytest.fixture
def start(hall, qtbot, settled):
    """Opens the dialog on PC 03; ``guest`` for a guest."""

    def opened(*, guest=False):
        hall.choose_station(3)
        qtbot.keyClick(hall.view, Qt.Key.Key_G if guest else Qt.Key.Key_S)
        settled()
        return open_dialog_of(hall)

    return opened


def search(dialog, qtbot, settled, text):
    dialog.client.search.setFocus()
    dialog.client.search.clear()
    dialog.client.search.setText(text)
    dialog.client.search.search_now()
    settled()


def figures(dialog):
    return [f.value.text() for f in (dialog.money, dialog.time, dialog.ends)]


def test_four_digits_and_enter_start_a_client(start, qtbot, desk, settled, hall):
    said = []
    hall.told.connect(lambda notice: said.append(notice.words()))
    dialog = start()
    assert not dialog.primary.isEnabled()
    search(dialog, qtbot, settled, "4417")
    assert len(dialog.client.list.rows) == 3
    assert dialog.client.search.tag == "3 found"
    assert figures(dialog) == ["1,364\u00a0₸", "1\u00a0h\u00a042\u00a0min", "19:54"]
    qtbot.keyClick(dialog.client.search, Qt.Key.Key_Return)
    qtbot.keyClick(dialog.client.search, Qt.Key.Key_Return)
    settled()
    assert [(type(c), c.station_id, c.client_id, c.rate_id) for c in desk.done] == [
        (StartSession, 3, 1, 1)
    ]
    assert said == ["Sanjar Tulegenov plays on PC 03."]
    assert open_dialog_of(hall) is None


def test_a_double_click_on_start_is_one_command(start, qtbot, desk, settled):
    dialog = start()
    search(dialog, qtbot, settled, "Sanjar")
    desk.hold = True
    dialog.primary.click()
    dialog.primary.click()
    qtbot.keyClick(dialog.client.search, Qt.Key.Key_Return)
    desk.release()
    settled()
    assert len(desk.done) == 1


def test_another_rate_changes_what_the_balance_buys(start, qtbot, desk, settled):
    dialog = start()
    search(dialog, qtbot, settled, "Sanjar")
    dialog.rates.choose(1)
    assert figures(dialog)[1] == "1\u00a0h\u00a08\u00a0min"
    dialog.primary.click()
    settled()
    assert desk.done[0].rate_id == 2


def test_rates_are_chosen_by_the_keyboard(start, qtbot, desk, settled):
    dialog = start()
    search(dialog, qtbot, settled, "Sanjar")
    dialog.rates.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(dialog.rates, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.rates, Qt.Key.Key_Return)
    settled()
    assert [command.rate_id for command in desk.done] == [2]


def test_enter_in_the_amount_tops_up(start, qtbot, desk, settled):
    dialog = start()
    search(dialog, qtbot, settled, "Мария")
    dialog.client.amount.set_minor(500_00)
    qtbot.keyClick(dialog.client.amount.edit, Qt.Key.Key_Return)
    settled()
    assert [type(command) for command in desk.done] == [TopUp]


def test_the_rate_stays_chosen_while_clients_change(start, qtbot, settled):
    dialog = start()
    search(dialog, qtbot, settled, "Sanjar")
    dialog.rates.choose(1)
    search(dialog, qtbot, settled, "Ruslan")
    assert dialog.rates.place == 1
    assert dialog.rates.rows[1].chosen


def test_no_money_is_topped_up_in_place(start, qtbot, desk, settled):
    dialog = start()
    search(dialog, qtbot, settled, "Мария")
    assert not dialog.primary.isEnabled()
    assert dialog.client.short.isVisible()
    assert "no money" in dialog.client.note.text()
    dialog.client.amount.set_minor(2_000_00)
    assert dialog.client.top_up.text() == "Top up 2,000\u00a0₸ in cash"
    dialog.client.top_up.click()
    dialog.client.top_up.click()
    settled()
    assert [(type(c), c.client_id, c.cash_minor) for c in desk.done] == [(TopUp, 2, 2_000_00)]
    qtbot.waitUntil(dialog.primary.isEnabled)
    assert not dialog.client.short.isVisible()
    assert figures(dialog)[1] == "2\u00a0h\u00a030\u00a0min"
    dialog.primary.click()
    settled()
    assert type(desk.done[-1]) is StartSession


def test_a_refused_top_up_says_why_beside_the_amount(start, qtbot, desk, settled):
    dialog = start()
    search(dialog, qtbot, settled, "Мария")
    dialog.client.amount.set_minor(2_000_00)
    desk.refusal = DeskError("shift.none_open", "No shift is open.", "Open a shift first.")
    dialog.client.top_up.click()
    settled()
    assert "Open a shift first." in dialog.client.amount.field.error()


def test_who_plays_already_or_is_blocked_cannot_start(start, qtbot, desk, settled):
    play(desk, 1, 1)
    desk.books.clients[3] = replace(desk.books.clients[3], blocked=True)
    dialog = start()
    search(dialog, qtbot, settled, "Sanjar")
    assert not dialog.primary.isEnabled()
    assert "already plays on PC 01" in dialog.client.note.text()
    search(dialog, qtbot, settled, "Ruslan")
    assert "is blocked" in dialog.client.note.text()
    assert not dialog.client.short.isVisible()


def test_among_several_the_first_who_can_play_is_chosen(start, qtbot, desk, settled):
    play(desk, 1, 1)
    dialog = start()
    search(dialog, qtbot, settled, "4417")
    assert dialog.client.row().client.id == 2
    qtbot.keyClick(dialog.client.search, Qt.Key.Key_Down)
    assert dialog.client.row().client.id == 3


def test_enter_before_the_answer_starts_nobody(start, qtbot, desk, settled):
    dialog = start()
    search(dialog, qtbot, settled, "Sanjar")
    qtbot.keyClicks(dialog.client.search, " x")
    qtbot.keyClick(dialog.client.search, Qt.Key.Key_Return)
    settled()
    assert desk.done == []


def test_a_refusal_stays_in_the_dialog(start, qtbot, desk, settled, hall):
    dialog = start()
    search(dialog, qtbot, settled, "Sanjar")
    desk.refusal = DeskError("session.station_taken", "PC 03 is already taken.", "Choose another.")
    dialog.primary.click()
    settled()
    assert open_dialog_of(hall) is dialog
    assert dialog.refusal.text.text() == "PC 03 is already taken."
    dialog.finish(done=False)


def test_a_guest_pays_first_and_gets_change(start, qtbot, desk, settled, hall):
    said = []
    hall.told.connect(lambda notice: said.append((notice.words(), notice.more)))
    dialog = start(guest=True)
    assert dialog.is_guest
    assert not dialog.primary.isEnabled()
    dialog.guest.amount.set_minor(1_000_00)
    assert dialog.primary.text() == "Start and take 1,000\u00a0₸"
    assert figures(dialog) == ["1,000\u00a0₸", "1\u00a0h\u00a015\u00a0min", "19:27"]
    dialog.guest.received.set_minor(500_00)
    assert not dialog.primary.isEnabled()
    dialog.guest.received.set_minor(2_000_00)
    assert dialog.change.value.text() == "1,000\u00a0₸"
    qtbot.keyClick(dialog.guest.received.edit, Qt.Key.Key_Return)
    qtbot.keyClick(dialog.guest.received.edit, Qt.Key.Key_Return)
    settled()
    assert [(type(c), c.cash_minor, c.received_minor) for c in desk.done] == [
        (StartGuestSession, 1_000_00, 2_000_00)
    ]
    assert said == [("A guest plays on PC 03.", "Change to give: 1,000\u00a0₸")]


def test_without_a_rate_nothing_can_start(start, desk, settled):
    desk.books.on_sale = []
    dialog = start(guest=True)
    dialog.guest.amount.set_minor(1_000_00)
    assert not dialog.primary.isEnabled()
    assert "No rate" in dialog.primary.toolTip()


def test_a_top_up_needs_its_permission(hall, qtbot, runner, settled):
    dialog_owner = TECHNICIAN
    hall.choose_station(3)
    hall.errands.perform(Deed.START)
    settled()
    dialog = open_dialog_of(hall)
    runner.staff = dialog_owner
    dialog.client.set_may_top_up(False)
    assert "Top up a balance" in dialog.client.top_up.toolTip()
    dialog.finish(done=False)


def test_both_figures_are_shown_before_a_start_in_points(start, qtbot, desk, settled) -> None:
    desk.books.client_groups = (ClientGroup(5, "Friends", discount_percent=10, points_percent=25),)
    sanjar = desk.books.clients[1]
    desk.books.clients[1] = replace(sanjar, group_id=5)
    desk.books.balances[1], desk.books.points[1] = 540_00, 500_00
    dialog = start()
    search(dialog, qtbot, settled, "Sanjar")
    assert dialog.points.isVisible()
    assert dialog.points.value.text() == "18,000 pts"
    assert figures(dialog) == ["540\u00a0₸", "1\u00a0h", "19:12"]
    assert dialog.rates.rows[0].line.value.endswith("−10 %")
    qtbot.keyClick(dialog.client.search, Qt.Key.Key_Return)
    settled()
    session = desk.books.open_on(3)
    assert session is not None
    assert (session.terms.discount_percent, session.terms.points_percent) == (10, 25)
    assert session.ends_at == desk.clock.now() + timedelta(hours=1)


def test_points_are_not_spoken_of_where_they_pay_nothing(start, qtbot, settled) -> None:
    dialog = start()
    search(dialog, qtbot, settled, "Sanjar")
    assert not dialog.points.isVisible()
