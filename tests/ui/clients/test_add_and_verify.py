"""Add Client with its step for the code, and Verify phone."""

from dataclasses import replace
from datetime import timedelta

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from clubdesk.domain.events import ClientChanged
from clubdesk.domain.people import ClientGroup
from clubdesk.foundation.errors import DeskError
from clubdesk.services.clients import AddClient, ClientAnswer
from clubdesk.services.commands import Done
from clubdesk.services.messages import MessageState
from clubdesk.services.ports_people import PhoneCode
from clubdesk.services.verification import CheckCode, CodeSent, SendCode, SkipVerification
from clubdesk.services.views_people import ClientFile
from clubdesk.ui.clients.add_dialog import AddClientDialog
from clubdesk.ui.clients.verify_dialog import VerifyDialog, open_verify
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.look.line_edit import takes_scans
from tests.support.fake_desk import MARIA, OWNER, SANJAR, a_client

SENT = CodeSent(expires_at="", again_at="")
TIMUR = a_client(9, "Timur", "+77015550009", 0)


def words(widget) -> str:
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return " | ".join(shown).replace("\u00a0", " ")


@pytest.fixture
def window(stage):
    return stage(QWidget())


@pytest.fixture
def gateway(desk):
    """A desk that sends codes, and how far the last one has come."""
    desk.gateway = True

    def send(command):
        tell(desk, command.client_id)
        return SENT

    desk.answers[SendCode] = send
    return desk


def tell(desk, client_id: int, state=MessageState.QUEUED, **more) -> None:
    row = desk.books.client(client_id)
    now = desk.clock.now()
    code = PhoneCode(client_id, row.client.phone, "hash", now, now + timedelta(seconds=300))
    desk.books.files[client_id] = ClientFile(code=replace(code, state=state.value, **more))
    desk.events.publish(ClientChanged(client_id))


def change(desk, client_id: int, **more) -> None:
    code = desk.books.files[client_id].code
    desk.books.files[client_id] = ClientFile(code=replace(code, **more))
    desk.events.publish(ClientChanged(client_id))


def verified(desk, client_id: int) -> None:
    rows = desk.books.clients
    at = next(i for i, row in enumerate(rows) if row.client.id == client_id)
    rows[at] = replace(rows[at], client=replace(rows[at].client, phone_verified=True))


@pytest.fixture
def adding(window, runner, settled):
    def start(typed: str = "") -> AddClientDialog:
        dialog = AddClientDialog(window, runner, typed)
        dialog.begin()
        settled()
        return dialog

    return start


@pytest.fixture
def added(qtbot, desk, adding, settled):
    """A client was added; the dialog asks for the code."""

    def add() -> AddClientDialog:
        desk.answers[AddClient] = ClientAnswer(client_id=9)
        desk.books.clients.append(TIMUR)
        dialog = adding()
        qtbot.keyClicks(dialog.phone.editor, "87015550009")
        qtbot.keyClicks(dialog.name.editor, "Timur\r")
        qtbot.waitUntil(dialog.step.isVisible)
        settled()
        return dialog

    return add


# The fields.


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("+77015550009", "+7 701 555 0009"),
        ("87015550009", "8 701 555 0009"),
        ("+4915112345678", "+49 1511 2345678"),
    ],
)
def test_a_phone_is_written_as_people_write_it(qtbot, adding, typed, written) -> None:
    dialog = adding()
    qtbot.keyClicks(dialog.phone.editor, typed)
    assert dialog.phone.editor.text() == written


def test_a_phones_country_is_told_and_half_a_number_is_not_wrong_yet(qtbot, adding) -> None:
    dialog = adding()
    assert dialog.phone.under.text() == "Kazakhstan"
    qtbot.keyClicks(dialog.phone.editor, "+7912")
    assert dialog.phone.error() == ""
    qtbot.keyClicks(dialog.phone.editor, "3456789")
    assert dialog.phone.under.text() == "Russia"
    assert dialog.phone.under.property("tone") == "green"
    qtbot.keyClick(dialog.phone.editor, Qt.Key.Key_Backspace)
    assert dialog.phone.under.text() != "Russia"
    dialog.name.editor.setFocus()
    assert "is not a phone number" in dialog.phone.error()


def test_letters_in_a_phone_are_told_at_once(qtbot, adding) -> None:
    dialog = adding()
    qtbot.keyClicks(dialog.phone.editor, "77x")
    assert "letters" in dialog.phone.error()
    qtbot.keyClick(dialog.phone.editor, Qt.Key.Key_Backspace)
    assert dialog.phone.error() == ""


def test_what_is_mended_in_the_middle_is_left_alone(qtbot, adding) -> None:
    dialog = adding()
    qtbot.keyClicks(dialog.phone.editor, "+77015550009")
    dialog.phone.editor.setCursorPosition(4)
    qtbot.keyClick(dialog.phone.editor, Qt.Key.Key_Backspace)
    qtbot.keyClicks(dialog.phone.editor, "7")
    assert dialog.phone.editor.text() == "+7 701 555 0009"
    assert dialog.phone.editor.cursorPosition() == 4


