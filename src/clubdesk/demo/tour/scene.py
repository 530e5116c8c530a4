"""What every act of the tour works with: the stage, the window, the log, and ways to look."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.bootstrap.windows import DeskWindows
from clubdesk.demo.stage import Stage
from clubdesk.demo.tour.stagehand import Stagehand, TourError
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.money import format_money
from clubdesk.foundation.translate import language
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.hall.screen import HallScreen
from clubdesk.ui.look.dialog import Dialog, open_dialog_of

W = TypeVar("W", bound=Dialog)


@dataclass
class Scene:
    """The tour's state; acts add to the log and take pictures.

    Attributes:
        said: Every line of the log.
        money: Figures that a later act compares with, minor units, by name.
    """

    stage: Stage
    windows: DeskWindows
    clock: ManualClock
    folder: Path
    said: list[str] = field(default_factory=list)
    money: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.started = self.clock.now()
        self.hand = Stagehand(self.window, self.windows.runner, self.folder)

    @property
    def window(self) -> MainWindow:
        """The desk's window."""
        if self.windows.window is None:
            raise TourError("the desk has no window")
        return self.windows.window

    @property
    def better_pc(self) -> int:
        """The number of a PC in the dearer zone, however many stations the club has."""
        hall = self.windows.house.storage.queries.hall(self.clock.now())
        dearer = hall.zones[1].id
        return [c.station.number for c in hall.cards if c.station.zone_id == dearer][4]

    def say(self, text: str) -> None:
        """Writes a line into the log and onto the terminal."""
        self.said.append(text)
        print(text, flush=True)  # noqa: T201 - the tour says what it did

    def shown(self, minor: int) -> str:
        """An amount as the screens show it."""
        club = self.windows.house.storage.queries.club()
        if club is None:
            raise TourError("no club is set up")
        return format_money(minor, club.currency, language())

    def check(self, holds: bool, what: str) -> None:
        """Ends the tour if something does not hold.

        Raises:
            TourError: It does not.
        """
        if not holds:
            raise TourError(f"does not hold: {what}")

    def wait(self, minutes: float) -> None:
        """Lets time pass for the desk and every PC at once."""
        self.clock.advance(minutes * 60)
        self.hand.pause(60)
        self.hall.tick()
        self.hand.settle()

    @property
    def hall(self) -> HallScreen:
        """The hall's screen, opened."""
        shown = self.window.stack.currentWidget()
        return shown if isinstance(shown, HallScreen) else self._open_hall()

    def _open_hall(self) -> HallScreen:
        return cast(HallScreen, self.window.open_screen("hall"))

    def choose_seat(self, number: int) -> None:
        """Types a station's number in the hall, as a cashier does, and looks that it is chosen."""
        hall = self.hall
        hall.view.setFocus()
        self.hand.settle()
        QTest.keyClicks(hall.view, str(number))
        self.hand.until(
            lambda: [s.card.station.number for s in hall.view.chosen_seats()] == [number],
            f"seat {number} to be chosen",
        )
        # The number is waited for a moment, as more digits may follow; then letters are deeds.
        self.hand.pause(900)

    def press(self, key: Qt.Key) -> None:
        """Presses a key in the hall."""
        QTest.keyClick(self.hall.view, key)
        self.hand.settle()

    def dialog(self, kind: type[W]) -> W:
        """The dialog that has opened."""
        found = self.hand.until(lambda: open_dialog_of(self.window), f"{kind.__name__} to open")
        if not isinstance(found, kind):
            raise TourError(f"{type(found).__name__} opened instead of {kind.__name__}")
        self.hand.settle()
        return found

    def accept(self, dialog: Dialog) -> None:
        """Presses a dialog's primary button and waits until it is closed."""
        self.hand.click(dialog.primary)
        self.hand.until(lambda: open_dialog_of(self.window) is None, "the dialog to close")
        self.hand.settle()

    def session_on(self, number: int) -> PlaySession:
        """The open session on a station, from the books."""
        station_id = self.station_id(number)

        def look() -> PlaySession | None:
            with self.windows.house.storage.begin() as work:
                return work.sessions.open_on_station(station_id)

        found = self.windows.house.writer.submit(look).result(10)
        if found is None:
            raise TourError(f"nobody plays on seat {number}")
        return found

    def station_id(self, number: int) -> int:
        """The id of the station with a number."""
        hall = self.windows.house.storage.queries.hall(self.clock.now())
        return next(c.station.id for c in hall.cards if c.station.number == number)

    def balance(self, kind: AccountKind, owner: int = 0) -> int:
        """A balance in the books, minor units."""

        def look() -> int:
            with self.windows.house.storage.begin() as work:
                return work.ledger.balance(AccountRef(kind, owner))

        return self.windows.house.writer.submit(look).result(10)

    def until_pc(self, number: int, *, is_open: bool) -> None:
        """Waits until a PC's own agent says that it is unlocked (or locked)."""
        station_id = self.station_id(number)

        def follows() -> bool:
            links = {link.station_id: link for link in self.windows.house.hub.links()}
            link = links.get(station_id)
            return link is not None and link.is_open is is_open

        self.hand.until(follows, f"PC {number:02d} to {'unlock' if is_open else 'lock'}")
        self.hand.settle()
