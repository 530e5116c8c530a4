"""What a count came to: counted, expected, difference, in figures that are read at a glance.

GUI thread only. Amounts are minor units.
"""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.frames import Figure
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_L, GAP_S, MEDIUM
from clubdesk.ui.look.wording import money, signed_money


class Outcome(QWidget):
    """The three figures and a sentence about them."""

    def __init__(self, club: Club, counted: int, expected: int, sentence: str = "") -> None:
        super().__init__()
        difference = counted - expected
        tone = "green" if difference == 0 else "amber"
        figures = QHBoxLayout()
        figures.setSpacing(GAP_L)
        self.figures = [
            Figure(tr("Counted"), money(counted, club), 20),
            Figure(tr("Expected by the books"), money(expected, club), 20),
            Figure(tr("Difference"), signed_money(difference, club), 20),
        ]
        for figure in self.figures:
            figures.addWidget(figure, 1)
        self.figures[2].value.set_tone("text" if difference == 0 else "amber")
        self.sentence = Text(sentence or _sentence(difference, club), tone, weight=MEDIUM)
        self.sentence.wrapped()
        words = QHBoxLayout()
        words.setSpacing(GAP_S)
        words.addWidget(Icon("circle-check" if difference == 0 else "triangle-alert", tone, 18))
        words.addWidget(self.sentence, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_L)
        lines.addLayout(figures)
        lines.addLayout(words)


def _sentence(difference: int, club: Club) -> str:
    amount = money(abs(difference), club)
    if difference > 0:
        return tr("The till holds {amount} more than the books say.").format(amount=amount)
    if difference < 0:
        return tr("The till holds {amount} less than the books say.").format(amount=amount)
    return tr("The till and the books agree.")
