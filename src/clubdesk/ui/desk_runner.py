"""Brings answers of the desk's workers back into the GUI thread; holds who is signed in.

GUI thread. A screen hands over a command or a question with what to call when the answer is
there; the button it came from is disabled until then, so a double click does one deed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from clubdesk.domain.people import Permission, Staff
from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command
from clubdesk.services.desk import Desk
from clubdesk.services.long_work import CancelledError, Job
from clubdesk.services.permission_words import permission_word
from clubdesk.services.views import DeskQueries
from clubdesk.services.workers import WorkerStoppedError
from clubdesk.ui.sheet import Sheet, SheetWriter

T = TypeVar("T")
NOT_ALLOWED = "staff.not_allowed"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """A deed that the person at the desk wants done.

    Attributes:
        what: What is to be done, as one sentence for the person who approves it.
        then: Gets the answer; None if nobody waits for it.
        refused: Gets the refusal.
    """

    command: Command
    what: str
    then: Callable[[Any], None] | None
    refused: Callable[[DeskError], None]


AskApproval = Callable[[QWidget, "DeskRunner", Wish, DeskError], None]
"""Asks for a second person's PIN over a window and sends the wish's command again with it."""


class DeskRunner(QObject):
    """The windows' one way to the rest of the house.

    Signals:
        refused: A DeskError that no screen took for itself; the notices show it.
        crashed: A bug's exception; the crash notice shows it once.
        signed_in: The Staff who took over, or None after signing out.
        operated: The Outcome of a balance operation, wherever it was done; the notices tell it.
        told: A Notice of something done where no screen would tell it.
    """

    refused = Signal(object)
    crashed = Signal(object)
    signed_in = Signal(object)
    rights_changed = Signal()
    operated = Signal(object)
    told = Signal(object)
    _finished = Signal(object)
    _progressed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.staff: Staff | None = None
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)
        self.pending = 0
        self.sheets: SheetWriter | None = None
        self.papers: Callable[[Receipt, Path], Future[None]] | None = None
        self.ask_approval: AskApproval | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the person at the desk has a permission."""
        return self.staff is not None and permission in self.staff.permissions

    def missing(self, permission: Permission) -> str:
        """Why a deed cannot be done alone: the permission that is missing; empty if it is there.

        For ``Button.guard`` where a colleague's PIN helps, for ``Button.allow`` elsewhere.
        """
        if self.may(permission):
            return ""
        return tr("Missing permission: {permission}.").format(
            permission=permission_word(permission)
        )

    def refresh_staff(self, staff: Staff) -> None:
        """Takes over what the books say now of the person at the desk."""
        if self.staff is not None and staff.id == self.staff.id and staff != self.staff:
            self.staff = staff
            self.rights_changed.emit()

    def sign_in(self, staff: Staff | None) -> None:
        """Remembers who is at the desk and tells the frame."""
        self.staff = staff
        self.signed_in.emit(staff)

    def do(
        self,
        command: Command,
        then: Callable[[Any], None] | None = None,
        *,
        refused: Callable[[DeskError], None] | None = None,
        button: QWidget | None = None,
    ) -> None:
        """Carries out a command; ``then`` gets its answer, ``refused`` its DeskError."""
        staff_id = self.staff.id if self.staff else None
        future = self._asked(lambda: self.desk.do(command, staff_id))
        if future is None:
            return
        if button is not None:
            button.setEnabled(False)
        self._wait(future, then, refused, button)

    def do_or_approve(
        self,
        over: QWidget,
        command: Command,
        what: str,
        then: Callable[[Any], None] | None = None,
        *,
        refused: Callable[[DeskError], None] | None = None,
        button: QWidget | None = None,
    ) -> None:
        """Carries out a command; where a permission is missing, a colleague's PIN may lend it.

        Args:
            over: A widget of the window that the approval is asked over.
            command: The deed.
            what: What is to be done, as one sentence for the person who approves it.
            then: Gets the answer.
            refused: Gets the refusal, also when nobody approved.
            button: Disabled until there is an answer.
        """
        given_up, asker = refused or self.refused.emit, self.staff
        wish = Wish(command, what, then, given_up)

        def on_refused(error: DeskError) -> None:
            here = isValid(over) and asker is not None and self.staff == asker
            if error.code == NOT_ALLOWED and self.ask_approval is not None and here:
                self.ask_approval(over, self, wish, error)
            else:
                given_up(error)

        self.do(command, then, refused=on_refused, button=button)

    def ask(self, question: Callable[[DeskQueries], T], then: Callable[[T], None]) -> None:
        """Asks the books; ``then`` gets what they say."""
        future = self._asked(lambda: self.desk.ask(question))
        if future is not None:
            self._wait(future, then, None, None)

    def wait(
        self, future: Future[T], then: Callable[[T], None], *, button: QWidget | None = None
    ) -> None:
        """Calls ``then`` with what a device answers; the button is disabled until then."""
        if button is not None:
            button.setEnabled(False)
        self._wait(future, then, None, button)

    def draw(self, receipt: Receipt, then: Callable[[bytes], None]) -> None:
        """Draws a paper; ``then`` gets the PNG."""
        future = self._asked(lambda: self.desk.draw(receipt))
        if future is not None:
            self._wait(future, then, None, None)

    def keep(self, sheet: Sheet, path: Path, then: Callable[[], None]) -> None:
        """Writes a table into a file (``path`` says which kind); a refusal goes to the notices."""
        writer = self.sheets
        future = self._asked(lambda: writer(sheet, path)) if writer is not None else None
        if future is not None:
            self._wait(future, lambda _none: then(), None, None)

    def keep_paper(self, receipt: Receipt, path: Path, then: Callable[[Path], None]) -> None:
        """Writes a paper as a PDF; a refusal goes to the notices."""
        writer = self.papers
        future = self._asked(lambda: writer(receipt, path)) if writer is not None else None
        if future is not None:
            self._wait(future, lambda _none: then(path), None, None)

    def work(
        self,
        task: Callable[[Job], T],
        then: Callable[[T], None],
        *,
        progress: Callable[[int, int], None] | None = None,
        refused: Callable[[DeskError], None] | None = None,
        cancelled: Callable[[], None] | None = None,
    ) -> Job:
        """Runs work that takes a while on a thread of its own; ``Job.cancel`` calls it off.

        Args:
            task: Runs on that thread and touches no widget.
            then: Gets what it gave.
            progress: Gets what is done and what there is in all.
            refused: Gets its DeskError.
            cancelled: Called once it has stopped, if it was called off.
        """
        job = Job(lambda done, total: self._progressed.emit((progress, done, total)))

        def run(job: Job) -> tuple[T] | None:
            try:
                return (task(job),)
            except CancelledError:
                return None

        def finished(outcome: tuple[T] | None) -> None:
            if outcome is not None:
                then(outcome[0])
            elif cancelled is not None:
                cancelled()

        future = self._asked(lambda: self.desk.work(run, job))
        if future is not None:
            self._wait(future, finished, refused, None)
        return job

    def _asked(self, ask: Callable[[], Future[T]]) -> Future[T] | None:
        """The future of what was asked; None once the desk is closing: nobody answers then."""
        try:
            return ask()
        except WorkerStoppedError:
            log.info("A screen asked for something while the desk was closing")
            return None

    def _wait(
        self,
        future: Future[Any],
        then: Callable[[Any], None] | None,
        refused: Callable[[DeskError], None] | None,
        button: QWidget | None,
    ) -> None:
        self.pending += 1
        # The future calls back on a worker's thread: only the signal crosses over.
        future.add_done_callback(lambda done: self._finished.emit((done, then, refused, button)))

    @Slot(object)
    def _on_progressed(self, step: tuple[Callable[[int, int], None] | None, int, int]) -> None:
        tell, done, total = step
        if tell is not None:
            tell(done, total)

    @Slot(object)
    def _on_finished(
        self,
        outcome: tuple[
            Future[Answer],
            Callable[[Any], None] | None,
            Callable[[DeskError], None] | None,
            QWidget | None,
        ],
    ) -> None:
        future, then, refused, button = outcome
        self.pending -= 1
        if button is not None:
            _enable_if_alive(button)
        error = future.exception()
        if error is None:
            if then is not None:
                then(future.result())
        elif isinstance(error, DeskError):
            (refused or self.refused.emit)(error)
        else:
            log.error("A deed failed", exc_info=error)
            self.crashed.emit(error)


def _enable_if_alive(button: QWidget) -> None:
    try:
        button.setEnabled(True)
    except RuntimeError:
        log.debug("The button's window was closed before the answer came")
