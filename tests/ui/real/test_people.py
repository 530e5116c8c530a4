"""Who is at the desk: signing out over a dialog, locking, a second person, missing permissions."""

import json

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.domain.session import SessionState
from clubdesk.foundation.translate import tr
from clubdesk.services.sessions import StartSession
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.look.button import Button
from clubdesk.ui.operations.dialogs import TopUpDialog
from clubdesk.ui.operations.openers import open_top_up
from clubdesk.ui.shifts.screen import ShiftsScreen
from clubdesk.ui.sign_in.screen import SignInScreen

CLIENT = 4


def play(real, number: int = 1) -> int:
    real.top_up(CLIENT, 80_000)
    answer = real.do(StartSession(station_id=number, client_id=CLIENT, rate_id=1))
    real.until_pc(number, is_open=True)
    return answer.session_id


def who_did(real, action: str) -> str:
    staff_id = real.journal(action)[0].staff_id
    return str(real.books(lambda work: work.staff.get(staff_id)).login)


def is_covered(real) -> bool:
    return bool(real.window.findChild(SignInScreen).isVisible())


def test_signing_out_closes_a_half_typed_dialog_and_books_nothing(real) -> None:
    real.come_to_work()
    open_top_up(real.window, real.runner, CLIENT)
    dialog = real.dialog(TopUpDialog)
    real.type("500", dialog.amount.edit)
    real.window.sign_out()
    real.settle()
    assert is_covered(real)
    assert real.open_dialog is None
    assert real.done("TopUp") == 0
    real.sign_in("timur")
    assert real.open_dialog is None
    assert real.runner.staff.login == "timur"


def test_a_deed_under_way_while_signing_out_is_done_once_and_under_the_old_name(real) -> None:
    real.come_to_work()
    dana = real.runner.staff.id
    open_top_up(real.window, real.runner, CLIENT)
    dialog = real.dialog(TopUpDialog)
    real.type("500", dialog.amount.edit)
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    real.window.sign_out()
    real.settle()
    assert real.game(CLIENT) == 50_000
    [line] = real.journal("TopUp")
    assert line.staff_id == dana


