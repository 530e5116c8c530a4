"""Write off: pieces that are gone, and why. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.bar import Product
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.menu import WriteOffStock
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.frames import Fact
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.operations.order_words import pieces
from clubdesk.ui.operations.reason import ReasonField

MOST = 999_999


class WriteOffDialog(Dialog):
    """How many pieces of a product are gone.

    Signals:
        done: A Notice of it.
    """

    done = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner, product: Product) -> None:
        super().__init__(over, tr("Write off"), f"· {product.name}", width=480)
        self._runner, self._product = runner, product
        self.count = Field(tr("Pieces"), NumberBox(0, MOST, 1))
        self.reason = ReasonField(
            (tr("Broken"), tr("Out of date"), tr("For the house"), tr("Lost"))
        )
        self.left = Fact(tr("In stock before and after"))
        for part in (self.count, self.reason, self.left):
            self.body.addWidget(part)
        self.count.editor.changed.connect(lambda _: self._say())
        self.reason.changed.connect(lambda _: self._say())
        self._say()

    def begin(self) -> None:
        """Opens with the number marked, to be typed over."""
        self.open(self.count.editor)
        self.count.editor.selectAll()

    def on_primary(self) -> None:
        """Writes them off."""
        if not self.reason.text():
            self.reason.set_error(tr("Say why."))
            self.reason.setFocus()
            return
        count, name = self.count.editor.value(), self._product.name

        def done(_answer: object) -> None:
            self.finish(done=True)
            text = tr("Written off: {pieces} of {name}.")
            self.done.emit(Notice(text.format(pieces=pieces(count), name=name)))

        self.submit(
            self._runner,
            WriteOffStock(product_id=self._product.id, quantity=count, reason=self.reason.text()),
            done,
        )

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about."""
        subject = error.subject if error is not None else ""
        self.count.set_error(error.text if error is not None and subject == "quantity" else "")
        self.reason.set_error(error.text if error is not None and subject == "reason" else "")
        super().refuse(error)

    def _say(self) -> None:
        count, stock = self.count.editor.value(), self._product.stock
        self.left.say(f"{stock} → {stock - count}", "red" if count > max(0, stock) else "text")
        why = "" if count else tr("Type how many pieces are gone.")
        words = tr("Write off {pieces}").format(pieces=pieces(count))
        self.set_primary(words, why_not=why)
