"""The walk through the desk's screens: morning, evening, closing. GUI thread.

Nothing that is photographed is carried out, apart from opening and closing the shift: the same
evening shows in every picture.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.demo.cast import PASSWORD
from clubdesk.demo.pictures import evening as club
from clubdesk.demo.pictures import rates_walk
from clubdesk.demo.pictures.camera import LARGE, Camera
from clubdesk.demo.pictures.strangers import Strangers
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.foundation.translate import tr
from clubdesk.services.ports_hub import LinkState
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.crash_notice import CrashNotice
from clubdesk.ui.frame.switch_dialog import SwitchDialog
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.end_dialog import EndDialog
from clubdesk.ui.hall.group_dialog import GroupDialog
from clubdesk.ui.hall.move_dialog import MoveDialog
from clubdesk.ui.hall.start_dialog import StartDialog
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.shifts.count import BY_NOTES
from clubdesk.ui.shifts.open_dialog import OpenShiftDialog
from clubdesk.ui.sign_in.screen import SignInScreen
from clubdesk.ui.stations.pair_dialog import PairDialog
from clubdesk.ui.stations.screen import StationsScreen

END_OF_PHONE = "4417"
FRIENDS = 3


class DeskWalk:
    """Goes from screen to screen of one desk and takes its pictures."""

    def __init__(self, scene: Scene, camera: Camera) -> None:
        self.scene, self.camera = scene, camera
        self.hand, self.window = scene.hand, scene.window
        camera.settle = scene.hand.settle

    def morning(self) -> None:
        """Someone signs in and opens the shift."""
        screen = self.window.findChild(SignInScreen)
        if screen is None:
            raise LookupError("the sign-in screen does not cover the window")
        self.hand.until(lambda: screen.tiles, "the people who work here")
        self.hand.click(next(tile for tile in screen.tiles if tile.person.login == "dana"))
        self.hand.type(PASSWORD, screen.password.editor)
        self._take("sign-in")
        self.hand.click(screen.button)
        self.hand.until(lambda: self.scene.windows.runner.staff, "someone to be signed in")
        self._open_shift(self.scene.dialog(OpenShiftDialog))

    def _open_shift(self, dialog: OpenShiftDialog) -> None:
        dialog.count.ways.choose(BY_NOTES)
        dialog.count.use(BY_NOTES)
        left = self.scene.balance(AccountKind.TILL_CASH, self.scene.windows.house.settings.till)
        for value, box in zip(dialog.count.notes.values, dialog.count.notes.boxes, strict=True):
            pieces, left = divmod(left, value)
            if pieces:
                QTest.keyClicks(box, str(pieces))
        self._take("open-shift")
        self.hand.click(dialog.primary)
        self._take("open-shift-done")
        self.scene.accept(dialog)

    def fill_hall(self) -> None:
        """Two hours pass; two PCs drop off the network meanwhile."""
        house, fleet = self.scene.windows.house, self.scene.stage.fleet
        people = club.EveningMaker(house, self.scene.clock)
        house.writer.submit(people.play_first_hour).result(60)
        self.hand.until(self._all_were_heard, "every PC to be heard in the evening")
        lonely = {self.scene.station_id(number) for number in (club.GREY, club.LONELY)}
        for index, agent in enumerate(fleet.agents):
            if agent.setup.machine in [self.scene.stage.machines[i] for i in lonely]:
                fleet.unplug(index)

        def are_lost() -> bool:
            links = {link.station_id: link for link in house.hub.links()}
            return all(links[i].state is LinkState.LOST for i in lonely)

        self.hand.until(are_lost, "two PCs to drop off the network")
        house.writer.submit(people.play_second_hour).result(60)
        self.hand.until(self._all_follow, "every PC to follow")
        self.scene.hall.tick()
        self.hand.settle()
        self.window.toasts.clear()

    def _all_were_heard(self) -> bool:
        links = self.scene.windows.house.hub.links()
        return all(link.last_seen and link.last_seen > club.PEOPLE_COME for link in links)

    def _all_follow(self) -> bool:
        cards = self.scene.hall.controller.model.seats
        return all(seat.reading.state.value != "starting" for seat in cards)

    def hall(self) -> None:
        """The busy hall: nobody, one, several, a grey one chosen."""
        hall = self.scene.hall
        self._take("hall-summary")
        self._choose(club.HERO)
        self._take("hall")
        with self.camera.sized(self.window, LARGE):
            self._take("hall-1920")
        for name, number in (
            ("hall-paused", club.PAUSED),
            ("hall-ending", club.ENDING),
            ("hall-no-link", club.LONELY),
            ("hall-offline", club.GREY),
            ("hall-service", club.IN_SERVICE),
            ("hall-free", min(club.KEPT_FREE)),
        ):
            self._choose(number)
            self._take(name)
        chosen = (club.HERO, club.HERO + 2, club.HERO + 3)
        hall.view.choose_all([self.scene.station_id(number) for number in chosen])
        self._take("hall-several")
        zones, second = hall.top.zones, hall.controller.model.zones[1].id
        zones.choose(second)
        hall.view.show_zone(second)
        self._take("hall-zone")
        zones.choose(None)
        hall.view.show_zone(None)

    def dialogs(self) -> None:
        """What is asked before something is done in the hall."""
        free = min(club.KEPT_FREE)
        self._start(free)
        self._group()
        self._dialog(free, Qt.Key.Key_G, GUEST_DIALOG)
        self._dialog(club.HERO, Qt.Key.Key_M, MOVE_DIALOG)
        self._dialog(club.HERO, Qt.Key.Key_E, (EndDialog, "end-session", None))
        self._dialog(club.GUEST, Qt.Key.Key_E, (EndDialog, "end-guest", None))

    def _start(self, number: int) -> None:
        self._choose(number)
        self.scene.press(Qt.Key.Key_S)
        dialog = self.scene.dialog(StartDialog)
        self.hand.type(END_OF_PHONE, dialog.client.search)
        self.hand.until(lambda: dialog.client.row() is not None, "the client in the list")
        self._take("start-session")
        self.hand.key(Qt.Key.Key_Down, into=dialog.client.search)
        self._take("start-session-other")
        rates_walk.start_with_package(self.scene, self.camera, dialog)
        self._close(dialog)

    def _group(self) -> None:
        """Some friends on the free seats of one zone."""
        seats = self.scene.hall.controller.model.seats
        first = self.scene.station_id(min(club.KEPT_FREE))
        zone = next(s.card.station.zone_id for s in seats if s.card.station.id == first)
        free = [s for s in seats if s.reading.state is CardState.FREE]
        friends = [s.card.station.id for s in free if s.card.station.zone_id == zone]
        self.scene.hall.view.choose_all(friends[:FRIENDS])
        self.scene.press(Qt.Key.Key_S)
        dialog = self.scene.dialog(GroupDialog)
        self.hand.type("2000", dialog.amount.edit)
        self._take("start-group")
        self._close(dialog)

    def _dialog(
        self,
        number: int,
        key: Qt.Key,
        what: tuple[type[Dialog], str, Callable[[DeskWalk, Dialog], None] | None],
    ) -> None:
        kind, name, prepare = what
        self._choose(number)
        self.scene.press(key)
        dialog = self.scene.dialog(kind)
        if prepare is not None:
            prepare(self, dialog)
        self._take(name)
        self._close(dialog)

    def frame(self) -> None:
        """Search, lamps, menu, notices, a bar, a crash."""
        self.window.search.begin()
        self.hand.type(END_OF_PHONE, self.window.search.box)
        self._take("search")
        self.window.search.box.setText(tr("Top Up Balance").split()[0].casefold())
        self.window.search.box.search_now()
        self._take("search-command")
        for _ in ("the text", "the box"):
            self.hand.key(Qt.Key.Key_Escape, into=self.window.search.box)
        for key in ("links", "printer"):
            story = self.window.bar.lamps.tell(key)
            self.camera.take(f"lamp-{key}", self.window, (story,))
            story.close()
        self.window.switch_person()
        self._take("switch-person")
        self._close(self.scene.dialog(SwitchDialog))
        self._notices()
        CrashNotice(self.window, _a_bug()).open()
        self._take("crash")
        self._close(self.scene.dialog(CrashNotice))

    def _notices(self) -> None:
        names = ("PC 18", "PC 24", "PC 25")
        text = tr("Time is over: {names}")
        self.window.tell(Notice(text, tone="amber", icon="timer", names=names))
        self.window.toast(tr("The balance was topped up."))
        self.window.toast(
            tr("No shift is open at this till."), tr("Open a shift first (F6)."), "red"
        )
        alert = Alert(
            tr("A paper may not have been printed."),
            tr("The printer is out of paper: put in a new roll."),
            tr("Decide"),
            _nothing,
        )
        self.window.set_alert("paper", alert)
        self._take("notices")
        self.window.set_alert("paper", None)
        self.window.toasts.clear()

    def others(self) -> None:
        """Stations and help."""
        screen = self.window.open_screen("stations")
        if not isinstance(screen, StationsScreen):
            raise TypeError("the screen Stations")
        strangers = Strangers(f"tcp://127.0.0.1:{self.scene.windows.house.hub.port}")

        def both_wait() -> bool:
            strangers.ring()
            return len(self.scene.windows.house.hub.waiting()) == 2

        self.hand.until(both_wait, "two agents to ask at the door")
        self._take("stations")
        screen.table.go_to(club.GREY - 1)
        self._take("stations-offline")
        screen.waiting.go_to(0)
        screen.waiting.choose_current()
        dialog = self.scene.dialog(PairDialog)
        self._take("pair")
        self._close(dialog)
        strangers.leave()
        self.window.open_screen("help")
        self._take("help")

    # Small steps.

    def _take(self, name: str) -> None:
        self.camera.take(name, self.window)

    def _choose(self, number: int) -> None:
        self.scene.hall.choose_station(self.scene.station_id(number))
        self.hand.settle()

    def _close(self, dialog: Dialog) -> None:
        dialog.finish(done=False)
        self.hand.settle()


def _guest(walk: DeskWalk, dialog: Dialog) -> None:
    if isinstance(dialog, StartDialog):
        walk.hand.type("1000", dialog.guest.amount.edit)
        walk.hand.type("2000", dialog.guest.received.edit)


def _onto_vip(walk: DeskWalk, dialog: Dialog) -> None:
    QTest.keyClicks(dialog, str(max(club.KEPT_FREE)))
    walk.hand.pause(900)


GUEST_DIALOG = (StartDialog, "guest-session", _guest)
MOVE_DIALOG = (MoveDialog, "move", _onto_vip)


def _a_bug() -> BaseException:
    try:
        raise ZeroDivisionError("integer division or modulo by zero")
    except ZeroDivisionError as error:
        return error


def _nothing() -> None:
    """What a button does in a picture."""
