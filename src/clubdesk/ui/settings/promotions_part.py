"""The list of promotions in Settings. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.promotion import Promotion
from clubdesk.foundation.translate import tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.text import heading, small
from clubdesk.ui.settings.promotion_dialog import PromotionDialog
from clubdesk.ui.settings.promotion_words import gives_words, kind_word, state_word, when_words


class PromotionsPart(Panel):
    """Promotions in a table; Enter or a double click opens one.

    Signals:
        saved: A promotion was added or edited.
    """

    saved = Signal()

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__("panel", 16)
        self._runner = runner
        self._club: Club | None = None
        self._why_not = ""
        self.add = Button(tr("Add Promotion"), Kind.SECONDARY, icon_name="plus")
        self.edit = Button(tr("Edit"), Kind.SECONDARY, tr("Enter"), icon_name="pencil")
        self.none = small(tr("No promotions yet. Add one to reward top-ups, birthdays or codes."))
        self.table: Table[Promotion] = Table(self._columns(), bare=True, sortable=False)
        self.table.setAccessibleName(tr("Promotions"))
        self.column.addLayout(row(heading(tr("Promotions")), None, self.edit, self.add))
        self.column.addWidget(self.none)
        self.column.addWidget(self.table, 1)
        self.add.clicked.connect(lambda: self.open_dialog(None))
        self.edit.clicked.connect(self.table.choose_current)
        self.table.row_chosen.connect(self.open_dialog)

    def show_rows(self, club: Club, promotions: Sequence[Promotion]) -> None:
        """Shows the promotions as they are."""
        self._club = club
        self.table.show_rows(promotions, same=lambda one: one.id)
        self.none.setVisible(not promotions)
        self.allow(self._why_not)

    def allow(self, why_not: str) -> None:
        """Greys out what the person at the desk may not do."""
        self._why_not = why_not
        self.add.allow(why_not)
        none = tr("There is nothing to edit yet.") if not self.table.rows_model.rows else ""
        self.edit.allow(why_not or none)

    def open_dialog(self, promotion: Promotion | None) -> QWidget | None:
        """Opens a promotion, or an empty one."""
        if self._club is None or self._why_not:
            return None
        dialog = PromotionDialog(self, self._runner, self._club, promotion)
        dialog.closed.connect(lambda done: self.saved.emit() if done else None)
        dialog.begin()
        return dialog

    def _columns(self) -> list[Column[Promotion]]:
        return [
            Column(tr("Promotion"), lambda one: one.name, strong=True, width=186),
            Column(tr("What sets it off"), kind_word, width=164),
            Column(tr("What it gives"), self._gives),
            Column(tr("When"), when_words, width=158),
            Column(tr("State"), state_word, width=92, tone=_tone),
        ]

    def _gives(self, promotion: Promotion) -> str:
        return gives_words(promotion, self._club) if self._club is not None else ""


def _tone(promotion: Promotion) -> str:
    return "green" if promotion.active else "dim"
