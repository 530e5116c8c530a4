"""The code from the phone: typed, sent again, skipped or left for later. GUI thread only.

A part of a dialog: Add Client has it as its second step, the client card as a dialog of its own.
The dialog's primary button is the step's while it is shown.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.events import ClientChanged
from clubdesk.domain.people import Client, Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.ports_people import PhoneCode
from clubdesk.services.verification import CODE_DIGITS, CheckCode, SendCode, SkipVerification
from clubdesk.services.views import ClientRow, DeskQueries
from clubdesk.ui.clients.code_words import code_words
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M, GAP_S, SEMIBOLD, SMALL
from clubdesk.ui.look.wording import phone
from clubdesk.ui.operations.reason import ReasonField

TICK_MS = 1000


class VerifyStep(QWidget):
    """Verifies one client's phone inside a dialog.

    Args:
        dialog: Its refusals, its primary button and its end are used.
    """

    def __init__(self, dialog: Dialog, runner: DeskRunner) -> None:
        super().__init__()
        self._dialog, self._runner = dialog, runner
        self._person: Client | None = None
        self._code: PhoneCode | None = None
        self._has_gateway = runner.desk.has_gateway()
        self.is_skipping = False
        self.to_whom = Text("", "text", 15, SEMIBOLD)
        self.icon = Icon("message-square", "dim", 20)
        self.state = Text("").wrapped()
        self.detail = Text("", "dim", SMALL).wrapped()
        self.code = TextField(tr("Code from the message"), placeholder="• • • • • •")
        self.tries = Text("", "dim", SMALL)
        self.again = Button("", Kind.SECONDARY, icon_name="rotate-cw")
        self.skip = Button(tr("Skip verification"), Kind.QUIET)
        self.reason = ReasonField(
            (tr("Showed an identity card"), tr("No phone at hand"), tr("The message does not come"))
        )
        self._ticking = QTimer(self, interval=TICK_MS)
        self._build()
        self._connect()

    def begin(self, person: Client, *, send: bool) -> None:
        """Begins with a client; ``send`` sends a code at once where there is a gateway."""
        self._person = person
        self.to_whom.setText(phone(person.phone))
        bridge = EventBridge(self._runner.desk.events, self)
        bridge.happened.connect(self._hear)
        # A window that is made anew in another language takes its dialogs down without a word.
        self.destroyed.connect(lambda _=None: bridge.close())
        self._dialog.closed.connect(lambda _: bridge.close())
        self._dialog.cancel.setText(tr("Later"))
        self._ticking.start()
        self._look()
        self._show()
        self.focus()
        if send and self._has_gateway:
            self.send()

    def focus(self) -> None:
        """Puts the keyboard where something is to be typed."""
        if self.is_skipping:
            self.reason.edit.setFocus()
        elif self._has_gateway:
            self.code.editor.setFocus()
        else:
            self._dialog.primary.setFocus()

    def act(self) -> None:
        """What the dialog's primary button does now."""
        if self.is_skipping:
            self._skip()
        elif self._has_gateway:
            self._check()
        else:
            self._dialog.finish(done=False)

    def send(self) -> None:
        """Sends a code; a new one ends the one before."""
        if self._person is None:
            return
        self.code.editor.clear()
        self._dialog.refuse(None)
        self._runner.do_or_approve(
            self._dialog,
            SendCode(client_id=self._person.id),
            tr("Send a code to the phone of {name}.").format(name=self._person.name),
            while_alive(self, lambda _: self._look()),
            refused=while_alive(self, self._dialog.refuse),
            button=self.again,
        )

    def mark(self, error: DeskError | None) -> DeskError | None:
        """Shows an error at its field; what is left is for the dialog to show."""
        if error is None:
            self.code.set_error("")
            self.reason.set_error("")
        elif error.subject == "code":
            self.code.set_error(error.text)
            self.code.editor.selectAll()
            return DeskError(error.code, error.what_to_do or error.text)
        elif error.subject == "reason":
            self.reason.set_error(error.text)
        return error

    def _build(self) -> None:
        self.code.editor.setFont(font(20, SEMIBOLD))
        self.code.editor.setMaxLength(CODE_DIGITS + 1)
        self.code.editor.setFixedHeight(44)
        self.no_gateway = Panel("notice", GAP_M)
        self.no_gateway.column.addWidget(
            Text(
                tr(
                    "This desk sends no messages: no gateway is set up (Settings, Messages). The"
                    " client stays unverified until a code confirms the phone, or someone with"
                    " the permission skips it."
                )
            ).wrapped()
        )
        self.message = Panel("raised", GAP_M)
        words = QVBoxLayout()
        words.setSpacing(2)
        for line in (self.to_whom, self.state, self.detail):
            words.addWidget(line)
        across = row(self.icon, gap=GAP_M)
        across.addLayout(words, 1)
        self.message.column.addLayout(across)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        for part in (self.no_gateway, self.message, self.code, self.tries, self.reason):
            lines.addWidget(part)
        lines.addLayout(row(self.again, self.skip, None, gap=GAP_S))
        self.reason.hide()

    def _connect(self) -> None:
        self.again.clicked.connect(self.send)
        self.skip.clicked.connect(self._turn)
        self.code.editor.textEdited.connect(lambda _: self._dialog.refuse(None))
        self.code.editor.textChanged.connect(lambda _: self._show())
        self.reason.changed.connect(lambda _: self._show())
        self._ticking.timeout.connect(self._show)

    def _hear(self, news: object) -> None:
        if isinstance(news, ClientChanged) and self._is_of(news.client_id):
            self._look()

    def _is_of(self, client_id: int) -> bool:
        return self._person is not None and self._person.id == client_id

    def _look(self) -> None:
        """Asks how far the message has come."""
        if self._person is None:
            return
        client_id, now = self._person.id, self._runner.desk.clock.now()

        def question(books: DeskQueries) -> tuple[ClientRow | None, PhoneCode | None]:
            return books.client(client_id), books.client_file(client_id, now).code

        self._runner.ask(question, while_alive(self, lambda found: self._found(*found)))

    def _found(self, found: ClientRow | None, code: PhoneCode | None) -> None:
        if found is not None and found.client.phone_verified:
            self._dialog.finish(done=True)
            return
        # A code of the phone before the last change is none.
        same = found is not None and code is not None and code.phone == found.client.phone
        self._code = code if same else None
        self._show()

    def _show(self) -> None:
        words = code_words(self._code, self._runner.desk.clock.now())
        self.no_gateway.setVisible(not self._has_gateway)
        self.message.setVisible(self._has_gateway and not self.is_skipping)
        self.code.setVisible(self._has_gateway and not self.is_skipping)
        self.again.setVisible(self._has_gateway and not self.is_skipping)
        self.tries.setVisible(self._has_gateway and not self.is_skipping)
        self.reason.setVisible(self.is_skipping)
        self.state.setText(words.state)
        self.state.set_tone(words.tone)
        self.detail.setText(words.detail)
        self.detail.setVisible(bool(words.detail))
        self.icon.name, self.icon.tone = words.icon, words.tone
        self.icon.update()
        self.tries.setText(" · ".join(part for part in (words.holds, words.tries) if part))
        self._show_again(words.again_s, is_first=self._code is None)
        self._show_primary(is_usable=words.is_usable)

    def _show_again(self, again_s: int, *, is_first: bool) -> None:
        text = tr("Send a code") if is_first else tr("Send again")
        if again_s:
            text = tr("Send again in {count} s").format(count=again_s)
        if text != self.again.text():
            self.again.setText(text)
            self.again.setAccessibleName(text)
            self.again.updateGeometry()
        self.again.allow(tr("The last code was sent less than a minute ago.") if again_s else "")

    def _show_primary(self, *, is_usable: bool) -> None:
        dialog = self._dialog
        back = self.is_skipping
        self.skip.setText(tr("Back") if back else tr("Skip verification"))
        self.skip.guard("" if back else self._runner.missing(Permission.SKIP_VERIFICATION))
        dialog.cancel.setVisible(self._has_gateway or self.is_skipping)
        if self.is_skipping:
            why_not = "" if self.reason.text() else tr("Say why.")
            dialog.set_primary(tr("Skip verification"), why_not=why_not)
        elif self._has_gateway:
            digits = "".join(self.code.text().split())
            is_whole = len(digits) == CODE_DIGITS and digits.isdigit()
            why_not = "" if is_whole else tr("Type the six digits.")
            dialog.set_primary(
                tr("Verify phone"), why_not=why_not if is_usable else tr("Send a new code first.")
            )
        else:
            dialog.set_primary(tr("Later"))

    def _turn(self) -> None:
        self.is_skipping = not self.is_skipping
        self._dialog.refuse(None)
        self._show()
        self.focus()

    def _check(self) -> None:
        if self._person is not None:
            check = CheckCode(client_id=self._person.id, code=self.code.text())
            self._dialog.submit(self._runner, check)

    def _skip(self) -> None:
        if self._person is None:
            return
        skip = SkipVerification(client_id=self._person.id, reason=self.reason.text())
        what = tr("Take the phone of {name} as verified without a code.")
        self._dialog.submit(self._runner, skip, what=what.format(name=self._person.name))
