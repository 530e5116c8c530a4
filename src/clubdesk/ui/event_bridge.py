"""Turns what the workers publish into one Qt signal in the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from clubdesk.services.event_feed import EventFeed, News
from clubdesk.services.ports import LampState, PrinterLamp
from clubdesk.services.ports_terminal import TerminalLamp, TerminalState


class EventBridge(QObject):
    """``happened`` carries every committed event and every news of a PC's link.

    Attributes:
        lamp: The printer's lamp as it was told last, for a window that is made later.
        terminal_lamp: The card terminal's.
    """

    happened = Signal(object)
    _arrived = Signal(object)

    def __init__(self, feed: EventFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lamp = PrinterLamp(LampState.NONE)
        self.terminal_lamp = TerminalLamp(TerminalState.NONE)
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._leave = feed.subscribe(self._hear)

    def close(self) -> None:
        """Stops listening."""
        self._leave()

    def _hear(self, news: News) -> None:
        self._arrived.emit(news)

    @Slot(object)
    def _pass_on(self, news: News) -> None:
        if isinstance(news, PrinterLamp):
            self.lamp = news
        elif isinstance(news, TerminalLamp):
            self.terminal_lamp = news
        self.happened.emit(news)
