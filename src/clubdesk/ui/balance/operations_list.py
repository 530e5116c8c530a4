"""What was done on clients' accounts in this shift at this till, newest first. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.ledger import TransactionKind
from clubdesk.foundation.translate import tr
from clubdesk.services.views_people import OperationRow
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.text import heading, small
from clubdesk.ui.look.tokens import GAP_S
from clubdesk.ui.look.wording import clock_time, points_in_short, signed_money
from clubdesk.ui.operations.undo_form import operation_word


class OperationsList(QWidget):
    """The list with its Undo.

    Signals:
        undo_wanted: The client's id.
    """

    undo_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.table: Table[OperationRow] | None = None
        self.nothing = small(tr("Nothing was done in this shift yet."))
        self.undo = Button(tr("Undo"), Kind.QUIET, icon_name="undo-2")
        self.undo.clicked.connect(self._undo)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(GAP_S)
        self._lines.addLayout(row(heading(tr("This shift")), None, self.undo))
        self._lines.addWidget(self.nothing)
        self._lines.addStretch(1)

    def show_rows(self, rows: Sequence[OperationRow], club: Club) -> None:
        """Replaces the lines; the newest one is marked where another was newest before."""
        if self.table is None:
            self._add_table(club)
        table = self.table
        if table is None:
            return
        before = table.rows_model.rows[:1]
        table.show_rows(rows, same=lambda one: one.transaction_id)
        if rows and (not before or before[0].transaction_id != rows[0].transaction_id):
            table.go_to(0)
        table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self._chosen(table.current())

    def current(self) -> OperationRow | None:
        """The marked line."""
        return self.table.current() if self.table is not None else None

    def _add_table(self, club: Club) -> None:
        self.table = operations_table(club)
        self.table.row_changed.connect(self._chosen)
        self.table.row_chosen.connect(lambda _: self._undo())
        self._lines.insertWidget(2, self.table, 100)

    def _chosen(self, chosen: OperationRow | None) -> None:
        self.undo.setVisible(chosen is not None)
        if chosen is not None:
            self.undo.allow(why_no_undo(chosen))

    def _undo(self) -> None:
        chosen = self.current()
        if chosen is not None and not why_no_undo(chosen):
            self.undo_wanted.emit(chosen.client_id)


def why_no_undo(row: OperationRow) -> str:
    """Why an operation cannot be undone from the list; empty if it may be."""
    if row.reversed_by is not None:
        return tr("This operation has been undone already.")
    if row.kind == TransactionKind.REVERSAL.value:
        return tr("An undo cannot be undone: do the operation again.")
    if not row.can_undo:
        return tr("Only the newest operation of a client can be undone.")
    return ""


def operations_table(club: Club) -> Table[OperationRow]:
    """An empty table of operations."""
    return Table(
        [
            Column(tr("Time"), lambda row: clock_time(row.at, club), lambda row: row.at, width=76),
            Column(tr("Client"), lambda row: row.client_name, strong=True, struck=_is_undone),
            Column(tr("What"), what_was_done, struck=_is_undone),
            Column(
                tr("Amount"),
                lambda row: _amount(row, club),
                lambda row: row.amount,
                right=True,
                strong=True,
                tone=_tone,
                width=112,
                struck=_is_undone,
            ),
            Column(tr("Who"), _first_name, tone=lambda _: "dim", width=76),
        ],
        sortable=False,
    )


def what_was_done(row: OperationRow) -> str:
    """The operation in words, with how it was paid or why it was done."""
    paid = [tr("cash")] if row.cash else []
    paid += [tr("card")] if row.card else []
    word = operation_word(row.kind)
    return " · ".join(part for part in (word, " + ".join(paid), row.reason) if part)


def _first_name(row: OperationRow) -> str:
    return row.staff_name.partition(" ")[0]


def _amount(row: OperationRow, club: Club) -> str:
    if not row.in_points:
        return signed_money(row.amount, club)
    return ("+" if row.amount > 0 else "") + points_in_short(row.amount, club)


def _tone(row: OperationRow) -> str:
    if _is_undone(row):
        return "dim"
    return "green" if row.amount > 0 else "text"


def _is_undone(row: OperationRow) -> bool:
    return row.reversed_by is not None
