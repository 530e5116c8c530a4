"""Through the real windows: the gateway is set up, a client is added, the code verifies."""

from urllib.parse import parse_qs

from PySide6.QtCore import Qt

from clubdesk.demo.cast import STAFF
from clubdesk.foundation.secret_box import FILE_NAME
from clubdesk.ui.clients.add_dialog import AddClientDialog
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.look.approval import ApprovalDialog
from tests.support.sms_desk import KEY, sent_code, set_up

PHONE = "+77010000001"


def add(real) -> AddClientDialog:
    screen = real.window.open_screen("clients")
    assert isinstance(screen, ClientsScreen)
    real.settle()
    real.click(screen.add_button)
    dialog = real.dialog(AddClientDialog)
    real.type(PHONE, dialog.phone.editor)
    real.type("New One", dialog.name.editor)
    real.key(Qt.Key.Key_Return, dialog.name.editor)
    real.until(dialog.step.isVisible)
    return dialog


def client(real):
    return real.books(lambda work: work.clients.by_phone(PHONE))


def test_from_the_settings_to_a_verified_phone(real, provider) -> None:
    real.come_to_work("owner")
    set_up(real, provider)
    assert KEY not in (real.house.folder / "desk.toml").read_text()
    assert KEY in (real.house.folder / FILE_NAME).read_text()
    dialog = add(real)
    real.until(lambda: "took the message" in dialog.step.state.text())
    assert parse_qs(provider.asked[-1].body)["k"] == [KEY]
    wrong = f"{(int(sent_code(provider)) + 1) % 1_000_000:06}"
    real.type(wrong, dialog.step.code.editor)
    real.click(dialog.primary)
    assert dialog.step.code.error() == "This is not the code."
    real.until(lambda: "4 tries left" in dialog.step.tries.text())
    real.type(sent_code(provider), dialog.step.code.editor)
    real.key(Qt.Key.Key_Return, dialog.step.code.editor)
    real.nothing_open()
    assert client(real).phone_verified
    assert real.refused("CheckCode") == ["code.wrong"]
    for line in real.journal():
        assert sent_code(provider) not in line.details


def test_a_test_message_comes_and_its_end_is_told(real, provider) -> None:
    real.come_to_work("owner")
    tab = set_up(real, provider)
    real.type("87012223344", tab.phone.editor)
    tab.test.click()
    real.until(lambda: "took the message" in tab.test_told.text())
    assert parse_qs(provider.asked[-1].body)["to"] == ["+77012223344"]
    provider.stop()
    tab.test.click()
    real.until(lambda: "No connection" in tab.test_told.text())


def test_the_windows_live_on_while_the_gateway_hangs(real, provider) -> None:
    real.come_to_work("owner")
    set_up(real, provider)
    provider.hang = True
    dialog = add(real)
    real.until(lambda: provider.asked)
    assert "on its way" in dialog.step.state.text()
    real.key(Qt.Key.Key_Escape, dialog.step.code.editor)
    real.nothing_open()
    assert client(real) is not None
    assert not client(real).phone_verified
    real.top_up(client(real).id, 50_000)
    assert real.game(client(real).id) == 50_000
    provider.let_go.set()


def test_a_colleagues_pin_skips_the_verification_without_a_gateway(real) -> None:
    real.come_to_work("timur")
    dialog = add(real)
    assert dialog.step.no_gateway.isVisible()
    real.click(dialog.step.skip)
    real.click(dialog.step.reason.chips[0])
    real.click(dialog.primary)
    approval = real.dialog(ApprovalDialog)
    assert "New One" in approval.what.text()
    approval.pick.choice.choose("dana")
    pin = next(worker.pin for worker in STAFF if worker.login == "dana")
    real.type(pin, approval.pick.secret.editor)
    real.click(approval.primary)
    real.nothing_open()
    assert client(real).phone_verified
    line = next(line for line in real.journal("SkipVerification") if not line.refused)
    assert line.reason == "Showed an identity card"
    assert line.approved_by is not None
    assert pin not in line.details


def test_a_taken_phone_leads_to_the_card_of_its_owner(real) -> None:
    real.come_to_work("timur")
    known = real.books(lambda work: work.clients.get(4))
    screen = real.window.open_screen("clients")
    real.settle()
    real.click(screen.add_button)
    dialog = real.dialog(AddClientDialog)
    real.type(known.phone, dialog.phone.editor)
    real.type("Someone", dialog.name.editor)
    real.click(dialog.primary)
    assert known.name in dialog.phone.error()
    real.click(dialog.facts.open_card)
    real.nothing_open()
    real.until(lambda: screen.is_card_open and screen.card.facts.client.id == 4)
