"""An order being made: the menu at the left, the cart and how it is paid at the right.

GUI thread only. A dialog or the screen Bar holds it and has its button.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.bar import Product
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command
from clubdesk.services.selling import OrderPlaced, PlaceOrder
from clubdesk.services.views_bar import Buyer, MenuView
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import Panel, row, rule, scrolled
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_L, GAP_S, HEADING, MEDIUM, SEMIBOLD
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.form import Complaining, Lack
from clubdesk.ui.operations.openers import open_top_up
from clubdesk.ui.operations.order_buyer import BuyerPanel
from clubdesk.ui.operations.order_card import OrderCard
from clubdesk.ui.operations.order_cart import Cart
from clubdesk.ui.operations.order_cart_list import CartList
from clubdesk.ui.operations.order_choices import ChoicesDialog
from clubdesk.ui.operations.order_menu import OrderMenu
from clubdesk.ui.operations.order_pay import OrderMethod, OrderPay
from clubdesk.ui.operations.order_pay_box import OrderPayBox
from clubdesk.ui.operations.order_short import ask_beyond_stock
from clubdesk.ui.operations.order_words import pieces, sell_words

RIGHT_WIDTH = 396
LONGEST_NOTE = 200
_METHODS = dict(zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4), OrderMethod,
                    strict=True))  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrderSale:
    """An order that is in the books: the answer, and what was sold how to whom."""

    answer: OrderPlaced
    paid: OrderPay


class OrderForm(QWidget):
    """Who buys what and how it is paid.

    Signals:
        changed: What the button says, or whether it can be pressed, may be different now.
        sold: The OrderSale.
        confirmed: The person pressed Ctrl+Enter: the button is to be pressed.
        left: The keyboard is to go to the button.
        client_wanted: A client is to be chosen, or let go.

    Attributes:
        payment_id: The card payment that the terminal is asked for; None if none is.
    """

    changed = Signal()
    sold = Signal(object)
    confirmed = Signal()
    left = Signal()
    client_wanted = Signal()

    def __init__(self, runner: DeskRunner, club: Club, *, walk_in: bool = False) -> None:
        super().__init__()
        self.runner, self._club, self._walk_in = runner, club, walk_in
        self.buyer: Buyer | None = None
        self.cart = Cart()
        self._send: Callable[[Command, Callable[[Any], None]], None] | None = None
        self._beyond = False
        self._known = False
        self._served_by_hand: bool | None = None
        self.menu = OrderMenu(runner, club)
        self.person = BuyerPanel(club, can_change=walk_in)
        self.list = CartList(club)
        self.empty = small().wrapped()
        self.about = small()
        self.last = Panel("raised", GAP_L)
        self.last_text = Text("", weight=SEMIBOLD).wrapped()
        self.last_more = Text("", "dim", HEADING).wrapped()
        self.note = TextField(tr("Note"), placeholder=tr("for the kitchen or the hall"))
        self.note.editor.setMaxLength(LONGEST_NOTE)
        self.served = Tick(tr("Handed over now"))
        self.pay = OrderPayBox(runner, club)
        self.card = OrderCard(self, self.pay)
        self._build()
        self._connect()
        self._show()

    # What is known.

    @property
    def payment_id(self) -> int | None:
        """The card payment that the terminal is asked for."""
        return self.card.payment_id

    def know_menu(self, menu: MenuView) -> None:
        """Takes in the menu of now; the cart follows its prices."""
        self.menu.know(menu)
        if self.payment_id is None:
            self._put(self.cart.renewed(self.menu.products), self.list.place)

    def know_buyer(self, buyer: Buyer | None) -> None:
        """Takes in who buys, or the newer balances of the same."""
        same = self._known and _who(buyer) == _who(self.buyer)
        self.buyer, self._known = buyer, True
        self.person.show_buyer(buyer)
        self.pay.know_buyer(buyer, begin=not same)

    def begin_anew(self) -> None:
        """Empties the cart for the next one."""
        self._beyond, self._served_by_hand = False, None
        self.note.editor.clear()
        self.menu.clear()
        self.pay.begin_anew()
        self._put(Cart(), -1)

    def show_last(self, text: str, more: str) -> None:
        """Says what was sold last, until something is put into the cart."""
        self.last_text.setText(text)
        self.last_more.setText(more)
        self.last_more.setVisible(bool(more))
        self.last.show()

    # What the holder asks.

    def button_words(self) -> str:
        """Exactly what pressing the button will do."""
        terminal, paid = self.pay.terminal, self.pay.paid()
        if self.payment_id is not None and terminal.is_driven and terminal.lacking():
            return tr("The terminal takes {amount}").format(amount=money(paid.card, self._club))
        return sell_words(paid, self._club, asked=self.payment_id is not None)

    def lacking(self) -> Lack | None:
        """What is missing or wrong; None if it can be sold."""
        if not self.cart.lines:
            return tr("Choose something from the menu."), None
        return self.pay.lacking()

    def why_not(self) -> str:
        """Why the button cannot be pressed now; empty if it can."""
        found = self.lacking()
        return found[0] if found is not None else ""

    def missing(self) -> str:
        """The permission that a colleague has to lend; empty if none is missing."""
        return self.runner.missing(Permission.SELL)

    def fields(self) -> dict[str, Complaining]:
        """The fields by the subject that a refusal names."""
        pay = self.pay
        return {"cash": pay.cash, "received": pay.received, "slip": pay.terminal.slip,
                "note": self.note}  # fmt: skip

    def take_refusal(self, error: DeskError) -> DeskError:
        """Marks the field that a refusal is about; what is left is for above the button."""
        field = self.fields().get(error.subject) if error.subject else None
        if field is None:
            return error
        field.set_error(error.text)
        field.setFocus()
        return DeskError(error.code, error.what_to_do or error.text)

    def left_behind(self) -> DeskError | None:
        """What has to be told if the form is left now; None if nothing was begun."""
        return self.pay.terminal.left_behind() if self.payment_id is not None else None

    def carry_out(self, send: Callable[[Command, Callable[[Any], None]], None]) -> None:
        """Asks about the stock and the terminal first where it has to; then sells."""
        self._send = send
        short = self.cart.shortages(self.menu.products)
        if short and not self._beyond and self.payment_id is None:
            ask_beyond_stock(self, short, self._sell_beyond)
        elif self.pay.paid().card and self.payment_id is None:
            self.card.begin(self.buyer, send)
        else:
            send(self._command(), self._placed)

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+1 to 4 change how it is paid; letters go to the search from anywhere."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        text = event.text()
        if control and event.key() in _METHODS and self.payment_id is None:
            self.pay.method.choose(_METHODS[Qt.Key(event.key())])
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.confirmed.emit()
        elif control and event.key() == Qt.Key.Key_U and self._walk_in:
            self.client_wanted.emit()
        elif self.pay.terminal.press(event):
            event.accept()
        elif not control and text.isprintable() and text.strip() and self.payment_id is None:
            self.menu.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.menu.search.insert(text)
        else:
            super().keyPressEvent(event)

    # Inside.

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(GAP_L)
        across.addWidget(self.menu, 1)
        # The terminal's step takes the menu's room: nothing can be added while it is asked.
        across.addWidget(self.pay.terminal, 1, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self._right_side())
        self.pay.terminal.hide()
        self.setFocusProxy(self.menu)

    def _right_side(self) -> QWidget:
        head = row(Text(tr("Order"), weight=MEDIUM), None)
        head.addWidget(self.about)
        right_side = QWidget()
        right_side.setFixedWidth(RIGHT_WIDTH)
        right = QVBoxLayout(right_side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(GAP_S)
        right.addWidget(self.person)
        right.addLayout(head)
        self.area = scrolled(self.list)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.last.column.addWidget(self.last_text)
        self.last.column.addWidget(self.last_more)
        self.last.hide()
        right.addWidget(self.last)
        right.addWidget(self.empty, 1)
        right.addWidget(self.area, 1)
        right.addWidget(rule())
        under = QHBoxLayout()
        under.setSpacing(GAP_S)
        under.addWidget(self.note.editor, 1)
        under.addWidget(self.served)
        right.addLayout(under)
        right.addWidget(self.pay)
        self.note.label.hide()
        return right_side

    def _connect(self) -> None:
        self.menu.wanted.connect(self.add)
        self.menu.counted.connect(self.list.count)
        self.menu.confirmed.connect(self.confirmed)
        self.menu.left.connect(self.left)
        self.list.changed.connect(lambda cart: self._put(cart, self.list.place))
        self.person.change_wanted.connect(self.client_wanted)
        self.pay.changed.connect(self.changed)
        self.served.clicked.connect(self._choose_served)
        self.card.changed.connect(self._show)
        self.pay.top_up_wanted.connect(self._top_up)
        self.card.approved.connect(self._book)

    def add(self, product: Product, quantity: int) -> None:
        """Puts so many of a product into the cart, asking what it comes with where it has to."""
        if self.payment_id is not None:
            return
        if not product.choices:
            self._add(product, quantity, ())
            return
        dialog = ChoicesDialog(self, product, quantity, self._club)
        dialog.picked.connect(lambda taken: self._add(product, quantity, taken))
        dialog.begin()

    def _add(self, product: Product, quantity: int, taken: tuple[str, ...]) -> None:
        cart = self.cart.with_more(product, quantity, taken)
        self._put(cart, cart.place_of(product.id, taken))
        self.menu.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, cart: Cart, place: int) -> None:
        if cart != self.cart:
            self._beyond = False
        self.cart = cart
        if cart.lines:
            self.last.hide()
        self.list.show_cart(cart, place)
        self.menu.grid.count({one.product.id: cart.count_of(one.product.id) for one in cart.lines})
        self.pay.know_cart(cart)
        self._show()
        if self.list.rows:
            self.area.ensureWidgetVisible(self.list.rows[self.list.place], 0, 0)

    def _choose_served(self) -> None:
        self._served_by_hand = self.served.isChecked()

    def _show(self) -> None:
        asking, full = self.payment_id is not None, bool(self.cart.lines)
        if self._served_by_hand is None:
            self.served.setChecked(self._walk_in and not self.cart.has_kitchen)
        self.menu.setVisible(not asking)
        self.pay.terminal.setVisible(asking)
        for part in (self.list, self.person, self.served):
            part.setEnabled(not asking)
        self.empty.setVisible(not full)
        self.area.setVisible(full)
        self.empty.setText(
            tr("Press a tile, type a name, or scan a barcode. Type 3 first to take three.")
        )
        count = sum(line.quantity for line in self.cart.lines)
        self.about.setText(pieces(count) if count else "")
        self.changed.emit()

    def _book(self) -> None:
        if self._send is not None:
            self._send(self._command(), self._placed)

    def _top_up(self) -> None:
        buyer, paid = self.buyer, self.pay.paid()
        if buyer is not None and buyer.client_id is not None:
            short = paid.from_balance - buyer.money_free
            open_top_up(self, self.runner, buyer.client_id, lambda _: self._ask_buyer(), short)

    def _ask_buyer(self) -> None:
        buyer, now = self.buyer, self.runner.desk.clock.now()
        if buyer is not None:
            self.runner.ask(
                lambda books: books.buyer(buyer.client_id, buyer.session_id, now),
                while_alive(self, self.know_buyer),
            )

    def _sell_beyond(self) -> None:
        self._beyond = True
        if self._send is not None:
            self.carry_out(self._send)

    def _command(self) -> PlaceOrder:
        paid, buyer = self.pay.paid(), self.buyer
        asked = self.payment_id is not None
        return PlaceOrder(
            items=self.cart.items,
            expected_minor=paid.total,
            client_id=buyer.client_id if buyer is not None else None,
            session_id=buyer.session_id if buyer is not None else None,
            from_balance=paid.method is OrderMethod.BALANCE,
            use_points=paid.use_points,
            cash_minor=paid.cash,
            received_minor=paid.received if paid.takes_cash else None,
            card_minor=paid.card,
            card_payment_id=self.payment_id,
            slip=self.pay.terminal.slip_text() if asked else "",
            note=self.note.text(),
            beyond_stock=self._beyond,
            served=self.served.isChecked(),
        )

    def _placed(self, answer: OrderPlaced) -> None:
        sale = OrderSale(answer, self.pay.paid())
        self.card.end()
        self.sold.emit(sale)


def _who(buyer: Buyer | None) -> tuple[int | None, int | None]:
    return (buyer.client_id, buyer.session_id) if buyer is not None else (None, None)
