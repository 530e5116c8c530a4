"""The tab "Club rules" of Settings, over real books and by the keyboard."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clubdesk.domain.people import Role
from clubdesk.domain.play_rules import NightAction, PlayRules
from clubdesk.foundation import translate
from clubdesk.services.club_rules import SetPlayRules
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.ui.journal.facts import fact_lines
from clubdesk.ui.settings.rules_tab import RulesTab
from tests.support.clipping import clipped
from tests.support.club_world import World
from tests.support.databases import sqlite_template
from tests.support.world_desk import WorldDesk

__all__ = ["sqlite_template"]


@pytest.fixture
def world(sqlite_template, tmp_path):
    file = tmp_path / "club.db"
    shutil.copyfile(sqlite_template, file)
    storage = open_storage(sqlite_url(file))
    yield World(storage)
    storage.close()


@pytest.fixture
def desk(world):
    return WorldDesk(world)


@pytest.fixture
def tab(world, runner, bridge, stage, settled, qtbot):
    """The tab with the owner at the desk."""
    sit_down(world, runner, world.owner)
    made = RulesTab(runner, bridge)
    stage(made)
    qtbot.waitUntil(lambda: made.guests is not None)
    settled()
    return made


def sit_down(world, runner, staff_id) -> None:
    with world.storage.begin() as work:
        runner.staff = work.staff.get(staff_id)


def type_into(editor, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)


def enter(editor) -> None:
    QTest.keyClick(editor, Qt.Key.Key_Return)


def club(world):
    return world.storage.queries.club()


def test_it_shows_the_rules_as_they_are(world, tab) -> None:
    play = tab.play
    assert play.cancel.editor.text() == "2"
    assert play.pause.editor.text() == "60"
    assert play.warnings.text() == "10, 5, 1"
    assert play.outage.editor.text() == "60"
    assert play.age.editor.text() == "18"
    assert (play.night_from.editor.text(), play.night_until.editor.text()) == ("", "")
    assert play.action.key() == NightAction.REFUSE
    assert not tab.guests.postpaid.isChecked()
    assert not tab.guests.limit.isVisible()


def test_the_rules_of_play_are_set_by_the_keyboard(world, tab, settled, qtbot) -> None:
    play = tab.play
    for editor, text in (
        (play.cancel.editor, "5"),
        (play.pause.editor, "45"),
        (play.warnings.editor, "1 15; 5"),
        (play.outage.editor, "90"),
        (play.age.editor, "16"),
        (play.night_from.editor, "22"),
        (play.night_until.editor, "24:00"),
    ):
        type_into(editor, text)
    QTest.keyClick(play.action.chips[1], Qt.Key.Key_Space)
    assert play.hourly.isChecked()
    QTest.keyClick(play.hourly, Qt.Key.Key_Space)
    enter(play.night_until.editor)
    settled()
    now = club(world)
    assert now.play == PlayRules(5, 16, 22 * 60, 0, NightAction.ASK, 90, offer_hourly=False)
    assert (now.warn_minutes, now.pause_limit_minutes) == ((15, 5, 1), 45)
    assert play.told.text() == "Saved."
    # What was typed is shown as it is kept.
    qtbot.waitUntil(lambda: play.warnings.text() == "15, 5, 1")
    assert play.night_until.editor.text() == "00:00"
    assert [line.action for line in world.journal()].count("SetPlayRules") == 1


def test_the_journal_tells_the_rules_in_words(world) -> None:
    rules = PlayRules(night_from=22 * 60, night_until=6 * 60 + 5, night_action=NightAction.ASK)
    world.do(SetPlayRules(rules=rules, warn_minutes=(10, 5), pause_limit_minutes=45))
    entry = next(line for line in world.journal() if line.action == "SetPlayRules")
    told = dict(fact_lines(entry, club(world)))
    assert told == {
        "Free cancel, minutes": "2",
        "Adult from the age of": "18",
        "Closed to minors from": "22:00",
        "Closed to minors until": "06:05",
        "Minors in these hours": "Allowed by who may",
        "Shortest outage, seconds": "60",
        "Packages may go on by the hour": "yes",
        "Warnings before the end, minutes": "10, 5",
        "Longest pause, minutes": "45",
    }


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("pause", "0", "between 1 and 1440"),
        ("age", "0", "between 1 and 30"),
        ("outage", "0", "between 1 and 3600"),
        ("cancel", "", "A number is needed"),
        ("cancel", "two", "A number is needed"),
        ("warnings", "ten", "not whole minutes"),
        ("warnings", "-5", "not whole minutes"),
        ("warnings", "1000000000000000000", "not whole minutes"),
        ("warnings", "500", "between 1 and 120"),
        ("warnings", "1 2 3 4 5 6", "between 0 and 5"),
        ("warnings", "5'; DROP TABLE club", "not whole minutes"),
        ("night_from", "25:00", "not a time of day"),
        ("night_from", "22:00", ""),
    ],
)
def test_what_is_no_rule_is_told_at_its_field(world, tab, settled, field, typed, told) -> None:
    before, part = club(world), getattr(tab.play, field)
    type_into(part.editor, typed)
    tab.play.save.click()
    settled()
    wrong = part if told else tab.play.night_until
    assert (told or "One of the two times") in wrong.error()
    assert wrong.editor.hasFocus()
    assert tab.play.refusal.isVisible()
    assert tab.play.told.text() == ""
    assert club(world) == before


def test_hours_that_are_no_hours_are_refused(world, tab, settled) -> None:
    type_into(tab.play.night_from.editor, "24:00")
    type_into(tab.play.night_until.editor, "00:00")
    tab.play.save.click()
    settled()
    assert "end when they begin" in tab.play.night_until.error()
    assert club(world).play == PlayRules()


def test_hours_are_taken_away_by_emptying_both(world, tab, settled, qtbot) -> None:
    rules = PlayRules(night_from=22 * 60, night_until=6 * 60)
    world.do(SetPlayRules(rules=rules, warn_minutes=(), pause_limit_minutes=60))
    qtbot.waitUntil(lambda: tab.play.night_from.editor.text() == "22:00")
    assert tab.play.warnings.text() == ""
    type_into(tab.play.night_from.editor, "")
    type_into(tab.play.night_until.editor, "")
    enter(tab.play.night_until.editor)
    settled()
    assert club(world).play == PlayRules()


def test_what_is_half_typed_stays_while_others_work(world, tab, settled, bridge, qtbot) -> None:
    type_into(tab.play.cancel.editor, "7")
    tab.guests.postpaid.click()
    type_into(tab.guests.limit.edit, "5000")
    enter(tab.guests.limit.edit)
    settled()
    qtbot.waitUntil(lambda: club(world).postpaid_guests)
    tab.reload()
    settled()
    assert tab.play.cancel.editor.text() == "7"


def test_guests_pay_at_the_end_up_to_a_limit(world, tab, settled) -> None:
    part = tab.guests
    part.postpaid.setFocus()
    QTest.keyClick(part.postpaid, Qt.Key.Key_Space)
    assert part.limit.isVisible()
    part.save.click()
    settled()
    assert "how much a guest" in part.limit.field.error()
    type_into(part.limit.edit, "abc")
    part.save.click()
    settled()
    assert part.limit.field.error()
    type_into(part.limit.edit, "1000000000000000000")
    part.save.click()
    settled()
    assert part.limit.field.error()
    assert not club(world).postpaid_guests
    type_into(part.limit.edit, "5000")
    enter(part.limit.edit)
    settled()
    assert (club(world).postpaid_guests, club(world).postpaid_limit_minor) == (True, 500_000)
    part.postpaid.click()
    part.save.click()
    settled()
    # The limit waits for the day on which it is wanted again.
    assert (club(world).postpaid_guests, club(world).postpaid_limit_minor) == (False, 500_000)
    assert part.told.text() == "Saved."


def test_a_cashier_sees_and_changes_nothing(world, tab, runner) -> None:
    sit_down(world, runner, world.staff(Role.CASHIER))
    tab.hide()
    tab.show()
    for button in (tab.play.save, tab.guests.save):
        assert not button.isEnabled()
        assert "Missing permission" in button.toolTip()


def test_a_refusal_of_the_books_is_shown_in_place(world, tab, runner, settled) -> None:
    # The buttons were still free when somebody else took over.
    sit_down(world, runner, world.staff(Role.CASHIER))
    before = club(world)
    tab.guests.postpaid.click()
    type_into(tab.guests.limit.edit, "10")
    for part in (tab.play, tab.guests):
        part.save.click()
        settled()
        assert part.refusal.isVisible()
        assert part.save.isEnabled()
    assert club(world) == before


@pytest.mark.parametrize("tongue", ["en", "ru"])
def test_no_word_is_cut_off(tongue, world, runner, bridge, stage, settled, qtbot) -> None:
    translate.set_language(tongue)
    sit_down(world, runner, world.owner)
    made = RulesTab(runner, bridge)
    window = stage(made)
    qtbot.waitUntil(lambda: made.guests is not None)
    made.guests.postpaid.click()
    settled()
    for _ in range(3):
        QApplication.processEvents()
    assert clipped(window) == []
