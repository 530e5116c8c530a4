"""Stock count: what is really there, product by product; the scanner counts too. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clubdesk.domain.bar import Product
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.menu import CountStock, StockCounted
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import scrolled
from clubdesk.ui.look.line_edit import LineEdit
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.text import Elided, Text, small
from clubdesk.ui.look.tokens import GAP_L, GAP_S, MEDIUM, SEMIBOLD
from clubdesk.ui.operations.order_typed import by_barcode, found_in_menu

WIDTH = 720
LONGEST = 6


class CountDialog(Dialog):
    """A field a product; those left empty are not counted.

    Signals:
        done: A Notice of the differences.
    """

    done = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner, products: Sequence[Product]) -> None:
        super().__init__(over, tr("Stock count"), width=WIDTH)
        self._runner = runner
        self._products = {one.id: one for one in products}
        self.boxes: dict[int, LineEdit] = {}
        self.differences: dict[int, Text] = {}
        self.search = SearchBox(tr("Scan a piece to count it, or look for a product"))
        self.reason = TextField(tr("Note"), placeholder=tr("who counted, why"))
        self.reason.editor.setMaxLength(200)
        self.area = scrolled(self._grid())
        self.area.setFixedHeight(min(380, 40 + 42 * len(self._products)))
        self.body.addWidget(self.search)
        self.body.addWidget(self.area)
        self.body.addWidget(self.reason)
        self.search.chosen.connect(self._enter)
        self._say()

    def begin(self) -> None:
        """Opens with the keyboard in the first field."""
        first = next(iter(self.boxes.values()), None)
        self.open(first or self.search)

    def counted(self) -> dict[int, int]:
        """What was typed, by product; empty fields are left out."""
        return {key: int(box.text()) for key, box in self.boxes.items() if box.text().isdecimal()}

    def on_primary(self) -> None:
        """Books the count."""
        items = tuple(
            CountStock.Item(product_id=key, counted=count, seen=self._products[key].stock)
            for key, count in self.counted().items()
        )
        self.submit(self._runner, CountStock(items=items, reason=self.reason.text()), self._done)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the note where it is about it."""
        mine = error is not None and error.subject == "reason"
        self.reason.set_error(error.text if error is not None and mine else "")
        super().refuse(error)

    def _done(self, answer: StockCounted) -> None:
        self.finish(done=True)
        names = [
            f"{self._products[key].name} {count:+d}".replace("-", "\N{MINUS SIGN}")
            for key, count in answer.differences.items()
            if key in self._products
        ]
        text = tr("The stock was counted.")
        self.done.emit(Notice(text, ", ".join(names) or tr("No difference.")))

    def _grid(self) -> QWidget:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(GAP_L)
        grid.setVerticalSpacing(GAP_S - 2)
        grid.setColumnStretch(0, 1)
        heads = (tr("Product"), tr("By the books"), tr("Counted"), tr("Difference"))
        for column, word in enumerate(heads):
            grid.addWidget(small(word), 0, column)
        for line, product in enumerate(self._products.values(), 1):
            box = self.boxes[product.id] = LineEdit()
            box.setMaxLength(LONGEST)
            box.setFixedWidth(96)
            box.setAccessibleName(product.name)
            box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            box.textChanged.connect(lambda text, box=box: self._typed(box, text))
            box.returnPressed.connect(lambda: self.focusNextPrevChild(True))
            gap = self.differences[product.id] = Text("", weight=SEMIBOLD).at_right()
            gap.setFixedWidth(90)
            parts = (Elided(product.name, weight=MEDIUM), Text(str(product.stock)).at_right())
            for column, part in enumerate((*parts, box, gap)):
                grid.addWidget(part, line, column)
        grid.setRowStretch(len(self._products) + 1, 1)
        return content

    def _typed(self, box: LineEdit, text: str) -> None:
        digits = "".join(sign for sign in text if sign in "0123456789")
        if digits != text:
            box.setText(digits)
        self._say()

    def _enter(self) -> None:
        text, known = self.search.text(), list(self._products.values())
        scanned = by_barcode(text, known)
        found = [scanned.product] if scanned is not None else found_in_menu(text, known)
        if not text.strip() or not found:
            self.search.set_tag(tr("not in the list") if text.strip() else "")
            return
        box = self.boxes[found[0].id]
        self.search.clear()
        self.area.ensureWidgetVisible(box)
        if scanned is None:
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        box.setText(str(int(box.text() or "0") + scanned.quantity))
        self.search.set_tag(f"{found[0].name}: {box.text()}")

    def _say(self) -> None:
        counted = self.counted()
        off = 0
        for key, gap in self.differences.items():
            by = counted[key] - self._products[key].stock if key in counted else 0
            off += bool(by)
            words = f"{by:+d}".replace("-", "\N{MINUS SIGN}") if by else "0"
            gap.setText(words if key in counted else "")
            gap.set_tone("dim" if not by else "green" if by > 0 else "red")
        text = trn("Book the count: {count} difference", "Book the count: {count} differences", off)
        why = "" if counted else tr("Type what was counted.")
        self.set_primary(text.format(count=off), why_not=why)
