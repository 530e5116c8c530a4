"""Says that no money moves, and how to change that. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal

from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M


class NoShiftBar(Panel):
    """There to be seen while no shift is open.

    Signals:
        open_wanted: Open Shift was pressed.
    """

    open_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("notice", GAP_M)
        self.open = Button(tr("Open Shift"), icon_name="clock")
        self.open.clicked.connect(self.open_wanted)
        line = row(Icon("triangle-alert", "amber", 18), gap=GAP_M)
        line.addWidget(
            Text(tr("No shift is open at this till. No money moves without one.")).wrapped(), 1
        )
        line.addWidget(self.open)
        self.column.addLayout(line)
        self.hide()

    def allow(self, runner: DeskRunner) -> None:
        """Whether the person at the desk may open one."""
        self.open.allow(runner.missing(Permission.RUN_SHIFT))
