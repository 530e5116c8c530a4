"""Keeps an open order up to date: the menu, the stock and what the buyer can still pay.

GUI thread; the news themselves arrive on the workers' threads and cross over by a signal.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from clubdesk.domain import events as e
from clubdesk.services.event_feed import News
from clubdesk.services.views import DeskQueries
from clubdesk.services.views_bar import Buyer, MenuView
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.operations.order_form import OrderForm

SETTLE_MS = 150
"""Several deeds in a row are one look at the books."""
_NEWS = e.MenuChanged | e.BalanceChanged | e.SessionExtended | e.SessionEnded


class OrderNews(QObject):
    """Asks the books again for one form whenever something that it shows may be different.

    While the terminal is asked, or an answer is waited for, nothing moves. A buyer who has left
    stays shown: the books say so when the order is sent.
    """

    _arrived = Signal()

    def __init__(self, runner: DeskRunner, form: OrderForm) -> None:
        super().__init__(form)
        self._runner, self._form = runner, form
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self._look)
        self._arrived.connect(self._soon.start, Qt.ConnectionType.QueuedConnection)
        leave = runner.desk.events.subscribe(self._hear)
        self.destroyed.connect(lambda: leave())

    def _hear(self, news: News) -> None:
        if isinstance(news, _NEWS) and shiboken6.isValid(self):
            self._arrived.emit()

    def _look(self) -> None:
        if self._form.payment_id is not None or self._runner.pending:
            self._soon.start()
            return
        who, now = self._form.buyer, self._runner.desk.clock.now()

        def look(books: DeskQueries) -> tuple[MenuView, Buyer | None]:
            buyer = books.buyer(who.client_id, who.session_id, now) if who is not None else None
            return books.menu(), buyer

        self._runner.ask(look, while_alive(self, self._show))

    def _show(self, found: tuple[MenuView, Buyer | None]) -> None:
        if self._form.payment_id is not None or self._runner.pending:
            # Something was begun meanwhile: nothing changes under it, and what came is old.
            self._soon.start()
            return
        menu, buyer = found
        self._form.know_menu(menu)
        if buyer is not None:
            self._form.know_buyer(buyer)
