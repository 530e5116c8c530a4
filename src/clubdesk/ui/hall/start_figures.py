"""The figures under a start: what is paid from what, how long it lasts. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.quote import Quote
from clubdesk.ui.hall.start_words import bands_text, ends_text
from clubdesk.ui.look.frames import Figure
from clubdesk.ui.look.text import small
from clubdesk.ui.look.wording import points, span


class StartFigures(QWidget):
    """From money, from points, change, time, end; and the prices on the way."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.money = Figure(tr("From money"))
        self.points = Figure(tr("From points"))
        self.change = Figure(tr("Change to give"))
        self.time = Figure(tr("Time"))
        self.ends = Figure(tr("Ends at"))
        self.bands = small()
        line = QHBoxLayout()
        for figure in (self.money, self.points, self.change, self.time, self.ends):
            line.addWidget(figure, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addLayout(line)
        lines.addWidget(self.bands)

    def say(self, bought: Quote | None, share_percent: int) -> None:
        """Shows what is bought; None for nothing. Points are spoken of where they may pay."""
        money = self._wording.money.exact
        short = bought is not None and bought.short_minor > 0
        self.money.say(money(bought.amount_minor) if bought else "–", "amber" if short else "text")
        self.time.say(span(bought.buys) if bought else "–")
        self.ends.say(ends_text(bought, self._wording) if bought else "–")
        self.points.setVisible(share_percent > 0)
        self.points.caption.setText(tr("From points (≤ {percent} %)").format(percent=share_percent))
        self.points.say(points(bought.points, self._wording.club) if bought else "–")
        self.bands.setText(bands_text(bought, self._wording) if bought else "")
        self.bands.setVisible(bool(self.bands.text()))

    def say_payment(self, caption: str, change_minor: int | None) -> None:
        """Names what the money is; shows the change of a guest (None: there is no such thing)."""
        self.money.caption.setText(caption)
        self.change.setVisible(change_minor is not None)
        self.change.say(self._wording.money.exact(change_minor) if change_minor else "–")
