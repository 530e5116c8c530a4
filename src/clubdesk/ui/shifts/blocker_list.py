"""What keeps a shift from closing, each line with a button that goes there. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.bar import OrderState
from clubdesk.domain.hall import Club
from clubdesk.domain.session import SessionState
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views import StationCard
from clubdesk.services.views_till import OpenOrder
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import Panel, emptied, row, scrolled
from clubdesk.ui.look.marks import Icon, Pill
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import GAP_M, GAP_S, SEMIBOLD
from clubdesk.ui.look.wording import clock_time, money

_MOST_SHOWN_HIGH = 232
_LINE_HIGH = 52


class BlockerList(QWidget):
    """A title, what to do, and the lines.

    Attributes:
        buttons: The ways out, from the top.
    """

    def __init__(self, advice: str) -> None:
        super().__init__()
        self.buttons: list[Button] = []
        self.title = Text("", weight=SEMIBOLD)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        lines.addLayout(row(Icon("triangle-alert", "amber", 18), self.title, None))
        lines.addWidget(Text(advice, "dim").wrapped())
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GAP_S)
        self._area = scrolled(self._inside)
        lines.addWidget(self._area)

    def first_button(self) -> Button | None:
        """The first way out; None if nothing keeps the shift open."""
        return self.buttons[0] if self.buttons else None

    def _begin(self) -> None:
        emptied(self._list)
        self.buttons = []

    def _add(self, name: str, state: Pill, about: str, button: Button) -> None:
        self.buttons.append(button)
        panel = Panel("raised", 8)
        line = row(4, Text(name, weight=SEMIBOLD), state)
        line.addWidget(Elided(about, "dim"), 1)
        line.addWidget(button)
        panel.column.addLayout(line)
        panel.setFixedHeight(_LINE_HIGH)
        self._list.addWidget(panel)

    def _end(self) -> None:
        needed = len(self.buttons) * (_LINE_HIGH + GAP_S) - GAP_S
        self._area.setFixedHeight(min(_MOST_SHOWN_HIGH, max(0, needed)))
        bar = GAP_S + 4 if needed > _MOST_SHOWN_HIGH else 0
        self._list.setContentsMargins(0, 0, bar, 0)
        self.setVisible(bool(self.buttons))


class SessionBlockers(BlockerList):
    """The sessions that keep a shift open.

    Signals:
        go_to: A station's id.
    """

    go_to = Signal(int)

    def __init__(self) -> None:
        super().__init__(tr("A shift is closed when nobody plays: end these sessions first."))
        self.cards: tuple[StationCard, ...] = ()

    def show_cards(self, cards: tuple[StationCard, ...]) -> None:
        """Replaces the list."""
        self.setVisible(bool(cards))
        if cards == self.cards:
            return
        self.cards = cards
        self._begin()
        for card in cards:
            button = Button(tr("Go to {station}").format(station=card.station.name))
            button.clicked.connect(lambda _=False, number=card.station.id: self.go_to.emit(number))
            self._add(card.station.name, _playing(card), card.payer_name or tr("Guest"), button)
        text = trn("{count} session is open", "{count} sessions are open", len(cards))
        self.title.setText(text.format(count=len(cards)))
        self._end()


class OrderBlockers(BlockerList):
    """The orders that somebody still waits for.

    Signals:
        go_to: An order's id.
    """

    go_to = Signal(int)

    def __init__(self, club: Club) -> None:
        super().__init__(tr("Serve these orders or cancel them first."))
        self._club = club
        self.orders: tuple[OpenOrder, ...] = ()

    def show_orders(self, orders: Sequence[OpenOrder]) -> None:
        """Replaces the list."""
        self.setVisible(bool(orders))
        if tuple(orders) == self.orders:
            return
        self.orders = tuple(orders)
        self._begin()
        for order in orders:
            name = tr("Order {number}").format(number=order.number)
            button = Button(tr("Go to order {number}").format(number=order.number))
            button.clicked.connect(lambda _=False, number=order.order_id: self.go_to.emit(number))
            self._add(name, _waiting(order), self._about(order), button)
        text = trn("{count} order is open", "{count} orders are open", len(orders))
        self.title.setText(text.format(count=len(orders)))
        self._end()

    def _about(self, order: OpenOrder) -> str:
        who = order.client_name or order.station_name or tr("Walk-in")
        when = clock_time(order.at, self._club)
        return f"{who} · {when} · {money(order.total_minor, self._club)}"


def _playing(card: StationCard) -> Pill:
    session = card.session
    if session is not None and session.postpaid:
        return Pill(tr("Pays at the end"), "amber", "wallet")
    if session is not None and session.state is SessionState.PAUSED:
        return Pill(tr("Paused"), "amber", "pause")
    return Pill(tr("Active"), "green", "play")


def _waiting(order: OpenOrder) -> Pill:
    if order.state is OrderState.PREPARING:
        return Pill(tr("Preparing"), "blue", "martini")
    return Pill(tr("New"), "amber", "bell")
