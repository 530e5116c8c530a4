"""Payments that the fiscal device has not registered: why, and what to do. GUI thread.

A payment is never lost by it: it is in the books; only its document or its receipt still waits.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.fiscal import FiscalDocument, FiscalKind, FiscalState
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.money import format_money
from clubdesk.foundation.translate import language, tr
from clubdesk.services.fiscalising import ReleaseFiscal, RetryFiscal
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Panel, emptied, row, scrolled
from clubdesk.ui.look.text import Elided, Text, small
from clubdesk.ui.look.tokens import GAP_M, GAP_S, SEMIBOLD
from clubdesk.ui.operations.reason import ReasonField

_TALLEST = 320


class FiscalDialog(Dialog):
    """A line a document; refused ones are tried again, receipts let go with a reason."""

    def __init__(self, over: QWidget, runner: DeskRunner) -> None:
        super().__init__(over, tr("Fiscal device"), width=620)
        self._runner = runner
        self.said = small(
            tr("The payments are in the books. The device is asked again every few seconds.")
        ).wrapped()
        self.reason = ReasonField((tr("The device is out of order"), tr("No connection")))
        self.buttons: dict[tuple[str, int], Button] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(GAP_S)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._inside = QWidget()
        self._inside.setLayout(self._list)
        self.area = scrolled(self._inside)
        for part in (self.said, self.area, self.reason):
            self.body.addWidget(part)
        self.cancel.hide()
        self.set_primary(tr("Close"))
        self.reason.changed.connect(lambda _: self._allow())
        self.reload()

    def reload(self) -> None:
        """Asks the books anew."""
        self._runner.ask(
            lambda books: (books.club(), books.fiscal_troubles()), while_alive(self, self._show)
        )

    def on_primary(self) -> None:
        """Leaves it as it is."""
        self.finish(done=True)

    def _show(self, found: tuple[Club | None, Sequence[FiscalDocument]]) -> None:
        club, documents = found
        emptied(self._list)
        self.buttons = {}
        lines: list[QWidget] = [self._line(one, club) for one in documents] if club else []
        for line in lines or [Text(tr("Everything is registered."), "green")]:
            self._list.addWidget(line)
            # A layout counts only what is shown, and a new widget is from the loop's next turn on.
            line.show()
        waits = any(one.job_id is not None and not one.released for one in documents)
        self.reason.setVisible(waits)
        # As tall as what it holds: a list of one is seen whole, a long one scrolls.
        self.area.setFixedHeight(min(_TALLEST, self._list.sizeHint().height() + 4))
        self._allow()

    def _line(self, document: FiscalDocument, club: Club) -> Panel:
        facts = document.facts
        line = Panel("raised", GAP_M)
        amount = format_money(facts.cash + facts.card + facts.advance, club.currency, language())
        kind = Text(_words(document.kind), weight=SEMIBOLD)
        parts: list[QWidget | None] = [kind, Text(amount), None]
        if document.state is FiscalState.FAILED:
            parts.append(self._button("retry", document, tr("Try again")))
        if document.job_id is not None and not document.released:
            parts.append(self._button("release", document, tr("Print without")))
        line.column.addLayout(row(*parts, gap=GAP_M))
        line.column.addWidget(Elided(tr(document.problem) if document.problem else "", "amber"))
        return line

    def _button(self, what: str, document: FiscalDocument, word: str) -> Button:
        made = Button(word)
        made.clicked.connect(lambda: self._do(what, document, made))
        self.buttons[what, document.id] = made
        return made

    def _do(self, what: str, document: FiscalDocument, button: Button) -> None:
        refused = while_alive(self, self.refuse)
        again = while_alive(self, lambda _: self.reload())
        if what == "retry":
            command = RetryFiscal(document_id=document.id)
            self._runner.do(command, again, refused=refused, button=button)
            return
        release = ReleaseFiscal(document_id=document.id, reason=self.reason.text())
        told = tr("Print a receipt without the fiscal device")
        self._runner.do_or_approve(self, release, told, again, refused=refused, button=button)

    def _allow(self) -> None:
        missing = self._runner.missing(Permission.REFUND)
        for (what, _), button in self.buttons.items():
            if what == "release":
                button.allow("" if self.reason.text() else tr("Say why."))
                button.guard(missing)


def _words(kind: FiscalKind) -> str:
    words = {
        FiscalKind.SALE: tr("Payment"),
        FiscalKind.REFUND: tr("Paid back"),
        FiscalKind.CASH_IN: tr("Cash in"),
        FiscalKind.CASH_OUT: tr("Cash out"),
        FiscalKind.CLOSE_SHIFT: tr("Close of the shift"),
    }
    return words[kind]
