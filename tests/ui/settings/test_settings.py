"""The settings of this desk: shown, saved, tried out."""

import pytest
from PySide6.QtCore import Qt

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.papers import PrintTestPage
from clubdesk.services.shifts import PaperAnswer
from clubdesk.ui.look import app_look
from clubdesk.ui.settings.desk_tab import DeskTab
from clubdesk.ui.settings.screen import SettingsScreen
from tests.support.fake_desk import CASHIER, OWNER


class Kept:
    def __init__(self):
        self.settings = DeskSettings(language="en", printer_host="10.0.0.5", till=3)
        self.full = False

    def load(self):
        return self.settings

    def save(self, settings):
        if self.full:
            raise DeskError("storage.full", "The disk is full.", "Free some room.")
        self.settings = settings


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def frame(runner, bridge, stage, kept, dressed):
    runner.staff = OWNER
    made = SettingsScreen(runner, bridge, kept)
    stage(made)
    yield made
    app_look.apply(dressed, "dark")


@pytest.fixture
def screen(frame):
    page = frame.tabs.open("desk")
    assert isinstance(page, DeskTab)
    return page


def test_it_shows_what_was_saved(screen) -> None:
    assert screen.host.text() == "10.0.0.5"
    assert screen.port.value() == 9100
    assert screen.theme.key() == "dark"
    assert screen.language.key() == "en"


def test_enter_saves_and_leaves_the_rest_as_it_was(qtbot, screen, kept) -> None:
    screen.host.editor.setText(" 192.168.1.40 ")
    screen.columns.choose(32)
    qtbot.keyClick(screen.host.editor, Qt.Key.Key_Return)
    assert kept.settings.printer_host == "192.168.1.40"
    assert kept.settings.printer_columns == 32
    assert kept.settings.till == 3
    assert screen.told.text() == "Saved."


def test_a_theme_is_tried_on_at_once(qtbot, screen, kept) -> None:
    with qtbot.waitSignal(app_look.look().theme_changed):
        screen.theme.chips[1].click()
    assert app_look.theme().name == "light"
    assert kept.settings.theme == "dark"
    screen.save.click()
    assert kept.settings.theme == "light"


def test_a_new_language_is_told_to_the_frame(qtbot, frame, screen) -> None:
    screen.language.choose("ru")
    with qtbot.waitSignal(frame.language_changed) as told:
        screen.save.click()
    assert told.args == ["ru"]


def test_a_test_page_goes_to_the_printer_in_the_fields(qtbot, desk, screen, kept, settled) -> None:
    desk.answers[PrintTestPage] = PaperAnswer(job_id=1)
    screen.host.editor.setText("192.168.1.77")
    screen.test.click()
    settled()
    assert kept.settings.printer_host == "192.168.1.77"
    assert len(desk.done) == 1
    assert "test page" in screen.told.text()


def test_settings_that_cannot_be_written_are_told_in_place(screen, kept, desk) -> None:
    kept.full = True
    screen.test.click()
    assert screen.refusal.text.text() == "The disk is full."
    assert desk.done == []


def test_a_cashier_sees_but_changes_nothing(runner, screen) -> None:
    runner.staff = CASHIER
    screen.reload()
    assert not screen.save.isEnabled()
    assert screen.save.toolTip()


def test_the_idle_lock_is_kept_in_minutes(screen, kept) -> None:
    assert screen.idle.value() == 10
    screen.idle.setValue(0)
    screen.save.click()
    assert kept.settings.idle_lock_minutes == 0


def test_the_sound_is_shown_as_it_was_kept_and_kept_as_it_is_ticked(qtbot, screen, kept) -> None:
    assert screen.sound.isChecked()
    screen.sound.setFocus()
    qtbot.keyClick(screen.sound, Qt.Key.Key_Space)
    screen.save.click()
    assert kept.settings.sound is False
    screen.reload()
    assert not screen.sound.isChecked()
