"""A double click, or Enter held down, does the deed once: in the ledger, the journal, on paper."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.domain.session import SessionState
from clubdesk.services.balance import TopUp
from clubdesk.services.sessions import StartSession
from clubdesk.services.shifts import CloseShift
from clubdesk.ui.clients.add_dialog import AddClientDialog
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.hall.end_dialog import AskDialog, EndDialog
from clubdesk.ui.hall.move_dialog import MoveDialog
from clubdesk.ui.hall.start_dialog import StartDialog
from clubdesk.ui.operations.dialogs import TopUpDialog
from clubdesk.ui.shifts.close_dialog import CloseShiftDialog
from clubdesk.ui.shifts.open_dialog import OpenShiftDialog
from clubdesk.ui.shifts.screen import ShiftsScreen
from clubdesk.ui.sign_in.screen import SignInScreen
from tests.support.real_desk import double_click, hold_enter

CLIENT = 4


def by_mouse(real, widget) -> None:
    real.double_click(widget)


def by_enter(real, widget) -> None:
    """Held until well after the desk has answered."""
    widget.setFocus()
    hold_enter(3)
    real.settle()
    hold_repeats(real)
    real.settle()


def hold_repeats(real) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    for _ in range(5):
        target = QApplication.focusWidget()
        if target is None:
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            none = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(target, QKeyEvent(kind, Qt.Key.Key_Return, none, "\r", True))
        real.settle()


twice = pytest.mark.parametrize("press", [by_mouse, by_enter])


def play(real, number: int = 1) -> int:
    real.top_up(CLIENT, 80_000)
    answer = real.do(StartSession(station_id=number, client_id=CLIENT, rate_id=1))
    real.until_pc(number, is_open=True)
    return answer.session_id


def open_top_up(real) -> TopUpDialog:
    from clubdesk.ui.operations.openers import open_top_up as begin

    begin(real.window, real.runner, CLIENT)
    dialog = real.dialog(TopUpDialog)
    real.type("500", dialog.amount.edit)
    return dialog


@twice
def test_top_up(real, press) -> None:
    real.come_to_work()
    press(real, open_top_up(real).primary)
    real.nothing_open()
    assert real.game(CLIENT) == 50_000
    assert real.done("TopUp") == 1
    assert real.refused("TopUp") == []
    real.until(lambda: len(real.papers) == 1)
    assert len(real.jobs()) == 1


def test_top_up_by_enter_held_in_the_amount(real) -> None:
    real.come_to_work()
    by_enter(real, open_top_up(real).amount.edit)
    real.nothing_open()
    assert real.game(CLIENT) == 50_000
    assert real.done("TopUp") == 1


@twice
def test_start_a_guest(real, press) -> None:
    real.come_to_work()
    real.choose(2)
    real.press("guest")
    dialog = real.dialog(StartDialog)
    real.type("800", dialog.guest.amount.edit)
    press(real, dialog.primary)
    real.nothing_open()
    assert real.done("StartGuestSession") == 1
    assert real.refused("StartGuestSession") == []
    assert real.till() == 5_080_000


@twice
def test_end_a_session(real, press) -> None:
    real.come_to_work()
    play(real)
    real.clock.advance(900)
    real.choose(1)
    real.press("end")
    press(real, real.dialog(EndDialog).primary)
    real.nothing_open()
    assert real.done("EndSession") == 1
    assert real.refused("EndSession") == []
    assert real.game(CLIENT) == 55_000  # a quarter of an hour at the evening price of 1 000


@twice
def test_move_a_session(real, press) -> None:
    real.come_to_work()
    play(real)
    real.choose(1)
    real.press("move")
    dialog = real.dialog(MoveDialog)
    real.click(dialog.chips[7])
    press(real, dialog.primary)
    real.nothing_open()
    assert real.done("MoveSession") == 1
    assert real.refused("MoveSession") == []


def test_pause_and_resume_in_the_panel(real) -> None:
    real.come_to_work()
    play(real)
    real.choose(1)
    real.double_click(real.button("pause"))
    assert real.playing(1).state is SessionState.PAUSED
    assert (real.done("PauseSession"), real.refused("PauseSession")) == (1, [])
    real.nothing_open()
    real.until(lambda: "resume" in real.hall.panel.buttons.buttons)
    real.double_click(real.button("resume"))
    assert real.playing(1).state is SessionState.ACTIVE
    assert (real.done("ResumeSession"), real.refused("ResumeSession")) == (1, [])
    assert real.done("PauseSession") == 1
    real.nothing_open()


def test_two_clicks_before_the_desk_answers_are_one_deed(real) -> None:
    real.come_to_work()
    play(real)
    real.choose(1)
    held = threading.Event()
    real.house.writer.submit(held.wait)
    button = real.button("pause")
    for _ in range(4):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(real.hall.view, Qt.Key.Key_P)
    held.set()
    real.settle()
    assert (real.done("PauseSession"), real.refused("PauseSession")) == (1, [])
    assert real.refusals == []


def test_wake_up(real, monkeypatch) -> None:
    woken = []
    monkeypatch.setattr(real.house.waker, "wake", woken.append)
    real.come_to_work()
    real.choose(9)
    real.double_click(real.button("wake"))
    assert len(woken) == 1


@twice
def test_restart(real, press) -> None:
    real.come_to_work()
    real.until(lambda: real.house.hub.links()[1].last_seen is not None)
    real.choose(2)
    real.press("restart")
    press(real, real.dialog(AskDialog).primary)
    real.nothing_open()
    assert real.done("RestartPC") == 1


@twice
def test_open_shift_stops_at_the_outcome(real, press) -> None:
    real.sign_in()
    dialog = real.dialog(OpenShiftDialog)
    real.type("50000", dialog.count.total.edit)
    press(real, dialog.primary)
    assert real.done("OpenShift") == 1
    assert real.refused("OpenShift") == []
    assert real.open_dialog is dialog, "the outcome of the count stays until it was seen"


@twice
def test_close_shift_stops_at_the_outcome(real, press) -> None:
    real.come_to_work()
    screen = real.window.open_screen("shifts")
    assert isinstance(screen, ShiftsScreen)
    real.settle()
    real.click(screen.close_button)
    dialog = real.dialog(CloseShiftDialog)
    real.type("50000", dialog.count.total.edit)
    press(real, dialog.primary)
    assert (real.done("CloseShift"), real.refused("CloseShift")) == (1, [])
    assert real.open_dialog is dialog, "the outcome of the count stays until it was seen"
    real.until(lambda: len(real.papers) == 1)


@twice
def test_add_client(real, press) -> None:
    real.come_to_work()
    screen = real.window.open_screen("clients")
    assert isinstance(screen, ClientsScreen)
    real.settle()
    real.click(screen.add_button)
    dialog = real.dialog(AddClientDialog)
    real.type("+77010000001", dialog.phone.editor)
    real.type("New One", dialog.name.editor)
    before = len(real.house.storage.queries.search_clients("", 500))
    press(real, dialog.primary)
    real.until(dialog.step.isVisible)
    assert len(real.house.storage.queries.search_clients("", 500)) == before + 1
    real.click(dialog.primary)
    real.nothing_open()
    assert real.refused("AddClient") == []


def test_x_report(real) -> None:
    real.come_to_work()
    screen = real.window.open_screen("shifts")
    assert isinstance(screen, ShiftsScreen)
    real.settle()
    real.double_click(screen.x_button)
    real.until(lambda: len(real.papers) == 1)
    assert len(real.jobs()) == 1


def test_sign_in_by_a_double_click(real) -> None:
    screen = real.window.findChild(SignInScreen)
    real.until(lambda: screen.tiles)
    QTest.keyClicks(screen.password.editor, "demo-2026")
    real.double_click(screen.button)
    assert (real.done("SignIn"), real.refused("SignIn")) == (1, [])


def test_enter_held_on_a_wrong_password_is_one_wrong_try(real) -> None:
    screen = real.window.findChild(SignInScreen)
    real.until(lambda: screen.tiles)
    QTest.keyClicks(screen.password.editor, "wrong")
    by_enter(real, screen.password.editor)
    assert real.refused("SignIn") == ["staff.wrong_password"]


def test_enter_held_at_the_short_clients_top_up_does_not_start_the_session(real) -> None:
    real.come_to_work()
    real.choose(1)
    real.press("start")
    dialog = real.dialog(StartDialog)
    end = real.books(lambda work: work.clients.get(CLIENT)).phone[-4:]
    real.type(end, dialog.client.search)
    real.until(lambda: dialog.client.row() is not None)
    real.until(dialog.client.short.isVisible)
    real.type("500", dialog.client.amount.edit)
    by_enter(real, dialog.client.amount.edit)
    assert real.game(CLIENT) == 50_000
    assert real.done("TopUp") == 1
    assert real.session_on(1) is None


def test_a_second_click_does_not_reach_the_card_under_the_dialog(real) -> None:
    real.come_to_work()
    play(real)
    real.choose(1)
    real.press("end")
    double_click(real.dialog(EndDialog).primary)
    real.settle()
    real.nothing_open()


def test_the_same_command_from_two_threads_is_done_once(real) -> None:
    real.come_to_work()
    dana = real.books(lambda work: work.staff.by_login("dana")).id
    command = TopUp(client_id=CLIENT, cash_minor=7_000)
    gate = threading.Barrier(2)
    answers = []

    def send() -> None:
        gate.wait()
        answers.append(real.house.desk.do(command, dana).result(20))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    real.settle()
    assert len(set(answers)) == 1
    assert real.game(CLIENT) == 7_000
    assert real.done("TopUp") == 1
    real.until(lambda: len(real.papers) == 1)


def test_esc_while_a_deed_is_under_way_waits_for_its_answer(real) -> None:
    real.come_to_work()
    dialog = open_top_up(real)
    held = threading.Event()
    real.house.writer.submit(held.wait)
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert real.open_dialog is dialog
    held.set()
    real.settle()
    real.nothing_open()
    assert real.game(CLIENT) == 50_000


def test_a_refusal_that_finds_its_dialog_gone_is_shown_by_the_frame(real) -> None:
    real.come_to_work()
    dialog = open_top_up(real)
    held = threading.Event()
    real.house.writer.submit(held.wait)
    real.house.desk.do(CloseShift(counted_minor=5_000_000), real.runner.staff.id)
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    real.window.sign_out()
    held.set()
    real.settle()
    assert real.game(CLIENT) == 0
    assert real.refusals == ["shift.none_open"]


def test_a_bug_gives_the_dialog_back(real, monkeypatch) -> None:
    real.come_to_work()
    dialog = open_top_up(real)

    def broken(*_args):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(real.house.dispatcher, "carry_out", broken)
    real.click(dialog.primary)
    assert [type(error) for error in real.crashes] == [ZeroDivisionError]
    real.crashes.clear()
    assert dialog.primary.isEnabled()
    real.open_dialog.finish(done=False)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    real.nothing_open()
