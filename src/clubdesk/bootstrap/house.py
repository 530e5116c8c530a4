"""The house without windows: storage, workers, door, hub, printer, wired together and stopped.

Whoever builds it owns it. It opens in two steps, so that a window can stand before anything heavy
is imported: ``start_reading`` answers questions, ``start_working`` begins everything else.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from clubdesk.agent_hub.wake import LanWaker
from clubdesk.bootstrap.fiscal_room import FiscalRoom, device_in
from clubdesk.bootstrap.late_hub import LateHub
from clubdesk.bootstrap.message_room import MessageRoom
from clubdesk.bootstrap.paper_room import PaperRoom
from clubdesk.bootstrap.sound_settings import sound_settings
from clubdesk.bootstrap.terminal_choice import maker
from clubdesk.bootstrap.terminal_room import TerminalRoom
from clubdesk.bootstrap.troubles import Troubles
from clubdesk.foundation.clock import Clock, SystemClock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.secret_box import open_secret_box
from clubdesk.foundation.settings import DeskSettings, data_folder, load_settings, save_settings
from clubdesk.foundation.translate import tr
from clubdesk.services.client_import import Dropped, DropStaged
from clubdesk.services.commands import Command
from clubdesk.services.desk import Desk
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.long_work import Job
from clubdesk.services.outage_watch import OutageWatch
from clubdesk.services.papers import HoldOldPapers
from clubdesk.services.ports_hub import AgentsWaiting
from clubdesk.services.reactions import Reactions
from clubdesk.services.rule_book import RULES
from clubdesk.services.stations import NoteStranger
from clubdesk.services.time_over import TimeKeeper, end_due_sessions
from clubdesk.services.workers import Worker
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage

if TYPE_CHECKING:
    from clubdesk.agent_hub.hub import Hub
    from clubdesk.agent_hub.strangers import Stranger

log = logging.getLogger(__name__)

BOOKS = "club.db"
DESK_KEY = "desk.key"
_BEGIN_WITHIN_S = 30.0


def database_address(folder: Path | None = None) -> str:
    """Where the books are: the environment, then the settings, then a file in the data folder."""
    chosen = os.environ.get("CLUBDESK_DATABASE_URL", "")
    place = folder or data_folder()
    return chosen or load_settings(place).settings.database_url or sqlite_url(place / BOOKS)


@dataclass
class House:
    """Everything behind the windows.

    Attributes:
        folder: This desk's data folder (keys, settings, backups).
        url: Where the books are.
        settings: Those that the desk works with; values that cannot be are replaced, and told.
        troubles: What keeps a part of the desk from working.

    Raises:
        DeskError: The books cannot be opened (``storage.*``).
    """

    folder: Path
    url: str
    settings: DeskSettings = field(default_factory=DeskSettings)
    clock: Clock = field(default_factory=SystemClock)

    def __post_init__(self) -> None:
        self._stored = self.settings
        self.troubles = Troubles()
        self.settings, wrong = sound_settings(self.settings)
        if wrong is not None:
            self.troubles.tell("settings", wrong)
        self.storage = open_storage(self.url)
        self.events = EventFeed()
        self.writer = Worker("desk-worker")
        self.reader = Worker("reading-worker")
        self.hub = LateHub(self._make_hub, self.settings.hub_port, self.events.publish)
        self.waker = LanWaker()
        self._wire()
        self._begun: Future[None] | None = None
        self._closing = False

    def _wire(self) -> None:
        begin, clock = self.storage.begin, self.clock
        self.dispatcher = Dispatcher(begin, clock, self.settings.till, self.events, RULES)
        self.reactions = Reactions(begin, clock, self.hub, self.waker, self.events.publish)
        self.papers = PaperRoom(self.settings, begin)
        self.fiscal = FiscalRoom(begin, device_in(self.folder))
        self.secrets = open_secret_box(self.folder)
        self.messages = MessageRoom(self.settings, self.secrets, clock)
        self.terminal = TerminalRoom(self.settings, begin, maker(self.secrets, clock))
        self.time_keeper = TimeKeeper(
            self.writer, begin, clock, self.dispatcher, also=self.reactions.catch_up
        )
        self.desk = Desk(
            clock=clock,
            till_id=self.settings.till,
            dispatcher=self.dispatcher,
            writer=self.writer,
            reader=self.reader,
            queries=self.storage.queries,
            hub=self.hub,
            waker=self.waker,
            events=self.events,
            draw_paper=self.papers.draw,
            has_gateway=self.messages.has_gateway,
            terminal=self.terminal,
        )

    def start(self) -> None:
        """Begins everything; returns when agents can connect, or ``troubles`` says why not."""
        self.start_reading()
        self.start_working().result(_BEGIN_WITHIN_S)

    def start_reading(self) -> None:
        """Begins to answer questions; deeds wait in the queue for ``start_working``."""
        self.events.subscribe(self.reactions.hear)
        self.events.subscribe(OutageWatch(self.clock, self._note).hear)
        self.events.subscribe(self.papers.hear)
        self.events.subscribe(self.messages.hear)
        self.events.subscribe(self.terminal.hear)
        self.events.subscribe(self.fiscal.hear)
        self.reader.start()

    def start_working(self) -> Future[None]:
        """Begins deeds, agents and papers; sessions that ran out while the desk was off end first.

        A part that cannot begin is told to ``troubles``, and the others work without it.
        """
        self._begun = self.writer.submit(self._begin)
        self.writer.start()
        self.time_keeper.start()
        return self._begun

    def stop(self) -> None:
        """Ends the threads in order; nothing is lost by it, or by not doing it."""
        self._closing = True
        self.time_keeper.stop()
        if self._begun is not None:
            self._begun.exception(_BEGIN_WITHIN_S)
        self.messages.stop()
        self.terminal.stop()
        self.desk.long_work.stop()
        self.fiscal.stop()
        self.papers.stop()
        self.hub.stop()
        self.writer.stop()
        self.reader.stop()
        self.waker.stop()
        self.storage.close()

    def open_hub(self) -> Future[None]:
        """Tries again to let agents connect; the outcome is told to ``troubles``."""
        return self.writer.submit(self._open_hub)

    def save(self, settings: DeskSettings) -> None:
        """Stores this desk's settings and lets the printers' take effect at once.

        Waits for the disk: not for the GUI thread.

        Raises:
            DeskError: ``settings.not_sound`` or ``settings.not_written``; the old ones stand.
        """
        try:
            save_settings(self.folder, settings)
        except OSError as error:
            raise DeskError(
                "settings.not_written",
                tr("The settings could not be written ({why}).").format(why=str(error)[:120]),
                tr("The old ones stand. Look at the room on the disk and save again."),
            ) from error
        self._stored = self.settings = settings
        self.papers.change(settings)
        self.messages.change(settings)
        self.terminal.change(settings)

    def remember_login(self, login: str) -> None:
        """Stores who signed in last; the other settings stay as they were written."""
        self.settings = msgspec.structs.replace(self.settings, last_login=login)
        self._stored = msgspec.structs.replace(self._stored, last_login=login)
        save_settings(self.folder, self._stored)

    # On the desk worker, before the first deed.

    def _begin(self) -> None:
        rooms = (self._open_hub, self._open_papers, self._open_messages, self._open_fiscal)
        for step in (self._catch_up, *rooms, self._open_terminal, self._clear_lists):
            if not self._closing:
                step()

    def _catch_up(self) -> None:
        def catch_up() -> None:
            self.storage.warm()
            self.dispatcher.carry_out(HoldOldPapers(), None)
            end_due_sessions(self.storage.begin, self.clock, self.dispatcher)

        self._attempt("books", tr("Sessions that are over could not be ended."), catch_up)

    def _open_hub(self) -> None:
        def open_hub() -> None:
            self.hub.open()
            self.reactions.refresh()

        self._attempt("hub", tr("PCs cannot connect."), open_hub)

    def _open_papers(self) -> None:
        nothing = tr("Nothing can be printed.")
        self._attempt("papers", nothing, lambda: self.papers.start(self.desk))

    def _open_messages(self) -> None:
        nothing = tr("No message can be sent to a phone.")
        self._attempt("messages", nothing, lambda: self.messages.start(self.desk))

    def _open_terminal(self) -> None:
        nothing = tr("The card terminal cannot be asked.")
        self._attempt("terminal", nothing, lambda: self.terminal.start(self.desk))

    def _open_fiscal(self) -> None:
        nothing = tr("No payment can be registered with the fiscal device.")
        self._attempt("fiscal", nothing, lambda: self.fiscal.start(self.desk))

    def _clear_lists(self) -> None:
        """Takes out what an import left behind that was cut off by the desk's end."""

        def clear() -> None:
            dropped = self.dispatcher.carry_out(DropStaged(), None)
            if isinstance(dropped, Dropped) and dropped.more:
                from clubdesk.lists.importing import clear_left_behind

                self.desk.work(lambda job: clear_left_behind(self.desk, job), Job())

        self._attempt(
            "lists", tr("A list of clients that was cut off could not be removed."), clear
        )

    def _attempt(self, key: str, what: str, step: Callable[[], None]) -> None:
        """Does a step of the start; what it stumbles over is a trouble of that part alone."""
        try:
            step()
        except DeskError as error:
            self.troubles.tell(key, DeskError(error.code, f"{what} {error.text}", error.what_to_do))
        except Exception as error:
            # A desk that sells without this part is worth more than none: told, and logged whole.
            log.exception("%s could not begin", key)
            advice = tr("The rest of the desk works. Tell its makers what the log says.")
            self.troubles.tell(key, DeskError(f"{key}.failed", f"{what} {error}", advice))
        else:
            self.troubles.clear(key)

    # What the hub needs and tells.

    def _make_hub(self) -> Hub:
        from clubdesk.agent_hub.hub import Hub
        from clubdesk.wire.keys import load_or_create

        return Hub(
            self.clock,
            load_or_create(self.folder / DESK_KEY),
            host=self.settings.hub_host,
            port=self.settings.hub_port,
            on_link=self.events.publish,
            on_report=self.events.publish,
            on_stranger=self._note_stranger,
            on_waiting=lambda agents: self.events.publish(AgentsWaiting(tuple(agents))),
        )

    def _note(self, command: Command) -> None:
        try:
            self.desk.do(command, None)
        except RuntimeError:
            log.info("Something was to be noted while the desk was closing")

    def _note_stranger(self, stranger: Stranger) -> None:
        what = f"{stranger.refusal.value} {stranger.address}".strip()
        try:
            self.desk.do(NoteStranger(what=what, agent_key=stranger.key), None)
        except RuntimeError:
            log.info("An agent was refused while the desk was closing: %s", what)
