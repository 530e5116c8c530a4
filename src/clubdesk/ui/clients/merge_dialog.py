"""Merge with another card: both side by side, which one stays, and what it will have then.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Client
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.merging import MergeClients
from clubdesk.services.views import ClientRow
from clubdesk.ui.clients.card_facts import CardFacts
from clubdesk.ui.clients.list_columns import short_clients_table
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.frames import Fact, Panel, row
from clubdesk.ui.look.marks import Avatar, Pill
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import GAP_M, SEMIBOLD
from clubdesk.ui.look.wording import date, money, phone, points
from clubdesk.ui.operations.reason import ReasonField

MOST = 20
TABLE_HEIGHT = 190


class MergeDialog(Dialog):
    """Makes one card of two; history and balances go along.

    Signals:
        merged: The id of the card that stays.
    """

    merged = Signal(int)

    def __init__(self, over: QWidget, runner: DeskRunner, facts: CardFacts) -> None:
        name = facts.client.name
        super().__init__(over, tr("Merge with another card"), f"· {name}", width=860)
        self._runner, self._facts = runner, facts
        self._other: ClientRow | None = None
        self._this_stays = True
        self._text = self._shown_text = ""
        self._enter_waits = False
        self.search = SearchBox(tr("Last digits of the phone, name or card"))
        self.table = short_clients_table(facts.club)
        self.stays, self.goes = Side(facts.club), Side(facts.club)
        self.swap = Button(tr("Keep the other one"), Kind.SECONDARY, icon_name="arrow-right-left")
        self.after = Text("", "text", weight=SEMIBOLD).wrapped()
        self.reason = ReasonField((tr("Two cards of one person"), tr("Registered twice")))
        self._build()
        self._connect()
        self._show()

    def begin(self) -> None:
        """Opens it with the keyboard in the search."""
        self.open(self.search)

    def on_primary(self) -> None:
        """Merges."""
        pair = self._pair()
        if pair is not None:
            into, gone = pair
            command = MergeClients(
                from_id=gone.client.id, into_id=into.client.id, reason=self.reason.text()
            )
            self.submit(self._runner, command, lambda _: self._done(into.client.id))

    def refuse(self, error: DeskError | None) -> None:
        """Marks the reason if that is what is wrong."""
        if error is not None and error.subject == "reason":
            self.reason.set_error(error.text)
        super().refuse(error)

    def _done(self, into_id: int) -> None:
        self.finish(done=True)
        self.merged.emit(into_id)

    def _build(self) -> None:
        self.body.addWidget(Field(tr("The other card"), self.search))
        self.table.setFixedHeight(TABLE_HEIGHT)
        self.body.addWidget(self.table)
        self.sides = QWidget()
        across = QHBoxLayout(self.sides)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(GAP_M)
        across.addWidget(self.stays, 1)
        across.addWidget(self.goes, 1)
        self.body.addWidget(self.sides)
        self.outcome = QWidget()
        line = row(self.after, self.swap, gap=GAP_M)
        line.setStretch(0, 1)
        self.outcome.setLayout(line)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.reason)
        self.primary.set_kind(Kind.DANGER)

    def _connect(self) -> None:
        self.search.searched.connect(self._search)
        self.search.stepped.connect(self.table.step)
        self.search.chosen.connect(self._enter)
        self.table.row_chosen.connect(self._choose)
        self.table.clicked.connect(lambda _: self.table.choose_current())
        self.swap.clicked.connect(self._swap)
        self.reason.changed.connect(lambda _: self._show_button())

    def _search(self, text: str) -> None:
        self._text = text
        self._other, self._enter_waits = None, False
        self._show()
        if not text:
            self._shown_text = ""
            self.table.show_rows(())
            self.search.set_tag("")
            return
        self._runner.ask(
            lambda books: books.search_clients(text, MOST),
            while_alive(self, lambda rows: self._found(text, rows)),
        )

    def _found(self, text: str, rows: Sequence[ClientRow]) -> None:
        if text != self._text or self._other is not None:
            # A slower answer to an older search, or the row was chosen meanwhile.
            return
        mine = self._facts.client.id
        others = [one for one in rows if one.client.id != mine]
        self._shown_text = text
        self.table.show_rows(others, text)
        count = trn("{count} found", "{count} found", len(others))
        self.search.set_tag(count.format(count=len(others)))
        if self._enter_waits and len(others) == 1:
            self._choose(others[0])
        self._enter_waits = False

    def _enter(self) -> None:
        text = self.search.text().strip()
        if text and text == self._shown_text:
            self.table.choose_current()
        else:
            # The rows are an older text's: Enter counts if the answer leaves no doubt.
            self._enter_waits = bool(text)

    def _choose(self, other: ClientRow) -> None:
        self._other = other
        self._show()
        self.reason.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _swap(self) -> None:
        self._this_stays = not self._this_stays
        self._show()

    def _pair(self) -> tuple[ClientRow, ClientRow] | None:
        if self._other is None:
            return None
        pair = (self._facts.row, self._other)
        return pair if self._this_stays else (pair[1], pair[0])

    def _show(self) -> None:
        pair = self._pair()
        for part in (self.sides, self.outcome, self.reason):
            part.setVisible(pair is not None)
        self.table.setVisible(pair is None)
        if pair is not None:
            self.stays.say(pair[0], stays=True)
            self.goes.say(pair[1], stays=False)
            self.after.setText(self._after_words(*pair))
        self._show_button()

    def _after_words(self, into: ClientRow, gone: ClientRow) -> str:
        club = self._facts.club
        return tr("After it {name} has {money} and {points}, with both histories.").format(
            name=into.client.name,
            money=money(into.balance_minor + gone.balance_minor, club),
            points=points(into.points + gone.points, club),
        )

    def _show_button(self) -> None:
        pair = self._pair()
        if pair is None:
            self.set_primary(tr("Merge"), why_not=tr("Find the other card first."))
            return
        text = tr("Merge {gone} into {into}").format(gone=_tag(pair[1]), into=_tag(pair[0]))
        self.set_primary(text, why_not="" if self.reason.text() else tr("Say why."))


class Side(Panel):
    """One of the two cards."""

    def __init__(self, club: Club) -> None:
        super().__init__("raised", 12)
        self._club = club
        self.fate = Pill()
        self.avatar = Avatar("", 36)
        self.name = Elided("", weight=SEMIBOLD)
        names = (tr("Number"), tr("Phone"), tr("Card"), tr("Game account"), tr("Bonus account"))
        self.facts = [Fact(name) for name in (*names, tr("Registered"))]
        line = row(self.avatar, self.name, self.fate, gap=10)
        line.setStretch(1, 1)
        self.column.setSpacing(2)
        self.column.addLayout(line)
        self.column.addSpacing(6)
        for fact in self.facts:
            self.column.addWidget(fact)

    def say(self, shown: ClientRow, *, stays: bool) -> None:
        """Shows a card and what becomes of it."""
        person: Client = shown.client
        self.avatar.set_name(person.name)
        self.name.setText(person.name)
        if stays:
            self.fate.say(tr("Stays"), "green", "check")
        else:
            self.fate.say(tr("Goes out of use"), "amber", "git-merge")
        values = (
            str(person.id),
            phone(person.phone),
            person.card_number or "—",
            money(shown.balance_minor, self._club),
            points(shown.points, self._club),
            date(person.created_at, self._club) if person.created_at else "—",
        )
        for fact, value in zip(self.facts, values, strict=True):
            fact.say(value)


def _tag(one: ClientRow) -> str:
    name = one.client.name
    short = name if len(name) <= 20 else name[:19] + "…"
    return tr("{name} (No. {number})").format(name=short, number=one.client.id)
