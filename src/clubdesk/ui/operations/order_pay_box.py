"""The paying half of an order: method, cash handed over, points, terminal, figures. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.views_bar import Buyer
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.banknotes import likely_received
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_M, GAP_S, SEMIBOLD
from clubdesk.ui.operations.form import Lack
from clubdesk.ui.operations.order_cart import Cart
from clubdesk.ui.operations.order_figures import OrderFigures
from clubdesk.ui.operations.order_method import OrderMethodRow
from clubdesk.ui.operations.order_pay import OrderMethod, OrderPay, why_no_balance
from clubdesk.ui.operations.terminal_step import TerminalStep


class OrderPayBox(QWidget):
    """What was chosen and typed about the money.

    Signals:
        changed: Something else was chosen or typed.
        top_up_wanted: The client's balance is to be topped up.

    Attributes:
        terminal: Stands where its holder has room for it.
    """

    changed = Signal()
    top_up_wanted = Signal()

    def __init__(self, runner: DeskRunner, club: Club) -> None:
        super().__init__()
        self.club = club
        self._cart = Cart()
        self._buyer: Buyer | None = None
        self.asking = False
        self._offered: tuple[int, ...] = ()
        self.method = OrderMethodRow()
        self.use_points = Tick(tr("Points first"))
        self.cash = MoneyField(tr("Of it in cash"), club.currency, big=False)
        self.received = MoneyField(tr("Received in cash"), club.currency, big=False)
        self.received.edit.setPlaceholderText(tr("exactly the amount"))
        self.terminal = TerminalStep(runner)
        self.short = Text("", "red").wrapped()
        self.top_up = Button(tr("Top Up Balance"), icon_name="banknote")
        self.notice = Panel("notice", GAP_M)
        self.notice_text = Text("", weight=SEMIBOLD).wrapped()
        self.notice_more = Text("", "dim").wrapped()
        self.figures = OrderFigures(club)
        self._build()
        self.use_points.setChecked(True)
        self.method.chosen.connect(lambda _: self.show_all())
        self.use_points.toggled.connect(lambda _: self.show_all())
        for field in (self.cash, self.received):
            field.changed.connect(lambda _: self.show_all())
        self.top_up.clicked.connect(self.top_up_wanted)
        self.terminal.slip.editor.textChanged.connect(lambda _: self.changed.emit())

    def paid(self) -> OrderPay:
        """What was chosen and typed so far."""
        method = self.method.method()
        return OrderPay(
            method,
            self._cart,
            self._buyer,
            self.use_points.isChecked(),
            self.cash.minor() if method is OrderMethod.SPLIT else None,
            self.received.minor(),
        )

    def know_buyer(self, buyer: Buyer | None, *, begin: bool) -> None:
        """Takes in who buys; ``begin`` chooses how people like that usually pay."""
        self._buyer = buyer
        why_not = why_no_balance(buyer)
        self.method.allow_balance(why_not)
        if begin:
            self.method.choose(OrderMethod.CASH if why_not else OrderMethod.BALANCE)
        self.show_all()

    def know_cart(self, cart: Cart) -> None:
        """Takes in what is paid for."""
        self._cart = cart
        self.show_all()

    def begin_anew(self) -> None:
        """Forgets what was typed for the order before."""
        self.cash.set_minor(None)
        self.received.set_minor(None)
        self.use_points.setChecked(True)
        self.notice.hide()

    def set_asking(self, asking: bool) -> None:
        """Holds everything but the terminal while it is asked."""
        self.asking = asking
        self.method.setEnabled(not asking)
        self.show_all()

    def lacking(self) -> Lack | None:
        """What is missing or wrong, in the order of the fields."""
        paid, typed = self.paid(), self.received.edit.text().strip()
        if self.asking and (waits := self.terminal.lacking()):
            return waits, None if self.terminal.is_driven else self.terminal.slip
        if why := paid.lacks_balance():
            return why, None
        if why := paid.lacks_cash():
            return self.cash.complaint() or why, self.cash
        if typed and self.received.minor() is None and paid.takes_cash:
            correct = tr("Correct what was received, or the amount.")
            return self.received.complaint() or correct, self.received
        why = paid.lacks_received()
        return (why, self.received) if why else None

    def show_all(self) -> None:
        """Shows the fields that this way of paying needs, and the figures."""
        paid, asking = self.paid(), self.asking
        buyer = self._buyer
        self.cash.setVisible(paid.method is OrderMethod.SPLIT and not asking)
        self.received.setVisible(paid.takes_cash and not asking)
        has_points = buyer is not None and buyer.points_free > 0 and self._cart.most_points > 0
        self.use_points.setVisible(has_points and paid.method is OrderMethod.BALANCE)
        self._offer(paid)
        self._show_short(paid)
        if paid.takes_cash and self.received.minor() is not None:
            self.received.set_error(paid.lacks_received())
        self.figures.say(paid)
        self.changed.emit()

    def _show_short(self, paid: OrderPay) -> None:
        why = paid.lacks_balance() if self._cart.lines else ""
        self.short.setText(why)
        self.short.setVisible(bool(why))
        buyer = self._buyer
        self.top_up.setVisible(bool(why) and buyer is not None and buyer.client_id is not None)

    def _offer(self, paid: OrderPay) -> None:
        offers = likely_received(paid.cash, self.club.currency) if paid.cash > 0 else ()
        most = 2 if paid.method is OrderMethod.SPLIT else 3
        shown = tuple(offer for offer in offers if offer != paid.cash)[:most]
        if shown != self._offered:
            self._offered = shown
            self.received.set_quick(shown)

    def _build(self) -> None:
        self.notice.column.setSpacing(2)
        self.notice.column.addWidget(self.notice_text)
        self.notice.column.addWidget(self.notice_more)
        cash_line = QHBoxLayout()
        cash_line.setSpacing(GAP_M)
        cash_line.addWidget(self.cash, 1, Qt.AlignmentFlag.AlignTop)
        cash_line.addWidget(self.received, 1, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        for part in (self.notice, self.method, self.use_points):
            lines.addWidget(part)
        lines.addLayout(cash_line)
        lines.addWidget(self.figures)
        short = row(gap=GAP_S)
        short.addWidget(self.short, 1)
        short.addWidget(self.top_up)
        lines.addLayout(short)
        for hidden in (self.notice, self.short, self.top_up):
            hidden.hide()