def test_all_that_was_typed_is_asked_for(qtbot, desk, adding, settled) -> None:
    desk.books.the_groups = [ClientGroup(4, "Students", 10)]
    desk.answers[AddClient] = DeskError("client.bad_birthday", "No date.", "x", subject="birthday")
    dialog = adding("Timur Kim")
    assert dialog.name.text() == "Timur Kim"
    qtbot.keyClicks(dialog.phone.editor, "+77015550009")
    for field, text in (
        (dialog.email, "t@example.com"),
        (dialog.facts.birthday, "31.05.1998"),
        (dialog.card, "000123"),
        (dialog.facts.note, "Left hand"),
    ):
        qtbot.keyClicks(field.editor, text)
    assert dialog.facts.group.isVisible()
    dialog.facts.groups.choose(4)
    dialog.primary.click()
    settled()
    asked = desk.done[0]
    assert (asked.email, asked.birthday, asked.card_number, asked.note, asked.group_id) == (
        "t@example.com", "1998-05-31", "000123", "Left hand", 4,
    )  # fmt: skip
    assert dialog.facts.birthday.error() == "No date."


@pytest.mark.parametrize("typed", ["31.02.1998", "yesterday", "1.2", "99.99.9999", "٣١.٠٥.١٩٩٨"])
def test_what_is_no_date_is_left_for_the_desk_to_refuse(qtbot, adding, typed) -> None:
    dialog = adding()
    dialog.facts.birthday.editor.setText(typed)
    assert dialog.facts.birthday_typed() == typed


def test_a_taken_phone_leads_to_its_owners_card(qtbot, desk, adding, settled) -> None:
    desk.answers[AddClient] = DeskError(
        "client.phone_taken", "This phone belongs to Мария Ким already.",
        "Open that client card instead.", subject="phone", about_id=2,
    )  # fmt: skip
    dialog = adding()
    qtbot.keyClicks(dialog.phone.editor, "+77471204417")
    qtbot.keyClicks(dialog.name.editor, "Maria\r")
    settled()
    assert "Мария Ким" in dialog.phone.error()
    assert dialog.facts.open_card.isVisible()
    with qtbot.waitSignal(dialog.open_wanted) as told:
        dialog.facts.open_card.click()
    assert told.args == [2]
    assert not [command for command in desk.done if isinstance(command, SendCode)]


def test_the_way_to_the_other_card_goes_with_the_phone(qtbot, desk, adding, settled) -> None:
    desk.answers[AddClient] = DeskError("client.phone_taken", "x", "y", subject="phone", about_id=2)
    dialog = adding()
    qtbot.keyClicks(dialog.name.editor, "Maria\r")
    settled()
    assert dialog.facts.open_card.isVisible()
    qtbot.keyClicks(dialog.phone.editor, "8")
    assert not dialog.facts.open_card.isVisible()


# The code.


def test_after_adding_the_code_is_sent_and_asked_for(qtbot, gateway, added, settled) -> None:
    dialog = added()
    assert [type(command) for command in gateway.done] == [AddClient, SendCode]
    qtbot.waitUntil(lambda: "on its way" in words(dialog))
    assert "+7 701 555 0009" in words(dialog)
    assert QApplication.focusWidget() is dialog.step.code.editor
    assert not dialog.primary.isEnabled()
    gateway.answers[CheckCode] = lambda command: verified(gateway, 9) or Done()
    qtbot.keyClicks(dialog.step.code.editor, "123456")
    with qtbot.waitSignal(dialog.added) as told:
        qtbot.keyClick(dialog.step.code.editor, Qt.Key.Key_Return)
    assert told.args == [9]
    assert gateway.done[-1].code == "123456"


@pytest.mark.parametrize(
    ("state", "detail", "told"),
    [
        (MessageState.ACCEPTED, "", "The gateway took the message"),
        (MessageState.DELIVERED, "", "on the phone"),
        (MessageState.FAILED, "The gateway refused the message.\nno money", "no money"),
        (MessageState.UNKNOWN, "The gateway did not answer in time.", "Nobody knows"),
    ],
)
def test_how_the_message_does_is_told_as_it_goes(
    qtbot, gateway, added, state, detail, told
) -> None:
    dialog = added()
    change(gateway, 9, state=state.value, detail=detail)
    qtbot.waitUntil(lambda: told in words(dialog))


def test_a_message_that_was_lost_with_its_desk_is_not_on_its_way_for_ever(
    qtbot, gateway, added
) -> None:
    dialog = added()
    qtbot.waitUntil(lambda: "on its way" in words(dialog))
    gateway.clock.advance(151)
    qtbot.waitUntil(lambda: "Nobody knows" in words(dialog))


