"""A client in one line: in the list under the search, and once chosen. GUI thread only."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.views import ClientRow
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.choice_list import Line
from clubdesk.ui.look.frames import Panel, column
from clubdesk.ui.look.marks import Avatar
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import GAP_M, GAP_S, SEMIBOLD
from clubdesk.ui.look.wording import ago, money, phone, points


def client_line(row: ClientRow, club: Club, now: datetime) -> Line:
    """A client that was found: name and money, phone and points."""
    client = row.client
    note, tone = points(row.points, club), "dim"
    if client.blocked:
        note, tone = tr("blocked"), "red"
    elif row.playing_on:
        note, tone = f"{note} · {row.playing_on}", "green"
    last = ago(row.last_visit, now, club)
    return Line(
        client.name,
        money(row.balance_minor, club),
        f"{phone(client.phone)} · {last}",
        note,
        tone,
        avatar=True,
    )


class PickedClient(Panel):
    """Who was chosen, with balances and a way to choose another.

    Signals:
        change_wanted: Another client is to be chosen.
    """

    change_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("raised", GAP_S)
        self.avatar = Avatar("", 36)
        self.name = Elided("", weight=SEMIBOLD)
        self.phone = Elided("", "dim", 12)
        self.balance = Text("", weight=SEMIBOLD).at_right()
        self.points = Text("", "dim", 12).at_right()
        self.change = Button(tr("Choose another"), Kind.SECONDARY, tr("Esc"))
        self.change.clicked.connect(self.change_wanted)
        line = QHBoxLayout()
        line.setSpacing(GAP_M)
        line.addWidget(self.avatar)
        line.addLayout(column(self.name, self.phone, gap=2), 1)
        line.addLayout(column(self.balance, self.points, gap=2))
        line.addWidget(self.change)
        self.column.addLayout(line)

    def show_client(self, row: ClientRow, club: Club) -> None:
        """Shows who it is and what is there."""
        self.avatar.set_name(row.client.name)
        self.name.setText(row.client.name)
        self.phone.setText(phone(row.client.phone))
        self.balance.setText(money(row.balance_minor, club))
        self.points.setText(points(row.points, club))
