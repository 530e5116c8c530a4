"""Tells the desk that the fiscal device has not registered payments. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Slot

from clubdesk.domain import events as e
from clubdesk.domain.fiscal import FiscalDocument
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.event_feed import News
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.look.alive import while_alive

ALERT = "fiscal"
SETTLE_MS = 200
"""A payment that is registered at once is not told of in between."""


class FiscalAlerts(QObject):
    """A bar in a window while documents are refused or the device does not answer."""

    def __init__(self, window: MainWindow, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__(window)
        self._window, self._runner = window, runner
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self.look)
        bridge.happened.connect(self._hear)
        self.look()

    @Slot()
    def look(self) -> None:
        """Asks the books what waits."""
        self._runner.ask(lambda books: books.fiscal_troubles(), while_alive(self, self._show))

    @Slot(object)
    def _hear(self, news: News) -> None:
        if isinstance(news, e.FiscalChanged):
            self._soon.start()

    def _show(self, documents: Sequence[FiscalDocument]) -> None:
        if not documents:
            self._window.set_alert(ALERT, None)
            return
        count = len(documents)
        text = trn(
            "The fiscal device has not registered {count} payment.",
            "The fiscal device has not registered {count} payments.",
            count,
        ).format(count=count)
        problem = documents[0].problem
        self._window.set_alert(
            ALERT, Alert(text, tr(problem) if problem else "", tr("Decide"), self._decide)
        )

    def _decide(self) -> None:
        from clubdesk.ui.operations.fiscal_dialog import FiscalDialog

        if self._runner.staff is not None:
            FiscalDialog(self._window, self._runner).open()
