"""Lights the card terminal's lamp in the window's top line. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from clubdesk.foundation.translate import tr
from clubdesk.services.ports_terminal import TerminalLamp, TerminalState
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.entries import LampState
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.operations.terminal_words import TONES, lamp_words


class TerminalWatch(QObject):
    """Listens to the terminal room for one window; a desk without a driven terminal has no lamp."""

    def __init__(self, window: MainWindow, bridge: EventBridge) -> None:
        super().__init__(window)
        self._window = window
        self._is_lit = False
        bridge.happened.connect(self._hear)
        self._light(bridge.terminal_lamp)

    @Slot(object)
    def _hear(self, news: object) -> None:
        if isinstance(news, TerminalLamp):
            self._light(news)

    def _light(self, lamp: TerminalLamp) -> None:
        if lamp.state is TerminalState.NONE and not self._is_lit:
            return
        self._is_lit = True
        self._window.set_lamp(
            "terminal", LampState(tr("Terminal"), TONES[lamp.state], lamp_words(lamp))
        )
