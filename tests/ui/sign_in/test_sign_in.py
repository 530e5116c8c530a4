"""Signing in: choose who you are, type the password, Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clubdesk.foundation.errors import DeskError
from clubdesk.services.sign_in import SignedIn, SignIn
from clubdesk.ui.sign_in.screen import SignInScreen
from tests.support.fake_desk import CASHIER, CLUB, OWNER

WRONG = DeskError("staff.wrong_password", "The name or the password is wrong.", "Try again.")
LOCKED = DeskError("staff.locked_out", "Too many wrong tries.", "Try again in 20 s.")


@pytest.fixture
def screen(runner, bridge, stage, settled):
    runner.staff = None
    made = SignInScreen(runner, bridge, last_login="dana")
    stage(made)
    settled()
    return made


def test_it_shows_whose_club_it_is_and_who_works_there(screen) -> None:
    assert screen.club_name.text() == CLUB.name
    assert [tile.person.login for tile in screen.tiles] == ["aliya", "dana", "timur"]


def test_who_was_there_last_is_chosen_and_the_keyboard_is_in_the_password(screen) -> None:
    assert [tile.isChecked() for tile in screen.tiles] == [False, True, False]
    assert QApplication.focusWidget() is screen.password.editor


def test_password_and_enter_take_over_the_desk(qtbot, desk, runner, screen) -> None:
    desk.answers[SignIn] = SignedIn(staff_id=CASHIER.id)
    qtbot.keyClicks(screen.password.editor, "secret")
    with qtbot.waitSignal(runner.signed_in) as told:
        qtbot.keyClick(screen.password.editor, Qt.Key.Key_Return)
    assert told.args == [CASHIER]
    assert [(done.login, done.password) for done in desk.done] == [("dana", "secret")]
    assert screen.password.editor.text() == ""


def test_a_click_on_a_tile_chooses_and_goes_to_the_password(qtbot, desk, runner, screen) -> None:
    desk.answers[SignIn] = SignedIn(staff_id=OWNER.id)
    qtbot.mouseClick(screen.tiles[0], Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is screen.password.editor
    qtbot.keyClicks(screen.password.editor, "secret")
    with qtbot.waitSignal(runner.signed_in):
        screen.button.click()
    assert desk.done[0].login == "aliya"


@pytest.mark.parametrize("refusal", [WRONG, LOCKED], ids=lambda error: error.code)
def test_a_refusal_stands_under_the_password_with_what_to_do(
    qtbot, desk, runner, screen, settled, refusal
) -> None:
    desk.answers[SignIn] = refusal
    qtbot.keyClicks(screen.password.editor, "wrong")
    qtbot.keyClick(screen.password.editor, Qt.Key.Key_Return)
    settled()
    assert screen.password.error() == refusal.text
    assert screen.what_to_do.isVisible()
    assert screen.what_to_do.text() == refusal.what_to_do
    assert screen.password.editor.selectedText() != ""
    assert runner.staff is None


def test_the_refusal_leaves_when_the_password_is_typed_again(qtbot, desk, screen, settled) -> None:
    desk.answers[SignIn] = WRONG
    qtbot.keyClicks(screen.password.editor, "wrong")
    qtbot.keyClick(screen.password.editor, Qt.Key.Key_Return)
    settled()
    assert screen.password.error() == WRONG.text
    qtbot.keyClicks(screen.password.editor, "s")
    assert screen.password.error() == ""
    assert not screen.what_to_do.isVisible()


def test_enter_twice_sends_one_command(qtbot, desk, screen, settled) -> None:
    desk.answers[SignIn] = SignedIn(staff_id=CASHIER.id)
    desk.hold()
    qtbot.keyClicks(screen.password.editor, "secret")
    for _ in range(2):
        qtbot.keyClick(screen.password.editor, Qt.Key.Key_Return)
    assert len(desk.done) == 1
    desk.release()
    settled()


def test_a_demo_says_so_and_names_its_passwords(runner, bridge, desk, stage, settled) -> None:
    from dataclasses import replace

    desk.books.the_club = replace(CLUB, demo=True)
    made = SignInScreen(runner, bridge, demo_hint="dana / demo-dana")
    stage(made)
    settled()
    assert made.demo.isVisible()
    assert made.hint.text() == "dana / demo-dana"
    assert made.hint.isVisible()


def test_no_password_of_another_waits_in_the_field(screen) -> None:
    screen.password.editor.setText("left behind")
    screen.hide()
    screen.show()
    assert screen.password.editor.text() == ""


def test_an_empty_password_is_not_sent(qtbot, desk, screen) -> None:
    qtbot.keyClick(screen.password.editor, Qt.Key.Key_Return)
    assert desk.done == []
    assert screen.password.error() == "Type the password or the PIN."
