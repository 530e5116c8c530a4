"""A blind count and what follows: the difference, its likely causes, a reason, or once more.

GUI thread only. Close Shift and Hand over share it. Amounts are minor units.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.shifts import OVER_TOLERANCE, REASON_NEEDED
from clubdesk.services.views_till import CountCheck
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import emptied, row
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M
from clubdesk.ui.shifts.causes_list import CausesList, no_cause_words
from clubdesk.ui.shifts.count import TillCount
from clubdesk.ui.shifts.outcome import Outcome

_COUNT_FIELDS = ("counted", "counted_minor", "parts")


class BlindCount(QWidget):
    """Asks for the count; once it was refused, shows the difference and asks for its reason.

    Attributes:
        told: The count that the difference on the screen belongs to; None while it is blind.

    Signals:
        changed: Another count, another reason.
        open_wanted: The Cause whose payment or transaction is to be shown.
    """

    changed = Signal()
    open_wanted = Signal(object)

    def __init__(self, runner: DeskRunner, club: Club, advice: str) -> None:
        super().__init__()
        self._runner, self._club = runner, club
        self._sent: int | None = None
        self.told: int | None = None
        self.difference = ""
        self._what_to_do = ""
        self.advice = Text(advice, "dim").wrapped()
        self.count = TillCount(club)
        self.causes = CausesList(club)
        self.no_causes = no_cause_words()
        self.reason = TextField(tr("Reason for the difference"), tr("It goes into the Z-report."))
        self.again = Button(tr("Count again"), icon_name="rotate-cw")
        self._outcome = QVBoxLayout()
        self._build()
        self.count.changed.connect(lambda _: self._counted())
        self.reason.editor.textChanged.connect(lambda _: self.changed.emit())
        self.again.clicked.connect(self.begin_anew)
        self.causes.open_wanted.connect(self.open_wanted)

    def minor(self) -> int | None:
        """The count; None while nothing or no number was typed."""
        return self.count.minor()

    def parts(self) -> dict[int, int]:
        """The pieces by their value; empty for a total."""
        return self.count.parts()

    def take(self) -> str:
        """Remembers what is sent, and gives the reason that belongs to exactly this count."""
        self._sent = self.count.minor()
        return self.reason.text() if self.is_told else ""

    @property
    def is_told(self) -> bool:
        """Whether the difference of the count that stands there is known."""
        return self.told is not None and self.told == self.count.minor()

    def take_refusal(self, error: DeskError | None) -> bool:
        """Shows what a refusal of the count is about; True if it was about that."""
        if error is None:
            return False
        if error.code in (OVER_TOLERANCE, REASON_NEEDED):
            self.told, self.difference = self._sent, error.text
            self._what_to_do = error.what_to_do
            self._show_told(is_told=True)
            self.reason.editor.setFocus()
            self._ask_causes()
            return True
        if error.subject in _COUNT_FIELDS:
            self.count.set_error(error.text)
            self.count.focus_first().setFocus()
        elif error.subject == "reason":
            self.reason.set_error(error.text)
            self.reason.editor.setFocus()
        return False

    def begin_anew(self) -> None:
        """Blind again: an empty count; what was found out stays in the journal."""
        self._forget()
        self.count.begin_anew()

    def focus_first(self) -> QWidget:
        """What the keyboard should start in."""
        return self.count.focus_first()

    def _build(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        self._outcome.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.advice)
        lines.addWidget(self.count)
        lines.addLayout(self._outcome)
        for part in (self.causes, self.no_causes, self.reason):
            lines.addWidget(part)
        lines.addLayout(row(self.again, None))
        self._show_told(is_told=False)

    def _counted(self) -> None:
        if self.told is not None and not self.is_told:
            self._forget()
        self.changed.emit()

    def _forget(self) -> None:
        self.told, self.difference = None, ""
        self.reason.editor.clear()
        self._show_told(is_told=False)

    def _show_told(self, *, is_told: bool) -> None:
        self.advice.setVisible(not is_told)
        self.count.setVisible(not is_told)
        self.reason.setVisible(is_told)
        self.again.setVisible(is_told)
        self.no_causes.hide()
        emptied(self._outcome)
        self.causes.show_causes(())

    def _ask_causes(self) -> None:
        till, at, counted = self._runner.desk.till_id, self._runner.desk.clock.now(), self.told
        if counted is not None:
            self._runner.ask(
                lambda books: books.likely_causes(till, counted, at),
                while_alive(self, self._show_causes),
            )

    def _show_causes(self, found: CountCheck | None) -> None:
        if found is None or found.counted_minor != self.told:
            return
        emptied(self._outcome)
        # Both lines of the refusal, beside the figures; the one above the button goes.
        sentence = f"{self.difference} {self._what_to_do}".strip()
        self._outcome.addWidget(
            Outcome(self._club, found.counted_minor, found.expected_minor, sentence)
        )
        self.causes.show_causes(found.causes)
        self.no_causes.setVisible(not found.causes)
        self.changed.emit()
