"""The lines of the cart under each other; one is chosen for plus, minus and digits. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.ui.operations.order_cart import Cart
from clubdesk.ui.operations.order_cart_row import CartRow

_SIGNS = {"+": 1, "-": -1}


class CartList(QWidget):
    """What is in the cart.

    Signals:
        changed: The Cart after a line was changed here.
        chosen: The place of the line chosen now.
    """

    changed = Signal(object)
    chosen = Signal(int)

    def __init__(self, club: Club) -> None:
        super().__init__()
        self._club = club
        self.cart = Cart()
        self.rows: list[CartRow] = []
        self.place = -1
        self._typed = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addStretch(1)

    def show_cart(self, cart: Cart, place: int) -> None:
        """Shows a cart with one of its lines chosen."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.cart = cart
        self.rows = [CartRow(line, self._club) for line in cart.lines]
        for number, row in enumerate(self.rows):
            self._column.insertWidget(number, row)
            row.counted.connect(lambda by, number=number: self.count(by, number))
            row.dropped.connect(lambda number=number: self._put(number, 0))
            row.pressed.connect(lambda number=number: self.choose(number))
        self.choose(min(place, len(self.rows) - 1))

    def choose(self, place: int) -> None:
        """Chooses a line; its quantity is typed anew."""
        self._typed = ""
        self.place = max(0, place) if self.rows else -1
        for number, row in enumerate(self.rows):
            row.set_chosen(number == self.place)
        self.chosen.emit(self.place)

    def count(self, by: int, place: int | None = None) -> None:
        """So many more or less of a line; none takes it out."""
        number = self.place if place is None else place
        if 0 <= number < len(self.cart.lines):
            self._put(number, self.cart.lines[number].quantity + by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose, plus and minus count, digits are the quantity, Delete takes out."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        text = event.text()
        if event.key() in steps and self.rows:
            self.choose(min(max(self.place + steps[Qt.Key(event.key())], 0), len(self.rows) - 1))
        elif text in _SIGNS:
            self.count(_SIGNS[text])
        elif text and text in "0123456789" and self.rows:
            self._type(text)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.rows:
            self._put(self.place, 0)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows where the keyboard is."""
        super().focusInEvent(event)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self._typed = ""
        self._repaint()

    def _type(self, digit: str) -> None:
        typed = (self._typed + digit)[-3:].lstrip("0")
        if typed:
            self._put(self.place, int(typed))
            self._typed = typed

    def _put(self, place: int, quantity: int) -> None:
        cart = self.cart.with_quantity(place, quantity)
        self.show_cart(cart, place)
        self.changed.emit(cart)

    def _repaint(self) -> None:
        for row in self.rows:
            row.update()
