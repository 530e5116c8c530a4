"""The card terminal in the window: its lamp, and its end of day after a shift. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from clubdesk.domain.events import ShiftClosed, ShiftOpened
from clubdesk.foundation.translate import tr
from clubdesk.services.card_desk import DRIVEN
from clubdesk.services.ports_terminal import Outcome, OutcomeKind, TerminalLamp, TerminalState
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.entries import LampState
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.operations.terminal_talk import own_words
from clubdesk.ui.operations.terminal_words import TONES, lamp_words

ALERT = "terminal_day"


class TerminalWatch(QObject):
    """Listens to the terminal room for one window; a desk without a driven terminal has no lamp."""

    def __init__(self, window: MainWindow, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__(window)
        self._window, self._runner = window, runner
        self._is_lit = False
        bridge.happened.connect(self._hear)
        self._light(bridge.terminal_lamp)

    @Slot(object)
    def _hear(self, news: object) -> None:
        if isinstance(news, TerminalLamp):
            self._light(news)
        elif isinstance(news, ShiftClosed) and news.till_id == self._runner.desk.till_id:
            self._offer_end_of_day()
        elif isinstance(news, ShiftOpened):
            self._window.set_alert(ALERT, None)

    def _light(self, lamp: TerminalLamp) -> None:
        if lamp.state is TerminalState.NONE and not self._is_lit:
            return
        self._is_lit = True
        self._window.set_lamp(
            "terminal", LampState(tr("Terminal"), TONES[lamp.state], lamp_words(lamp))
        )

    def _offer_end_of_day(self) -> None:
        if self._runner.desk.terminal.driver() not in DRIVEN:
            return
        self._window.set_alert(
            ALERT,
            Alert(
                tr("The shift is closed; the terminal's day is still open."),
                tr("Its payments go to the bank when its day is closed."),
                tr("End of day"),
                self._end_day,
                mild=True,
            ),
        )

    def _end_day(self) -> None:
        self._window.set_alert(ALERT, None)
        ended = self._runner.desk.terminal.end_of_day()
        self._runner.wait(ended, while_alive(self, self._ended))

    def _ended(self, outcome: Outcome) -> None:
        if outcome.kind is OutcomeKind.APPROVED:
            self._window.toast(tr("The terminal's day is closed; its totals print."))
            return
        hint = tr(outcome.hint) if outcome.hint else ""
        words = f"{hint} {own_words(outcome)}".strip()
        self._window.toast(tr("The terminal's day was not closed."), words, "red")
