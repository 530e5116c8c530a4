"""Open Shift: count the till blind, then see what the books expected. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.services.shifts import OpenShift, ShiftAnswer
from clubdesk.services.views import ShiftNow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog, open_dialog_of
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.wording import money
from clubdesk.ui.shifts.count import TillCount
from clubdesk.ui.shifts.outcome import Outcome


class OpenShiftDialog(Dialog):
    """Asks for the count, opens the shift, and shows the difference to the last close."""

    def __init__(self, over: QWidget, runner: DeskRunner, club: Club) -> None:
        super().__init__(over, tr("Open Shift"), width=600)
        self._runner = runner
        self._club = club
        self._done = False
        self.advice = Text(
            tr("Count the cash in the till. What the books expect is shown after the count."),
            "dim",
        ).wrapped()
        self.count = TillCount(club)
        self.body.addWidget(self.advice)
        self.body.addWidget(self.count)
        self.count.changed.connect(lambda _: self._counted())
        self.cancel.setText(tr("Later"))
        self._counted()

    def begin(self) -> None:
        """Opens with the keyboard in the count."""
        self.open(self.count.focus_first())

    def on_primary(self) -> None:
        """Opens the shift; once it is open, leaves."""
        counted = self.count.minor()
        if self._done:
            self.finish(done=True)
        elif counted is None:
            self.count.setFocus()
        else:
            self.submit(
                self._runner, OpenShift(counted_minor=counted, parts=self.count.parts()), self._show
            )

    def _counted(self) -> None:
        self.refuse(None)
        counted = self.count.minor()
        if counted is None:
            self.set_primary(tr("Open Shift"), why_not=tr("Count the till first."))
        else:
            amount = money(counted, self._club)
            self.set_primary(tr("Open Shift with {amount}").format(amount=amount))

    def _show(self, answer: ShiftAnswer) -> None:
        self._done = True
        counted = self.count.minor() or 0
        expected = counted if answer.first else answer.expected_minor
        sentence = tr("This till opens for the first time: there is nothing to compare with.")
        self.advice.hide()
        self.count.hide()
        self.body.addWidget(
            Outcome(self._club, counted, expected, sentence if answer.first else "")
        )
        self.heading.setText(tr("The shift is open"))
        self.cancel.hide()
        self.set_primary(tr("Go to Work"))
        self.primary.setFocus()


def offer_open_shift(over: QWidget, runner: DeskRunner) -> None:
    """Asks to open a shift if the till has none and the person may: after the first sign-in."""
    if not runner.may(Permission.RUN_SHIFT):
        return
    till, now = runner.desk.till_id, runner.desk.clock.now()

    def found(answer: tuple[Club | None, ShiftNow]) -> None:
        club, running = answer
        if club is not None and running.shift is None and open_dialog_of(over) is None:
            OpenShiftDialog(over, runner, club).begin()

    runner.ask(lambda books: (books.club(), books.shift_now(till, now)), while_alive(over, found))
