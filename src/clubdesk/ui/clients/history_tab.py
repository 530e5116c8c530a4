"""The tab Transaction History: filters, every operation, and the way into one. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.ledger import AccountKind
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views import TransactionRow
from clubdesk.services.views_people import HistoryFilter
from clubdesk.ui.clients.history import KIND_GROUPS, PERIODS, days_of, history_table
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.field import Choice
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.table import Table
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_L, GAP_S

PAGE = 200


class HistoryTab(QWidget):
    """What has moved on both accounts.

    Signals:
        filtered: Another part of the history is wanted.
        opened: A transaction's number.
        save_asked: The table is to be saved as a file.

    Attributes:
        limit: How many lines are asked for.
    """

    filtered = Signal()
    opened = Signal(int)
    save_asked = Signal()

    def __init__(self, club: Club) -> None:
        super().__init__()
        self.limit = PAGE
        self._shown: list[TransactionRow] | None = None
        self.account = Choice(
            [
                ("", tr("Both accounts")),
                (AccountKind.GAME.value, tr("Game account")),
                (AccountKind.BONUS.value, tr("Bonus account")),
            ]
        )
        self.kind = Choice([(key, tr(words)) for key, (words, _) in KIND_GROUPS.items()])
        self.period = Choice([(key, tr(words)) for key, words in PERIODS.items()])
        self.count = small()
        self.save = Button(tr("Save as a file"), Kind.QUIET, "Ctrl+S", icon_name="download")
        self.table: Table[TransactionRow] = history_table(club)
        self.nothing = small()
        self.more = Button(tr("Show earlier operations"), Kind.QUIET)
        self._build()
        for choice, name in (
            (self.account, tr("Account")),
            (self.kind, tr("Operations")),
            (self.period, tr("Period")),
        ):
            choice.setAccessibleName(name)
            choice.currentIndexChanged.connect(lambda _: self._filter())
        self.table.row_chosen.connect(lambda line: self.opened.emit(line.transaction_id))
        self.table.save_asked.connect(self.save_asked)
        self.save.clicked.connect(self.save_asked)
        self.more.clicked.connect(self._show_more)
        self.setFocusProxy(self.table)

    def only(self, today: date) -> HistoryFilter:
        """What the boxes ask for."""
        since, until = days_of(str(self.period.key()), today)
        kinds = KIND_GROUPS[str(self.kind.key())][1]
        return HistoryFilter(str(self.account.key()), kinds, since, until)

    def show_lines(self, lines: Sequence[TransactionRow], *, fresh: bool) -> None:
        """Shows what the books say; ``fresh`` for another client: the cursor goes to the top."""
        self.more.setVisible(len(lines) >= self.limit)
        if not fresh and list(lines) == self._shown:
            return  # news about others: whoever scrolls here is not thrown back
        self._shown = list(lines)
        same = None if fresh else (lambda line: (line.transaction_id, line.in_points))
        self.table.show_rows(lines, same=same)
        self.table.setVisible(bool(lines))
        self.save.allow("" if lines else tr("There is nothing to save."))
        self.nothing.setVisible(not lines)
        self.nothing.setText(
            tr("Nothing like that has happened.")
            if self._is_filtered()
            else tr("Nothing has happened on this account yet.")
        )
        count = trn("{count} operation", "{count} operations", len(lines))
        self.count.setText(count.format(count=len(lines)) if lines else "")

    def begin(self) -> None:
        """Forgets the filters: another client."""
        self.limit = PAGE
        for choice in (self.account, self.kind, self.period):
            choice.blockSignals(True)
            choice.setCurrentIndex(0)
            choice.blockSignals(False)

    def _build(self) -> None:
        filters = row(self.account, self.kind, self.period, 4, self.count, None, self.save)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(GAP_L, GAP_S + 2, GAP_L, GAP_L)
        lines.setSpacing(GAP_S + 2)
        lines.addLayout(filters)
        lines.addWidget(self.nothing, 1)
        lines.addWidget(self.table, 1)
        lines.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.hide()
        self.nothing.hide()

    def _is_filtered(self) -> bool:
        return any(choice.currentIndex() > 0 for choice in (self.account, self.kind, self.period))

    def _filter(self) -> None:
        self.limit = PAGE
        self.filtered.emit()

    def _show_more(self) -> None:
        self.limit *= 4
        self.filtered.emit()
