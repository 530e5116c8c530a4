"""The list of client groups in Settings. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import ClientGroup
from clubdesk.foundation.translate import tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.text import heading, small
from clubdesk.ui.settings.group_dialog import GroupDialog


class GroupsPart(Panel):
    """Groups in a table; Enter or a double click opens one.

    Signals:
        saved: A group was added, edited or removed.
    """

    saved = Signal()

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__("panel", 16)
        self._runner = runner
        self._why_not = ""
        self.add = Button(tr("Add Group"), Kind.SECONDARY, icon_name="plus")
        self.none = small(tr("No groups yet. A group has its own price or pays in points."))
        self.none.wrapped()
        self.table: Table[ClientGroup] = Table(
            [
                Column(tr("Group"), lambda group: group.name, strong=True),
                Column(
                    tr("Discount"),
                    lambda group: f"{group.discount_percent} %",
                    width=90,
                    right=True,
                ),
                Column(
                    tr("In points"),
                    lambda group: f"{group.points_percent} %",
                    width=100,
                    right=True,
                ),
            ],
            bare=True,
            sortable=False,
        )
        self.table.setAccessibleName(tr("Client groups"))
        self.column.addLayout(row(heading(tr("Client groups")), None, self.add))
        self.column.addWidget(self.none)
        self.column.addWidget(self.table, 1)
        self.add.clicked.connect(lambda: self.open_dialog(None))
        self.table.row_chosen.connect(self.open_dialog)

    def show_rows(self, groups: Sequence[ClientGroup]) -> None:
        """Shows the groups as they are."""
        self.table.show_rows(groups, same=lambda group: group.id)
        self.none.setVisible(not groups)

    def allow(self, why_not: str) -> None:
        """Greys out what the person at the desk may not do."""
        self._why_not = why_not
        self.add.allow(why_not)

    def open_dialog(self, group: ClientGroup | None) -> QWidget | None:
        """Opens a group, or an empty one."""
        if self._why_not:
            return None
        dialog = GroupDialog(self, self._runner, group)
        dialog.closed.connect(lambda done: self.saved.emit() if done else None)
        dialog.begin()
        return dialog
