"""One line of the journal, opened: everything it says, in words. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.journal_words import action_word, refusal_word
from clubdesk.services.views_people import JournalRow
from clubdesk.ui.journal.columns import reason_of, when_words
from clubdesk.ui.journal.facts import amount_text, fact_lines
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Fact, Panel
from clubdesk.ui.look.marks import Pill
from clubdesk.ui.look.text import Text

WIDTH = 560


class LineDialog(Dialog):
    """What happened, by whom, to whom and why.

    Signals:
        client_asked: The client's card is to be opened (id).
        station_asked: The station is to be shown (id).
    """

    client_asked = Signal(int)
    station_asked = Signal(int)

    def __init__(self, over: QWidget, row: JournalRow, club: Club) -> None:
        entry = row.entry
        super().__init__(over, action_word(entry.action), "", WIDTH)
        if entry.refused:
            self.header_right.addWidget(Pill(tr("Refused"), "red"))
        self.facts = Panel("raised", 14)
        self.facts.column.setSpacing(4)
        self._add(tr("When"), when_words(row, club))
        self._add(tr("Who"), row.staff_name or tr("the desk itself"))
        self._add(tr("Approved by"), row.approved_by)
        self._add(tr("Client"), row.client_name)
        self._add(tr("Station"), row.station_name)
        self._add(tr("Amount"), amount_text(entry, club))
        self._add(tr("Refused"), self._why(entry.refused))
        self.body.addWidget(self.facts)
        if reason := reason_of(row):
            self.body.addWidget(Text(tr("Reason: {reason}").format(reason=reason)).wrapped())
        self._add_details(row, club)
        self._add_ways(row)
        self.cancel.hide()
        self.set_primary(tr("Close"))

    def words(self) -> list[str]:
        """All it says, line by line."""
        facts = self.findChildren(Fact)
        return [f"{fact.name.text()}: {fact.value.whole()}" for fact in facts]

    def _add(self, name: str, value: str) -> None:
        if value:
            self.facts.column.addWidget(Fact(name, value))

    def _why(self, code: str) -> str:
        word = refusal_word(code) if code else ""
        return word if word == code else f"{word} ({code})"

    def _add_details(self, row: JournalRow, club: Club) -> None:
        lines = fact_lines(row.entry, club)
        if not lines:
            return
        box = Panel("flat", 14)
        box.column.setSpacing(4)
        for name, value in lines:
            box.column.addWidget(Fact(name, value))
        self.body.addWidget(box)

    def _add_ways(self, row: JournalRow) -> None:
        client, station = row.entry.client_id, row.entry.station_id
        if client is not None and row.client_name:
            button = self._way(tr("Open Client"), "user")
            button.clicked.connect(lambda: self._go(lambda: self.client_asked.emit(client)))
        if station is not None and row.station_name:
            button = self._way(tr("Show in Hall"), "monitor")
            button.clicked.connect(lambda: self._go(lambda: self.station_asked.emit(station)))

    def _way(self, text: str, icon: str) -> Button:
        button = Button(text, Kind.SECONDARY, icon_name=icon)
        button.setFixedHeight(BIG_HEIGHT)
        self.footer_left.addWidget(button)
        return button

    def _go(self, emit: Callable[[], None]) -> None:
        self.finish(done=True)
        emit()
