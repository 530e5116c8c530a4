"""Under which policy a session moves, at which of the other zone's rates. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from clubdesk.domain.hall import Rate
from clubdesk.domain.moving import MovePolicy, Preview
from clubdesk.foundation.translate import tr
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text


class MovePolicyPart(Panel):
    """Three chips, the rates there, and what the choice means.

    Signals:
        changed: Another policy or rate was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("raised", 10)
        self.ways = ChipRow(
            [
                (MovePolicy.KEEP_TIME, tr("Keep time")),
                (MovePolicy.KEEP_VALUE, tr("Keep value")),
                (MovePolicy.CHARGE_DIFFERENCE, tr("Charge the difference")),
            ]
        )
        self.rates = ChipRow([])
        self.note = Text("", "dim").wrapped()
        self._there: tuple[Rate, ...] = ()
        line = row(Icon("info", "accent", 16), self.note)
        line.setStretch(1, 1)
        self.column.addWidget(self.ways)
        self.column.addWidget(self.rates)
        self.column.addLayout(line)
        self.ways.chosen.connect(lambda _: self._changed())
        self.rates.chosen.connect(lambda _: self.changed.emit())
        self.rates.hide()

    @property
    def policy(self) -> MovePolicy:
        """What is chosen."""
        return MovePolicy(str(self.ways.key()))

    def rate(self) -> Rate | None:
        """The rate that would hold after the move; None if none is sold there."""
        chosen = self.rates.key()
        first = self._there[0] if self._there else None
        return next((rate for rate in self._there if rate.id == chosen), first)

    def set_rates(self, there: Sequence[Rate]) -> None:
        """What is sold where the session goes, the fitting one first."""
        if tuple(there) != self._there:
            self._there = tuple(there)
            self.rates.set_choices([(rate.id, rate.name) for rate in there])
        self._show_rates()

    def say(self, preview: Preview | None, wording: Wording, wrong: str = "") -> None:
        """What the policy does, or why it cannot be."""
        self.note.setText(wrong or self._meaning(preview, wording))
        self.note.set_tone("amber" if wrong else "dim")

    def _changed(self) -> None:
        self._show_rates()
        self.changed.emit()

    def _show_rates(self) -> None:
        self.rates.setVisible(self.policy is not MovePolicy.KEEP_TIME and len(self._there) > 1)

    def _meaning(self, preview: Preview | None, wording: Wording) -> str:
        if self.policy is MovePolicy.KEEP_TIME:
            return tr(
                "Keep time: the session goes on with the same time left, at the old price. "
                "What was played so far is charged now."
            )
        if self.policy is MovePolicy.KEEP_VALUE:
            return tr(
                "Keep value: what is left is priced anew at the rate there. "
                "What was played so far is charged now."
            )
        text = tr(
            "Charge the difference: the time left stays, and what it costs more there is charged "
            "now. It is not given back if the session ends earlier."
        )
        return f"{text} {self._money(preview, wording)}".strip()

    def _money(self, preview: Preview | None, wording: Wording) -> str:
        if preview is None:
            return ""
        more = wording.money.exact(preview.difference)
        if not preview.lacking:
            return tr("From the balance: {money}.").format(money=more)
        lacking = wording.money.exact(preview.lacking)
        return tr("Difference: {money}. Take {lacking} in cash.").format(
            money=more, lacking=lacking
        )
