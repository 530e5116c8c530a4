"""What goes on through a hand-over: the sessions with what they have used so far. GUI thread only.

Amounts are minor units; what is shown is what will be posted to the shift that ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.session import uncharged_minor
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views import StationCard
from clubdesk.ui.look.frames import Fact, Panel, emptied, row, scrolled
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import GAP_M, GAP_XS, SEMIBOLD
from clubdesk.ui.look.wording import money

_LINE_HIGH = 26


class GoingOn(Panel):
    """The sessions, so many seen at once; one sentence where nobody plays."""

    def __init__(self, club: Club, seen: int) -> None:
        super().__init__("raised", GAP_M)
        self._seen = seen
        self._club = club
        self.column.setSpacing(GAP_XS)
        self.title = Text("", weight=SEMIBOLD)
        self.total = Text("", weight=SEMIBOLD)
        self.note = small("").wrapped()
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, GAP_M, 0)
        self._lines.setSpacing(0)
        self._area = scrolled(self._inside)
        self.column.addLayout(row(Icon("play", "green", 16), self.title, None, self.total))
        self.column.addWidget(self._area)
        self.column.addWidget(self.note)

    def show_cards(self, cards: Sequence[StationCard], pending: int, now: datetime) -> None:
        """Replaces the list; ``pending`` counts the card payments that pass on."""
        used = [(card, _used(card, now)) for card in cards]
        emptied(self._lines)
        for card, amount in used:
            who = card.payer_name or tr("Guest")
            line = Fact(f"{card.station.name} · {who}", money(amount, self._club))
            line.setFixedHeight(_LINE_HIGH)
            self._lines.addWidget(line)
        self._area.setFixedHeight(min(len(used), self._seen) * _LINE_HIGH)
        self._area.setVisible(bool(used))
        self._say(len(used), sum(amount for _, amount in used), pending)

    def _say(self, count: int, used: int, pending: int) -> None:
        text = trn("{count} session goes on", "{count} sessions go on", count)
        self.title.setText(text.format(count=count) if count else tr("Nobody plays"))
        self.total.setText(money(used, self._club) if count else "")
        notes = [tr("Used so far, it is posted to this shift; the rest to the next.")]
        passed = trn(
            "{count} card payment is pending and passes on to the next shift.",
            "{count} card payments are pending and pass on to the next shift.",
            pending,
        ).format(count=pending)
        said = (notes if count else []) + ([passed] if pending else [])
        self.note.setText(" ".join(said))
        self.note.setVisible(bool(said))


def _used(card: StationCard, now: datetime) -> int:
    session = card.session
    if session is None:
        return 0
    # Nothing is used after the instant at which the money ran out, however late that is noticed.
    at = min(now, session.ends_at) if session.ends_at is not None else now
    return uncharged_minor(session, at)
