"""One order that somebody waits for: since when, who, what; a button to move it on. GUI thread."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.bar import OrderState
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.services.views_bar import OrderRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.marks import Pill
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import BOLD, GAP_M, MEDIUM
from clubdesk.ui.look.wording import span
from clubdesk.ui.operations.order_table import buyer_word
from clubdesk.ui.operations.order_words import line_words

LATE_S = 600
"""Whoever waits longer than ten minutes is shown in amber."""


class QueueCard(Panel):
    """An order of the queue.

    Signals:
        advanced: The OrderState that it is to have now.
        opened: It is to be shown in full.
    """

    advanced = Signal(object)
    opened = Signal()

    def __init__(self, order: OrderRow, runner: DeskRunner, club: Club, now: datetime) -> None:
        super().__init__("raised", GAP_M)
        self.row = order
        made = order.order
        self.column.setSpacing(6)
        waits = (now - made.at).total_seconds()
        tone = "amber" if waits > LATE_S else "grey"
        head = row(Text(tr("Order {number}").format(number=made.number), weight=BOLD))
        head.addWidget(Elided(buyer_word(order), "dim"), 1)
        self.wait = Pill(span(now - made.at), tone, "clock")
        if made.state.is_open:
            head.addWidget(self.wait)
        self.column.addLayout(head)
        for line in made.lines:
            if line.quantity > line.cancelled:
                words = Text(line_words(line), weight=MEDIUM if line.kitchen else 400).wrapped()
                self.column.addWidget(words)
        if made.note:
            self.column.addWidget(Text(made.note, "amber").wrapped())
        self.buttons: dict[OrderState, Button] = {}
        self.column.addLayout(row(*self._buttons(runner, made.state), None, self._open()))

    def _buttons(self, runner: DeskRunner, state: OrderState) -> list[QWidget]:
        ways = {
            OrderState.NEW: [
                (OrderState.PREPARING, tr("Prepare"), Kind.SECONDARY),
                (OrderState.SERVED, tr("Served"), Kind.SECONDARY),
            ],
            OrderState.PREPARING: [(OrderState.SERVED, tr("Served"), Kind.PRIMARY)],
        }
        for target, word, kind in ways.get(state, []):
            button = Button(word, kind)
            button.allow(runner.missing(Permission.SELL))
            button.clicked.connect(lambda _=False, to=target: self.advanced.emit(to))
            self.buttons[target] = button
        return list(self.buttons.values())

    def _open(self) -> Button:
        button = Button(tr("Open"), Kind.QUIET)
        button.clicked.connect(self.opened)
        return button