def test_ctrl_l_locks_and_no_key_reaches_the_hall_behind(real) -> None:
    real.come_to_work()
    play(real)
    real.choose(1)
    QTest.keyClick(real.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    real.settle()
    assert is_covered(real)
    assert real.runner.staff is None
    for key in (Qt.Key.Key_F3, Qt.Key.Key_P, Qt.Key.Key_E):
        QTest.keyClick(real.window, key)
        QTest.keyClick(real.hall_behind().view, key)
    real.settle()
    assert real.playing(1).state is SessionState.ACTIVE
    assert is_covered(real)
    assert real.open_dialog is None


def test_half_typed_money_waits_behind_the_lock_for_the_same_person(real) -> None:
    real.come_to_work()
    open_top_up(real.window, real.runner, CLIENT)
    dialog = real.dialog(TopUpDialog)
    real.type("500", dialog.amount.edit)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(dialog.amount.edit, Qt.Key.Key_L, control)
    real.settle()
    assert is_covered(real)
    assert real.open_dialog is None
    real.sign_in("dana")
    assert real.open_dialog is dialog
    real.click(dialog.primary)
    assert real.game(CLIENT) == 50_000
    [line] = real.journal("TopUp")
    assert line.staff_id == real.runner.staff.id


def test_the_journal_says_who_did_what(real) -> None:
    real.come_to_work("dana")
    play(real)
    real.choose(1)
    real.press("pause")
    real.window.sign_out()
    real.sign_in("timur")
    real.settle()
    real.choose(1)
    real.until(lambda: "resume" in real.hall.panel.buttons.buttons)
    real.press("resume")
    assert who_did(real, "PauseSession") == "dana"
    assert who_did(real, "ResumeSession") == "timur"


def test_no_password_is_in_the_journal(real) -> None:
    real.sign_in("dana", "a-wrong-password")
    real.settle()
    lines = [line.details for line in real.journal()]
    assert any("dana" in details for details in lines)
    assert not any("password" in json.loads(details) for details in lines)
    assert not any("a-wrong-password" in details for details in lines)


def test_a_technician_sees_what_is_missing_and_can_do_nothing_with_money(real) -> None:
    real.come_to_work("oleg")
    play(real)
    real.choose(1)
    why = {deed: button.toolTip() for deed, button in real.hall.panel.buttons.buttons.items()}
    enabled = {d for d, b in real.hall.panel.buttons.buttons.items() if b.isEnabled()}
    # An order opens, and its button asks for the PIN of somebody who sells.
    assert enabled == {"restart", "order"}
    assert "permission" in why["pause"]
    assert "permission" in why["top_up"]
    for key in (Qt.Key.Key_P, Qt.Key.Key_E, Qt.Key.Key_M, Qt.Key.Key_T):
        real.key(key, real.hall.view)
    assert real.open_dialog is None
    assert real.playing(1).state is SessionState.ACTIVE
    assert real.refusals == []


def test_a_technician_can_neither_add_nor_top_up_nor_run_a_shift(real) -> None:
    real.come_to_work("oleg")
    clients = real.window.open_screen("clients")
    assert isinstance(clients, ClientsScreen)
    real.settle()
    assert not clients.add_button.isEnabled()
    assert clients.add_button.toolTip()
    QTest.keyClick(clients, Qt.Key.Key_T)
    QTest.keyClick(clients, Qt.Key.Key_Insert)
    real.settle()
    assert real.open_dialog is None
    clients.table.choose_current()
    real.settle()
    button = next(b for b in clients.card.findChildren(Button) if b.text() == "Top Up Balance")
    assert not button.isEnabled()
    assert button.toolTip()
    shifts = real.window.open_screen("shifts")
    assert isinstance(shifts, ShiftsScreen)
    real.settle()
    assert not shifts.close_button.isEnabled()
    assert shifts.close_button.toolTip()
    for key in (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_O):
        QTest.keyClick(shifts, key)
    real.settle()
    assert real.open_dialog is None
    assert real.refusals == []


def test_the_next_person_finds_the_buttons_of_their_own_role(real) -> None:
    real.come_to_work("oleg")
    play(real)
    real.choose(1)
    assert not real.button("pause").isEnabled()
    real.window.sign_out()
    real.sign_in("dana")
    real.settle()
    real.choose(1)
    assert real.button("pause").isEnabled()
    real.window.sign_out()
    real.sign_in("oleg")
    real.settle()
    real.choose(1)
    assert not real.button("pause").isEnabled()


def printer_lamp(real) -> str:
    return real.window.bar.lamps.states["printer"].tone


def test_another_language_keeps_who_is_signed_in_and_what_runs(real) -> None:
    real.come_to_work()
    session = play(real)
    ends_at = real.playing(1).ends_at
    real.speak("ru")
    assert real.runner.staff.login == "dana"
    assert not is_covered(real)
    assert real.open_dialog is None
    real.choose(1)
    real.until(lambda: real.hall.controller.model.seat_of(1).reading.state is CardState.ACTIVE)
    assert real.button("pause").text() == tr("Pause Session") != "Pause Session"
    real.press("pause")
    assert real.playing(1).state is SessionState.PAUSED
    assert real.playing(1).id == session
    assert ends_at is not None
    assert real.refusals == []


def test_another_language_keeps_the_lamps_and_the_old_window_is_gone(real) -> None:
    real.come_to_work()
    real.until(lambda: printer_lamp(real) == "green")
    real.speak("ru")
    assert printer_lamp(real) == "green"
    real.speak("en")
    real.window.sign_out()
    real.settle()
    real.sign_in("timur")
    real.settle()
    real.top_up(CLIENT, 5_000)
    real.until(lambda: len(real.papers) == 1)
    real.settle()
    assert real.crashes == []
