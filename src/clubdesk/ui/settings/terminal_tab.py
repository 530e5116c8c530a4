"""The tab "Card terminal" of Settings: which one, a test, the end of its day. GUI thread only."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.secret_box import TERMINAL_PASSWORD
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import tr
from clubdesk.services.ports_terminal import Outcome, OutcomeKind, TerminalLamp, TerminalState
from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.frames import Panel, column, row, scrolled
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, heading
from clubdesk.ui.look.tokens import GAP_L, GAP_M, GAP_S
from clubdesk.ui.operations.terminal_talk import own_words
from clubdesk.ui.operations.terminal_words import lamp_words
from clubdesk.ui.settings.terminal_fields import MANUAL, NONE, TerminalFields
from clubdesk.ui.settings_port import SettingsPort

WIDTH = 760


class TerminalTab(QWidget):
    """How this desk takes cards."""

    def __init__(self, runner: DeskRunner, bridge: EventBridge, settings: SettingsPort) -> None:
        super().__init__()
        self._runner, self._settings = runner, settings
        self.fields = TerminalFields()
        self.test = Button(tr("Save and test"), Kind.SECONDARY, icon_name="rotate-cw")
        self.end_day = Button(tr("End of day"), Kind.SECONDARY, icon_name="receipt-text")
        self.test_told = Text("", "dim").wrapped()
        self.day_told = Text("", "dim").wrapped()
        self.save = Button(tr("Save"), Kind.PRIMARY)
        self.told = Text("", "green")
        self.refusal = Refusal()
        self._build()
        self.fields.changed.connect(self._show_parts)
        self.save.clicked.connect(lambda: self._save(then_test=False))
        self.test.clicked.connect(lambda: self._save(then_test=True))
        self.end_day.clicked.connect(self._end_day)
        bridge.happened.connect(self._hear)
        self._show_parts()

    def reload(self) -> None:
        """Shows what was saved last; the password alone is never shown."""
        self.fields.fill(self._settings.load())
        self._refuse(None)
        may = self._runner.may(Permission.EDIT_SETTINGS)
        why_not = "" if may else tr("You may not change settings. Ask the owner.")
        for button in (self.save, self.test):
            button.allow(why_not)
        self.end_day.allow(self._runner.missing(Permission.RUN_SHIFT))
        self._tell(why_not, "dim")
        self._ask_for_password()

    def showEvent(self, event: QShowEvent) -> None:
        """Reads the settings anew."""
        super().showEvent(event)
        self.reload()

    def _build(self) -> None:
        how = Panel("panel", 16)
        how.column.addWidget(heading(tr("Card terminal of this desk")))
        how.column.addWidget(self.fields)
        how.column.addLayout(row(self.test, self.test_told, gap=GAP_M))
        self._day = Panel("panel", 16)
        self._day.column.addWidget(heading(tr("End of the terminal's day")))
        about = tr("The terminal sends its payments to the bank; its totals are printed and kept.")
        self._day.column.addWidget(Text(about, "dim").wrapped())
        self._day.column.addLayout(row(self.end_day, self.day_told, gap=GAP_M))
        for told in (self.test_told, self.day_told):
            told.setMinimumWidth(420)
        inside = QWidget()
        inside.setMaximumWidth(WIDTH)
        lines = column(how, self._day, None, gap=GAP_M)
        lines.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        inside.setLayout(lines)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(inside, 1)
        across.addStretch(0)
        whole = QWidget()
        whole.setLayout(across)
        self.save.setFixedHeight(BIG_HEIGHT)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolled(whole), 1)
        end = column(self.refusal, row(self.save, self.told, None, gap=GAP_M), gap=GAP_S)
        end.setContentsMargins(GAP_L, GAP_S, GAP_L, GAP_L)
        outer.addLayout(end)

    def _show_parts(self) -> None:
        driven = self.fields.kind_chosen() not in (MANUAL, NONE)
        self.test.setVisible(driven)
        self.test_told.setVisible(driven)
        self._day.setVisible(driven)

    def _ask_for_password(self) -> None:
        def question(_books: DeskQueries) -> bool | DeskError:
            try:
                return self._settings.has_secret(TERMINAL_PASSWORD)
            except DeskError as error:
                return error

        self._runner.ask(question, while_alive(self, self._know_password))

    def _know_password(self, answer: bool | DeskError) -> None:
        if isinstance(answer, DeskError):
            self._refuse(answer)
        self.fields.say_password_is_kept(is_kept=answer is True)

    def _save(self, *, then_test: bool) -> None:
        """Keeps the password on the reading worker, then the settings."""
        self._refuse(None)
        try:
            changed = self.fields.typed(self._settings.load())
        except DeskError as error:
            self._refuse(error)
            return
        password = self.fields.password.text()

        def keep(_books: DeskQueries) -> DeskError | None:
            try:
                if password:
                    self._settings.keep_secret(TERMINAL_PASSWORD, password)
            except DeskError as error:
                return error
            return None

        self._runner.ask(
            keep,
            while_alive(self, lambda error: self._keep(changed, error, then_test=then_test)),
        )

    def _keep(self, changed: DeskSettings, error: DeskError | None, *, then_test: bool) -> None:
        if error is None:
            try:
                self._settings.save(changed)
            except DeskError as refusal:
                error = refusal
        if error is not None:
            self._refuse(error)
            return
        self._tell(tr("Saved."))
        self._ask_for_password()
        if then_test:
            self._say(self.test_told, tr("Looking for the terminal..."), "dim")
            probe = self._runner.desk.terminal.probe()
            self._runner.wait(probe, while_alive(self, self._tested), button=self.test)

    def _tested(self, lamp: TerminalLamp) -> None:
        tone = {TerminalState.READY: "green", TerminalState.OFFLINE: "red"}.get(lamp.state, "amber")
        self._say(self.test_told, lamp_words(lamp), tone)

    def _end_day(self) -> None:
        self._say(self.day_told, tr("The terminal closes its day..."), "dim")
        ended = self._runner.desk.terminal.end_of_day()
        self._runner.wait(ended, while_alive(self, self._day_ended), button=self.end_day)

    def _day_ended(self, outcome: Outcome) -> None:
        if outcome.kind is OutcomeKind.APPROVED:
            self._say(self.day_told, tr("The terminal's day is closed; its totals print."), "green")
            return
        hint = tr(outcome.hint) if outcome.hint else ""
        words = " ".join(part for part in (hint, own_words(outcome)) if part)
        failed = tr("The terminal's day was not closed.")
        self._say(self.day_told, f"{failed} {words}".strip(), "red")

    def _hear(self, news: object) -> None:
        if isinstance(news, TerminalLamp) and self.isVisible():
            self._tested(news)

    def _say(self, place: Text, words: str, tone: str) -> None:
        place.setText(words)
        place.set_tone(tone)

    def _refuse(self, error: DeskError | None) -> None:
        self.fields.mark(error)
        self.refusal.say(error)
        if error is not None:
            self._tell("")

    def _tell(self, text: str, tone: str = "green") -> None:
        self.told.setText(text)
        self.told.set_tone(tone)
