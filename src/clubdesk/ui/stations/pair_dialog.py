"""Ties a waiting agent to a station, after a person has compared the codes. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from clubdesk.foundation.translate import tr
from clubdesk.services.ports_hub import WaitingAgent
from clubdesk.services.stations import PairAgent
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Choice, Field
from clubdesk.ui.look.frames import Fact
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import BOLD
from clubdesk.ui.stations.rows import StationRow


class PairDialog(Dialog):
    """Asks which station a waiting agent stands at."""

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        agent: WaitingAgent,
        rows: Sequence[StationRow],
        wanted: StationRow | None,
    ) -> None:
        super().__init__(over, tr("Pair a PC"), f"· {agent.hostname}", width=480)
        self._runner = runner
        self._agent = agent
        self._names = {row.station.id: row.station.name for row in rows}
        code = Text(agent.code, "accent", 32, BOLD)
        self.body.addWidget(Text(tr("The PC must show this code:"), "dim"))
        self.body.addWidget(code)
        self.body.addWidget(Fact(tr("Address"), agent.address))
        if agent.mac:
            self.body.addWidget(Fact(tr("Hardware address"), agent.mac))
        self.seat = Choice([(row.station.id, _label(row)) for row in rows])
        self.body.addWidget(Field(tr("Station"), self.seat))
        first = wanted or next((row for row in rows if not row.paired), None)
        if first is not None:
            self.seat.choose(first.station.id)
        self.seat.currentIndexChanged.connect(self._say)
        self._say()

    def on_primary(self) -> None:
        """Stores the pairing; the agent connects by itself within a second or two."""
        station_id = self.seat.key()
        if isinstance(station_id, int):
            command = PairAgent(
                station_id=station_id, agent_key=self._agent.public_key, mac=self._agent.mac
            )
            self.submit(self._runner, command)

    def _say(self) -> None:
        station_id = self.seat.key()
        name = self._names.get(station_id, "") if isinstance(station_id, int) else ""
        self.set_primary(tr("The codes match: pair as {name}").format(name=name))


class RevokeDialog(Dialog):
    """Asks once more before a PC is cut off."""

    def __init__(self, over: QWidget, runner: DeskRunner, row: StationRow) -> None:
        super().__init__(over, tr("Revoke the pairing"), f"· {row.station.name}", width=460)
        self._runner = runner
        self._station_id = row.station.id
        self.body.addWidget(
            Text(
                tr("The PC locks and gets nothing from the desk until it is paired again."), "text"
            ).wrapped()
        )
        self.set_primary(tr("Revoke the pairing"))

    def on_primary(self) -> None:
        """Forgets the key."""
        self.submit(self._runner, PairAgent(station_id=self._station_id, agent_key=""))


def _label(row: StationRow) -> str:
    if row.paired:
        return tr("{name} (replaces the paired agent)").format(name=row.station.name)
    return row.station.name
