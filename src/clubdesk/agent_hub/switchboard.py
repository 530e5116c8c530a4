"""Decides what each frame from an agent means and what is answered; no socket, no thread, no clock.

Owned by the hub thread, which feeds it frames and sends what it returns.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from clubdesk.agent_hub.orders import OpenOrder, OrderBook
from clubdesk.agent_hub.reconcile import disagrees, lease_message
from clubdesk.agent_hub.roster import LOST_AFTER_S, Heard, Roster, Seat
from clubdesk.agent_hub.strangers import Refusal, Stranger
from clubdesk.services.ports_hub import LinkState, OrderReport, StationLink, WantedLease
from clubdesk.wire.codec import WireError, decode_from_agent, encode
from clubdesk.wire.messages import PROTOCOL, Heartbeat, Hello, OrderAck, Pulse, Replaced

log = logging.getLogger(__name__)
_REPLACED = encode(Replaced())


@dataclass(frozen=True, slots=True)
class Moment:
    """One look at all clocks.

    Attributes:
        real: Seconds of the computer's monotonic clock: liveness, retries, expiry.
        play: Seconds of the desk clock's ``monotonic()``: leases.
        utc: The desk clock's instant.
    """

    real: float
    play: float
    utc: datetime


@dataclass(frozen=True, slots=True)
class Tell:
    """Where news goes. Called on the hub thread; must return at once."""

    link: Callable[[StationLink], None]
    report: Callable[[OrderReport], None]
    stranger: Callable[[Stranger], None]
    send: Callable[[bytes, bytes], bool]
    """Route and frame; False if nobody is there any more."""


class Switchboard:
    """All that the hub knows."""

    def __init__(self, tell: Tell, lost_after_s: float = LOST_AFTER_S) -> None:
        self._tell = tell
        self._wanted: dict[int, WantedLease] = {}
        self._told: dict[int, StationLink] = {}
        self.roster = Roster(lost_after_s)
        self.orders = OrderBook()

    # -- what the desk asks for

    def pair(self, keys: dict[int, str]) -> None:
        """Replaces the whole mapping of stations to keys."""
        before = set(self.roster.seats)
        changed = self.roster.pair(keys)
        for station_id in before - set(keys):
            self._told.pop(station_id, None)
        for station_id in {*changed, *(before - set(keys))} & before:
            self._report_all(self.orders.drop_station(station_id))
        for station_id in changed:
            self._tell_link(self.roster.seats[station_id])

    def want(self, leases: Iterable[WantedLease], at: Moment) -> None:
        """Takes note of what stations should be, and tells the agents that are there."""
        for lease in leases:
            self._wanted[lease.station_id] = lease
            seat = self.roster.seats.get(lease.station_id)
            if seat is not None and seat.state is LinkState.UP:
                self._reconcile(seat, at)

    def order(self, order: OpenOrder, at: Moment) -> None:
        """Takes an order on and sends it at once if its agent is there."""
        seat = self.roster.seats.get(order.station_id)
        if seat is None:
            self._tell.report(
                OrderReport(order.order_id, order.station_id, "refused", "not paired")
            )
            return
        self.orders.add(order)
        self._send_order(seat, order, at)

    def links(self) -> list[StationLink]:
        """Every paired station's link; any thread, as a dict's copy is one step."""
        return list(self._told.copy().values())

    # -- what agents say

    def hear(self, key: str, route: bytes, frame: bytes, at: Moment) -> None:
        """One frame of the agent with a public key; from a key that is not paired: nothing."""
        if not self.roster.knows(key):
            self._refuse(Refusal.UNPAIRED_KEY, key, "the pairing was taken back")
            return
        try:
            message = decode_from_agent(frame)
        except WireError as error:
            self._refuse(Refusal.GARBAGE, key, str(error))
            return
        heard, seat = self.roster.heard(key, route, at.real)
        if heard is Heard.REPLACED:
            self._refuse(Refusal.SAME_KEY, key, "an older connection speaks beside a newer one")
            self._tell.send(route, _REPLACED)
        elif isinstance(message, Heartbeat):
            self._heartbeat(seat, message, at)
        elif isinstance(message, Hello):
            self._hello(seat, message)
        else:
            self._ack(seat, message)

    def tick(self, at: Moment) -> None:
        """Looks for lost agents and for orders to repeat or to close; a few times a second."""
        for seat in self.roster.sweep(at.real):
            self._tell_link(seat)
        for order in self.orders.due(at.real):
            waiting = self.roster.seats.get(order.station_id)
            if waiting is not None:
                self._send_order(waiting, order, at)
        self._report_all(self.orders.run_out(at.real))

    # -- inside

    def _hello(self, seat: Seat, hello: Hello) -> None:
        if hello.protocol != PROTOCOL:
            detail = f"protocol {hello.protocol}, version {hello.version}, {hello.hostname}"
            self._refuse(Refusal.OTHER_PROTOCOL, seat.key, detail)
        self.roster.greet(seat, hello)

    def _heartbeat(self, seat: Seat, heartbeat: Heartbeat, at: Moment) -> None:
        fresh = seat.beat == 0
        self.roster.beat(seat, heartbeat, at.play, at.utc)
        self._send(seat, encode(Pulse(heartbeat.beat, say_hello=seat.hello is None)))
        self._reconcile(seat, at)
        if fresh:
            for order in self.orders.of_station(seat.station_id, at.real):
                self._send_order(seat, order, at)
        self._tell_link(seat)

    def _ack(self, seat: Seat, ack: OrderAck) -> None:
        report = self.orders.answered(seat.station_id, ack)
        if report is not None:
            self._tell.report(report)

    def _reconcile(self, seat: Seat, at: Moment) -> None:
        wanted = self._wanted.get(seat.station_id)
        if wanted is None or not seat.beat or not disagrees(wanted, seat.reported, at.play):
            return
        self._send(seat, encode(lease_message(wanted, seat.beat, seat.beat_play_at, at.play)))

    def _send_order(self, seat: Seat, order: OpenOrder, at: Moment) -> None:
        if seat.state is not LinkState.UP or not seat.beat:
            return
        age_s = at.real - seat.beat_at
        if self._send(seat, encode(order.message(seat.beat, age_s, at.real))):
            self.orders.sent(order, at.real)

    def _send(self, seat: Seat, frame: bytes) -> bool:
        return seat.route is not None and self._tell.send(seat.route, frame)

    def _refuse(self, refusal: Refusal, key: str, detail: str) -> None:
        station_id = self.roster.station_of(key)
        self._tell.stranger(Stranger(refusal, key, station_id=station_id, detail=detail))

    def _report_all(self, reports: Iterable[OrderReport]) -> None:
        for report in reports:
            self._tell.report(report)

    def _tell_link(self, seat: Seat) -> None:
        """Tells of a link when anything but the time of its last sign has changed."""
        link = seat.link()
        told = self._told.get(seat.station_id)
        self._told[seat.station_id] = link
        if told is None or _what_matters(told) != _what_matters(link):
            self._tell.link(link)


def _what_matters(link: StationLink) -> tuple[object, ...]:
    return (link.state, link.applied_seq, link.is_open, link.agent_version, link.hostname)
