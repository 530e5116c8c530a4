"""What a product comes with: picked by keys 1 to 9 or by the mouse, Enter adds it. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clubdesk.domain.bar import Choice, Product
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.marks import KeyCap
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.wording import money, signed_money
from clubdesk.ui.operations.order_cart import price_with

_KEYS = 9


class ChoicesDialog(Dialog):
    """One tick a choice.

    Signals:
        picked: The names of the choices taken, as a tuple.
    """

    picked = Signal(object)

    def __init__(self, over: QWidget, product: Product, quantity: int, club: Club) -> None:
        heading = product.name if quantity == 1 else f"{quantity} × {product.name}"
        super().__init__(over, heading, tr("· comes with"), width=460)
        self._product, self._quantity, self._club = product, quantity, club
        self.ticks: list[Tick] = []
        for number, choice in enumerate(product.choices):
            self.body.addWidget(self._line(number, choice))
        self._say()

    def begin(self) -> None:
        """Opens with the keyboard on the first choice."""
        self.open(self.ticks[0] if self.ticks else None)

    def on_primary(self) -> None:
        """Hands over what was ticked."""
        taken = self.taken()
        self.finish(done=True)
        self.picked.emit(taken)

    def taken(self) -> tuple[str, ...]:
        """The names of what is ticked."""
        pairs = zip(self._product.choices, self.ticks, strict=True)
        return tuple(choice.name for choice, tick in pairs if tick.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit ticks its choice; up and down walk."""
        steps = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}
        number = int(event.text()) - 1 if event.text() in set("123456789") else -1
        if 0 <= number < len(self.ticks):
            event.accept()
            if not event.isAutoRepeat():
                self.ticks[number].click()
        elif event.key() in steps:
            event.accept()
            self.focusNextPrevChild(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _line(self, number: int, choice: Choice) -> QWidget:
        tick = Tick(choice.name)
        tick.toggled.connect(lambda _: self._say())
        self.ticks.append(tick)
        more = signed_money(choice.price_minor, self._club) if choice.price_minor else ""
        line = row(KeyCap(str(number + 1)) if number < _KEYS else 18)
        line.addWidget(tick, 1)
        line.addWidget(Text(more, "dim"))
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _say(self) -> None:
        price = self._quantity * price_with(self._product, self.taken())
        self.set_primary(tr("Add for {amount}").format(amount=money(price, self._club)))
