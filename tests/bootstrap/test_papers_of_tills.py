"""Two desks over the same books: each prints the papers of its own till only."""

from clubdesk.bootstrap.paper_room import PaperRoom
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.shifts import OpenShift, PrintXReport
from clubdesk.storage.opening import open_storage
from tests.bootstrap.conftest import Club
from tests.support.club_world import World


class _Desk:
    """The desk's writer, at once."""

    def __init__(self):
        self.writer = self

    def submit(self, question):
        self._answer = question()
        return self

    def result(self):
        return self._answer


def test_a_desk_takes_the_papers_of_its_own_till(tmp_path):
    club = Club(tmp_path / "club")
    storage = open_storage(club.url)
    try:
        world = World(storage)
        world.open_shift()
        mine = world.do(PrintXReport()).job_id
        world.door.till_id = 2
        world.do(OpenShift(counted_minor=0))
        theirs = world.do(PrintXReport()).job_id
        taken = {}
        for till in (1, 2):
            room = PaperRoom(DeskSettings(till=till), storage.begin)
            room._desk = _Desk()
            taken[till] = [job.id for job in room._waiting()]
        assert taken == {1: [mine], 2: [theirs]}
    finally:
        storage.close()
