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
    (printer,) = screen.printers.table.rows_model.rows
    assert (printer.address, printer.port) == ("10.0.0.5", 9100)
    assert screen.theme.key() == "dark"
    assert screen.language.key() == "en"


def test_saving_leaves_the_rest_as_it_was(screen, kept, settled) -> None:
    screen.receipts.choose("ru")
    screen.save.click()
    settled()
    assert kept.settings.receipt_language == "ru"
    assert kept.settings.till == 3
    assert screen.told.text() == "Saved."


def test_a_theme_is_tried_on_at_once(qtbot, screen, kept, settled) -> None:
    with qtbot.waitSignal(app_look.look().theme_changed):
        screen.theme.chips[1].click()
    assert app_look.theme().name == "light"
    assert kept.settings.theme == "dark"
    screen.save.click()
    settled()
    assert kept.settings.theme == "light"


def test_a_new_language_is_told_to_the_frame(qtbot, frame, screen) -> None:
    screen.language.choose("ru")
    with qtbot.waitSignal(frame.language_changed) as told:
        screen.save.click()
    assert told.args == ["ru"]


def test_a_test_page_goes_to_the_printer_under_the_cursor(desk, screen, settled) -> None:
    desk.answers[PrintTestPage] = PaperAnswer(job_id=1)
    screen.printers.test.click()
    settled()
    (command,) = (done[0] if isinstance(done, tuple) else done for done in desk.done)
    assert command.printer == "10.0.0.5"
    assert "test page" in screen.printers.told.text()


def test_settings_that_cannot_be_written_are_told_in_place(screen, kept, settled) -> None:
    kept.full = True
    screen.save.click()
    settled()
    assert screen.refusal.text.text() == "The disk is full."
    assert screen.told.text() == ""


def test_a_cashier_sees_but_changes_nothing(runner, screen) -> None:
    runner.staff = CASHIER
    screen.reload()
    assert not screen.save.isEnabled()
    assert screen.save.toolTip()


def test_the_idle_lock_is_kept_in_minutes(screen, kept, settled) -> None:
    assert screen.idle.value() == 10
    screen.idle.setValue(0)
    screen.save.click()
    settled()
    assert kept.settings.idle_lock_minutes == 0


def test_the_sound_is_shown_as_it_was_kept_and_kept_as_it_is_ticked(
    qtbot, screen, kept, settled
) -> None:
    assert screen.sound.isChecked()
    screen.sound.setFocus()
    qtbot.keyClick(screen.sound, Qt.Key.Key_Space)
    screen.save.click()
    settled()
    assert kept.settings.sound is False
    screen.reload()
    assert not screen.sound.isChecked()
