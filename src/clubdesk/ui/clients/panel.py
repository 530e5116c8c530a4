"""The chosen client at the right of the list: who it is, what is there, what happened.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Client
from clubdesk.foundation.translate import tr
from clubdesk.services.views import ClientRow, TransactionRow
from clubdesk.ui.clients.history import history_table
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import Figure, column, row, rule
from clubdesk.ui.look.marks import Avatar, Pill
from clubdesk.ui.look.table import Table
from clubdesk.ui.look.text import Elided, heading, small
from clubdesk.ui.look.tokens import BOLD, GAP_L, GAP_M, GAP_S, GAP_XS, TITLE
from clubdesk.ui.look.wording import money, phone, points


class ClientPanel(QFrame):
    """One client.

    Signals:
        top_up_wanted: Top Up Balance was pressed.
    """

    top_up_wanted = Signal()

    def __init__(self, club: Club) -> None:
        super().__init__()
        self.setProperty("frame", "flat")
        self._club = club
        self.avatar = Avatar("", 48)
        self.name = Elided("", size=TITLE, weight=BOLD)
        self.phone = Elided("", "dim")
        self.pills = Flow([], 6)
        self.balance = Figure(tr("Balance"), size=28)
        self.points = Figure(tr("Points"), size=28)
        self.top_up = Button(tr("Top Up Balance"), Kind.PRIMARY, "T")
        self.top_up.clicked.connect(self.top_up_wanted)
        self.history: Table[TransactionRow] = history_table(club)
        self.nothing = small(tr("Nothing has happened on this account yet."))
        self._build()

    def show_client(self, client: ClientRow, may_top_up: bool) -> None:
        """Shows who it is and what is there."""
        person = client.client
        self.avatar.set_name(person.name)
        self.name.setText(person.name)
        self.phone.setText(phone(person.phone))
        self.pills.set_parts(list(_pills(person, client.playing_on)))
        self.balance.say(money(client.balance_minor, self._club))
        self.points.say(points(client.points, self._club))
        self.top_up.allow("" if may_top_up else tr("You may not top up. Ask an administrator."))

    def show_history(self, lines: Sequence[TransactionRow]) -> None:
        """Shows what happened, newest first."""
        self.history.show_rows(lines, same=lambda line: line.transaction_id)
        self.history.setVisible(bool(lines))
        self.nothing.setVisible(not lines)

    def _build(self) -> None:
        top = QWidget()
        inside = QVBoxLayout(top)
        inside.setContentsMargins(GAP_L, GAP_L, GAP_L, 0)
        inside.setSpacing(GAP_M)
        who = row(self.avatar, gap=GAP_M)
        who.addLayout(column(self.name, self.phone, gap=2), 1)
        inside.addLayout(who)
        inside.addWidget(self.pills)
        figures = QHBoxLayout()
        figures.setSpacing(GAP_L)
        figures.addWidget(self.balance, 1)
        figures.addWidget(self.points, 1)
        inside.addLayout(figures)
        inside.addWidget(self.top_up)
        inside.addSpacing(4)
        inside.addWidget(rule())
        inside.addWidget(heading(tr("Transaction History")))
        self.nothing.setContentsMargins(GAP_L, GAP_S, GAP_L, 0)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(top)
        lines.addWidget(self.nothing)
        inset = QHBoxLayout()
        inset.setContentsMargins(GAP_XS, 0, GAP_XS, 0)
        inset.addWidget(self.history)
        lines.addLayout(inset, 1)


def _pills(person: Client, playing_on: str) -> list[QWidget]:
    verified = (
        Pill(tr("Verified"), "green", "badge-check")
        if person.phone_verified
        else Pill(tr("Not verified"), "amber", "circle-alert")
    )
    parts: list[QWidget] = [verified]
    if person.card_number:
        parts.append(Pill(tr("Card {number}").format(number=person.card_number), "grey"))
    if playing_on:
        playing = tr("Plays on {station}").format(station=playing_on)
        parts.append(Pill(playing, "blue", "monitor"))
    if person.blocked:
        parts.append(Pill(tr("Blocked"), "red", "ban"))
    return parts
