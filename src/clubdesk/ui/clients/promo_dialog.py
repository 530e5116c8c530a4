"""A promo code that a client has brought: typed, and its points are credited. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.promoting import UsePromoCode
from clubdesk.ui.clients.card_facts import CardFacts
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import Fact
from clubdesk.ui.look.marks import Avatar
from clubdesk.ui.look.wording import points

LONGEST = 40


class PromoDialog(Dialog):
    """Takes a code once a client."""

    def __init__(self, over: QWidget, runner: DeskRunner, facts: CardFacts) -> None:
        super().__init__(over, tr("Promo code"), f"· {facts.client.name}", width=480)
        self._runner, self._client_id = runner, facts.client.id
        self.code = TextField(tr("Promo code"), tr("As it is printed; small letters will do."))
        self.code.editor.setMaxLength(LONGEST)
        self.header_right.addWidget(Avatar(facts.client.name, 32))
        self.body.addWidget(self.code)
        now = points(facts.money.points, facts.club)
        self.body.addWidget(Fact(tr("Points now"), now))
        self.code.editor.textChanged.connect(lambda _: self._typed())
        self._typed()

    def begin(self) -> None:
        """Opens it with the keyboard in the code."""
        self.open(self.code.editor)

    def on_primary(self) -> None:
        """Credits what the code is worth."""
        self.submit(self._runner, UsePromoCode(client_id=self._client_id, code=self.code.text()))

    def refuse(self, error: DeskError | None) -> None:
        """Marks the code if that is what is wrong."""
        if error is not None and error.subject == "code":
            self.code.set_error(error.text)
            error = DeskError(error.code, error.what_to_do) if error.what_to_do else None
        super().refuse(error)

    def _typed(self) -> None:
        code = self.code.text().upper()
        text = tr("Use the code {code}").format(code=code) if code else tr("Use the code")
        self.set_primary(text, why_not="" if code else tr("Type the code."))
