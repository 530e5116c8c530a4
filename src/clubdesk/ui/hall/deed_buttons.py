"""The buttons of the chosen seats: as many as there are deeds, two in a line where they fit.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.ui.hall.choice import Offer
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.tokens import GAP_S


class DeedButtons(QWidget):
    """A column of buttons.

    Signals:
        asked: The Deed of the button that was pressed.
    """

    asked = Signal(object)

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = width
        self._shown: tuple[Offer, ...] = ()
        self.buttons: dict[Deed, Button] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_S)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Replaces the buttons where they differ."""
        if tuple(offers) == self._shown:
            return
        self._clear()
        self._shown = tuple(offers)
        made = [(offer, self._button(offer)) for offer in offers]
        while made:
            offer, button = made.pop(0)
            line = QHBoxLayout()
            line.setSpacing(GAP_S)
            line.addWidget(button, 1)
            if made and self._pairs(offer, button, *made[0]):
                line.addWidget(made.pop(0)[1], 1)
            self._column.addLayout(line)

    def _pairs(self, offer: Offer, button: Button, other: Offer, beside: Button) -> bool:
        if offer.primary or other.danger:
            return False
        half = (self._room - GAP_S) // 2
        return max(button.sizeHint().width(), beside.sizeHint().width()) <= half

    def _button(self, offer: Offer) -> Button:
        kind = Kind.PRIMARY if offer.primary else Kind.DANGER if offer.danger else Kind.SECONDARY
        button = Button(offer.text, kind, offer.keys, parent=self)
        button.setObjectName(f"deed_{offer.deed}")
        button.allow(offer.why_not)
        button.clicked.connect(lambda: self.asked.emit(offer.deed))
        self.buttons[offer.deed] = button
        return button

    def _clear(self) -> None:
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        self.buttons.clear()
        while (line := self._column.takeAt(0)) is not None:
            layout = line.layout()
            if layout is not None:
                layout.deleteLater()
