"""The box over the menu: names, barcodes and quantities are typed here. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.operations.order_typed import read_typed

_ACROSS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_SIGNS = {"+": 1, "-": -1, "\N{MINUS SIGN}": -1}


class OrderSearch(SearchBox):
    """A search box whose arrows walk the tiles while no name is typed.

    Signals:
        moved: Tiles across.
        counted: How many more (less, if negative) of the line chosen last.
        turned: Categories further.
        confirmed: Ctrl+Enter.
    """

    moved = Signal(int)
    counted = Signal(int)
    turned = Signal(int)
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Name, barcode, or a quantity"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, plus and minus, and Ctrl+Enter; everything else is the search's."""
        typed = read_typed(self.text())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.confirmed.emit()
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        elif not typed.needle and event.key() in _ACROSS and not control:
            self.moved.emit(_ACROSS[Qt.Key(event.key())])
        elif not typed.needle and event.text() in _SIGNS:
            self.clear()
            self.counted.emit(_SIGNS[event.text()] * typed.quantity)
        else:
            super().keyPressEvent(event)
