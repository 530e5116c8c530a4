"""Cancel Session: free, in the club's first minutes, with a reason. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Permission
from clubdesk.domain.play_rules import PlayRules
from clubdesk.domain.session_ends import cancel_until
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.cancelling import CancelSession
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.words import countdown
from clubdesk.ui.look.button import Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Fact
from clubdesk.ui.look.text import Text
from clubdesk.ui.operations.reason import ReasonField


class CancelDialog(Dialog):
    """Takes a session back.

    Signals:
        done: What went back (Cancelled).
    """

    done = Signal(object)

    def __init__(
        self, over: QWidget, runner: DeskRunner, seat: Seat, wording: Wording, club: PlayRules
    ) -> None:
        super().__init__(over, tr("Cancel Session"), f"· {seat.card.station.name}", width=520)
        self.setObjectName("cancel_dialog")
        self._runner, self._seat, self._wording, self._club = runner, seat, wording, club
        self.cancel.setText(tr("Back"))
        self.left = Fact(tr("Can be cancelled for"))
        self.note = Text("", "dim").wrapped()
        likely = (tr("The wrong PC"), tr("The wrong rate"), tr("The client changed their mind"))
        self.reason = ReasonField(likely)
        who = Fact(tr("Client"), seat.card.payer_name or tr("Guest"))
        for part in (who, self.left, self.note, self.reason):
            self.body.addWidget(part)
        self.primary.set_kind(Kind.DANGER)
        self.reason.changed.connect(lambda _: self.refresh())
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.note.setText(self._what_goes_back())
        self.refresh()

    def begin(self) -> None:
        """Opens it with the keyboard in the reason."""
        self.open(self.reason.edit)

    def on_primary(self) -> None:
        """Cancels the session."""
        session = self._seat.card.session
        if session is None:
            return

        def cancelled(answer: object) -> None:
            self.done.emit(answer)
            self.finish(done=True)

        command = CancelSession(session_id=session.id, reason=self.reason.text())
        self.submit(self._runner, command, cancelled)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the reason if that is what is wrong."""
        if error is not None and error.subject == "reason":
            self.reason.set_error(error.text)
        super().refuse(error)

    def refresh(self) -> None:
        """Counts down how long it is still possible."""
        session = self._seat.card.session
        if session is None:
            return
        until = cancel_until(session, self._club.cancel_minutes)
        left_s = int((until - self._runner.desk.clock.now()).total_seconds())
        self.left.say(countdown(max(0, left_s)), "text" if left_s > 0 else "red")
        why_not = "" if self.reason.text() else tr("Say why.")
        if left_s < 0:
            minutes = self._club.cancel_minutes
            why_not = trn(
                "A session can be cancelled only in its first {count} minute.",
                "A session can be cancelled only in its first {count} minutes.",
                minutes,
            ).format(count=minutes)
        missing = self._runner.missing(Permission.CANCEL_SESSION)
        self.set_primary(tr("Cancel Session"), why_not=why_not, missing=missing)

    def _what_goes_back(self) -> str:
        session = self._seat.card.session
        if session is not None and session.is_guest and not session.postpaid:
            back = self._seat.card.balance_minor + session.charged_minor
            return tr(
                "Nothing is charged. Give back {money} to the guest in cash. The PC locks at once."
            ).format(money=self._wording.money.exact(back))
        return tr("Nothing is charged; the money stays on the account. The PC locks at once.")
