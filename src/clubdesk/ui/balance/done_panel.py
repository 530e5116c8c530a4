"""What was done last at this counter, with its receipt and Undo. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.ports import LampState as PrinterState
from clubdesk.services.ports import PrinterLamp, PrintJob, PrintState
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import BOLD, GAP_L, GAP_M
from clubdesk.ui.look.wording import money, points
from clubdesk.ui.operations.before_after import BeforeAfter
from clubdesk.ui.operations.outcome import Outcome


class DonePanel(QFrame):
    """The last operation, or what to do where there was none.

    Signals:
        undo_wanted: The client's id.
    """

    undo_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("frame", "flat")
        self.outcome: Outcome | None = None
        self.sign = Icon("search", "dim", 32)
        self.what = Text("", size=22, weight=BOLD).wrapped()
        self.who = Text("", "dim", 15).wrapped()
        self.figures = BeforeAfter(big=36)
        self.extra = Text("", "green", 15)
        self.receipt_icon = Icon("receipt-text", "dim", 18)
        self.receipt = Text("", "dim").wrapped()
        self.undo = Button(tr("Undo"), Kind.SECONDARY, tr("Ctrl Z"), icon_name="undo-2")
        self.undo.clicked.connect(self._undo)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(2 * GAP_L, 2 * GAP_L, 2 * GAP_L, 2 * GAP_L)
        lines.setSpacing(GAP_M)
        head = row(self.sign, gap=GAP_L)
        head.addWidget(self.what, 1)
        lines.addLayout(head)
        lines.addWidget(self.who)
        lines.addWidget(self.figures)
        lines.addWidget(self.extra)
        paper = row(self.receipt_icon, gap=GAP_M)
        paper.addWidget(self.receipt, 1)
        paper.addWidget(self.undo)
        lines.addLayout(paper)
        lines.addStretch(1)
        self._parts = (self.figures, self.extra, self.receipt_icon, self.receipt, self.undo)
        self.invite()

    def invite(self) -> None:
        """Says how to begin, where nothing was done yet."""
        self.outcome = None
        self.sign.name, self.sign.tone = "search", "dim"
        self.sign.update()
        self.what.setText(tr("Find the client"))
        self.who.setText(
            tr("Type the last 4–6 digits of the phone, part of the name, or scan the card.")
        )
        for part in self._parts:
            part.hide()

    def show_outcome(self, outcome: Outcome, club: Club) -> None:
        """Shows what was done."""
        self.outcome = outcome
        self.sign.name, self.sign.tone = "circle-check", "green"
        self.sign.update()
        self.what.setText(outcome.text)
        self.who.setText(outcome.client_name)
        self._show_figures(outcome, club)
        self.extra.setVisible(bool(outcome.extra_points > 0))
        added = tr("A promotion added {points}").format(points=points(outcome.extra_points, club))
        self.extra.setText(added)
        self.undo.setVisible(outcome.can_be_undone)
        for part in (self.figures, self.receipt_icon, self.receipt):
            part.show()
        self.receipt.setText("")

    def show_receipt(self, jobs: Sequence[PrintJob], lamp: PrinterLamp) -> None:
        """Says where the receipt is."""
        job_id = self.outcome.job_id if self.outcome is not None else 0
        job = next((job for job in jobs if job.id == job_id), None)
        self.receipt.setText(receipt_words(job.state if job is not None else None, lamp))

    def _show_figures(self, outcome: Outcome, club: Club) -> None:
        if outcome.in_points:
            before, after = outcome.points_before, outcome.points_after
            self.figures.say(points(before, club), points(after, club))
        else:
            self.figures.say(money(outcome.before, club), money(outcome.after, club))
        change = money(outcome.change_minor, club) if outcome.change_minor else ""
        self.figures.say_third(tr("Change to give") if change else "", change, "amber")

    def _undo(self) -> None:
        if self.outcome is not None:
            self.undo_wanted.emit(self.outcome.client_id)


def receipt_words(state: PrintState | None, lamp: PrinterLamp) -> str:
    """Where a receipt is, in words."""
    if state in (PrintState.CONFIRMED, PrintState.SENT):
        return tr("The receipt was printed.")
    if state is PrintState.SENDING:
        return tr("The receipt is being printed.")
    if state in (PrintState.FAILED, PrintState.UNKNOWN):
        return tr("The receipt may not have come out: see the bar at the top.")
    if state is PrintState.SKIPPED:
        return tr("The receipt was not printed.")
    if lamp.state is PrinterState.NONE:
        return tr("The receipt is kept: no printer is connected.")
    return tr("The receipt waits for the printer.")
