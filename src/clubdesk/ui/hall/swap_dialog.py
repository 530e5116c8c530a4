"""Swap with another PC: two sessions change places, each with its time. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Zone
from clubdesk.foundation.translate import tr
from clubdesk.services.swapping import SwapSessions
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.words import countdown, short_name
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import Fact, rule, scrolled
from clubdesk.ui.look.text import Text, small


class SwapDialog(Dialog):
    """Chooses the other session.

    Signals:
        done: The Seat it changed places with.
    """

    done = Signal(object)

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        seat: Seat,
        taken: tuple[Sequence[Zone], Sequence[Seat]],
        wording: Wording,
    ) -> None:
        super().__init__(over, tr("Swap with another PC"), f"· {seat.card.station.name}", width=560)
        self.setObjectName("swap_dialog")
        self._runner, self._seat, self._wording = runner, seat, wording
        self._other: Seat | None = None
        self._seats = {one.card.station.id: one for one in taken[1]}
        self.chips: dict[int, Chip] = {}
        self.one = Fact("")
        self.other = Fact("")
        self._build(taken[0])
        self._show()

    def begin(self, onto: Seat | None = None) -> None:
        """Opens it, with a seat chosen already if a session was dragged there."""
        if onto is not None:
            self._choose(onto.card.station.id)
        chosen = onto.card.station.id if onto is not None else 0
        self.open(self.chips.get(chosen) or next(iter(self.chips.values()), None))

    def on_primary(self) -> None:
        """Swaps."""
        session, other = self._seat.card.session, self._other
        if session is None or other is None or other.card.session is None:
            return

        def swapped(_answer: object) -> None:
            self.done.emit(other)
            self.finish(done=True)

        command = SwapSessions(session_id=session.id, other_session_id=other.card.session.id)
        self.submit(self._runner, command, swapped)

    def _build(self, zones: Sequence[Zone]) -> None:
        asks = tr("Choose who changes places; each goes on with their own time and price.")
        none = tr("Nobody else plays now.")
        self.body.addWidget(small(asks if self._seats else none).wrapped())
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for zone in zones:
            seats = [one for one in self._seats.values() if one.card.station.zone_id == zone.id]
            if seats:
                column.addWidget(Text(zone.name, "text", weight=600))
                column.addWidget(Flow([self._chip(one) for one in seats]))
        column.addStretch(1)
        area = scrolled(content)
        area.setFixedHeight(min(260, max(60, content.sizeHint().height() + 8)))
        area.setVisible(bool(self._seats))
        self.body.addWidget(area)
        self.body.addWidget(rule())
        self.body.addWidget(self.one)
        self.body.addWidget(self.other)

    def _chip(self, seat: Seat) -> Chip:
        station_id = seat.card.station.id
        chip = Chip(f"{seat.card.station.name} · {_who(seat)}")
        chip.clicked.connect(lambda: self._choose(station_id))
        self.chips[station_id] = chip
        return chip

    def _choose(self, station_id: int) -> None:
        self._other = self._seats.get(station_id)
        for place, chip in self.chips.items():
            chip.setChecked(place == station_id)
        self._show()

    def _show(self) -> None:
        other = self._other
        for fact in (self.one, self.other):
            fact.setVisible(other is not None)
        if other is None:
            why = tr("Choose a seat.") if self._seats else tr("Nobody else plays now.")
            self.set_primary(tr("Swap"), why_not=why)
            return
        for fact, mover, to in ((self.one, self._seat, other), (self.other, other, self._seat)):
            fact.name.setText(f"{_who(mover)} → {to.card.station.name}")
            fact.say(tr("{time} left").format(time=countdown(mover.left_s)))
        here, there = self._seat.card.station.name, other.card.station.name
        self.set_primary(tr("Swap {here} and {there}").format(here=here, there=there))


def _who(seat: Seat) -> str:
    return short_name(seat.card.payer_name) if seat.card.payer_name else tr("Guest")
