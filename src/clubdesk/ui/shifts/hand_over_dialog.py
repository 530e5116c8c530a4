"""Hand over: two people, one blind count, and the next shift begins. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission, Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.handing_over import HandedOver, HandOver
from clubdesk.services.views import ShiftNow, SignInName
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.person_pick import PersonPick
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.wording import money
from clubdesk.ui.shifts.blind_count import BlindCount
from clubdesk.ui.shifts.going_on import GoingOn
from clubdesk.ui.shifts.outcome import Outcome

WIDTH = 680
_HIGH, _LINES_HIGH, _LINES_LOW = 840, 5, 2
"""How many sessions are seen at once: on a low screen the banknotes need the room."""


class HandOverDialog(Dialog):
    """Who takes over, what goes on, one count; ends with the new person signed in.

    Signals:
        cause_wanted: The Cause of a difference that is to be shown.
        report_wanted: The id of the shift that ended; its Z-report is to be shown.
    """

    cause_wanted = Signal(object)
    report_wanted = Signal(int)

    def __init__(
        self, over: QWidget, runner: DeskRunner, bridge: EventBridge, club: Club, now: ShiftNow
    ) -> None:
        own = runner.staff
        super().__init__(over, tr("Hand over"), f"· {own.name}" if own else "", WIDTH)
        self._runner, self._club = runner, club
        self._closed: int | None = None
        self.pick = PersonPick(
            tr("Who takes over"), tr("Password or PIN"), letters=True, across=True
        )
        self.going_on = GoingOn(club, _LINES_HIGH if over.window().height() > _HIGH else _LINES_LOW)
        advice = tr("Count the cash together. What the books expect is shown after the count.")
        self.blind = BlindCount(runner, club, advice)
        self.count, self.reason = self.blind.count, self.blind.reason
        for part in (self.pick, self.going_on, self.blind):
            self.body.addWidget(part)
        self.pick.secret.editor.textChanged.connect(lambda _: self._changed())
        self.blind.changed.connect(self._changed)
        self.blind.open_wanted.connect(self.cause_wanted)
        self._refresh = Refresh(self, self._reload)
        bridge.happened.connect(self._refresh.wanted)
        self._show_now(now)

    def begin(self) -> None:
        """Opens with the keyboard in the secret of who takes over."""
        self._say()
        self.open(self.pick.secret.editor)
        own = self._runner.staff
        self._runner.ask(
            lambda books: books.sign_in_names(),
            while_alive(self, lambda people: self._show_people(people, own.login if own else "")),
        )

    def on_primary(self) -> None:
        """Hands over; once it is done, shows the report of the shift that ended."""
        counted = self.blind.minor()
        if self._closed is not None:
            self.finish(done=True)
            self.report_wanted.emit(self._closed)
        elif counted is not None and self.pick.login():
            difference = self.blind.difference if self.blind.is_told else ""
            command = HandOver(
                to_login=self.pick.login(),
                password=self.pick.secret.editor.text(),
                counted_minor=counted,
                parts=self.blind.parts(),
                reason=self.blind.take(),
            )
            what = f"{self.primary.text()}. {difference}" if difference else ""
            self.submit(self._runner, command, self._handed_over, what=what.strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads from the secret to the count, and then presses the button."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.isAutoRepeat() and self._closed is None and self._lead_on():
            event.accept()
        else:
            super().keyPressEvent(event)

    def refuse(self, error: DeskError | None) -> None:
        """A wrong secret is told at its field; a difference asks for its reason."""
        self.pick.secret.set_error("")
        if error is not None and error.subject == "password":
            self.pick.secret.set_error(f"{error.text} {error.what_to_do}")
            self.pick.secret.editor.selectAll()
            self.pick.secret.editor.setFocus()
            error = None
        elif self.blind.take_refusal(error):
            self._say()
        super().refuse(error)

    def _lead_on(self) -> bool:
        if not self.pick.secret.editor.text():
            self.pick.secret.set_error(tr("Type the password or the PIN."))
            self.pick.secret.editor.setFocus()
            return True
        if self.blind.minor() is None:
            self.blind.focus_first().setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def _reload(self) -> None:
        if self._closed is None:
            till, at = self._runner.desk.till_id, self._runner.desk.clock.now()
            self._runner.ask(
                lambda books: books.shift_now(till, at), while_alive(self, self._show_now)
            )

    def _show_now(self, now: ShiftNow) -> None:
        if self._closed is None:
            at, pending = self._runner.desk.clock.now(), len(now.pending_payments)
            # Sessions are posted to this till's shift only where no other till is open.
            self.going_on.show_cards(now.open_sessions if now.sessions_block else (), pending, at)

    def _show_people(self, people: Sequence[SignInName], own: str) -> None:
        self.pick.show_people([one for one in people if one.login != own])
        self._say()

    def _changed(self) -> None:
        if self._closed is None:
            self.refusal.say(None)
            self._say()

    def _say(self) -> None:
        counted = self.blind.minor()
        # The causes of a difference need the room; who plays was read before the count.
        self.going_on.setVisible(not self.blind.is_told)
        why_not = ""
        if not self.pick.login():
            why_not = tr("Nobody else has an account at this desk.")
        elif not self.pick.secret.editor.text():
            why_not = tr("Type the password or the PIN.")
        elif counted is None:
            why_not = tr("Count the till first.")
        words = tr("Hand over")
        if counted is not None:
            words = tr("Hand over with {amount}").format(amount=money(counted, self._club))
        self.set_primary(words, why_not=why_not)
        if not why_not:
            self._guard()

    def _guard(self) -> None:
        """Shows that a colleague's PIN is needed, once the difference is known."""
        missing = self._runner.missing(Permission.CLOSE_OVER_TOLERANCE)
        self.primary.guard(missing if self.blind.is_told else "")

    def _handed_over(self, answer: HandedOver) -> None:
        self._closed = answer.closed_shift_id
        counted = self.blind.minor() or 0
        self.pick.secret.editor.clear()
        for part in (self.pick, self.going_on, self.blind):
            part.hide()
        self.body.addWidget(Outcome(self._club, counted, answer.expected_minor))
        person = self.pick.person()
        name = person.name if person is not None else ""
        self.heading.setText(tr("The till is with {name} now").format(name=name))
        self.subtitle.setText("· " + tr("Z-report {number}").format(number=answer.z_number))
        self.cancel.setText(tr("Close"))
        self.set_primary(tr("Show Z-report"))
        self.primary.setFocus()
        runner = self._runner

        def welcome(staff: Staff | None) -> None:
            if staff is not None:
                runner.sign_in(staff)

        runner.ask(lambda books: books.staff(answer.staff_id), welcome)
