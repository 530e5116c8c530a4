"""Brings what this desk's terminal says into the GUI thread, for one form.

It listens from the form's beginning: a quick terminal may have ended before the form is told that
its payment was stored, so ends are kept until somebody asks for them.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from clubdesk.services.card_desk import TerminalEnded, TerminalSaid
from clubdesk.services.event_feed import EventFeed, News


class TerminalEar(QObject):
    """Hears the terminal.

    Signals:
        said: A TerminalSaid.
        ended: A TerminalEnded.
    """

    said = Signal(object)
    ended = Signal(object)
    _arrived = Signal(object)

    def __init__(self, feed: EventFeed, parent: QObject) -> None:
        super().__init__(parent)
        self._ends: dict[int, TerminalEnded] = {}
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        leave = feed.subscribe(self._hear)
        self.destroyed.connect(lambda: leave())

    def end_of(self, payment_id: int) -> TerminalEnded | None:
        """The end of a payment, if it was heard already."""
        return self._ends.get(payment_id)

    def forget(self, payment_id: int) -> None:
        """Waits for another end of a payment: the terminal is asked again."""
        self._ends.pop(payment_id, None)

    def _hear(self, news: News) -> None:
        # On the room's thread; the form may be gone.
        if isinstance(news, TerminalSaid | TerminalEnded) and shiboken6.isValid(self):
            self._arrived.emit(news)

    @Slot(object)
    def _pass_on(self, news: TerminalSaid | TerminalEnded) -> None:
        if isinstance(news, TerminalEnded):
            self._ends[news.payment_id] = news
            self.ended.emit(news)
        else:
            self.said.emit(news)
