"""The screen Settings (Ctrl+,): a frame of tabs. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.frames import column, row
from clubdesk.ui.look.tabs import Tab, Tabs
from clubdesk.ui.look.text import title
from clubdesk.ui.look.tokens import GAP_L
from clubdesk.ui.settings.desk_tab import DeskTab
from clubdesk.ui.settings.promotions_tab import PromotionsTab
from clubdesk.ui.settings_port import SettingsPort


class SettingsScreen(QWidget):
    """What this desk and the club can be set to.

    Signals:
        language_changed: The new language's code; the frame makes its windows anew.
    """

    language_changed = Signal(str)

    def __init__(self, runner: DeskRunner, bridge: EventBridge, settings: SettingsPort) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._bridge = bridge
        self._settings = settings
        self.tabs = Tabs(self._tabs(), margin=GAP_L)
        head = row(title(tr("Settings")), None)
        head.setContentsMargins(GAP_L, 12, GAP_L, 4)
        lines = column(head, self.tabs, gap=0)
        self.setLayout(lines)

    def showEvent(self, event: QShowEvent) -> None:
        """What a person may open depends on who came."""
        super().showEvent(event)
        self.tabs.allow()

    def _tabs(self) -> list[Tab]:
        """The tabs, from the left; each page is made when it is opened first."""
        return [
            Tab("desk", tr("This desk"), self._desk),
            Tab("rates", tr("Rates"), self._rates),
            Tab("rules", tr("Club rules"), self._rules),
            Tab("promotions", tr("Promotions and groups"), self._promotions),
            Tab("receipts", tr("Receipts"), self._receipts),
            Tab("terminal", tr("Card terminal"), self._terminal),
            Tab("messages", tr("Messages"), self._messages),
            Tab("staff", tr("Staff and roles"), self._staff),
        ]

    def _messages(self) -> QWidget:
        from clubdesk.ui.settings.messages_tab import MessagesTab

        return MessagesTab(self._runner, self._bridge, self._settings)

    def _receipts(self) -> QWidget:
        from clubdesk.ui.settings.receipts_tab import ReceiptsTab

        return ReceiptsTab(self._runner, self._bridge)

    def _terminal(self) -> QWidget:
        from clubdesk.ui.settings.terminal_tab import TerminalTab

        return TerminalTab(self._runner, self._bridge, self._settings)

    def _rates(self) -> QWidget:
        from clubdesk.ui.settings.rates.tab import RatesTab

        return RatesTab(self._runner, self._bridge)

    def _rules(self) -> QWidget:
        from clubdesk.ui.settings.rules_tab import RulesTab

        return RulesTab(self._runner, self._bridge)

    def _promotions(self) -> QWidget:
        return PromotionsTab(self._runner, self._bridge)

    def _staff(self) -> QWidget:
        from clubdesk.ui.settings.staff_tab import StaffTab

        return StaffTab(self._runner, self._bridge)

    def _desk(self) -> QWidget:
        made = DeskTab(self._runner, self._settings)
        made.language_changed.connect(self.language_changed)
        return made
