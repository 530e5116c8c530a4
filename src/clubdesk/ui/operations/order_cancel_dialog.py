"""Cancel an order, whole or some pieces of it, with a reason. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clubdesk.domain.bar_money import Paid
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.selling import CancelledItem, CancelOrder, OrderCancelled
from clubdesk.services.views import DeskQueries
from clubdesk.services.views_bar import OrderRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import Elided, small
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_S, MEDIUM
from clubdesk.ui.look.wording import money, points
from clubdesk.ui.operations.form import Complaining
from clubdesk.ui.operations.order_back import BackPanel
from clubdesk.ui.operations.order_cart_row import SignButton
from clubdesk.ui.operations.order_table import buyer_word
from clubdesk.ui.operations.order_words import line_words
from clubdesk.ui.operations.reason import ReasonField

WIDTH = 620
Then = Callable[[OrderRow, OrderCancelled], None] | None


class CancelOrderDialog(Dialog):
    """How many of each line, why, and what goes back where.

    Signals:
        done: The OrderCancelled.
    """

    done = Signal(object)

    def __init__(
        self, over: QWidget, runner: DeskRunner, row: OrderRow, club: Club, names: dict[int, str]
    ) -> None:
        heading = tr("Cancel order {number}").format(number=row.order.number)
        super().__init__(over, heading, f"· {buyer_word(row)}", width=WIDTH)
        self.setObjectName("cancel_order_dialog")
        self._runner, self._row, self._club = runner, row, club
        self._back = Paid()
        self.boxes: dict[int, NumberBox] = {}
        self.to_stock = Tick(tr("Put the pieces back into the stock"))
        self.reason = ReasonField(
            (tr("Changed their mind"), tr("Wrong item"), tr("Not there"), tr("Not good"))
        )
        self.slip = TextField(tr("Slip number of the card refund"))
        self.back = BackPanel(club, names)
        self.body.addLayout(self._grid())
        for part in (self.to_stock, self.reason, self.slip, self.back):
            self.body.addWidget(part)
        self.cancel.setText(tr("Leave it"))
        self.to_stock.setChecked(True)
        self.to_stock.toggled.connect(lambda _: self._say())
        self.reason.changed.connect(lambda _: self._say())
        self.slip.editor.textChanged.connect(lambda _: self._say())
        self._say()

    def begin(self) -> None:
        """Opens with the keyboard in the reason: usually all of it is cancelled."""
        self.open(self.reason.edit)

    def pieces(self) -> dict[int, int]:
        """How many of each line are cancelled, those of none left out."""
        return {at: box.value() for at, box in self.boxes.items() if box.value()}

    def on_primary(self) -> None:
        """Takes them back."""
        missing = self._lacking()
        if missing is not None:
            why, field = missing
            if field is not None:
                field.set_error(why)
                field.setFocus()
            return
        self.submit(self._runner, self._command(), self._was_done)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about."""
        fields: dict[str, Complaining] = {
            "reason": self.reason,
            "card_slip": self.slip,
            "slip": self.slip,
        }
        field = fields.get(error.subject) if error is not None else None
        if error is None or field is None:
            super().refuse(error)
            return
        field.set_error(error.text)
        field.setFocus()
        super().refuse(DeskError(error.code, error.what_to_do or error.text))

    def _command(self) -> CancelOrder:
        pieces, lines = self.pieces(), self._row.order.lines
        whole = all(pieces.get(at, 0) == one.quantity for at, one in enumerate(lines))
        items = tuple(CancelledItem(position=at, quantity=n) for at, n in pieces.items())
        return CancelOrder(
            order_id=self._row.order.id,
            reason=self.reason.text(),
            items=() if whole else items,
            to_stock=self.to_stock.isChecked(),
            card_slip=self.slip.text() if self._back.card else "",
        )

    def _was_done(self, answer: OrderCancelled) -> None:
        self.finish(done=True)
        self.done.emit(answer)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_S)
        grid.setVerticalSpacing(GAP_S)
        grid.setColumnStretch(0, 1)
        for at, line in enumerate(self._row.order.lines):
            left = line.quantity - line.cancelled
            box = self.boxes[at] = NumberBox(0, left, left)
            box.setFixedWidth(58)
            box.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.setAccessibleName(line_words(line))
            box.changed.connect(lambda _: self._say())
            less, more = (
                SignButton("\N{MINUS SIGN}", tr("One less")),
                SignButton("+", tr("One more")),
            )
            less.clicked.connect(lambda _=False, box=box: box.setValue(box.value() - 1))
            more.clicked.connect(lambda _=False, box=box: box.setValue(box.value() + 1))
            of_ = tr("of {count}").format(count=left)
            parts = (Elided(line_words(line), weight=MEDIUM), less, box, more, small(of_))
            for column, part in enumerate(parts):
                part.setEnabled(left > 0)
                grid.addWidget(part, at, column, Qt.AlignmentFlag.AlignVCenter)
        return grid

    def _lacking(self) -> tuple[str, Complaining | None] | None:
        if not self.pieces():
            return tr("Choose how many pieces are cancelled."), None
        if not self.reason.text():
            return tr("Say why."), self.reason
        if self._back.card and not self.slip.text():
            why = tr("Give the money back on the terminal first, then type its slip's number.")
            return why, self.slip
        return None

    def _say(self) -> None:
        self._back = self.back.say(self._row, self.pieces(), to_stock=self.to_stock.isChecked())
        self.slip.setVisible(bool(self._back.card))
        self.refusal.say(None)
        back, amount = self._back, money(self._back.money, self._club)
        if back.points:
            told = points(back.points, self._club)
            amount = f"{amount} + {told}" if back.money else told
        text = tr("Cancel order {number}: {amount} back")
        why_not = "" if self.pieces() else tr("Choose how many pieces are cancelled.")
        self.set_primary(
            text.format(number=self._row.order.number, amount=amount),
            why_not=why_not,
            missing=self._runner.missing(Permission.CANCEL_ORDER),
        )
        self._place_panel()


def open_cancel_order(over: QWidget, runner: DeskRunner, order_id: int, then: Then = None) -> None:
    """Asks the books for the order as it is now, then opens the dialog.

    ``then`` gets the OrderRow and the OrderCancelled once it is done.
    """

    def look(books: DeskQueries) -> tuple[OrderRow | None, Club | None, dict[int, str]]:
        names = {one.id: one.name for one in books.menu().products}
        return books.order(order_id), books.club(), names

    def found(answer: tuple[OrderRow | None, Club | None, dict[int, str]]) -> None:
        row, club, names = answer
        if row is None or club is None:
            return
        dialog = CancelOrderDialog(over, runner, row, club, names)
        if then is not None:
            dialog.done.connect(lambda told: then(row, told))
        dialog.begin()

    runner.ask(look, while_alive(over, found))
