"""Move to Another PC: free seats by zone, and what the move does to price and time.

GUI thread only. The policy is "keep time": the same time left, at the old price.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Zone
from clubdesk.foundation.translate import tr
from clubdesk.services.sessions import MoveSession
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.number_jump import NumberJump
from clubdesk.ui.hall.words import countdown
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import Figure, Panel, row, rule, scrolled
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text, small


class MoveDialog(Dialog):
    """Chooses where a session goes on.

    Signals:
        moved: The new seat's station id.
    """

    moved = Signal(int)

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        seat: Seat,
        free: Sequence[tuple[Zone, Sequence[Seat]]],
        wording: Wording,
    ) -> None:
        heading = tr("Move from {station}").format(station=seat.card.station.name)
        super().__init__(over, heading, f"· {seat.card.payer_name or tr('Guest')}", width=640)
        self.setObjectName("move_dialog")
        self._runner, self._seat, self._wording = runner, seat, wording
        self._target: Seat | None = None
        self.chips: dict[int, Chip] = {}
        self._seats = {s.card.station.id: s for _, seats in free for s in seats}
        self.old_price = Figure(tr("Price now"))
        self.new_price = Figure(tr("Price after"))
        self.before = Figure(tr("Time left now"))
        self.after = Figure(tr("Time left after"))
        self._jump = NumberJump(self)
        self._jump.typed.connect(self._number)
        self._build(free)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.refresh()

    def begin(self, station_id: int | None = None) -> None:
        """Opens it, with a seat chosen already if it was dragged there."""
        if station_id in self.chips:
            self._choose(station_id)
        first = (
            self.chips[station_id]
            if station_id in self.chips
            else next(iter(self.chips.values()), None)
        )
        self.open(first)

    def on_primary(self) -> None:
        """Moves."""
        session = self._seat.card.session
        if self._target is None or session is None:
            return
        to = self._target.card.station
        command = MoveSession(session_id=session.id, to_station_id=to.id)

        def done(_answer: object) -> None:
            self.moved.emit(to.id)
            self.finish(done=True)

        self.submit(self._runner, command, done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose a seat by its number."""
        if event.text().isdecimal():
            event.accept()
            self._jump.add(event.text())
        else:
            super().keyPressEvent(event)

    def _build(self, free: Sequence[tuple[Zone, Sequence[Seat]]]) -> None:
        self.body.addWidget(small(tr("Free seats: choose one, or type its number")))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for zone, seats in free:
            if seats:
                column.addWidget(Text(zone.name, "text", weight=600))
                column.addWidget(Flow([self._chip(seat) for seat in seats]))
        if not self.chips:
            column.addWidget(Text(tr("No seat is free now."), "amber").wrapped())
        column.addStretch(1)
        area = scrolled(content)
        area.setMinimumHeight(min(260, 60 + 44 * max(1, len(free)) + len(self._seats) // 7 * 36))
        self.body.addWidget(area, 1)
        self.body.addWidget(rule())
        figures = row(self.old_price, self.new_price, self.before, self.after)
        for place in range(4):
            figures.setStretch(place, 1)
        self.body.addLayout(figures)
        policy = Panel("raised", 10)
        words = tr(
            "Keep time: the session goes on with the same time left, at the old price. "
            "What was played so far is charged now."
        )
        line = row(Icon("info", "accent", 16), Text(words, "dim").wrapped())
        line.setStretch(1, 1)
        policy.column.addLayout(line)
        self.body.addWidget(policy)

    def _chip(self, seat: Seat) -> Chip:
        station = seat.card.station
        chip = Chip(station.name)
        chip.clicked.connect(lambda: self._choose(station.id))
        self.chips[station.id] = chip
        return chip

    def _choose(self, station_id: int | None) -> None:
        self._target = self._seats.get(station_id or 0)
        for place, chip in self.chips.items():
            chip.setChecked(place == station_id)
        self.refresh()

    def _number(self, number: int) -> None:
        for station_id, seat in self._seats.items():
            if seat.card.station.number == number:
                self._choose(station_id)
                self.chips[station_id].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """Shows what the move does."""
        session = self._seat.card.session
        if session is None:
            return
        now = self._runner.desk.clock.now()
        price = tr("{money}/h").format(
            money=self._wording.money.exact(session.terms.price.per_hour_at(now))
        )
        self.old_price.say(price)
        left = countdown(self._seat.left_s)
        self.before.say(left)
        chosen = self._target is not None
        self.new_price.say(price if chosen else "–")
        self.after.say(left if chosen else "–")
        target = self._target.card.station.name if self._target else ""
        text = tr("Move to {station}").format(station=target) if target else tr("Move")
        self.set_primary(text, why_not="" if chosen else tr("Choose a free seat."))
