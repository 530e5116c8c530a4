"""Delivery: what came, how many pieces, what a piece cost. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.bar import Product
from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.menu import TakeDelivery
from clubdesk.ui.bar.delivery_line import DeliveryLine
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.choice_list import ChoiceList, Line
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import scrolled
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.text import small
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.order_typed import by_barcode, found_in_menu, read_typed
from clubdesk.ui.operations.order_words import pieces, stock_words

WIDTH = 760
MOST_FOUND = 5


class DeliveryDialog(Dialog):
    """Goods that came.

    Signals:
        done: A Notice of it.
    """

    done = Signal(object)

    def __init__(
        self, over: QWidget, runner: DeskRunner, club: Club, products: Sequence[Product]
    ) -> None:
        super().__init__(over, tr("Delivery"), width=WIDTH)
        self._runner, self._club = runner, club
        self._products = list(products)
        self._found: list[Product] = []
        self.lines: list[DeliveryLine] = []
        self.search = SearchBox(tr("Scan, or type a product; 24 cola takes 24"))
        self.list = ChoiceList()
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self.area = scrolled(content)
        self.area.setFixedHeight(230)
        self.note = TextField(tr("Note"), placeholder=tr("supplier, number of the invoice"))
        self.note.editor.setMaxLength(200)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self.body.addWidget(self.area)
        self.body.addWidget(self.note)
        self.body.addWidget(small(tr("The money for it is a Cash out (F6), if it was paid now.")))
        self.search.textChanged.connect(lambda _: self._look())
        self.search.stepped.connect(self.list.step)
        self.search.chosen.connect(self._enter)
        self._look()
        self._say()

    def begin(self, product: Product | None = None) -> None:
        """Opens with the keyboard in the search."""
        if product is not None:
            self.add(product, 1)
        self.open(self.search)

    def add(self, product: Product, quantity: int) -> None:
        """So many more of a product came."""
        known = next((one for one in self.lines if one.product.id == product.id), None)
        if known is not None:
            known.count.setValue(known.count.value() + quantity)
        else:
            known = DeliveryLine(product, quantity, self._club)
            self.lines.append(known)
            self._column.insertWidget(self._column.count() - 1, known)
            known.changed.connect(self._say)
            known.dropped.connect(self._dropper(known))
        self.search.clear()
        self.area.ensureWidgetVisible(known)
        self._say()

    def on_primary(self) -> None:
        """Takes it in."""
        wrong = next((one for one in self.lines if one.item() is None), None)
        if wrong is not None:
            wrong.cost.set_error(wrong.cost.complaint() or tr("Type what a piece cost."))
            wrong.cost.setFocus()
            return
        items = tuple(item for one in self.lines if (item := one.item()) is not None)
        count = sum(item.quantity for item in items)

        def done(_answer: object) -> None:
            self.finish(done=True)
            text = tr("Taken in: {pieces}.").format(pieces=pieces(count))
            self.done.emit(Notice(text, self.note.text()))

        self.submit(self._runner, TakeDelivery(items=items, note=self.note.text()), done)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the note where it is about it."""
        mine = error is not None and error.subject == "note"
        self.note.set_error(error.text if error is not None and mine else "")
        super().refuse(error)

    def _look(self) -> None:
        needle = read_typed(self.search.text()).needle
        self._found = found_in_menu(needle, self._products)[:MOST_FOUND] if needle else []
        lines = [Line(one.name, money(one.cost_minor, self._club), stock_words(one)[0] or "")
                 for one in self._found]  # fmt: skip
        self.list.show_lines(lines, needle=needle)
        for place, shown in enumerate(self.list.rows):
            shown.pressed.connect(self._presser(place))
        self.list.setVisible(bool(lines))
        self._place_panel()

    def _enter(self) -> None:
        text = self.search.text()
        scanned = by_barcode(text, self._products)
        if scanned is not None:
            self.add(scanned.product, scanned.quantity)
        elif self._found:
            self.add(self._found[max(0, self.list.place)], read_typed(text).quantity)
        elif not text.strip() and self.lines:
            self.lines[-1].count.setFocus(Qt.FocusReason.OtherFocusReason)
            self.lines[-1].count.selectAll()

    def _presser(self, place: int) -> Callable[[], None]:
        return lambda: self.add(self._found[place], read_typed(self.search.text()).quantity)

    def _dropper(self, line: DeliveryLine) -> Callable[[], None]:
        def drop() -> None:
            self.lines.remove(line)
            line.hide()
            line.deleteLater()
            self._say()

        return drop

    def _say(self) -> None:
        items = [one.item() for one in self.lines]
        count = sum(one.count.value() for one in self.lines)
        worth = sum(item.quantity * item.cost_minor for item in items if item is not None)
        text = tr("Take in {pieces} for {amount}")
        why = "" if self.lines else tr("Add what came.")
        self.set_primary(
            text.format(pieces=pieces(count), amount=money(worth, self._club)), why_not=why
        )
