"""Top Up Balance: the amount, what was handed over, the change, before and after.

GUI thread only. Any screen may open it through ``open_top_up``.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import MoneyAnswer, TopUp
from clubdesk.services.views import ClientRow, ShiftNow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.banknotes import likely_received, quick_amounts
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Figure, rule
from clubdesk.ui.look.marks import Avatar
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.tokens import GAP_L
from clubdesk.ui.look.wording import money, phone_end


class TopUpDialog(Dialog):
    """Takes cash for a client.

    Signals:
        topped_up: The MoneyAnswer, once it is booked.

    Args:
        over: Any widget of the window.
        runner: The way to the desk.
        row: The client with the balance before.
        club: For the currency.
        suggested_minor: What is short, if that is why it was opened.
    """

    topped_up = Signal(object)

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        row: ClientRow,
        club: Club,
        suggested_minor: int | None = None,
    ) -> None:
        super().__init__(over, tr("Top Up Balance"), width=600)
        self._runner, self._row, self._club = runner, row, club
        self.amount = MoneyField(
            tr("Top-up amount"), club.currency, quick=quick_amounts(club.currency)
        )
        self.received = MoneyField(
            tr("Received in cash"), club.currency, hint=tr("Empty: exactly the amount.")
        )
        self.before = Figure(tr("Balance before"), money(row.balance_minor, club), 20)
        self.after = Figure(tr("Balance after"), "", 20)
        self.change = Figure(tr("Change to give"), "", 20)
        self._build()
        self.amount.changed.connect(self._offer_received)
        self.amount.changed.connect(lambda _: self._typed())
        self.received.changed.connect(lambda _: self._typed())
        self.amount.set_minor(suggested_minor)
        self._typed()

    def begin(self) -> None:
        """Opens with the keyboard in the amount."""
        self.open(self.amount.edit)
        self.amount.edit.selectAll()

    def on_primary(self) -> None:
        """Books the top-up."""
        amount = self.amount.minor()
        if amount is not None and amount > 0:
            command = TopUp(
                client_id=self._row.client.id,
                cash_minor=amount,
                received_minor=self.received.minor(),
            )
            self.submit(self._runner, command, self._booked)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        fields = {"amount": self.amount, "received": self.received}
        field = fields.get(error.subject) if error is not None else None
        if field is not None:
            field.edit.setFocus()
        super().refuse(error)

    def _build(self) -> None:
        person = self._row.client
        self.subtitle.setText(f"· {person.name} {phone_end(person.phone)}")
        self.header_right.addWidget(Avatar(person.name, 32))
        self.body.addWidget(self.amount)
        self.body.addWidget(self.received)
        self.body.addWidget(rule())
        figures = QHBoxLayout()
        figures.setSpacing(GAP_L)
        for figure in (self.before, self.after, self.change):
            figures.addWidget(figure, 1)
        self.body.addLayout(figures)

    def _offer_received(self, amount: int | None) -> None:
        offers = likely_received(amount, self._club.currency) if amount else ()
        self.received.set_quick(tuple(offer for offer in offers if offer != amount))

    def _typed(self) -> None:
        self.refusal.say(None)
        amount, received = self.amount.minor(), self.received.minor()
        none = "—"
        after = None if amount is None else self._row.balance_minor + amount
        self.after.say(none if after is None else money(after, self._club))
        change = None if amount is None or received is None else received - amount
        self.change.say(
            none if change is None else money(change, self._club),
            "red" if change is not None and change < 0 else "text",
        )
        why_not = self._why_not(amount, change)
        if amount is None or amount <= 0:
            self.set_primary(tr("Top up"), why_not=why_not)
        else:
            text = tr("Top up {amount} in cash").format(amount=money(amount, self._club))
            self.set_primary(text, why_not=why_not)

    def _why_not(self, amount: int | None, change: int | None) -> str:
        if amount is None or amount <= 0:
            return tr("Type the amount.")
        if self.received.minor() is None and self.received.edit.text().strip():
            return tr("Correct what was received, or the amount.")
        if change is not None and change < 0:
            return tr("Less was received than the amount to pay.")
        return ""

    def _booked(self, answer: MoneyAnswer) -> None:
        self.finish(done=True)
        self.topped_up.emit(answer)


def open_top_up(
    over: QWidget,
    runner: DeskRunner,
    client_id: int,
    then: Callable[[MoneyAnswer], None] | None = None,
    suggested_minor: int | None = None,
) -> None:
    """Opens Top Up Balance for a client.

    Args:
        over: Any widget of the window.
        runner: The way to the desk.
        client_id: Whose account.
        then: Gets the MoneyAnswer once it is booked.
        suggested_minor: An amount to start with, in minor units.
    """
    till, now = runner.desk.till_id, runner.desk.clock.now()

    def found(answer: tuple[Club | None, ClientRow | None, ShiftNow]) -> None:
        club, row, shift = answer
        if club is None or row is None:
            return
        if shift.shift is None:
            runner.refused.emit(
                DeskError(
                    "shift.not_open",
                    tr("No shift is open at this till."),
                    tr("Open a shift first (F6)."),
                )
            )
            return
        dialog = TopUpDialog(over, runner, row, club, suggested_minor)
        if then is not None:
            dialog.topped_up.connect(then)
        dialog.begin()

    runner.ask(
        lambda books: (books.club(), books.client(client_id), books.shift_now(till, now)),
        while_alive(over, found),
    )
