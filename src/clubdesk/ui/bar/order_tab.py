"""The tab Add Order: whoever stands at the counter, or a client who is chosen. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.bar import Product
from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command
from clubdesk.services.views_bar import Buyer, MenuView
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.line_edit import keep_scans_out
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.operations.client_first import open_for_someone
from clubdesk.ui.operations.order_dialog import key_hints
from clubdesk.ui.operations.order_form import OrderForm, OrderSale
from clubdesk.ui.operations.order_told import sale_notice

FOOTER_HIGH = 64


class OrderTab(QWidget):
    """The form with the button of the counter; what was sold last is told in the cart's place."""

    def __init__(self, runner: DeskRunner, club: Club) -> None:
        super().__init__()
        self._runner, self._club = runner, club
        self._shift_open = True
        self._busy = False
        self.form = OrderForm(runner, club, walk_in=True)
        self.refusal = Refusal()
        self.anew = Button(tr("Empty the cart"), Kind.QUIET, tr("Esc"))
        self.primary = Button(tr("Sell"), Kind.PRIMARY, "Ctrl+Enter")
        keep_scans_out(self.form)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        lines.setSpacing(GAP_M)
        lines.addWidget(self.form, 1)
        lines.addWidget(self.refusal)
        foot = key_hints()
        foot.addStretch(1)
        foot.addWidget(self.anew)
        foot.addWidget(self.primary)
        lines.addLayout(foot)
        self.setFocusProxy(self.form)
        self._connect()
        self.form.know_buyer(None)

    def know(self, menu: MenuView, *, shift_open: bool) -> None:
        """Takes in the menu of now and whether money can move."""
        self._shift_open = shift_open
        self.form.know_menu(menu)
        self._say()

    def take_client(self, client_id: int) -> None:
        """A client buys: found by card, or chosen."""
        now = self._runner.desk.clock.now()
        self._runner.ask(
            lambda books: books.buyer(client_id, None, now), while_alive(self, self._bring)
        )

    def take_product(self, product: Product, quantity: int) -> None:
        """A barcode was scanned."""
        self.form.add(product, quantity)

    def refresh_buyer(self) -> None:
        """Somebody's balance changed: asks for the buyer's again."""
        buyer, now = self.form.buyer, self._runner.desk.clock.now()
        if buyer is not None and self.form.payment_id is None:
            self._runner.ask(
                lambda books: books.buyer(buyer.client_id, buyer.session_id, now),
                while_alive(self, self._refreshed),
            )

    def left_behind(self) -> DeskError | None:
        """What has to be told if the screen goes now."""
        return self.form.left_behind()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the cart."""
        if event.key() == Qt.Key.Key_Escape and self.anew.isEnabled():
            self.anew.click()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.form.changed.connect(self._say)
        self.form.sold.connect(self._sold)
        self.form.confirmed.connect(self.primary.click)
        self.form.left.connect(self._to_button)
        self.form.client_wanted.connect(self._change_buyer)
        self.primary.clicked.connect(self._press)
        self.anew.clicked.connect(self._begin_anew)
        self._runner.crashed.connect(self._give_back)

    def _press(self) -> None:
        if not self._busy and not self._why_not():
            self.form.carry_out(self._send)

    def _send(self, command: Command, then: Callable[[Any], None]) -> None:
        if self._busy:
            return
        self._set_busy(True)
        self.refusal.say(None)

        def done(answer: object) -> None:
            self._set_busy(False)
            then(answer)

        self._runner.do_or_approve(
            self, command, self.form.button_words(), while_alive(self, done),
            refused=while_alive(self, self._refused),
        )  # fmt: skip

    def _refused(self, error: DeskError) -> None:
        self._set_busy(False)
        self.refusal.say(self.form.take_refusal(error))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.primary.setEnabled(not busy)
        self.anew.setEnabled(not busy)

    def _give_back(self) -> None:
        self._set_busy(False)

    def _sold(self, sale: OrderSale) -> None:
        notice = sale_notice(sale, self._club)
        self.form.begin_anew()
        self.form.know_buyer(None)
        self.form.show_last(notice.text, notice.more)
        self.form.menu.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_anew(self) -> None:
        self.refusal.say(None)
        self.form.begin_anew()
        self.form.know_buyer(None)
        self.form.menu.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change_buyer(self) -> None:
        if self.form.buyer is not None:
            self.form.know_buyer(None)
            return
        open_for_someone(
            self, self._runner, tr("Add Order"), lambda _over, _runner, who: self.take_client(who)
        )

    def _bring(self, buyer: Buyer | None) -> None:
        if buyer is not None:
            self.form.know_buyer(buyer)
            self.form.menu.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refreshed(self, buyer: Buyer | None) -> None:
        if buyer is not None and self.form.buyer is not None:
            self.form.know_buyer(buyer)

    def _to_button(self) -> None:
        found = self.form.lacking()
        if found is not None and found[1] is not None:
            found[1].set_error(found[0])
            found[1].setFocus()
        elif self.primary.isEnabled():
            self.primary.setFocus(Qt.FocusReason.TabFocusReason)

    def _why_not(self) -> str:
        if not self._shift_open:
            return tr("No shift is open at this till. Open a shift first (F6).")
        return self.form.why_not()

    def _say(self) -> None:
        self.primary.setText(self.form.button_words())
        self.primary.setAccessibleName(self.primary.text())
        self.primary.guard(self.form.missing())
        if not self._busy:
            self.primary.allow(self._why_not())
        self.primary.updateGeometry()
        asking, used = self.form.payment_id is not None, bool(self.form.cart.lines)
        self.anew.setEnabled(not asking and (used or self.form.buyer is not None))
