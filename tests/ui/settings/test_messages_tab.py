"""The gateway's settings: only what the kind needs, the key never shown, a test told to its end."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.secret_box import SMS_KEY
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.messages import GatewayKind, MessageState, MessageTold
from clubdesk.sms.profiles import PROFILES
from clubdesk.ui.settings.gateway_fields import PROVIDERS
from clubdesk.ui.settings.messages_tab import MessagesTab
from tests.support.fake_desk import CASHIER, OWNER

KEY = "K3Y-of-the-club"


class Kept:
    """Settings, keys and tests as bootstrap keeps them."""

    def __init__(self) -> None:
        self.settings = DeskSettings(
            language="en", sms_kind="http", sms_profile="smsc", sms_account="club", till=3
        )
        self.secrets = {SMS_KEY: KEY}
        self.trouble: DeskError | None = None
        self.tests: list[tuple[str, str]] = []

    def load(self) -> DeskSettings:
        return self.settings

    def save(self, settings: DeskSettings) -> None:
        self.settings = settings

    def has_secret(self, name: str) -> bool:
        if self.trouble:
            raise self.trouble
        return name in self.secrets

    def keep_secret(self, name: str, value: str) -> None:
        if self.trouble:
            raise self.trouble
        self.secrets[name] = value

    def send_test_message(self, phone: str, club: str) -> int:
        self.tests.append((phone, club))
        return len(self.tests)


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def tab(runner, bridge, stage, kept, settled):
    runner.staff = OWNER
    made = MessagesTab(runner, bridge, kept)
    stage(made)
    settled()
    return made


def words(widget: QWidget) -> str:
    return " | ".join(x.text() for x in widget.findChildren(QLabel) if x.isVisible())


def fields(tab) -> set[str]:
    return {label.text() for label in tab.gateway.findChildren(QLabel) if label.isVisible()}


def choose(tab, kind: GatewayKind) -> None:
    tab.gateway.kind.choose(kind)


def test_the_providers_are_those_that_are_described() -> None:
    assert {key: profile.name for key, profile in PROFILES.items()} == PROVIDERS


def test_a_key_that_is_kept_is_never_shown(tab) -> None:
    assert tab.gateway.key.editor.text() == ""
    assert "Kept" in tab.gateway.key.editor.placeholderText()
    assert tab.gateway.key.editor.echoMode() is QLineEdit.EchoMode.Password
    assert KEY not in words(tab)


def test_each_kind_asks_for_what_it_needs(tab) -> None:
    assert {"Provider", "Login", "Sender's name"} <= fields(tab)
    assert "Host" not in fields(tab)
    tab.gateway.provider.choose("mobizon")
    assert "Login" not in fields(tab)
    tab.gateway.provider.choose("twilio")
    assert "Account SID" in fields(tab)
    tab.gateway.provider.choose("own")
    assert {"Address", "Method", "Headers, one a line", "Body"} <= fields(tab)
    choose(tab, GatewayKind.SMPP)
    assert {"Host", "Port", "Login"} <= fields(tab)
    assert "Address" not in fields(tab)
    choose(tab, GatewayKind.GAMMU)
    assert fields(tab) >= {"Program", "Its configuration file"}
    assert "Login" not in fields(tab)
    choose(tab, GatewayKind.NONE)
    assert not tab.test.isVisible()
    assert not tab.text.isVisible()


def test_what_was_typed_is_saved_and_the_key_apart(qtbot, tab, kept, settled) -> None:
    tab.gateway.provider.choose("own")
    tab.gateway.url.editor.setText("https://sms.example.com/?to={phone}&k={key}")
    tab.gateway.headers.editor.setPlainText("X-Key: {key}\nX-Two: 2")
    tab.gateway.body.editor.setPlainText('{"a": "\u2028"}')
    tab.gateway.status_url.editor.setText("https://sms.example.com/{id}")
    tab.gateway.delivered.editor.setText("state=done")
    tab.gateway.key.editor.setText("N3W")
    tab.text.editor.setText("{code} is the code of {club}")
    tab.save.click()
    settled()
    assert tab.told.text() == "Saved."
    assert kept.secrets == {SMS_KEY: "N3W"}
    saved = kept.settings
    assert (saved.sms_kind, saved.sms_profile, saved.till) == ("http", "own", 3)
    assert saved.sms_headers == "X-Key: {key}\nX-Two: 2"
    assert (saved.sms_status_url, saved.sms_delivered) == (
        "https://sms.example.com/{id}",
        "state=done",
    )
    assert saved.sms_text == "{code} is the code of {club}"
    assert "N3W" not in repr(saved)
    assert tab.gateway.key.editor.text() == ""


def test_what_is_saved_comes_back_from_the_file(tab, kept, tmp_path, settled) -> None:
    from clubdesk.foundation.settings import load_settings, save_settings

    choose(tab, GatewayKind.SMPP)
    tab.gateway.host.editor.setText("smpp.example.com")
    tab.gateway.tls.choose(True)
    tab.gateway.body.editor.setPlainText('two\nlines "quoted" \\ 🎮')
    tab.save.click()
    settled()
    save_settings(tmp_path, kept.settings)
    assert load_settings(tmp_path).settings == kept.settings
    tab.reload()
    assert tab.gateway.kind_chosen() is GatewayKind.SMPP
    assert tab.gateway.tls.key() is True


def test_an_empty_key_keeps_the_old_one(tab, kept, settled) -> None:
    tab.save.click()
    settled()
    assert kept.secrets == {SMS_KEY: KEY}


def test_a_key_in_the_address_is_refused(tab, kept, settled) -> None:
    tab.gateway.provider.choose("own")
    tab.gateway.url.editor.setText("https://sms.example.com/?k=N3W-KEY")
    tab.gateway.key.editor.setText("N3W-KEY")
    tab.save.click()
    settled()
    assert "Write {key}" in tab.refusal.what_to_do.text()
    assert tab.gateway.key.error()
    assert kept.settings.sms_profile == "smsc"
    assert kept.secrets == {SMS_KEY: KEY}


@pytest.mark.parametrize(("kind", "provider"), [("http", "own"), ("smpp", "smsc")])
def test_an_address_that_is_missing_is_told(tab, kept, settled, kind, provider) -> None:
    choose(tab, GatewayKind(kind))
    tab.gateway.provider.choose(provider)
    tab.save.click()
    settled()
    field = tab.gateway.url if kind == "http" else tab.gateway.host
    assert "missing" in field.error()
    assert kept.settings.sms_kind == "http"
    assert kept.settings.sms_profile == "smsc"


def test_a_text_without_a_place_for_the_code_is_refused(tab, kept, settled) -> None:
    tab.text.editor.setText("Welcome to {club}")
    tab.save.click()
    settled()
    assert "no place for the code" in tab.text.error()
    assert kept.settings.sms_text == ""


def test_the_preview_says_what_the_phone_shows(tab) -> None:
    assert "Nomad Arena: your code is 123456" in tab.preview.text()
    tab.text.editor.setText("{club} {code} {other}")
    assert "Nomad Arena 123456 {other}" in tab.preview.text()


def test_a_key_that_cannot_be_kept_is_told(tab, kept, settled) -> None:
    kept.trouble = DeskError("secrets.open_to_others", "Others may read it.", "Close it.")
    tab.gateway.key.editor.setText("N3W")
    tab.save.click()
    settled()
    assert tab.refusal.text.text() == "Others may read it."
    assert tab.told.text() == ""


@pytest.mark.parametrize(
    ("state", "detail", "told"),
    [
        (MessageState.ACCEPTED, "", "The gateway took the message."),
        (MessageState.DELIVERED, "", "The message is on the phone."),
        (MessageState.FAILED, "The gateway refused the message.\nno money", "no money"),
    ],
)
def test_a_test_message_is_told_to_its_end(
    qtbot, tab, kept, desk, settled, state, detail, told
) -> None:
    tab.phone.editor.setText("8 701 222 33 44")
    tab.test.click()
    settled()
    assert kept.tests == [("+77012223344", "Nomad Arena")]
    assert "on its way" in tab.test_told.text()
    desk.events.publish(MessageTold(99, MessageState.FAILED, "of another test"))
    desk.events.publish(MessageTold(1, state, detail))
    qtbot.waitUntil(lambda: told in tab.test_told.text())
    assert "another" not in tab.test_told.text()


def test_a_test_to_no_phone_is_told_at_the_field(tab, kept, settled) -> None:
    for typed in ("", "abc", "12", "9" * 39):
        tab.phone.editor.setText(typed)
        tab.test.click()
        settled()
        assert tab.phone.error()
    assert kept.tests == []


def test_who_may_not_change_settings_is_told(tab, runner, settled) -> None:
    runner.staff = CASHIER
    tab.reload()
    settled()
    assert not tab.save.isEnabled()
    assert not tab.test.isEnabled()
    assert "Ask the owner" in tab.told.text()
