"""The card terminal's settings: what the kind needs, the password never shown, a test, its day."""

from concurrent.futures import Future

import pytest

from clubdesk.foundation.secret_box import TERMINAL_PASSWORD
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.ports_terminal import (
    Evidence,
    Outcome,
    OutcomeKind,
    TerminalLamp,
    TerminalState,
)
from clubdesk.ui.settings.terminal_tab import TerminalTab
from tests.support.fake_desk import CASHIER, OWNER

PASSWORD = "123456"


class Kept:
    """Settings and keys as bootstrap keeps them."""

    def __init__(self) -> None:
        self.settings = DeskSettings(terminal_kind="zvt_tcp", terminal_host="10.0.0.9", till=3)
        self.secrets = {}

    def load(self):
        return self.settings

    def save(self, settings):
        self.settings = settings

    def has_secret(self, name):
        return name in self.secrets

    def keep_secret(self, name, value):
        self.secrets[name] = value


class Terminal:
    """A terminal's room that has been asked, and gives what the test laid down."""

    def __init__(self, lamp, day) -> None:
        self.lamp, self.day = lamp, day

    def driver(self):
        return "zvt_tcp"

    def probe(self):
        return settled(self.lamp)

    def end_of_day(self):
        return settled(self.day)


def settled(value):
    future = Future()
    future.set_result(value)
    return future


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def tab(desk, runner, bridge, stage, kept, settled):
    runner.staff = OWNER
    made = TerminalTab(runner, bridge, kept)
    stage(made)
    settled()
    return made


def test_each_kind_shows_what_it_needs(tab) -> None:
    fields = tab.fields
    wanted = {
        "manual": set(), "none": set(), "zvt_tcp": {"host", "password"},
        "zvt_serial": {"serial", "password"}, "kaspi": {"host", "fingerprint"},
    }  # fmt: skip
    for kind, names in wanted.items():
        fields.kind.choose(kind)
        shown = {
            name
            for name in ("host", "serial", "password", "fingerprint")
            if getattr(fields, name).isVisible()
        }
        assert shown == names
        assert tab.test.isVisible() is (kind not in ("manual", "none"))


def test_it_is_saved_and_the_password_goes_to_the_box_alone(tab, kept, settled) -> None:
    tab.fields.kind.choose("zvt_serial")
    tab.fields.serial.editor.setText("COM3")
    tab.fields.password.editor.setText(PASSWORD)
    tab.save.click()
    settled()
    assert (kept.settings.terminal_kind, kept.settings.terminal_serial) == ("zvt_serial", "COM3")
    assert kept.settings.till == 3
    assert kept.secrets == {TERMINAL_PASSWORD: PASSWORD}
    assert PASSWORD not in repr(kept.settings)
    assert tab.fields.password.text() == ""
    assert tab.told.text() == "Saved."


@pytest.mark.parametrize(
    ("kind", "field", "typed"),
    [
        ("zvt_tcp", "host", ""),
        ("kaspi", "host", " "),
        ("zvt_serial", "serial", ""),
        ("zvt_tcp", "password", "12345"),
        ("zvt_tcp", "password", "12345x"),
        ("zvt_tcp", "password", "١٢٣٤٥٦"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(tab, kept, settled, kind, field, typed) -> None:
    before = kept.settings
    tab.fields.kind.choose(kind)
    getattr(tab.fields, field).editor.setText(typed)
    tab.save.click()
    settled()
    assert getattr(tab.fields, field).error()
    assert (kept.settings, kept.secrets) == (before, {})


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (TerminalState.READY, "The terminal is ready."),
        (TerminalState.OFFLINE, "The terminal does not answer. Check it"),
    ],
)
def test_the_test_tells_how_the_terminal_is(desk, tab, settled, state, says) -> None:
    text = "Check it" if state is TerminalState.OFFLINE else ""
    desk.terminal = Terminal(TerminalLamp(state, text), None)
    tab.test.click()
    settled()
    assert tab.test_told.text() == says


def test_the_day_is_closed_or_it_says_why_not(desk, tab, settled) -> None:
    done = Outcome(OutcomeKind.APPROVED, evidence=Evidence(lines=("TOTAL",)))
    desk.terminal = Terminal(TerminalLamp(TerminalState.READY), done)
    tab.end_day.click()
    settled()
    assert "closed" in tab.day_told.text()
    desk.terminal.day = Outcome(OutcomeKind.NOT_STARTED, "9C", "BUSY", "Wait for it")
    tab.end_day.click()
    settled()
    told = tab.day_told.text()
    assert "was not closed" in told
    assert "Wait for it" in told
    assert "9C · BUSY" in told


def test_who_may_not_change_settings_only_looks(runner, tab) -> None:
    runner.staff = CASHIER
    tab.reload()
    assert not tab.save.isEnabled()
    assert not tab.test.isEnabled()
