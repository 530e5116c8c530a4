"""The first start: four steps, a way back, a way past them, one deed at the end."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clubdesk.foundation import translate
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import currency_of
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.set_up import SetUpAnswer, SetUpClub
from clubdesk.ui.first_run import draft
from clubdesk.ui.first_run.pages import LanguagePage, OwnerPage
from clubdesk.ui.first_run.wizard import FirstRun
from clubdesk.ui.first_run.zones_page import ClubPage, PricesPage


class Kept:
    def __init__(self):
        self.settings = DeskSettings()

    def load(self):
        return self.settings

    def save(self, settings):
        self.settings = settings


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def wizard(runner, bridge, stage, kept):
    runner.staff = None
    made = FirstRun(runner, bridge, kept)
    stage(made)
    made.page.country.choose("KZ")
    return made


def enter(qtbot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def fill_owner(page) -> None:
    password = "secret-1"
    page.name.editor.setText("Aliya Serikova")
    page.login.editor.setText("Aliya")
    page.password.editor.setText(password)
    page.again.editor.setText(password)


def test_enter_leads_through_all_steps_and_sets_the_club_up(qtbot, desk, wizard, kept) -> None:
    desk.answers[SetUpClub] = SetUpAnswer(staff_id=1)
    seen = [type(wizard.page)]
    for _ in range(3):
        enter(qtbot)
        seen.append(type(wizard.page))
    assert seen == [LanguagePage, ClubPage, PricesPage, OwnerPage]
    fill_owner(wizard.page)
    with qtbot.waitSignal(wizard.finished) as told:
        enter(qtbot)
    assert told.args == [SetUpAnswer(staff_id=1)]
    command = desk.done[0]
    assert (command.currency, command.country, command.time_zone) == ("KZT", "KZ", "Asia/Almaty")
    assert [(zone.name, zone.stations) for zone in command.zones] == [
        ("Standard", 16), ("VIP", 8), ("Consoles", 4),
    ]  # fmt: skip
    assert [zone.per_hour_minor for zone in command.zones] == [80_000, 140_000, 100_000]
    assert kept.settings.last_login == "aliya"


def test_skip_gives_a_sensible_hall_and_asks_for_the_owner(qtbot, desk, wizard) -> None:
    desk.answers[SetUpClub] = SetUpAnswer(staff_id=1)
    wizard.skip_button.click()
    assert isinstance(wizard.page, OwnerPage)
    fill_owner(wizard.page)
    with qtbot.waitSignal(wizard.finished):
        wizard.forward.click()
    assert sum(zone.stations for zone in desk.done[0].zones) == 28


def test_going_back_keeps_what_was_typed(qtbot, wizard) -> None:
    wizard.next()
    wizard.page.name.editor.setText("Nomad Arena")
    wizard.page.lines[0].stations.setValue(20)
    wizard.next()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert wizard.page.name.text() == "Nomad Arena"
    assert wizard.page.lines[0].stations.value() == 20


def test_choosing_a_country_chooses_its_money_and_time(wizard) -> None:
    wizard.page.country.choose("DE")
    assert wizard.page.currency.key() == "EUR"
    assert wizard.page.time_zone.key() == "Europe/Berlin"


def test_choosing_a_language_speaks_it_at_once(qtbot, wizard) -> None:
    wizard.page.language_chosen.emit("ru")
    wizard.draft.language = "ru"
    qtbot.waitUntil(lambda: wizard.page is not None)
    assert translate.language() == "ru"
    assert isinstance(wizard.page, LanguagePage)


def test_a_zone_is_added_and_taken_away(wizard) -> None:
    wizard.next()
    wizard.page.add.click()
    assert len(wizard.page.lines) == 4
    wizard.page.lines[1].cross.click()
    assert [line.name.text() for line in wizard.page.lines] == ["Standard", "Consoles", "Zone 4"]


def test_a_hall_without_a_station_goes_no_further(wizard) -> None:
    wizard.next()
    for line in wizard.page.lines:
        line.stations.setValue(0)
    wizard.next()
    assert isinstance(wizard.page, ClubPage)


def test_a_price_is_needed_for_each_zone(wizard) -> None:
    wizard.next()
    wizard.next()
    wizard.page.fields[1].set_minor(None)
    wizard.next()
    assert isinstance(wizard.page, PricesPage)
    assert wizard.page.fields[1].field.error() == "Type a price above zero."


def test_two_passwords_that_differ_go_no_further(desk, wizard) -> None:
    wizard.skip()
    fill_owner(wizard.page)
    wizard.page.again.editor.setText("another")
    wizard.next()
    assert wizard.page.again.error() == "The two passwords differ."
    assert desk.done == []


def test_a_refusal_leads_to_the_step_it_is_about(desk, wizard, settled) -> None:
    desk.answers[SetUpClub] = DeskError("club.bad_stations", "Too many.", "Fewer.", subject="zones")
    wizard.skip()
    fill_owner(wizard.page)
    wizard.next()
    settled()
    assert isinstance(wizard.page, ClubPage)
    assert wizard.refusal.text.text() == "Too many."


def test_every_country_has_a_time_zone_and_money_that_the_books_know() -> None:
    for code, name in draft.countries():
        assert name
        assert draft.time_zones(code)
        assert currency_of(draft.currency_in(code)).scale >= 1


def test_after_a_click_on_skip_the_keyboard_is_in_the_first_field(qtbot, wizard) -> None:
    qtbot.mouseClick(wizard.skip_button, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is wizard.page.first()
