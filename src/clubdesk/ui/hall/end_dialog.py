"""End Session: what was used, what becomes of the rest; and one confirmation for several.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import Remainder, payable, used_minor
from clubdesk.foundation.translate import tr
from clubdesk.services.sessions import EndSession, SessionEnd
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.card_state import Watch, read
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.words import countdown
from clubdesk.ui.look.button import Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Fact, Figure, rule
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import MEDIUM
from clubdesk.ui.look.wording import points


class EndDialog(Dialog):
    """Ends one session.

    Signals:
        ended: What the books say of it (SessionEnd).
    """

    ended = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner, seat: Seat, wording: Wording) -> None:
        name = seat.card.station.name
        super().__init__(over, tr("End Session"), f"· {name}", width=480)
        self.setObjectName("end_dialog")
        self._runner, self._seat, self._wording = runner, seat, wording
        self.who = Fact(tr("Client"), seat.card.payer_name or tr("Guest"))
        self.played = Fact(tr("Played"))
        self.left = Fact(tr("Time left"))
        self.used = Fact(tr("Used"))
        self.points = Fact(tr("Of it in points"))
        self.rest = Figure("", "", 24)
        self.note = Text("", "dim").wrapped()
        for part in (
            self.who,
            self.played,
            self.left,
            self.used,
            self.points,
            rule(),
            self.rest,
            self.note,
        ):
            self.body.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.refresh()

    def begin(self) -> None:
        """Opens it."""
        self.open()

    def on_primary(self) -> None:
        """Ends the session."""
        session = self._seat.card.session
        if session is None:
            return

        def done(answer: SessionEnd) -> None:
            self.ended.emit(answer)
            self.finish(done=True)

        self.submit(self._runner, EndSession(session_id=session.id), done)

    def refresh(self) -> None:
        """Shows what an end at this second would mean."""
        card = self._seat.card
        session = card.session
        if session is None:
            return
        now = self._runner.desk.clock.now()
        reading = read(card, self._seat.link, now, Watch())
        purse = Purse(card.balance_minor, card.points)
        used = min(used_minor(session, now), payable(session, purse))
        in_points = session.charged_points + card.points - reading.points
        self.points.say(points(in_points, self._wording.club))
        self.points.setVisible(session.terms.points_percent > 0)
        self.played.say(countdown(reading.played_s))
        self.left.say(countdown(reading.left_s))
        self.used.say(self._wording.money.exact(used))
        rest = self._wording.money.exact(reading.money_minor)
        self.rest.say(rest)
        if session.client_id is not None:
            self.rest.caption.setText(tr("Stays on the account"))
            self.note.setText(tr("The PC locks at once. The rest of the money is kept."))
        elif session.terms.guest_remainder is Remainder.PAID_OUT:
            self.rest.caption.setText(tr("Give back to the guest in cash"))
            self.note.setText(tr("The PC locks at once. The rest is paid out of the till."))
        else:
            self.rest.caption.setText(tr("Forfeited, as the rate says"))
            self.note.setText(tr("The PC locks at once. Nothing is paid out."))
        self.set_primary(tr("End Session"))


class AskDialog(Dialog):
    """A question with one answer: for deeds on several seats, and for a restart.

    Signals:
        agreed: The answer was yes.
    """

    agreed = Signal()

    def __init__(self, over: QWidget, heading: str, text: str, yes: str) -> None:
        super().__init__(over, heading, width=480)
        self.setObjectName("ask_dialog")
        self.body.addWidget(Text(text, weight=MEDIUM).wrapped())
        self.set_primary(yes)

    def begin(self) -> None:
        """Opens it."""
        self.open()

    def as_danger(self) -> AskDialog:
        """Marks the answer as a loss."""
        self.primary.set_kind(Kind.DANGER)
        return self

    def on_primary(self) -> None:
        """Yes."""
        self.agreed.emit()
        self.finish(done=True)
