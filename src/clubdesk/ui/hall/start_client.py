"""The client's side of the start dialog: search as you type, and a top-up without leaving.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.balance import TopUp
from clubdesk.services.card_desk import NO_TERMINAL
from clubdesk.services.permission_words import permission_word
from clubdesk.services.views import ClientRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.start_words import client_line
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.banknotes import quick_amounts
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.choice_list import ChoiceList
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.text import small
from clubdesk.ui.operations.openers import open_top_up

MOST = 4


class ClientSide(QWidget):
    """Finds the client who is to play.

    Signals:
        changed: Another client, or another balance.
        confirmed: Enter, while a client is chosen.

    Attributes:
        short: The top-up for who has no money; the dialog finds a place for it.
    """

    changed = Signal()
    confirmed = Signal()

    def __init__(self, runner: DeskRunner, wording: Wording) -> None:
        super().__init__()
        self._runner, self._wording = runner, wording
        self._rows: list[ClientRow] = []
        self._text = ""
        self._shown_text = ""
        self._may_top_up = True
        self._suggested = ""
        self.search = SearchBox(tr("Last digits of the phone, name or card"))
        self.list = ChoiceList()
        self.note = small().wrapped()
        self.amount = MoneyField(
            tr("Top-up amount"),
            wording.club.currency,
            quick=quick_amounts(wording.club.currency)[:4],
        )
        self.top_up = Button(tr("Top up"))
        self.by_card = Button(tr("By card or split..."), Kind.QUIET)
        self.short = QWidget()
        self._build()
        self.search.searched.connect(self._search)
        self.search.stepped.connect(self.list.step)
        self.search.chosen.connect(self._enter)
        self.list.changed.connect(lambda _: self.changed.emit())
        self.amount.changed.connect(lambda _: self._amount_typed())
        self.top_up.clicked.connect(self._top_up)
        self.by_card.clicked.connect(self._open_top_up)
        self.amount.edit.returnPressed.connect(self.top_up.click)
        self._amount_typed()

    def row(self) -> ClientRow | None:
        """The chosen client."""
        place = self.list.place
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def look_for(self, text: str) -> None:
        """Searches as if it had been typed, without waiting."""
        self.search.setText(text)
        self.search.search_now()

    def set_may_top_up(self, may: bool) -> None:
        """Whether the person at the desk may take a top-up."""
        self._may_top_up = may
        self.by_card.setVisible(may and self._runner.desk.terminal.driver() != NO_TERMINAL)
        self._amount_typed()

    def suggest(self, minor: int) -> None:
        """Offers the amount that is lacking, unless another one was typed."""
        if minor > 0 and self.amount.edit.text().strip() in ("", self._suggested):
            self.amount.set_minor(minor)
            self._suggested = self.amount.edit.text().strip()

    def explain(self, why: str, *, short: bool) -> None:
        """Shows why the chosen client cannot start; offers the top-up if money is ``short``."""
        row = self.row()
        self.note.setText(why if row is not None else "")
        self.note.setVisible(row is not None and bool(why))
        self.note.set_tone("amber")
        self.short.setVisible(row is not None and short and _can_play(row))

    def _build(self) -> None:
        self.search.setProperty("size", "big")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Field(tr("Client: end of the phone, name or card"), self.search))
        column.addWidget(self.list)
        column.addWidget(self.note)
        column.addStretch(1)
        stack = QVBoxLayout(self.short)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(8)
        stack.addWidget(self.amount)
        stack.addWidget(self.top_up)
        stack.addWidget(self.by_card)
        self.note.hide()
        self.short.hide()

    def _search(self, text: str) -> None:
        self._text = text
        if not text:
            self._show(text, ())
            return
        self._runner.ask(
            lambda books: books.search_clients(text, MOST),
            while_alive(self, lambda rows: self._show(text, rows)),
        )

    def _show(self, text: str, rows: Sequence[ClientRow], place: int = -1) -> None:
        if text != self._text:
            # A slower answer to an older search: the newer one is on its way.
            return
        if place < 0:
            place = next((i for i, row in enumerate(rows) if _can_play(row)), 0)
        self._rows, self._shown_text = list(rows), text
        now = self._runner.desk.clock.now()
        lines = [client_line(row, self._wording, now) for row in rows]
        self.list.show_lines(lines, needle=text, place=place)
        found = trn("{count} found", "{count} found", len(rows)).format(count=len(rows))
        if len(rows) == MOST:
            found = tr("{count} or more").format(count=MOST)
        self.search.set_tag(found if text else "")
        self.changed.emit()

    def _enter(self) -> None:
        # Enter before the answer came must not start whoever was found before.
        if self.row() is not None and self.search.text().strip() == self._shown_text:
            self.confirmed.emit()

    def _amount_typed(self) -> None:
        amount = self.amount.minor()
        if not self._may_top_up:
            word = permission_word(Permission.TOP_UP)
            self.top_up.allow(
                tr("This needs the permission “{permission}”.").format(permission=word)
            )
            return
        self.top_up.allow("" if amount else tr("Type the amount."))
        money = self._wording.money.exact(amount) if amount else ""
        text = tr("Top up {money} in cash").format(money=money) if amount else tr("Top up")
        self.top_up.setText(text)

    def _top_up(self) -> None:
        row, amount = self.row(), self.amount.minor()
        if row is None or not amount:
            return
        self.amount.set_error("")
        self._runner.do(
            TopUp(client_id=row.client.id, cash_minor=amount),
            while_alive(self, lambda _answer: self._topped_up(row.client.id)),
            refused=while_alive(self, self._refused),
            button=self.top_up,
        )

    def _open_top_up(self) -> None:
        """The whole form over this window; what it books changes the client's line here."""
        row = self.row()
        if row is not None:
            client_id = row.client.id
            topped_up = while_alive(self, lambda _outcome: self._topped_up(client_id))
            open_top_up(self, self._runner, client_id, topped_up, self.amount.minor())

    def _refused(self, error: DeskError) -> None:
        self.amount.set_error(f"{error.text} {error.what_to_do}".strip())

    def _topped_up(self, client_id: int) -> None:
        self.amount.set_minor(None)
        self.search.setFocus()
        place, text = self.list.place, self._text
        self._runner.ask(
            lambda books: books.client(client_id),
            while_alive(self, lambda row: self._replace(row, place, text)),
        )

    def _replace(self, row: Any, place: int, text: str) -> None:  # noqa: ANN401 - a row or None
        if row is None or text != self._text or place >= len(self._rows):
            return
        rows = [*self._rows]
        rows[place] = row
        self._show(text, rows, place)


def _can_play(row: ClientRow) -> bool:
    return not row.client.blocked and not row.playing_on
