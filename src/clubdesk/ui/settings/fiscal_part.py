"""Which fiscal device registers payments, in Settings. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal

from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.fiscalising import SetFiscalDevice
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, heading, small
from clubdesk.ui.look.tokens import GAP_M


class FiscalPart(Panel):
    """None, or the simulator; certified devices come with drivers of their makers.

    Signals:
        changed: The choice was saved.
    """

    changed = Signal()

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__("panel", 20)
        self._runner = runner
        self._stored: str | None = None
        self.device = ChipRow([("", tr("None")), ("simulator", tr("Simulator"))])
        self.save = Button(tr("Save"))
        self.told = Text("", "green")
        self.refusal = Refusal()
        self.column.addWidget(heading(tr("Fiscal device")))
        self.column.addWidget(self.device)
        self.column.addWidget(
            small(
                tr(
                    "With a device a payment is registered first and its receipt printed after it. "
                    "The simulator is for trying this out; no tax office knows it. A certified "
                    "device needs a driver, and there is none yet."
                )
            ).wrapped()
        )
        self.column.addWidget(self.refusal)
        self.column.addLayout(row(self.save, self.told, None, gap=GAP_M))
        self.device.chosen.connect(lambda _: self.told.setText(""))
        self.save.clicked.connect(self._save)

    def allow(self, missing: str) -> None:
        """Greys the button out for who may not change settings."""
        self.save.allow(missing)

    def show_club(self, club: Club) -> None:
        """Shows the choice as it is."""
        if club.look.fiscal != self._stored:
            self._stored = club.look.fiscal
            self.device.choose(club.look.fiscal)

    def _save(self) -> None:
        device = str(self.device.key() or "")
        self.refusal.say(None)
        self._runner.do(
            SetFiscalDevice(device=device),
            while_alive(self, lambda _: self._saved(device)),
            refused=while_alive(self, self._refuse),
            button=self.save,
        )

    def _saved(self, device: str) -> None:
        self._stored = device
        self.told.setText(tr("Saved."))
        self.changed.emit()

    def _refuse(self, error: DeskError) -> None:
        self.refusal.say(error)
