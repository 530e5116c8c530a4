"""End Session of a guest who pays at the end: the time stops, the money is taken, the PC is free.

GUI thread only. The time is stopped in the books before money is spoken of, so the price stands
still while the guest looks for a card; nothing of it is remembered here alone. What a card has paid
already, for a desk that went out meanwhile, is found in the books and booked.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.events import (
    CardPaymentChanged,
    SessionEnded,
    SessionExtended,
    SessionPaused,
    SessionResumed,
)
from clubdesk.domain.people import Permission
from clubdesk.domain.session import PlaySession, SessionState, played
from clubdesk.domain.session_ends import owed_at_end
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.card_payments import CardPaymentBegun
from clubdesk.services.sessions import PauseSession, SessionAnswer, SessionEnd
from clubdesk.services.views import ShiftNow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.hall.end_unpaid_form import EndUnpaidForm
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.words import countdown
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.refresh import Refresh

NEWS = (CardPaymentChanged, SessionEnded, SessionExtended, SessionPaused, SessionResumed)


class EndUnpaidDialog(Dialog):
    """Takes what a guest owes and ends the session.

    Signals:
        ended: What the books say of it (SessionEnd).
        left_stopped: It was left after the time was stopped; what is owed, minor units.
    """

    ended = Signal(object)
    left_stopped = Signal(int)

    def __init__(self, over: QWidget, runner: DeskRunner, seat: Seat, wording: Wording) -> None:
        name = seat.card.station.name
        super().__init__(over, tr("End Session"), f"· {name}", width=560)
        self.setObjectName("end_unpaid_dialog")
        self._runner, self._wording = runner, wording
        self._session: PlaySession | None = seat.card.session
        self._stopped_here = self._looked = self._took_keyboard = False
        self.form = EndUnpaidForm(wording, runner, self._session.id if self._session else 0)
        self.guest = self.form.guest
        self.gone = Button(tr("Left without paying..."), Kind.SECONDARY)
        self.body.addWidget(self.form)
        self.footer_left.addWidget(self.gone)
        self._connect()
        self.refresh()

    def begin(self) -> None:
        """Opens it."""
        self.open()
        self._reload()

    @property
    def is_stopped(self) -> bool:
        """Whether the price stands still."""
        return self._session is not None and self._session.state is SessionState.PAUSED

    def on_primary(self) -> None:
        """The next step: stops the time, asks the terminal, or takes the money and ends."""
        session = self._session
        if session is None or not self.primary.isEnabled():
            return
        if not self.is_stopped:
            self.submit(self._runner, PauseSession(session_id=session.id), self._stopped)
        elif self.form.asks_terminal():
            self.submit(self._runner, self.guest.card_payment(), self._ask_terminal)
        else:
            self.submit(self._runner, self.form.end(session.id), self._done)

    def finish(self, *, done: bool) -> None:
        """Closes it; tells of a card payment that has no end yet, and of a time that stands."""
        leaves = self.isVisible() and not done
        behind = self.guest.left_behind() if leaves else None
        owed = self.owed_minor() if leaves and self._stopped_here else 0
        super().finish(done=done)
        if behind is not None:
            self._runner.refused.emit(behind)
        elif owed:
            self.left_stopped.emit(owed)

    def owed_minor(self) -> int:
        """What the session costs if it ends now."""
        if self._session is None or not self._session.state.is_open:
            return 0
        return owed_at_end(self._session, self._runner.desk.clock.now())

    def refuse(self, error: DeskError | None) -> None:
        """Shows a refusal; the books may say another thing by now."""
        super().refuse(error)
        if error is not None:
            self._refresh.wanted()

    def refresh(self) -> None:
        """Shows what an end at this second would mean, and what is to be done next."""
        session = self._session
        if session is None:
            return
        at = self._runner.desk.clock.now()
        self.form.say(self.owed_minor(), countdown(int(played(session, at).total_seconds())))
        self.form.show_step(stopped=self.is_stopped)
        self.gone.setVisible(self.is_stopped and self.form.may_go_unpaid())
        gone = self.form.goes_unpaid
        self.gone.setText(tr("Take the money") if gone else tr("Left without paying..."))
        missing = self._runner.missing(Permission.DEDUCT) if gone else ""
        self.set_primary(
            self.form.words(stopped=self.is_stopped), why_not=self._why_not(), missing=missing
        )

    def _why_not(self) -> str:
        return self.form.why_not() if self.is_stopped else ""

    def _connect(self) -> None:
        self.gone.setFixedHeight(BIG_HEIGHT)
        self.gone.clicked.connect(self._toggle_gone)
        self.form.changed.connect(self.refresh)
        self.guest.not_taken.connect(self._not_taken)
        self.guest.approved.connect(self.on_primary)
        self._refresh = Refresh(self, self._reload)
        bridge = EventBridge(self._runner.desk.events, self)
        bridge.happened.connect(lambda news: self._refresh.wanted() if _is_about(news) else None)
        self.destroyed.connect(lambda: bridge.close())
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()

    def _reload(self) -> None:
        till, at = self._runner.desk.till_id, self._runner.desk.clock.now()
        self._runner.ask(lambda books: books.shift_now(till, at), while_alive(self, self._take))

    def _take(self, now: ShiftNow) -> None:
        wanted = self._session.id if self._session is not None else 0
        open_ones = (card.session for card in now.open_sessions if card.session is not None)
        found = next((session for session in open_ones if session.id == wanted), None)
        if found is None:
            # Somebody else has ended it, or booked what a card had paid.
            self._stopped_here = False
            self.guest.payment_id = None
            self.finish(done=False)
            return
        self._session = found
        mine = [one for one in now.pending_payments if one.session_id == wanted]
        self.refresh()
        self.form.show_payment(mine[0] if mine else None, first=not self._looked)
        self.refresh()
        if self.is_stopped and not self._took_keyboard:
            self._took_keyboard = True
            (self.form.first() or self.primary).setFocus(Qt.FocusReason.OtherFocusReason)
        self._looked = True

    def _stopped(self, _answer: SessionAnswer) -> None:
        self._stopped_here = True
        self._reload()

    def _toggle_gone(self) -> None:
        self.form.go_unpaid(not self.form.goes_unpaid)
        self.refuse(None)
        self.refresh()

    def _ask_terminal(self, answer: CardPaymentBegun) -> None:
        self.guest.ask_terminal(answer.payment_id)
        self.refresh()

    def _not_taken(self, state: CardState) -> None:
        failure = self.guest.failure(state)
        if failure is None:
            self.guest.go_on(state)
            self._reload()
        else:
            self.submit(self._runner, failure, lambda _: self.guest.go_on(state))

    def _done(self, answer: SessionEnd) -> None:
        self.guest.payment_id = None
        self.ended.emit(answer)
        self.finish(done=True)


def _is_about(news: object) -> bool:
    return isinstance(news, NEWS)
