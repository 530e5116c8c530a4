"""Explain the charge: how a session's price comes about, line by line, with a print of it.

GUI thread only. The hall and the client's Visit History open it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clubdesk.domain.explaining import ChargeStep, Explanation
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.explaining import PrintExplanation
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Fact, rule, scrolled
from clubdesk.ui.look.text import Elided, Text, small
from clubdesk.ui.look.tokens import BOLD, MEDIUM, SMALL
from clubdesk.ui.look.wording import clock_time, money, points, signed_money
from clubdesk.ui.operations.explain_words import step_length, step_text

MOST_HEIGHT = 380


class ExplainDialog(Dialog):
    """The lines of one charge.

    Signals:
        printed: The paper is in the queue.
    """

    printed = Signal()

    def __init__(self, over: QWidget, runner: DeskRunner, told: Explanation, club: Club) -> None:
        who = told.payer or tr("Guest")
        super().__init__(over, tr("Explain the charge"), f"· {who}", width=660)
        self.setObjectName("explain_dialog")
        self._runner, self._told, self._club = runner, told, club
        span = f"{self._clock(told.started_at)}–{self._clock(told.until)}"
        when = span if told.is_final else tr("{span}, goes on").format(span=span)
        self.body.addWidget(small(f"{told.rate_name} · {when}"))
        self.rows: list[tuple[str, str, str]] = [self._row(step) for step in told.steps]
        area = scrolled(self._lines())
        area.setFixedHeight(min(MOST_HEIGHT, 12 + 24 * max(1, len(self.rows))))
        self.body.addWidget(area)
        self.body.addWidget(rule())
        self.total = Fact(tr("In all"), weight=BOLD)
        self.total.say(money(told.total, club))
        self.body.addWidget(self.total)
        if told.points:
            self.body.addWidget(Fact(tr("Of it in points"), points(told.points, club)))
            self.body.addWidget(Fact(tr("Of it in money"), money(told.money, club)))
        self.cancel.setText(tr("Close"))
        self.set_primary(tr("Print"))

    def begin(self) -> None:
        """Opens it."""
        self.open()

    def on_primary(self) -> None:
        """Prints the same lines."""

        def queued(_answer: object) -> None:
            self.printed.emit()
            self.finish(done=True)

        self.submit(self._runner, PrintExplanation(session_id=self._told.session_id), queued)

    def _lines(self) -> QWidget:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for place, (what, length, amount) in enumerate(self.rows):
            grid.addWidget(Elided(what, "text", SMALL, MEDIUM), place, 0)
            grid.addWidget(Text(length, "dim", SMALL).at_right(), place, 1)
            grid.addWidget(Text(amount, "text", SMALL, MEDIUM).at_right(), place, 2)
        grid.setRowStretch(len(self.rows), 1)
        return content

    def _row(self, step: ChargeStep) -> tuple[str, str, str]:
        what = step_text(step, self._club)
        if step.started_at is not None and step.ended_at is not None:
            what = f"{self._clock(step.started_at)}–{self._clock(step.ended_at)} · {what}"
        shows = bool(step.amount) or step.what in (
            "hours",
            "covered",
            "kept",
            "free",
            "added",
            "brought",
        )
        amount = ""
        if shows:
            own = step.what in ("given_back", "discount", "limit", "step", "minimum")
            say = signed_money if own else money
            amount = say(step.amount, self._club)
        return what, step_length(step, self._club), amount

    def _clock(self, at: object) -> str:
        return clock_time(at, self._club)  # type: ignore[arg-type]


def open_explain(over: QWidget, runner: DeskRunner, session_id: int) -> None:
    """Asks the books how a charge comes about and shows it."""
    now = runner.desk.clock.now()

    def found(answer: tuple[Club | None, Explanation | None]) -> None:
        club, told = answer
        if club is not None and told is not None:
            ExplainDialog(over, runner, told, club).begin()

    runner.ask(
        lambda books: (books.club(), books.explain(session_id, now)), while_alive(over, found)
    )
