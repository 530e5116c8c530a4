"""The row of buttons for cash beside sales, under the running shift. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.tokens import GAP_S


@dataclass(frozen=True, slots=True)
class TillDeed:
    """One button: its key, the permission that it needs, and what it does."""

    button: Button
    key: str
    needs: Permission
    do: Callable[[], None]


class TillDeeds(QWidget):
    """Cash in, Cash out, Collect, Open drawer; what a person may not do alone has a lock."""

    def __init__(
        self,
        runner: DeskRunner,
        *,
        cash_in: Callable[[], None],
        cash_out: Callable[[], None],
        collect: Callable[[], None],
        open_drawer: Callable[[], None],
    ) -> None:
        super().__init__()
        self._runner = runner
        self.cash_in = Button(tr("Cash in"), Kind.SECONDARY, "I", icon_name="download")
        self.cash_out = Button(tr("Cash out"), Kind.SECONDARY, "U", icon_name="upload")
        self.collect = Button(tr("Collect"), Kind.SECONDARY, "L", icon_name="wallet")
        self.drawer = Button(tr("Open drawer"), Kind.QUIET, "D", icon_name="lock-open")
        in_out = Permission.CASH_IN_OUT
        self.deeds = (
            TillDeed(self.cash_in, "I", in_out, cash_in),
            TillDeed(self.cash_out, "U", in_out, cash_out),
            TillDeed(self.collect, "L", Permission.COLLECT, collect),
            TillDeed(self.drawer, "D", in_out, open_drawer),
        )
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(GAP_S)
        for deed in self.deeds:
            self.line.addWidget(deed.button)
            deed.button.clicked.connect(deed.do)
        self.line.addStretch(1)

    def allow(self, *, in_shift: bool) -> None:
        """Greys out what needs a shift, and locks what needs a colleague's PIN."""
        why_not = "" if in_shift else tr("Open a shift first: no money moves without one.")
        for deed in self.deeds:
            deed.button.allow(why_not)
            deed.button.guard("" if why_not else self._runner.missing(deed.needs))
