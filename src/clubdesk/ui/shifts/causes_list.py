"""What may explain a difference, the likeliest first, each with a button that opens it.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.causes import Cause
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import Panel, column, emptied, row, scrolled
from clubdesk.ui.look.text import Elided, Text, small
from clubdesk.ui.look.tokens import GAP_S, GAP_XS, MEDIUM, SMALL
from clubdesk.ui.shifts.cause_words import cause_people, cause_words

_LINE_HIGH = 54
_MOST_SEEN = 3


class CausesList(QWidget):
    """The list; not to be seen while nothing is known.

    Signals:
        open_wanted: The Cause whose payment or transaction is to be shown.
    """

    open_wanted = Signal(object)

    def __init__(self, club: Club) -> None:
        super().__init__()
        self._club = club
        self.causes: tuple[Cause, ...] = ()
        self.buttons: list[Button] = []
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(GAP_XS)
        self._area = scrolled(self._inside)
        self.setLayout(column(small(tr("What may have happened")), self._area, gap=GAP_S))
        self.hide()

    def show_causes(self, causes: Sequence[Cause]) -> None:
        """Replaces the list."""
        self.causes = tuple(causes)
        emptied(self._lines)
        self.buttons = []
        for cause in causes:
            self._lines.addWidget(self._line(cause))
        seen = min(len(causes), _MOST_SEEN)
        self._area.setFixedHeight(max(0, seen * (_LINE_HIGH + GAP_XS) - GAP_XS))
        bar = GAP_S + 4 if len(causes) > _MOST_SEEN else 0
        self._lines.setContentsMargins(0, 0, bar, 0)
        self.setVisible(bool(causes))

    def _line(self, cause: Cause) -> Panel:
        panel = Panel("raised", GAP_S)
        words = Elided(cause_words(cause, self._club), weight=MEDIUM)
        about = column(words, Elided(cause_people(cause), "dim", SMALL), gap=0)
        line = row(4)
        line.addLayout(about, 1)
        if cause.payment_id is not None or cause.transaction_id is not None:
            button = Button(tr("Open"))
            button.setAccessibleName(f"{tr('Open')}: {words.whole()}")
            button.clicked.connect(self._opener(cause))
            self.buttons.append(button)
            line.addWidget(button)
        panel.column.addLayout(line)
        panel.setFixedHeight(_LINE_HIGH)
        return panel

    def _opener(self, cause: Cause) -> Callable[[], None]:
        return lambda: self.open_wanted.emit(cause)


def no_cause_words() -> Text:
    """What is said where nothing in the shift explains the difference."""
    return Text(tr("Nothing in this shift explains it. Count once more."), "dim").wrapped()
