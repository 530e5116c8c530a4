"""A strip that offers the birthday's points where a cashier cannot miss it. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal

from clubdesk.domain.hall import Club
from clubdesk.domain.promotion import Promotion
from clubdesk.foundation.translate import tr
from clubdesk.ui.clients.card_facts import CardFacts
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Elided
from clubdesk.ui.look.wording import points


class OfferStrip(Panel):
    """The first birthday promotion that may be credited now; hidden on all other days.

    Signals:
        credit_asked: The Promotion.
    """

    credit_asked = Signal(object)

    def __init__(self, club: Club) -> None:
        super().__init__("raised", 8)
        self._club = club
        self._offer: Promotion | None = None
        self.text = Elided("")
        self.credit = Button(tr("Credit"))
        line = row(Icon("cake", "violet", 18), self.text, self.credit, gap=10)
        line.setStretch(1, 1)
        line.setContentsMargins(6, 0, 0, 0)
        self.column.addLayout(line)
        self.credit.clicked.connect(self._ask)
        self.hide()

    def show_facts(self, facts: CardFacts, why_not: str) -> None:
        """Shows what may be credited."""
        offers = facts.file.birthday_offers
        self._offer = offers[0] if offers else None
        self.setVisible(self._offer is not None)
        if self._offer is not None:
            worth = points(self._offer.points, self._club)
            self.text.setText(tr("Birthday: “{name}”").format(name=self._offer.name))
            self.credit.setText(tr("Credit {points}").format(points=worth))
            self.credit.updateGeometry()
            self.credit.allow(why_not)

    def _ask(self) -> None:
        if self._offer is not None:
            self.credit_asked.emit(self._offer)
