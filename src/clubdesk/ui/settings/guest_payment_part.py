"""When guests pay, in Settings. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal

from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.rating import SetGuestPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, heading, small
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_M


class GuestPaymentPart(Panel):
    """Whether guests may play first and pay at the end, and how much they may owe.

    Signals:
        changed: The rule was saved.
    """

    changed = Signal()

    def __init__(self, runner: DeskRunner, club: Club) -> None:
        super().__init__("panel", 20)
        self._runner = runner
        self._shown: tuple[bool, int] | None = None
        self.postpaid = Tick(tr("Guests may pay at the end"))
        self.explained = small(
            tr("A guest without a card plays first; the cashier takes the money at the end.")
        ).wrapped()
        self.limit = MoneyField(
            tr("Most that a guest may owe"),
            club.currency,
            big=False,
            hint=tr("The session ends by itself when so much was played."),
        )
        self.refusal = Refusal()
        self.save = Button(tr("Save"), Kind.PRIMARY, tr("Enter"))
        self.told = Text("", "green")
        self._build()
        self._connect()

    def show_club(self, club: Club) -> None:
        """Shows the rule as it is; what is half typed stays while it is as it was."""
        stored = (club.postpaid_guests, club.postpaid_limit_minor)
        if stored == self._shown:
            return
        self._shown = stored
        self.postpaid.setChecked(club.postpaid_guests)
        self.limit.set_minor(club.postpaid_limit_minor or None)
        self._show_limit()
        self._refuse(None)

    def allow(self, missing: str) -> None:
        """Greys the button out for who may not change settings."""
        self.save.allow(missing)

    def typed(self) -> SetGuestPayment:
        """The rule as it stands in the fields; a limit that is not asked for is kept."""
        postpaid = self.postpaid.isChecked()
        kept = self._shown[1] if self._shown is not None else 0
        limit = self.limit.minor() or 0 if postpaid else kept
        return SetGuestPayment(postpaid=postpaid, postpaid_limit_minor=limit)

    def _build(self) -> None:
        self.column.addWidget(heading(tr("Guests")))
        for part in (self.postpaid, self.explained, self.limit, self.refusal):
            self.column.addWidget(part)
        self.column.addLayout(row(self.save, self.told, None, gap=GAP_M))

    def _connect(self) -> None:
        self.postpaid.clicked.connect(self._show_limit)
        self.limit.changed.connect(lambda _: self.told.setText(""))
        self.limit.edit.returnPressed.connect(self.save.click)
        self.save.clicked.connect(self._save)

    def _show_limit(self) -> None:
        self.limit.setVisible(self.postpaid.isChecked())
        self.told.setText("")

    def _save(self) -> None:
        complaint = self.limit.complaint()
        self._refuse(None)
        if complaint and self.postpaid.isChecked():
            self.limit.set_error(complaint)
            return
        command = self.typed()
        self._runner.do(
            command,
            while_alive(self, lambda _: self._saved(command)),
            refused=while_alive(self, self._refuse),
            button=self.save,
        )

    def _saved(self, command: SetGuestPayment) -> None:
        self._shown = (command.postpaid, command.postpaid_limit_minor)
        self.told.setText(tr("Saved."))
        self.changed.emit()

    def _refuse(self, error: DeskError | None) -> None:
        at_limit = error is not None and error.subject == "postpaid_limit_minor"
        self.limit.set_error(error.text if error is not None and at_limit else "")
        if error is not None:
            self.told.setText("")
        if at_limit:
            self.limit.edit.setFocus()
        self.refusal.say(error)
