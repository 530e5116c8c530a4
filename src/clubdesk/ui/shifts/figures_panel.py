"""The running shift's figures so far (an X-report on the screen). GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.shift import ShiftFigures
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.frames import Figure
from clubdesk.ui.look.tokens import GAP_L
from clubdesk.ui.look.wording import money

_COLUMNS = 4
_FIRST_LINE = ("revenue", "cash", "top_ups", "sessions")
_ONLY_IF_ANY = ("refunds", "deductions", "undone_top_ups", "undone_refunds")


class FiguresPanel(QWidget):
    """Eight figures in two lines, and a third with what went back or was undone, if any was.

    The cash expected is shown only where it may be seen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.figures = {
            "revenue": Figure(tr("Revenue"), size=24),
            "cash": Figure(tr("Cash expected"), size=24),
            "top_ups": Figure(tr("Top-ups"), size=24),
            "sessions": Figure(tr("Sessions ended"), size=24),
            "play": Figure(tr("Play")),
            "bar": Figure(tr("Bar")),
            "guests": Figure(tr("Guests paid")),
            "opening": Figure(tr("Opening")),
            "refunds": Figure(tr("Refunds")),
            "deductions": Figure(tr("Deductions")),
            "undone_top_ups": Figure(tr("Undone top-ups")),
            "undone_refunds": Figure(tr("Undone refunds")),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_L)
        grid.setVerticalSpacing(GAP_L)
        for number, figure in enumerate(self.figures.values()):
            grid.addWidget(figure, number // _COLUMNS, number % _COLUMNS)
            grid.setColumnStretch(number % _COLUMNS, 1)
        self._is_low = False
        self._any: set[str] = set()
        for name in _ONLY_IF_ANY:
            self.figures[name].hide()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addLayout(grid)

    def show_figures(self, figures: ShiftFigures, club: Club, *, with_cash: bool) -> None:
        """Shows the figures so far."""
        hidden = tr("hidden")
        shown = {
            "revenue": money(figures.revenue, club),
            "cash": money(figures.expected_cash, club) if with_cash else hidden,
            "top_ups": money(figures.top_ups, club),
            "sessions": str(figures.sessions),
            "play": money(figures.play_revenue, club),
            "bar": money(figures.bar_revenue, club),
            "guests": money(figures.guest_paid, club),
            "opening": money(figures.opening, club) if with_cash else hidden,
        }
        for name in _ONLY_IF_ANY:
            amount = getattr(figures, name)
            shown[name] = money(amount, club)
            (self._any.add if amount else self._any.discard)(name)
        for name, text in shown.items():
            self.figures[name].say(text, "dim" if text == hidden else "text")
        self._show_lines()

    def fit(self, *, low: bool) -> None:
        """Leaves the first line alone where the screen is low: cut figures are read by nobody."""
        self._is_low = low
        self._show_lines()

    def _show_lines(self) -> None:
        for name, figure in self.figures.items():
            there = name not in _ONLY_IF_ANY or name in self._any
            figure.setVisible(there and (name in _FIRST_LINE or not self._is_low))
