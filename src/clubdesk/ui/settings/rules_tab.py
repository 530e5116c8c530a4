"""The tab "Club rules" of Settings: what holds for every session of the club. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.events import StationsChanged
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.frames import Panel, column, scrolled
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.text import Text, heading
from clubdesk.ui.look.tokens import GAP_L
from clubdesk.ui.settings.guest_payment_part import GuestPaymentPart
from clubdesk.ui.settings.play_rules_part import PlayRulesPart
from clubdesk.ui.settings.till_rules_part import TillRulesPart

WIDTH = 1160
SIDE = 380


class RulesTab(QWidget):
    """Sessions and minors at the left; guests and the till at the right.

    Attributes:
        guests, till: None until the club's currency is known.
    """

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self._runner = runner
        self.play = PlayRulesPart(runner)
        self.guests: GuestPaymentPart | None = None
        self.till: TillRulesPart | None = None
        self._side = column(_elsewhere(), None, gap=GAP_L)
        self._build()
        self._refresh = Refresh(self, self.reload)
        self.play.changed.connect(self._refresh.wanted)
        bridge.happened.connect(self._hear)

    def reload(self) -> None:
        """Asks the books anew."""
        self._runner.ask(lambda books: books.club(), while_alive(self, self._show))

    def showEvent(self, event: QShowEvent) -> None:
        """What may be done depends on who is at the desk."""
        super().showEvent(event)
        self._allow()
        self._refresh.wanted()

    def _build(self) -> None:
        side = QWidget()
        side.setFixedWidth(SIDE)
        side.setLayout(self._side)
        across = QHBoxLayout()
        across.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        across.setSpacing(GAP_L)
        across.addWidget(self.play, 1, Qt.AlignmentFlag.AlignTop)
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

    def _allow(self) -> None:
        missing = self._runner.missing(Permission.EDIT_SETTINGS)
        self.play.allow(missing)
        for part in (self.guests, self.till):
            if part is not None:
                part.allow(missing)

    def _show(self, club: Club | None) -> None:
        if club is None:
            return
        if self.guests is None:
            self.guests = GuestPaymentPart(self._runner, club)
            self.guests.changed.connect(self._refresh.wanted)
            self._side.insertWidget(0, self.guests)
        if self.till is None:
            self.till = TillRulesPart(self._runner, club)
            self.till.changed.connect(self._refresh.wanted)
            self._side.insertWidget(1, self.till)
            self._allow()
        self.till.show_club(club)
        self.play.show_club(club)
        self.guests.show_club(club)

    @Slot(object)
    def _hear(self, event: object) -> None:
        if isinstance(event, StationsChanged):
            self._refresh.wanted()


def _elsewhere() -> Panel:
    """Where the rules of reservations are; they have one place only."""
    panel = Panel("panel", 20)
    panel.column.addWidget(heading(tr("Reservations")))
    words = tr(
        "How long seats are held and what becomes of a deposit is set on the Timeline: "
        "its button with the gear opens the rules of reservations."
    )
    panel.column.addWidget(Text(words, "dim").wrapped())
    return panel
