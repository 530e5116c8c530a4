"""Who is at the counter: name, phone, state, balances. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import Figure, column
from clubdesk.ui.look.marks import Avatar, Pill
from clubdesk.ui.look.text import Elided
from clubdesk.ui.look.tokens import BOLD, GAP_L, GAP_M, TITLE
from clubdesk.ui.look.wording import money, phone, points
from clubdesk.ui.operations.purse import Purse


class ClientHeader(QWidget):
    """The head of a client's card."""

    def __init__(self) -> None:
        super().__init__()
        self.avatar = Avatar("", 44)
        self.name = Elided("", size=TITLE, weight=BOLD)
        self.phone = Elided("", "dim")
        self.pills = Flow([], 6)
        self.balance = Figure(tr("Balance"), size=24)
        self.points = Figure(tr("Points"), size=24)
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        line.setSpacing(GAP_M)
        line.addWidget(self.avatar)
        line.addLayout(column(self.name, self.phone, self.pills, gap=3), 1)
        line.addWidget(self.balance)
        line.addSpacing(GAP_L)
        line.addWidget(self.points)

    def show_client(self, purse: Purse) -> None:
        """Shows who it is and what is there."""
        person, club = purse.row.client, purse.club
        self.avatar.set_name(person.name)
        self.name.setText(person.name)
        self.phone.setText(phone(person.phone))
        self.balance.say(money(purse.money.balance, club))
        self.points.say(points(purse.money.points, club))
        pills = _pills(purse)
        self.pills.set_parts(list(pills))
        self.pills.setVisible(bool(pills))


def _pills(purse: Purse) -> list[Pill]:
    person, parts = purse.row.client, []
    if person.blocked:
        parts.append(Pill(tr("Blocked"), "red", "ban"))
    if not person.phone_verified:
        parts.append(Pill(tr("Not verified"), "amber", "circle-alert"))
    if purse.row.playing_on:
        playing = tr("Plays on {station}").format(station=purse.row.playing_on)
        parts.append(Pill(playing, "blue", "monitor"))
    return parts
