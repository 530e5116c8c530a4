"""The field User: a client by the last digits of the phone, the name or the card.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views import ClientRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.choice_list import ChoiceList
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_S
from clubdesk.ui.operations.picked_client import PickedClient, client_line

MOST = 6


class ClientPicker(QWidget):
    """Finds one client, and shows who it is once it is chosen.

    Signals:
        picked: The ClientRow.
        cleared: Nobody is chosen any more.
    """

    picked = Signal(object)
    cleared = Signal()

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__()
        self._runner = runner
        self._club: Club | None = None
        self._rows: list[ClientRow] = []
        self._text = ""
        self._shown_text = ""
        self._enter_waits = False
        self.row: ClientRow | None = None
        self.search = SearchBox(tr("Last 4–6 digits of the phone, name or card"))
        self.field = Field(tr("User"), self.search)
        self.list = ChoiceList()
        self.note = small().wrapped()
        self.chosen = PickedClient()
        self._build()
        self.search.searched.connect(self._search)
        self.search.textEdited.connect(self._forget_enter)
        self.search.stepped.connect(self.list.step)
        self.search.chosen.connect(self._enter)
        self.chosen.change_wanted.connect(self.change)
        self.setFocusProxy(self.search)

    def know(self, club: Club) -> None:
        """Learns how amounts are written; shows nothing before."""
        self._club = club
        if self.row is not None:
            self.chosen.show_client(self.row, club)

    def pick(self, row: ClientRow) -> None:
        """Chooses a client and tells so."""
        self.row = row
        self._enter_waits = False
        self._empty()
        if self._club is not None:
            self.chosen.show_client(row, self._club)
        self._show_parts()
        self.picked.emit(row)

    def pick_client(self, client_id: int) -> None:
        """Chooses a client by id: a scanned card, another screen."""
        self._runner.ask(lambda books: books.client(client_id), while_alive(self, self._bring))

    def refresh(self, row: ClientRow) -> None:
        """Shows newer balances of the chosen client."""
        if self.row is not None and row.client.id == self.row.client.id:
            self.row = row
            if self._club is not None:
                self.chosen.show_client(row, self._club)

    def change(self) -> None:
        """Forgets who was chosen; the keyboard goes back to the search."""
        had = self.row is not None
        self.row = None
        self._empty()
        self._show_parts()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        if had:
            self.cleared.emit()

    def _build(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        for part in (self.field, self.chosen, self.list, self.note):
            lines.addWidget(part)
        self._show_parts()

    def _empty(self) -> None:
        self._text = self._shown_text = ""
        self._rows = []
        self.list.show_lines([])
        self.search.clear()
        self.search.set_tag("")
        self.note.setText("")

    def _show_parts(self) -> None:
        someone = self.row is not None
        self.field.setVisible(not someone)
        self.chosen.setVisible(someone)
        self.list.setVisible(not someone and bool(self._rows))
        self.note.setVisible(not someone and bool(self.note.text()))

    def _search(self, text: str) -> None:
        self._text = text
        if not text:
            self._show(text, ())
            return
        self._runner.ask(
            lambda books: books.search_clients(text, MOST),
            while_alive(self, lambda rows: self._show(text, rows)),
        )

    def _show(self, text: str, rows: Sequence[ClientRow]) -> None:
        if text != self._text or self._club is None or self.row is not None:
            # A slower answer to an older search: the newer one is on its way.
            return
        self._rows, self._shown_text = list(rows), text
        club, now = self._club, self._runner.desk.clock.now()
        lines = [client_line(row, club, now) for row in rows]
        self.list.show_lines(lines, needle=text)
        for place, line in enumerate(self.list.rows):
            line.pressed.connect(self._presser(place))
        found = trn("{count} found", "{count} found", len(rows)).format(count=len(rows))
        if len(rows) == MOST:
            found = tr("{count} or more").format(count=MOST)
        self.search.set_tag(found if text else "")
        nobody = tr("Nobody is found by “{text}”. Check the digits, or add the client (F3).")
        self.note.setText(nobody.format(text=text) if text and not rows else "")
        self._show_parts()
        if self._enter_waits and len(rows) == 1:
            self.pick(rows[0])
        self._enter_waits = False

    def _enter(self) -> None:
        text = self.search.text().strip()
        if not text:
            return
        if text == self._shown_text and self._rows:
            self.pick(self._rows[max(0, self.list.place)])
        elif text != self._shown_text:
            # The answer is on its way: Enter counts if it leaves no doubt about who is meant.
            self._enter_waits = True

    def _forget_enter(self) -> None:
        self._enter_waits = False

    def _presser(self, place: int) -> Callable[[], None]:
        return lambda: self.pick(self._rows[place])

    def _bring(self, row: ClientRow | None) -> None:
        if row is not None:
            self.pick(row)
