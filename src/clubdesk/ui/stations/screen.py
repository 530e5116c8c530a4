"""Stations (F9): a table of seats with their agents' links; agents that wait to be paired.

GUI thread. Reloads when stations change and when an agent's link changes.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.events import StationsChanged
from clubdesk.domain.hall import Club, StationKind
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.services.permission_words import permission_word
from clubdesk.services.ports_hub import AgentsWaiting, StationLink, WaitingAgent
from clubdesk.services.stations import RestartPC, WakePC
from clubdesk.services.views import DeskQueries, HallView
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import Fact, Panel, post, rule
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.table import ROW_HEIGHT, Column, Table
from clubdesk.ui.look.text import Text, heading, small, title
from clubdesk.ui.look.tokens import GAP_L, GAP_M, GAP_S
from clubdesk.ui.look.wording import ago, clock_time, date_time
from clubdesk.ui.stations.pair_dialog import PairDialog, RevokeDialog
from clubdesk.ui.stations.rows import StationRow, station_rows, why_grey

PANEL_WIDTH = 320
MOST_WAITING = 6


class StationsScreen(QWidget):
    """The technician's table and, at the right, what can be done with the chosen seat."""

    def __init__(self, runner: DeskRunner, bridge: EventBridge, hub_port: int) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._port = hub_port
        self._club: Club | None = None
        self._rows: list[StationRow] = []
        self.table: Table[StationRow] = Table(self._columns())
        self.waiting: Table[WaitingAgent] = Table(_waiting_columns(), bare=True, sortable=False)
        self._build()
        self._refresh = Refresh(self, self._reload)
        self.table.row_changed.connect(self._show_row)
        self.waiting.row_chosen.connect(self._pair)
        bridge.happened.connect(self._on_news)
        runner.signed_in.connect(self._refresh.wanted)

    def _columns(self) -> list[Column[StationRow]]:
        return [
            Column(
                tr("Name"), lambda r: r.station.name, lambda r: r.station.number, width=110,
                strong=True,
            ),
            Column(tr("Zone"), lambda r: r.zone.name if r.zone else "", width=120),
            Column(tr("Agent"), lambda r: r.state, tone=lambda r: r.tone, width=150),
            Column(tr("PC name"), lambda r: r.link.hostname if r.link else ""),
            Column(tr("Version"), lambda r: r.link.agent_version if r.link else "", width=80),
            Column(tr("Hardware address"), lambda r: r.station.mac, width=150),
            Column(tr("Last seen"), self._seen, width=130),
        ]  # fmt: skip

    def _seen(self, row: StationRow) -> str:
        seen: datetime | None = row.link.last_seen if row.link else None
        if seen is None or self._club is None:
            return ""
        now = self._runner.desk.clock.now()
        if ago(seen, now, self._club) == ago(now, now, self._club):
            return clock_time(seen, self._club)
        return ago(seen, now, self._club)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(GAP_L, GAP_L, GAP_L, GAP_L)
        left.setSpacing(GAP_M)
        left.addWidget(title(tr("Stations")))
        left.addWidget(self.table, 1)
        panel = Panel("flat", GAP_L)
        panel.setFixedWidth(PANEL_WIDTH)
        self._side = panel.column
        self._side.setSpacing(GAP_S)
        self._build_side()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(post())
        whole.addWidget(panel)

    def _build_side(self) -> None:
        self.name = title("")
        self.state = Text("", "dim")
        self.checks = Text("", "text").wrapped()
        self.key = Fact(tr("Key"), "")
        self.seen = Fact(tr("Last seen"), "")
        self.wake = Button(tr("Wake Up (Wake-on-LAN)"), Kind.SECONDARY)
        self.restart = Button(tr("Restart PC"), Kind.SECONDARY)
        self.revoke = Button(tr("Revoke the pairing"), Kind.DANGER)
        self.pair = Button(tr("Pair…"), Kind.PRIMARY)
        self.nobody = small(tr("No agent is waiting. Start the agent on a PC and it appears here."))
        self.nobody.setWordWrap(True)
        for part in (self.name, self.state, self.checks, self.key, self.seen):
            self._side.addWidget(part)
        for button in (self.wake, self.restart, self.revoke):
            self._side.addWidget(button)
        self._side.addWidget(rule())
        self._side.addWidget(heading(tr("Waiting to be paired")))
        self._side.addWidget(self.nobody)
        self._side.addWidget(self.waiting)
        self._side.addWidget(self.pair)
        self._side.addStretch(1)
        self._side.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.wake.clicked.connect(self._wake)
        self.restart.clicked.connect(self._restart)
        self.revoke.clicked.connect(self._revoke)
        self.pair.clicked.connect(self.waiting.choose_current)

    @Slot(object)
    def _on_news(self, news: object) -> None:
        if isinstance(news, (StationsChanged, StationLink, AgentsWaiting)):
            self._refresh.wanted()

    def _reload(self) -> None:
        now = self._runner.desk.clock.now()

        def question(queries: DeskQueries) -> tuple[Club | None, HallView]:
            return queries.club(), queries.hall(now)

        self._runner.ask(question, self._show)

    def _show(self, found: tuple[Club | None, HallView]) -> None:
        self._club, view = found
        hub = self._runner.desk.hub
        self._rows = station_rows(view, hub.links())
        self.table.show_rows(self._rows, same=lambda row: row.station.id)
        waiting = list(hub.waiting())
        self.waiting.show_rows(waiting, same=lambda agent: agent.public_key)
        self.waiting.setVisible(bool(waiting))
        self.waiting.setFixedHeight(ROW_HEIGHT * (1 + min(len(waiting), MOST_WAITING)) + 4)
        self.nobody.setVisible(not waiting)
        self.pair.allow(
            self._missing(Permission.PAIR_AGENTS) or ("" if waiting else self.nobody.text())
        )

    @Slot(object)
    def _show_row(self, row: StationRow | None) -> None:
        for part in (self.state, self.checks, self.key, self.seen):
            part.setVisible(row is not None)
        for button in (self.wake, self.restart, self.revoke):
            button.setVisible(row is not None and row.station.kind is StationKind.PC)
        if row is None:
            self.name.setText("")
            return
        self.name.setText(row.station.name)
        self.state.setText(row.state)
        self.state.set_tone(row.tone)
        checks = why_grey(row, self._port)
        self.checks.setText("\n".join(f"{n}. {text}" for n, text in enumerate(checks, 1)))
        self.checks.setVisible(bool(checks))
        self.key.say(row.station.agent_key[:10] + "…" if row.paired else "—")
        seen = row.link.last_seen if row.link else None
        self.seen.say(date_time(seen, self._club) if seen and self._club else "—")
        no_restart = self._missing(Permission.RESTART_PCS)
        self.wake.allow(
            no_restart or ("" if row.station.mac else tr("The hardware address is not known."))
        )
        self.restart.allow(no_restart or ("" if row.tone == "green" else row.state))
        self.revoke.setVisible(row.paired)
        self.revoke.allow(self._missing(Permission.PAIR_AGENTS))

    def _missing(self, permission: Permission) -> str:
        if self._runner.may(permission):
            return ""
        return tr("Missing permission: {permission}").format(permission=permission_word(permission))

    def _wake(self) -> None:
        if (row := self.table.current()) is not None:
            self._runner.do(WakePC(station_id=row.station.id), button=self.wake)

    def _restart(self) -> None:
        if (row := self.table.current()) is not None:
            self._runner.do(RestartPC(station_id=row.station.id), button=self.restart)

    def _revoke(self) -> None:
        if (row := self.table.current()) is not None:
            RevokeDialog(self, self._runner, row).open()

    @Slot(object)
    def _pair(self, agent: WaitingAgent) -> None:
        pcs = [row for row in self._rows if row.station.kind is StationKind.PC]
        chosen = self.table.current()
        grey = chosen is not None and chosen in pcs and chosen.tone != "green"
        wanted = chosen if grey else None
        dialog = PairDialog(self, self._runner, agent, pcs, wanted)
        dialog.open(dialog.seat)


def _waiting_columns() -> list[Column[WaitingAgent]]:
    return [
        Column(tr("PC name"), lambda agent: agent.hostname, strong=True),
        Column(tr("Code"), lambda agent: agent.code, width=150, right=True),
    ]
