"""Add time: minutes of play that cost nothing, with a reason. GUI thread only."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.extending import MOST_MINUTES, AddTime
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.words import countdown
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import Figure, row, rule
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import Text
from clubdesk.ui.operations.reason import ReasonField

LIKELY_MINUTES = (5, 10, 15, 30, 60)


class AddTimeDialog(Dialog):
    """How many minutes, and why.

    Signals:
        done: What was added (TimeAdded).
    """

    done = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner, seat: Seat, wording: Wording) -> None:
        heading = f"· {seat.card.station.name} · {seat.card.payer_name or tr('Guest')}"
        super().__init__(over, tr("Add time"), heading, width=520)
        self.setObjectName("add_time_dialog")
        self._runner, self._seat, self._wording = runner, seat, wording
        self.minutes = NumberBox(1, MOST_MINUTES, 10)
        self.field = Field(tr("Minutes"), self.minutes)
        self.chips = [self._chip(minutes) for minutes in LIKELY_MINUTES]
        self.before = Figure(tr("Time left now"))
        self.after = Figure(tr("Time left after"))
        likely = (tr("The PC did not work"), tr("A broken headset"), tr("A gift of the club"))
        self.reason = ReasonField(likely)
        self.body.addWidget(
            Text(tr("This play time is free of charge; the journal keeps who gave it."), "dim")
            .wrapped()
        )  # fmt: skip
        self.body.addWidget(self.field)
        self.body.addWidget(Flow(list(self.chips)))
        self.body.addWidget(self.reason)
        self.body.addWidget(rule())
        self.body.addLayout(row(self.before, self.after, None))
        self.minutes.changed.connect(lambda _: self.refresh())
        self.reason.changed.connect(lambda _: self.refresh())
        self.refresh()

    def begin(self) -> None:
        """Opens it with the keyboard in the minutes."""
        self.open(self.minutes)
        self.minutes.selectAll()

    def on_primary(self) -> None:
        """Adds the time."""
        session = self._seat.card.session
        if session is None:
            return

        def added(answer: object) -> None:
            self.done.emit(answer)
            self.finish(done=True)

        command = AddTime(
            session_id=session.id, minutes=self.minutes.value(), reason=self.reason.text()
        )
        self.submit(self._runner, command, added)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that is wrong."""
        if error is not None and error.subject == "reason":
            self.reason.set_error(error.text)
        elif error is not None and error.subject == "minutes":
            self.field.set_error(error.text)
        super().refuse(error)

    def refresh(self) -> None:
        """Shows what the minutes do."""
        minutes = self.minutes.value()
        left = timedelta(seconds=self._seat.left_s)
        after = left + timedelta(minutes=minutes)
        self.before.say(countdown(self._seat.left_s))
        self.after.say(countdown(int(after.total_seconds())), "green")
        text = trn("Add {count} minute", "Add {count} minutes", minutes).format(count=minutes)
        why_not = "" if self.reason.text() else tr("Say why.")
        missing = self._runner.missing(Permission.ADD_TIME)
        self.set_primary(text, why_not=why_not, missing=missing)

    def _chip(self, minutes: int) -> Chip:
        chip = Chip(tr("{count} min").format(count=minutes), checkable=False)
        chip.clicked.connect(lambda: self.minutes.setValue(minutes))
        return chip