def test_another_code_after_a_minute(qtbot, gateway, added, settled) -> None:
    dialog = added()
    qtbot.waitUntil(lambda: dialog.step.again.text() == "Send again in 60 s")
    assert not dialog.step.again.isEnabled()
    gateway.clock.advance(59.5)
    qtbot.waitUntil(lambda: dialog.step.again.text() == "Send again in 1 s")
    gateway.clock.advance(0.5)
    qtbot.waitUntil(dialog.step.again.isEnabled)
    assert dialog.step.again.text() == "Send again"
    dialog.step.again.click()
    settled()
    assert [type(command) for command in gateway.done].count(SendCode) == 2


def test_tries_and_time_run_out_in_sight(qtbot, gateway, added, settled) -> None:
    dialog = added()
    gateway.answers[CheckCode] = DeskError(
        "code.wrong", "This is not the code.", "4 tries are left.", subject="code"
    )
    qtbot.keyClicks(dialog.step.code.editor, "000000\r")
    settled()
    assert dialog.step.code.error() == "This is not the code."
    assert dialog.refusal.text.text() == "4 tries are left."
    change(gateway, 9, tries=1)
    qtbot.waitUntil(lambda: "4 tries left" in words(dialog))
    change(gateway, 9, tries=5)
    qtbot.waitUntil(lambda: "holds no more" in words(dialog))
    assert not dialog.primary.isEnabled()
    change(gateway, 9, tries=0)
    qtbot.waitUntil(lambda: "The code holds for 05:00" in words(dialog))
    gateway.clock.advance(300)
    qtbot.waitUntil(lambda: "has expired" in words(dialog))


def test_a_code_too_soon_is_told(qtbot, gateway, added, settled) -> None:
    gateway.answers[SendCode] = DeskError("code.too_soon", "Another in 30 seconds.", "Wait.")
    dialog = added()
    assert dialog.refusal.text.text() == "Another in 30 seconds."


def test_later_keeps_the_client_as_unverified(qtbot, gateway, added) -> None:
    dialog = added()
    assert dialog.cancel.text() == "Later"
    with qtbot.waitSignal(dialog.added) as told:
        qtbot.keyClick(dialog.step.code.editor, Qt.Key.Key_Escape)
    assert told.args == [9]
    assert not [c for c in gateway.done if isinstance(c, CheckCode | SkipVerification)]


def test_skipping_asks_why(qtbot, gateway, runner, added, settled) -> None:
    runner.staff = OWNER
    dialog = added()
    assert dialog.step.skip.guarded == ""
    dialog.step.skip.click()
    assert not dialog.primary.isEnabled()
    assert not dialog.step.code.isVisible()
    dialog.step.reason.chips[0].click()
    gateway.answers[SkipVerification] = Done()
    with qtbot.waitSignal(dialog.added):
        dialog.primary.click()
    assert gateway.done[-1].reason == "Showed an identity card"


def test_a_cashier_sees_that_skipping_needs_someone_else(qtbot, gateway, added) -> None:
    dialog = added()
    assert "Missing permission" in dialog.step.skip.guarded
    dialog.step.skip.click()
    dialog.step.skip.click()
    assert dialog.step.code.isVisible()


def test_without_a_gateway_it_is_said_and_enter_goes_on(qtbot, desk, added) -> None:
    dialog = added()
    assert "no gateway is set up" in words(dialog)
    assert not dialog.step.code.isVisible()
    assert dialog.primary.text() == "Later"
    with qtbot.waitSignal(dialog.added) as told:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert told.args == [9]
    assert [type(command) for command in desk.done] == [AddClient]


def test_a_client_who_is_verified_elsewhere_ends_the_step(qtbot, gateway, added) -> None:
    dialog = added()
    verified(gateway, 9)
    with qtbot.waitSignal(dialog.added):
        gateway.events.publish(ClientChanged(9))


# From the card.


def test_verify_sends_a_code_unless_one_holds(qtbot, gateway, window, runner, settled) -> None:
    open_verify(window, runner, MARIA.client.id)
    settled()
    dialog = open_dialog_of(window)
    assert isinstance(dialog, VerifyDialog)
    assert [type(command) for command in gateway.done] == [SendCode]
    qtbot.keyClick(dialog.step.code.editor, Qt.Key.Key_Escape)
    open_verify(window, runner, MARIA.client.id)
    settled()
    assert [type(command) for command in gateway.done] == [SendCode]
    assert isinstance(open_dialog_of(window), VerifyDialog)


def test_a_verified_phone_needs_no_dialog(gateway, window, runner, settled) -> None:
    open_verify(window, runner, SANJAR.client.id)
    settled()
    assert open_dialog_of(window) is None


def test_nothing_is_heard_after_the_window_is_gone(qtbot, gateway, added, caplog) -> None:
    dialog = added()
    listeners = len(gateway.events._listeners)
    dialog.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    assert len(gateway.events._listeners) == listeners - 1
    gateway.events.publish(ClientChanged(9))
    assert "failed" not in caplog.text


def test_a_card_is_read_into_its_field_and_adds_nobody_yet(adding) -> None:
    adding = adding()
    assert takes_scans(adding.card.editor)
    assert not any(takes_scans(one.editor) for one in (adding.phone, adding.name, adding.email))
