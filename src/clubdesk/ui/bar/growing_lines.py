"""Lines of fields that grow: the choices of a product, the parts of a combo. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.bar import Choice, Part, Product
from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import format_number, parse_money
from clubdesk.foundation.translate import language, tr
from clubdesk.ui.look import field as fields
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.line_edit import LineEdit
from clubdesk.ui.look.money_field import AmountEdit
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import small
from clubdesk.ui.operations.order_cart_row import SignButton

T = TypeVar("T")
MOST = 20


class GrowingLines(QWidget, Generic[T]):
    """A label, lines that can be taken out, and a button for one more.

    Signals:
        resized: A line came or went.
    """

    resized = Signal()

    def __init__(self, label: str, more: str, make: Callable[[T | None], QWidget]) -> None:
        super().__init__()
        self._make = make
        self.lines: list[QWidget] = []
        self.under = small("", "red").wrapped()
        self.more = Button(more, Kind.QUIET, icon_name="plus")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(row(small(label), None, self.more))
        self._column.addWidget(self.under)
        self.under.hide()
        self.more.clicked.connect(self._add_empty)

    def fill(self, values: tuple[T, ...]) -> None:
        """Shows these."""
        for value in values:
            self._add(value)

    def set_error(self, text: str) -> None:
        """Shows what is wrong under them."""
        self.under.setText(text)
        self.under.setVisible(bool(text))

    def _add_empty(self) -> None:
        line = self._add(None)
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, value: T | None) -> QWidget:
        line = self._make(value)
        holder = QWidget()
        drop = SignButton("×", tr("Take out"))
        across = row(line, drop)
        across.setStretch(0, 1)
        holder.setLayout(across)
        holder.setFocusProxy(line)
        self.lines.append(line)
        self._column.insertWidget(self._column.count() - 1, holder)
        drop.clicked.connect(lambda: self._drop(line, holder))
        self.more.setEnabled(len(self.lines) < MOST)
        self.resized.emit()
        return holder

    def _drop(self, line: QWidget, holder: QWidget) -> None:
        self.lines.remove(line)
        holder.hide()
        holder.deleteLater()
        self.more.setEnabled(True)
        self.resized.emit()


class ChoiceLine(QWidget):
    """A choice's name and what it costs more."""

    def __init__(self, choice: Choice | None, club: Club) -> None:
        super().__init__()
        self._club = club
        self.name = LineEdit()
        self.name.setMaxLength(60)
        self.name.setPlaceholderText(tr("Oat milk"))
        self.price = AmountEdit(club.currency, big=False)
        self.price.setPlaceholderText(tr("costs nothing more"))
        self.price.setFixedWidth(170)
        if choice is not None:
            self.name.setText(choice.name)
            self.price.setText(format_number(choice.price_minor, club.currency, language()))
        across = row(self.name, self.price)
        across.setStretch(0, 1)
        self.setLayout(across)
        self.setFocusProxy(self.name)

    def choice(self) -> Choice | None:
        """What was typed; None if nothing was.

        Raises:
            DeskError: The price is no amount.
        """
        name, price = self.name.text().strip(), self.price.text().strip()
        if not name and not price:
            return None
        minor = parse_money(price, self._club.currency, language()) if price else 0
        if minor < 0:
            raise DeskError("choice.price", tr("The price cannot be less than zero."))
        return Choice(name, minor)


class PartLine(QWidget):
    """A product that the combo holds, and how many."""

    def __init__(self, part: Part | None, products: list[Product]) -> None:
        super().__init__()
        self.product = fields.Choice([(one.id, one.name) for one in products])
        self.count = NumberBox(1, 99, part.quantity if part is not None else 1)
        self.count.setFixedWidth(70)
        self.count.setAccessibleName(tr("Pieces"))
        if part is not None:
            self.product.choose(part.product_id)
        across = row(self.product, small("×"), self.count)
        across.setStretch(0, 1)
        self.setLayout(across)
        self.setFocusProxy(self.product)

    def part(self) -> Part | None:
        """What is chosen."""
        key = self.product.key()
        return Part(int(str(key)), self.count.value()) if key is not None else None
