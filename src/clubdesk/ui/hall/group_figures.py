"""The figures under a group's start, and what its button says. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.foundation.translate import tr, trn
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.look.frames import Figure


class GroupFigures(QWidget):
    """How many clients and guests, what is taken and what is handed back."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.clients = Figure(tr("Clients"))
        self.guests = Figure(tr("Guests"))
        self.total = Figure(tr("To take in cash"))
        self.card = Figure(tr("By card"))
        self.change = Figure(tr("Change to give"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        for figure in (self.clients, self.guests, self.total, self.card, self.change):
            line.addWidget(figure, 1)

    def say_people(self, clients: int, guests: int) -> None:
        """Counts who plays."""
        self.clients.say(str(clients))
        self.guests.say(str(guests))

    def say_money(self, cash_minor: int, card_minor: int, received_minor: int | None) -> None:
        """What is taken in cash and by card, and the change for what was received."""
        exact = self._wording.money.exact
        self.total.say(exact(cash_minor) if cash_minor else "–")
        self.card.say(exact(card_minor) if card_minor else "–")
        self.card.setVisible(bool(card_minor))
        change = received_minor - cash_minor if received_minor is not None and cash_minor else 0
        if change < 0:
            self.change.say(tr("{money} short").format(money=exact(-change)), "amber")
        else:
            self.change.say(exact(change) if change else "–")


def start_group_words(count: int, cash_minor: int, card_minor: int, wording: Wording) -> str:
    """The button: how many seats start, and what is taken for them first."""
    text = trn("Start {count} PC", "Start {count} PCs", count)
    if card_minor:
        text = trn(
            "Start {count} PC and take {money} by card",
            "Start {count} PCs and take {money} by card",
            count,
        )
    elif cash_minor:
        text = trn("Start {count} PC and take {money}", "Start {count} PCs and take {money}", count)
    return text.format(money=wording.money.exact(card_minor or cash_minor), count=count)
