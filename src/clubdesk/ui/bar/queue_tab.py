"""The tab Queue: new, preparing, served; each order moves on by its button. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.bar import OrderState
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.selling import AdvanceOrder
from clubdesk.services.views_bar import OrderRow
from clubdesk.ui.bar.queue_card import QueueCard
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.frames import Panel, emptied, row, scrolled
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text, heading, small
from clubdesk.ui.look.tokens import GAP_L, GAP_M, GAP_S
from clubdesk.ui.operations.order_words import STATE_ICONS, STATE_TONES, STATES

SHOWN = (OrderState.NEW, OrderState.PREPARING, OrderState.SERVED)
_KEYS = {
    OrderState.NEW: {OrderState.PREPARING: "P"},
    OrderState.PREPARING: {OrderState.SERVED: "V"},
}


class QueueColumn(Panel):
    """Orders of one state, the longest wait first."""

    def __init__(self, state: OrderState) -> None:
        super().__init__("panel", GAP_M)
        self.state = state
        self.cards: list[QueueCard] = []
        self.count = Text("", "dim")
        sign = Icon(STATE_ICONS[state], STATE_TONES[state], 16)
        self.column.addLayout(row(sign, heading(tr(STATES[state])), None, self.count))
        content = QWidget()
        self._lines = QVBoxLayout(content)
        self._lines.setContentsMargins(0, 0, 2, 0)
        self._lines.setSpacing(GAP_S)
        self.column.addWidget(scrolled(content), 1)

    def show_cards(self, cards: Sequence[QueueCard], nothing: str) -> None:
        """Replaces the cards."""
        emptied(self._lines)
        self.cards = list(cards)
        for card in cards:
            self._lines.addWidget(card)
        if not cards:
            self._lines.addWidget(small(nothing).wrapped())
        self._lines.addStretch(1)
        self.count.setText(str(len(cards)) if cards else "")


class QueueTab(QWidget):
    """The three columns.

    Signals:
        opened: The OrderRow to show in full.
    """

    opened = Signal(object)

    def __init__(self, runner: DeskRunner, club: Club) -> None:
        super().__init__()
        self._runner, self._club = runner, club
        self.columns = {state: QueueColumn(state) for state in SHOWN}
        across = QHBoxLayout(self)
        across.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_L)
        across.setSpacing(GAP_M)
        for column in self.columns.values():
            across.addWidget(column, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_orders(self, waiting: Sequence[OrderRow], served: Sequence[OrderRow]) -> None:
        """Shows who waits, and what was served last."""
        focused = self._focused()
        nothing = {
            OrderState.NEW: tr("Nobody waits."),
            OrderState.PREPARING: tr("Nothing is being prepared."),
            OrderState.SERVED: tr("Nothing was served in the last hours."),
        }
        for state, column in self.columns.items():
            rows = served if state is OrderState.SERVED else waiting
            cards = [self._card(one) for one in rows if one.order.state is state]
            column.show_cards(cards, nothing[state])
            for target, keys in _KEYS.get(state, {}).items():
                for card in cards[:1]:
                    card.buttons[target].set_keys(keys)
        if focused:
            self._focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P prepares and V serves the order that waits longest: the first of its column."""
        columns = {
            Qt.Key.Key_P: (OrderState.NEW, OrderState.PREPARING),
            Qt.Key.Key_V: (OrderState.PREPARING, OrderState.SERVED),
        }
        found = columns.get(Qt.Key(event.key())) if event.key() in columns else None
        if found is None or event.isAutoRepeat():
            super().keyPressEvent(event)
            return
        cards = self.columns[found[0]].cards
        if cards:
            cards[0].buttons[found[1]].click()

    def _card(self, order: OrderRow) -> QueueCard:
        card = QueueCard(order, self._runner, self._club, self._runner.desk.clock.now())
        card.advanced.connect(lambda to, card=card: self._advance(card, to))
        card.opened.connect(lambda order=order: self.opened.emit(order))
        return card

    def _advance(self, card: QueueCard, state: OrderState) -> None:
        command = AdvanceOrder(order_id=card.row.order.id, state=state.value)
        self._runner.do(command, button=card.buttons[state])

    def _focused(self) -> bool:
        return any(
            button.hasFocus()
            for column in self.columns.values()
            for card in column.cards
            for button in card.buttons.values()
        )

    def _focus_first(self) -> None:
        for column in self.columns.values():
            for card in column.cards:
                for button in card.buttons.values():
                    button.setFocus(Qt.FocusReason.OtherFocusReason)
                    return
