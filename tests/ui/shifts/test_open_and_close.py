"""Opening and closing a shift: a blind count first, then the difference, then the paper."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from clubdesk.domain.hall import Station
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import currency_of
from clubdesk.services.shifts import (
    CloseShift,
    OpenShift,
    PaperAnswer,
    PrintXReport,
    ReprintReport,
    ShiftAnswer,
    ShiftClosedAnswer,
)
from clubdesk.services.views import ShiftNow, StationCard
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.look.receipt_preview import ReceiptPreview
from clubdesk.ui.shifts.count import BY_NOTES, TillCount
from clubdesk.ui.shifts.open_dialog import offer_open_shift
from clubdesk.ui.shifts.report import ReportDialog
from clubdesk.ui.shifts.screen import ShiftsScreen
from tests.support.fake_desk import (
    CASHIER,
    CLUB,
    FIGURES,
    OWNER,
    TECHNICIAN,
    a_shift,
    closed_shift,
)
from tests.support.pictures import white_paper

OPENED = ShiftAnswer(shift_id=1, expected_minor=2_050_000, difference_minor=-50_000, first=False)
CLOSED = ShiftClosedAnswer(
    shift_id=214, z_number=214, expected_minor=10_025_000, difference_minor=0, job_id=9
)
LATER = "A roll of coins was counted twice"
MISSING_REASON = DeskError("shift.reason_needed", "The till holds 500 ₸ less.", "Write down why.")


def words(widget) -> str:
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return " | ".join(shown).replace("\u00a0", " ")


@pytest.fixture
def screen(runner, bridge, stage, settled):
    made = ShiftsScreen(runner, bridge)
    stage(made)
    settled()
    made.setFocus()
    return made


@pytest.fixture
def no_shift(desk):
    desk.books.now = ShiftNow(None)


def press(qtbot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def test_the_running_shift_is_told_with_its_figures(screen) -> None:
    told = words(screen)
    assert "Shift 214 · Dana Abenova · since 11:00" in told
    assert "72,525 ₸" in told
    assert "100,250 ₸" not in told  # a cashier counts blind, before the dialog opens, too
    assert screen.close_button.isVisible()
    assert not screen.open_button.isVisible()


def test_who_may_see_reports_sees_what_the_till_should_hold(runner, bridge, stage, settled) -> None:
    runner.staff = OWNER
    screen = ShiftsScreen(runner, bridge)
    stage(screen)
    settled()
    assert "100,250 ₸" in words(screen)
    screen.close_shift()
    assert "100,250 ₸" not in words(screen.window())


def test_the_cash_expected_is_hidden_from_who_may_not_run_a_shift(
    runner, bridge, stage, settled
) -> None:
    runner.staff = TECHNICIAN
    screen = ShiftsScreen(runner, bridge)
    stage(screen)
    settled()
    assert "100,250 ₸" not in words(screen)
    assert not screen.close_button.isEnabled()
    assert screen.close_button.toolTip()


def test_open_shift_asks_for_the_count_before_it_tells_what_is_expected(
    qtbot, desk, no_shift, screen, settled
) -> None:
    desk.answers[OpenShift] = OPENED
    press(qtbot, Qt.Key.Key_O)
    dialog = open_dialog_of(screen)
    assert not dialog.primary.isEnabled()
    qtbot.keyClicks(QApplication.focusWidget(), "20000")
    assert "20,500" not in words(dialog)
    assert dialog.primary.text().replace("\u00a0", " ") == "Open Shift with 20,000 ₸"
    press(qtbot, Qt.Key.Key_Return)
    settled()
    assert [command.counted_minor for command in desk.done] == [2_000_000]
    told = words(dialog)
    assert "20,500 ₸" in told
    assert "The till holds 500 ₸ less than the books say." in told
    press(qtbot, Qt.Key.Key_Return)
    assert open_dialog_of(screen) is None


def test_the_first_opening_has_nothing_to_compare_with(
    qtbot, desk, no_shift, screen, settled
) -> None:
    desk.answers[OpenShift] = ShiftAnswer(
        shift_id=1, expected_minor=0, difference_minor=0, first=True
    )
    screen.open_shift()
    dialog = open_dialog_of(screen)
    qtbot.keyClicks(QApplication.focusWidget(), "500\r")
    settled()
    assert "for the first time" in words(dialog)


def test_banknotes_are_added_up(qtbot) -> None:
    count = TillCount(CLUB)
    qtbot.addWidget(count)
    count.show()
    count.ways.choose(BY_NOTES)
    qtbot.keyClicks(count.notes.boxes[0], "2")
    qtbot.keyClicks(count.notes.boxes[4], "3x")
    assert count.minor() == 2 * 2_000_000 + 3 * 100_000


def test_going_from_banknotes_to_the_total_keeps_the_count(qtbot) -> None:
    count = TillCount(CLUB)
    qtbot.addWidget(count)
    count.show()
    count.ways.choose(BY_NOTES)
    qtbot.keyClicks(count.notes.boxes[0], "1")
    count.ways.choose("total")
    assert count.minor() == 2_000_000


def test_every_currency_is_counted_by_what_is_in_peoples_hands(qtbot) -> None:
    for code, largest in (("EUR", 20_000), ("JPY", 10_000), ("RUB", 500_000), ("INR", 50_000)):
        count = TillCount(replace(CLUB, currency=currency_of(code)))
        qtbot.addWidget(count)
        count.show()
        count.ways.choose(BY_NOTES)
        qtbot.keyClicks(count.notes.boxes[0], "3")
        assert count.parts() == {largest: 3}


def test_the_count_is_walked_with_arrows_and_enter(qtbot) -> None:
    count = TillCount(CLUB)
    qtbot.addWidget(count)
    count.show()
    count.activateWindow()
    count.ways.choose(BY_NOTES)
    boxes = count.notes.boxes
    qtbot.waitUntil(boxes[0].hasFocus)
    qtbot.keyClicks(boxes[0], "1\r")
    assert boxes[1].hasFocus()
    press(qtbot, Qt.Key.Key_Down)
    assert boxes[2].hasFocus()
    press(qtbot, Qt.Key.Key_Up)
    assert boxes[1].hasFocus()
    qtbot.keyClicks(boxes[1], "4")
    assert count.parts() == {2_000_000: 1, 1_000_000: 4}
    count.begin_anew()
    assert count.minor() is None
    assert count.parts() == {}


def test_nothing_is_offered_while_a_shift_runs_or_to_who_may_not(
    runner, desk, stage, screen, settled
) -> None:
    offer_open_shift(screen, runner)
    settled()
    assert open_dialog_of(screen) is None
    desk.books.now = ShiftNow(None)
    runner.staff = TECHNICIAN
    offer_open_shift(screen, runner)
    settled()
    assert open_dialog_of(screen) is None
    runner.staff = CASHIER
    offer_open_shift(screen, runner)
    settled()
    assert open_dialog_of(screen) is not None


def blocked_by(*numbers: int) -> ShiftNow:
    cards = tuple(StationCard(Station(n, 1, n, f"PC {n:02}"), None, "Sanjar") for n in numbers)
    return ShiftNow(a_shift(), CASHIER.name, FIGURES, cards)


def test_close_shift_lists_what_keeps_it_open_and_leads_there(qtbot, desk, screen, settled) -> None:
    desk.books.now = blocked_by(7, 12)
    screen.reload()
    settled()
    press(qtbot, Qt.Key.Key_C)
    dialog = open_dialog_of(screen)
    assert "2 sessions are open" in words(dialog)
    assert not dialog.count.isVisible()
    assert not dialog.primary.isEnabled()
    with qtbot.waitSignal(screen.go_to_station) as told:
        dialog.blockers.buttons[1].click()
    assert told.args == [12]
    assert open_dialog_of(screen) is None


def test_once_the_last_session_ends_the_count_is_asked_for(qtbot, desk, screen, settled) -> None:
    from clubdesk.domain.events import SessionEnded

    desk.books.now = blocked_by(7)
    screen.reload()
    settled()
    screen.close_shift()
    dialog = open_dialog_of(screen)
    desk.books.now = ShiftNow(a_shift(), CASHIER.name, FIGURES)
    desk.events.publish(SessionEnded(1, 7, None, False))
    qtbot.waitUntil(dialog.count.isVisible)
    assert QApplication.focusWidget() is dialog.count.total.edit


def test_close_shift_is_blind_asks_the_reason_and_shows_the_report(
    qtbot, desk, screen, settled
) -> None:
    desk.paper = white_paper()
    desk.answers[CloseShift] = lambda command: CLOSED if command.reason else MISSING_REASON
    screen.close_shift()
    dialog = open_dialog_of(screen)
    assert "100,250" not in words(screen.window())
    assert not dialog.reason.isVisible()
    qtbot.keyClicks(QApplication.focusWidget(), "99750\r")
    settled()
    assert dialog.reason.isVisible()
    assert QApplication.focusWidget() is dialog.reason.editor
    assert "The till holds 500 ₸ less." in words(dialog)
    qtbot.keyClicks(QApplication.focusWidget(), "A note was torn")
    press(qtbot, Qt.Key.Key_Return)
    settled()
    assert [command.reason for command in desk.done] == ["", "A note was torn"]
    assert "Z-report 214" in words(dialog)
    desk.books.past = [closed_shift(214), *desk.books.past]
    press(qtbot, Qt.Key.Key_Return)
    settled()
    assert isinstance(open_dialog_of(screen), ReceiptPreview)
    assert desk.drawn[-1].paper.number == 214


def test_a_reason_counts_for_the_difference_that_was_told_alone(
    qtbot, desk, screen, settled
) -> None:
    desk.answers[CloseShift] = lambda command: CLOSED if command.reason else MISSING_REASON
    screen.close_shift()
    dialog = open_dialog_of(screen)
    qtbot.keyClicks(QApplication.focusWidget(), "99750\r")
    settled()
    assert "Missing permission" in dialog.primary.toolTip()
    dialog.reason.editor.setText("A note was torn")
    dialog.count.total.set_minor(9_000_000)
    assert not dialog.primary.toolTip()
    assert not dialog.reason.isVisible()
    dialog.primary.click()
    settled()
    assert dialog.reason.text() == ""
    dialog.reason.editor.setText(LATER)
    dialog.primary.click()
    settled()
    told = [(command.counted_minor, command.reason) for command in desk.done]
    assert told == [(9_975_000, ""), (9_000_000, ""), (9_000_000, LATER)]


def test_a_past_shift_shows_its_report_and_prints_a_copy(qtbot, desk, screen, settled) -> None:
    desk.paper = white_paper()
    desk.answers[ReprintReport] = PaperAnswer(job_id=3)
    screen.table.go_to(1)
    press(qtbot, Qt.Key.Key_Return)
    settled()
    report = open_dialog_of(screen)
    assert isinstance(report, ReportDialog)
    report.ways.print.click()
    settled()
    assert desk.done[-1].shift_id == 212
    report.paper.click()
    settled()
    assert isinstance(open_dialog_of(screen), ReceiptPreview)
    assert desk.drawn[-1].paper.number == 212
    press(qtbot, Qt.Key.Key_Escape)
    press(qtbot, Qt.Key.Key_Escape)
    assert open_dialog_of(screen) is None


def test_differences_of_past_shifts_stand_out(screen) -> None:
    column = len(screen.table.rows_model.columns) - 1
    shown = [
        screen.table.rows_model.index(row, column).data().replace("\u00a0", " ") for row in range(3)
    ]
    assert shown == ["0 ₸", "−500 ₸", "+200 ₸"]


def test_x_prints_the_figures_so_far(qtbot, desk, screen, settled) -> None:
    desk.answers[PrintXReport] = PaperAnswer(job_id=5)
    press(qtbot, Qt.Key.Key_X)
    settled()
    assert len(desk.done) == 1


def test_the_shift_that_was_just_closed_is_chosen(desk, screen, settled) -> None:
    screen.table.go_to(1)
    desk.books.past = [closed_shift(214), *desk.books.past]
    screen.reload()
    settled()
    assert screen.table.current().shift.number == 214


def test_a_reload_keeps_the_chosen_shift(screen, settled) -> None:
    screen.table.go_to(1)
    chosen = screen.table.current().shift.id
    screen.reload()
    settled()
    assert screen.table.current().shift.id == chosen
