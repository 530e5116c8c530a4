"""The warning that a sale would run into a reservation, and the press that limits it.

GUI thread only.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clubdesk.domain.reservation import Reservation
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.run_into import RunInto, only_until_text, run_into, run_into_text
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M


class ReservedNotice(Panel):
    """Hidden while nothing is in the way.

    Signals:
        limited: Play only until an instant.

    Attributes:
        reserved: Who comes next to the seat; None if nobody does.

    Args:
        limits: Whether the window can set a limit; else there is no button.
    """

    limited = Signal(object)

    def __init__(self, wording: Wording, *, limits: bool = False) -> None:
        super().__init__("notice", GAP_M)
        self.setObjectName("reserved_notice")
        self._wording, self._limits = wording, limits
        self.reserved: Reservation | None = None
        self._found: RunInto | None = None
        self.text = Text().wrapped()
        self.only = Button("")
        self.only.clicked.connect(self._limit)
        line = QHBoxLayout()
        line.setSpacing(GAP_M)
        line.addWidget(Icon("triangle-alert", "amber", 18))
        line.addWidget(self.text, 1)
        line.addWidget(self.only)
        self.column.addLayout(line)
        self.hide()

    def check(self, client_id: int | None, now: datetime, ends_at: datetime | None) -> None:
        """Warns where play of a client (None: of a guest) until an instant is too long."""
        found = run_into(self.reserved, client_id, now, ends_at, self._wording)
        self._found = found
        if found is not None:
            self.text.setText(run_into_text(found, self._wording))
            self.only.setText(only_until_text(found, self._wording))
            self.only.setVisible(self._limits and found.is_free_now)
        self.setVisible(found is not None)

    def _limit(self) -> None:
        if self._found is not None:
            self.limited.emit(self._found.free_until)
