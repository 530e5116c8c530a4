"""The tab "Receipts" of Settings: what stands on every paper, and the fiscal device. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.events import ReceiptLookChanged
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.services.receipt_looks import SaveReceiptLook
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.frames import column, scrolled
from clubdesk.ui.look.receipt_preview import Sheet
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.text import Text, heading
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.settings.fiscal_part import FiscalPart
from clubdesk.ui.settings.receipt_look_part import ReceiptLookPart
from clubdesk.ui.settings.sample_receipt import sample_receipt

WIDTH = 1160
SIDE = 430
_DRAW_AFTER_MS = 250


class ReceiptsTab(QWidget):
    """Fields at the left; at the right a receipt as it will be printed."""

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self._runner = runner
        self._club: Club | None = None
        self.look = ReceiptLookPart(runner)
        self.fiscal = FiscalPart(runner)
        self.sheet: Sheet | None = None
        self._paper = QVBoxLayout()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DRAW_AFTER_MS)
        self._soon.timeout.connect(self._draw)
        self._build()
        self._refresh = Refresh(self, self.reload)
        self.look.typed.connect(self._soon.start)
        self.look.changed.connect(self._refresh.wanted)
        self.fiscal.changed.connect(self._refresh.wanted)
        bridge.happened.connect(self._hear)

    def reload(self) -> None:
        """Asks the books anew."""
        self._runner.ask(lambda books: books.club(), while_alive(self, self._show))

    def showEvent(self, event: QShowEvent) -> None:
        """What may be done depends on who is at the desk."""
        super().showEvent(event)
        missing = self._runner.missing(Permission.EDIT_SETTINGS)
        self.look.allow(missing)
        self.fiscal.allow(missing)
        self._refresh.wanted()

    def _build(self) -> None:
        side = QWidget()
        side.setFixedWidth(SIDE)
        hint = Text(tr("As the receipts' printer prints it; the logo once it is saved."), "dim")
        self._paper.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        side.setLayout(column(heading(tr("Preview")), hint.wrapped(), self._paper, None, gap=GAP_M))
        fields = QWidget()
        fields.setLayout(column(self.look, self.fiscal, None, gap=GAP_L))
        across = QHBoxLayout()
        across.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        across.setSpacing(GAP_L)
        across.addWidget(fields, 1)
        across.addWidget(side)
        inside = QWidget()
        inside.setMaximumWidth(WIDTH)
        inside.setLayout(across)
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(inside, 1)
        line.addStretch(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))

    def _show(self, club: Club | None) -> None:
        if club is None:
            return
        self._club = club
        self.look.show_club(club)
        self.fiscal.show_club(club)
        self._draw()

    def _draw(self) -> None:
        if self._club is None:
            return
        typed: SaveReceiptLook = self.look.typed_look()
        now = self._runner.desk.clock.now()
        staff = self._runner.staff
        receipt = sample_receipt(self._club, typed, now, staff.name if staff else "")
        self._runner.draw(receipt, while_alive(self, self._show_paper))

    def _show_paper(self, png: bytes) -> None:
        if self.sheet is not None:
            self._paper.removeWidget(self.sheet)
            self.sheet.hide()
            self.sheet.deleteLater()
        self.sheet = Sheet(png)
        self._paper.addWidget(self.sheet)

    @Slot(object)
    def _hear(self, event: object) -> None:
        if isinstance(event, ReceiptLookChanged):
            self._refresh.wanted()
