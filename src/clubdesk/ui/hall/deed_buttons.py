"""The buttons of the chosen seats: as many as there are deeds, two in a line where they fit.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr
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
        self._behind: tuple[Offer, ...] = ()
        self.more: Button | None = None
        self.buttons: dict[Deed, Button] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_S)

    def show_offers(self, offers: Sequence[Offer], behind: Sequence[Offer] = ()) -> None:
        """Replaces the buttons where they differ; ``behind`` is what "More" opens."""
        if tuple(offers) == self._shown and tuple(behind) == self._behind:
            return
        self._clear()
        self._shown, self._behind = tuple(offers), tuple(behind)
        made = [(offer, self._button(offer)) for offer in offers]
        while made:
            offer, button = made.pop(0)
            line = QHBoxLayout()
            line.setSpacing(GAP_S)
            line.addWidget(button, 1)
            if made and self._pairs(offer, button, *made[0]):
                line.addWidget(made.pop(0)[1], 1)
            self._column.addLayout(line)
        if behind:
            self._column.addWidget(self._more_button())

    def open_more(self) -> QMenu:
        """Opens what is done seldom, under its button."""
        menu = QMenu(self)
        fill_menu(menu, self._behind, self.asked.emit)
        button = self.more
        if button is not None:
            menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))
        return menu

    def _more_button(self) -> Button:
        self.more = Button(tr("More"), Kind.SECONDARY, "…", parent=self)
        self.more.setObjectName("deed_more")
        self.more.clicked.connect(self.open_more)
        return self.more

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
        if self.more is not None:
            self._column.removeWidget(self.more)
            self.more.hide()
            self.more.deleteLater()
            self.more = None
        while (line := self._column.takeAt(0)) is not None:
            layout = line.layout()
            if layout is not None:
                layout.deleteLater()


def fill_menu(menu: QMenu, offers: Sequence[Offer], ask: Callable[[Deed], object]) -> None:
    """Puts offers into a menu that is gone once it is closed."""
    menu.setToolTipsVisible(True)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for offer in offers:
        action = menu.addAction(f"{offer.text}\t{offer.keys}")
        action.setObjectName(f"more_{offer.deed}")
        action.setEnabled(not offer.why_not)
        action.setToolTip(offer.why_not or offer.text)
        action.triggered.connect(lambda _=False, deed=offer.deed: ask(deed))
