"""A world's desk as it stands all day: it watches the PCs, promises them leases, starts anew."""

from __future__ import annotations

from datetime import datetime

from clubdesk.domain.hall import StationKind
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.outage_watch import OutageWatch
from clubdesk.services.papers import HoldOldPapers
from clubdesk.services.ports_hub import LeaseState, LinkState, StationLink
from clubdesk.services.reactions import Reactions
from clubdesk.services.rule_book import RULES
from clubdesk.services.time_over import end_due_sessions
from clubdesk.storage.opening import open_storage
from tests.support.club_world import World
from tests.support.desk_clock import DeskClock
from tests.support.fake_hub import FakeHub, FakeWaker


class DeskDay:
    """Everything of a desk that listens to its own deeds; ``restart`` makes all of it anew."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.clock = DeskClock(world.clock.now())
        self.restart()

    def restart(self) -> None:
        """Ends the desk and starts it again over the same books, as the house does."""
        world = self.world
        world.storage.close()
        world.clock.start_again()
        world.storage = open_storage(world.url)
        world.feed = EventFeed()
        world.door = Dispatcher(world.storage.begin, world.clock, 1, world.feed, RULES)
        self.hub = FakeHub()
        reactions = Reactions(world.storage.begin, world.clock, self.hub, FakeWaker())
        self.watch = OutageWatch(world.clock, lambda note: world.door.carry_out(note, None))
        world.feed.subscribe(reactions.hear)
        world.feed.subscribe(self.watch.hear)
        world.door.carry_out(HoldOldPapers(), None)
        end_due_sessions(world.storage.begin, world.clock, world.door)
        reactions.refresh()

    def link(self, seat: int, state: LinkState, seen: datetime) -> None:
        """The hub's news of a seat's agent."""
        self.watch.hear(StationLink(self.world.stations[seat], state, last_seen=seen))

    def unlocked(self) -> set[int]:
        """The PCs that the desk promised to keep open."""
        return {i for i, lease in self.hub.wanted.items() if lease.state is LeaseState.OPEN}

    def pcs(self) -> set[int]:
        """Every station that has an agent."""
        with self.world.storage.begin() as work:
            return {s.id for s in work.stations.all() if s.kind is StationKind.PC}
