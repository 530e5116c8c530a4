"""How the club holds seats, and what becomes of those who do not come. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Permission
from clubdesk.domain.reservation import MissedDeposit, ReservationRules
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.reservation_ends import ReservationEnd, ReturnDeposit
from clubdesk.services.reserving import LONGEST_MINUTES, SaveReservationRules
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Choice, Field
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import Text


class RulesDialog(Dialog):
    """The rules of reservations.

    Signals:
        saved: A Notice.
    """

    saved = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner, rules: ReservationRules) -> None:
        super().__init__(over, tr("Rules of reservations"), width=480)
        self.setObjectName("reservation_rules")
        self._runner = runner
        self.alert = _minutes(tr("Tell the desk before, minutes"), rules.alert_minutes)
        self.hold = _minutes(tr("Hold the seats before, minutes"), rules.hold_minutes)
        self.wait = _minutes(tr("Wait for who is late, minutes"), rules.no_show_minutes)
        self.missed = Choice(
            [
                (MissedDeposit.KEPT, tr("The club keeps it")),
                (MissedDeposit.GIVEN_BACK, tr("It is given back")),
            ]
        )
        self.missed.choose(rules.missed_deposit)
        for part in (self.alert, self.hold, self.wait):
            self.body.addWidget(part)
        self.body.addWidget(Field(tr("Deposit of who does not come"), self.missed))
        self.set_primary(tr("Save"), missing=runner.missing(Permission.EDIT_SETTINGS))

    def begin(self) -> None:
        """Opens it."""
        self.open(self.hold.editor)

    def on_primary(self) -> None:
        """Saves."""
        command = SaveReservationRules(
            hold_minutes=self.hold.editor.value(),
            no_show_minutes=self.wait.editor.value(),
            missed_deposit=MissedDeposit(str(self.missed.key())),
            alert_minutes=self.alert.editor.value(),
        )

        def done(_: object) -> None:
            self.saved.emit(Notice(tr("The rules of reservations are saved.")))
            self.finish(done=True)

        self.submit(self._runner, command, done)

    def refuse(self, error: DeskError | None) -> None:
        """Shows a refusal above the button and at its field."""
        super().refuse(error)
        fields = {
            "alert_minutes": self.alert,
            "hold_minutes": self.hold,
            "no_show_minutes": self.wait,
        }
        if error is not None and error.subject in fields:
            fields[error.subject].set_error(error.text)


class ReturnDialog(Dialog):
    """Pays out what is held for somebody without a card who did not come.

    Signals:
        ended: The ReservationEnd.
    """

    ended = Signal(object)

    def __init__(
        self, over: QWidget, runner: DeskRunner, reservation_id: int, name: str, amount: str
    ) -> None:
        super().__init__(over, tr("Deposit"), f"· {name}", width=440)
        self.setObjectName("return_deposit")
        self._runner, self._id = runner, reservation_id
        text = tr("{name} did not come; a deposit of {money} is still held.")
        self.body.addWidget(Text(text.format(name=name, money=amount)).wrapped())
        self.set_primary(
            tr("Pay back {money} in cash").format(money=amount),
            missing=runner.missing(Permission.RUN_SESSIONS),
        )

    def on_primary(self) -> None:
        """Pays it out."""

        def done(answer: ReservationEnd) -> None:
            self.ended.emit(answer)
            self.finish(done=True)

        self.submit(self._runner, ReturnDeposit(reservation_id=self._id), done)


def _minutes(label: str, value: int) -> Field[NumberBox]:
    return Field(label, NumberBox(0, LONGEST_MINUTES, value))
