"""Daily limit: how much a client plays a day, as the client or a parent asked. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.play_limits import DAY_MINUTES, SetDailyLimit
from clubdesk.ui.clients.card_facts import CardFacts
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import Text
from clubdesk.ui.operations.reason import ReasonField

USUAL_MINUTES = 120


class LimitDialog(Dialog):
    """Whether there is a limit, how long, and who asked for it."""

    def __init__(self, over: QWidget, runner: DeskRunner, facts: CardFacts) -> None:
        person = facts.client
        super().__init__(over, tr("Daily limit"), f"· {person.name}", width=520)
        self.setObjectName("limit_dialog")
        self._runner, self._person = runner, person
        self.ways = ChipRow([(True, tr("With a limit")), (False, tr("Without a limit"))])
        self.minutes = NumberBox(1, DAY_MINUTES, person.daily_limit_minutes or USUAL_MINUTES)
        self.field = Field(tr("Minutes a day"), self.minutes)
        likely = (tr("The client asked for it"), tr("A parent asked for it"))
        self.reason = ReasonField(likely)
        note = tr(
            "When the day's minutes are played, a running session ends and no other can start"
            " until 00:00."
        )
        for part in (Text(note, "dim").wrapped(), self.ways, self.field, self.reason):
            self.body.addWidget(part)
        self.ways.chosen.connect(lambda _: self._show())
        self.minutes.changed.connect(lambda _: self._show())
        self.reason.changed.connect(lambda _: self._show())
        self._show()

    def begin(self) -> None:
        """Opens with the keyboard in the minutes."""
        self.open(self.minutes)
        self.minutes.selectAll()

    def on_primary(self) -> None:
        """Sets or takes away the limit."""
        minutes = self.minutes.value() if self.ways.key() else None
        reason = self.reason.text()
        command = SetDailyLimit(client_id=self._person.id, minutes=minutes, reason=reason)
        self.submit(self._runner, command)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that is wrong."""
        if error is not None and error.subject == "minutes":
            self.field.set_error(error.text)
        elif error is not None and error.subject == "reason":
            self.reason.set_error(error.text)
        super().refuse(error)

    def _show(self) -> None:
        limited = bool(self.ways.key())
        self.field.setVisible(limited)
        count = self.minutes.value()
        text = trn("Limit to {count} minute a day", "Limit to {count} minutes a day", count)
        words = text.format(count=count) if limited else tr("Take the limit away")
        self.set_primary(words, why_not="" if self.reason.text() else tr("Say why."))
