"""The tab "Messages" of Settings: the gateway, its key, the text, a test. GUI thread only."""

from __future__ import annotations

import msgspec
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.secret_box import SMS_KEY
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.client_facts import e164
from clubdesk.services.messages import (
    CODE_PLACE,
    FIRST_TEXT,
    GatewayKind,
    MessageState,
    MessageTold,
    message_text,
    told,
)
from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import Panel, column, row, scrolled
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, heading
from clubdesk.ui.look.tokens import GAP_L, GAP_M, GAP_S
from clubdesk.ui.settings.gateway_fields import GatewayFields
from clubdesk.ui.settings_port import SettingsPort

WIDTH = 720
LONGEST_TEXT = 300


class MessagesTab(QWidget):
    """How this desk sends messages to phones."""

    def __init__(self, runner: DeskRunner, bridge: EventBridge, settings: SettingsPort) -> None:
        super().__init__()
        self._runner, self._settings = runner, settings
        self._club = ""
        self._test_number = 0
        self.gateway = GatewayFields()
        self.text = TextField(tr("Text of the message"), placeholder=tr(FIRST_TEXT))
        self.text.editor.setMaxLength(LONGEST_TEXT)
        self.preview = Text("", "dim", 12).wrapped()
        self.phone = TextField(tr("Phone"), placeholder="+7 701 555 44 17")
        self.test = Button(tr("Send a test message"), Kind.SECONDARY, icon_name="message-square")
        self.test_told = Text("", "dim").wrapped()
        self.save = Button(tr("Save"), Kind.PRIMARY)
        self.told = Text("", "green")
        self.refusal = Refusal()
        self._build()
        self._connect(bridge)

    def reload(self) -> None:
        """Shows what was saved last; the key alone is never shown."""
        kept = self._settings.load()
        self.gateway.fill(kept)
        self.text.editor.setText(kept.sms_text)
        self._refuse(None)
        may = self._runner.may(Permission.EDIT_SETTINGS)
        why_not = "" if may else tr("You may not change settings. Ask the owner.")
        for button in (self.save, self.test):
            button.allow(why_not)
        self._tell(why_not, "dim")
        self._ask_for_key()
        self._runner.ask(_club_name, while_alive(self, self._learn_club))

    def showEvent(self, event: QShowEvent) -> None:
        """Reads the settings anew."""
        super().showEvent(event)
        self.reload()

    def typed(self) -> DeskSettings:
        """The settings as they stand in the fields.

        Raises:
            DeskError: ``sms.no_code_place``, ``sms.key_in_clear`` or ``sms.address_missing``.
        """
        text = self.text.text()
        if text and CODE_PLACE not in text:
            raise DeskError(
                "sms.no_code_place",
                tr("The text has no place for the code."),
                tr("Write {code} where the code is to stand, or leave the text empty."),
                subject="sms_text",
            )
        changed = self.gateway.typed(self._settings.load())
        return msgspec.structs.replace(changed, sms_text=text)

    def _build(self) -> None:
        how = Panel("panel", 16)
        how.column.addWidget(heading(tr("Messages to phones")))
        how.column.addWidget(self.gateway)
        self._text_panel = Panel("panel", 16)
        self._text_panel.column.addWidget(heading(tr("Code for a new client")))
        self._text_panel.column.addWidget(self.text)
        self._text_panel.column.addWidget(self.preview)
        self._test_panel = Panel("panel", 16)
        self._test_panel.column.addWidget(heading(tr("Try it out")))
        line = QHBoxLayout()
        line.setSpacing(GAP_M)
        line.addWidget(self.phone, 1)
        below = QVBoxLayout()
        below.addSpacing(20)
        below.addWidget(self.test)
        below.addStretch(1)
        line.addLayout(below)
        self._test_panel.column.addLayout(line)
        self._test_panel.column.addWidget(self.test_told)
        self.test_told.hide()
        self._lay_out(how)

    def _lay_out(self, how: Panel) -> None:
        inside = QWidget()
        inside.setMaximumWidth(WIDTH)
        self.save.setFixedHeight(BIG_HEIGHT)
        lines = column(
            how,
            self._text_panel,
            self._test_panel,
            None,
            gap=GAP_M,
        )
        lines.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        inside.setLayout(lines)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(inside, 1)
        across.addStretch(0)
        whole = QWidget()
        whole.setLayout(across)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolled(whole), 1)
        # What saves is seen however long the fields above are.
        end = column(self.refusal, row(self.save, self.told, None, gap=GAP_M), gap=GAP_S)
        end.setContentsMargins(GAP_L, GAP_S, GAP_L, GAP_L)
        outer.addLayout(end)

    def _connect(self, bridge: EventBridge) -> None:
        self.gateway.changed.connect(self._show_parts)
        self.text.editor.textChanged.connect(lambda _: self._show_preview())
        self.save.clicked.connect(lambda: self._save(None))
        self.test.clicked.connect(self._begin_test)
        self.phone.editor.returnPressed.connect(self.test.click)
        bridge.happened.connect(self._hear)
        self._show_parts()

    def _show_parts(self) -> None:
        is_any = self.gateway.kind_chosen() is not GatewayKind.NONE
        self._text_panel.setVisible(is_any)
        self._test_panel.setVisible(is_any)

    def _learn_club(self, club: str) -> None:
        self._club = club
        self._show_preview()

    def _show_preview(self) -> None:
        text = message_text(self.text.text(), "123456", self._club)
        self.preview.setText(tr("The phone shows: {text}").format(text=text))

    def _ask_for_key(self) -> None:
        def question(_books: DeskQueries) -> bool | DeskError:
            try:
                return self._settings.has_secret(SMS_KEY)
            except DeskError as error:
                return error

        self._runner.ask(question, while_alive(self, self._know_key))

    def _know_key(self, answer: bool | DeskError) -> None:
        if isinstance(answer, DeskError):
            self._refuse(answer)
        self.gateway.say_key_is_kept(is_kept=answer is True)

    def _save(self, then_test: str | None) -> None:
        """Keeps the key on the reading worker, then the settings; ``then_test`` is a phone."""
        self._refuse(None)
        try:
            changed = self.typed()
        except DeskError as error:
            self._refuse(error)
            return
        key = self.gateway.key.text()

        def keep(_books: DeskQueries) -> DeskError | None:
            try:
                if key:
                    self._settings.keep_secret(SMS_KEY, key)
                self._settings.save(changed)
            except DeskError as error:
                return error
            return None

        self._runner.ask(keep, while_alive(self, lambda error: self._kept(error, then_test)))

    def _kept(self, error: DeskError | None, then_test: str | None) -> None:
        if error is not None:
            self._refuse(error)
            return
        self._tell(tr("Saved."))
        self._ask_for_key()
        if then_test is not None:
            self._test_number = self._settings.send_test_message(then_test, self._club)
            self._say_test(tr("The test message is on its way."), "dim")

    def _begin_test(self) -> None:
        typed = self.phone.text()

        def check(books: DeskQueries) -> str | DeskError:
            club = books.club()
            try:
                return e164(typed, club.country if club is not None else "")
            except DeskError as error:
                return error

        self._runner.ask(check, while_alive(self, self._send_test))

    def _send_test(self, phone: str | DeskError) -> None:
        if isinstance(phone, DeskError):
            self.phone.set_error(phone.text)
            self.phone.editor.setFocus()
        else:
            # The test goes by the gateway that stands in the fields, so they are saved first.
            self._save(phone)

    def _hear(self, news: object) -> None:
        if not isinstance(news, MessageTold) or news.number != self._test_number:
            return
        words, tone = _TEST_WORDS[news.state]
        self._say_test(" ".join(filter(None, (tr(words), told(news.detail)))), tone)

    def _say_test(self, words: str, tone: str) -> None:
        self.test_told.setText(words)
        self.test_told.set_tone(tone)
        self.test_told.show()

    def _refuse(self, error: DeskError | None) -> None:
        self.gateway.mark(error)
        is_text = error is not None and error.subject == "sms_text"
        self.text.set_error(error.text if error is not None and is_text else "")
        self.refusal.say(error)
        if error is not None:
            self._tell("")

    def _tell(self, text: str, tone: str = "green") -> None:
        self.told.setText(text)
        self.told.set_tone(tone)


def _club_name(books: DeskQueries) -> str:
    club = books.club()
    return club.name if club is not None else ""


_TEST_WORDS = {
    MessageState.QUEUED: (mark("Trying again."), "amber"),
    MessageState.ACCEPTED: (mark("The gateway took the message."), "blue"),
    MessageState.DELIVERED: (mark("The message is on the phone."), "green"),
    MessageState.FAILED: (mark("The message was not sent."), "red"),
    MessageState.UNKNOWN: (mark("Nobody knows whether the message was sent."), "amber"),
}
