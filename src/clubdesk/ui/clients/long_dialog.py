"""A dialog whose work takes a while: progress, and Cancel calls it off. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.long_work import Job
from clubdesk.ui.clients.file_field import FileField
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.progress import Progress

T = TypeVar("T")


class LongDialog(Dialog):
    """A file, and what is done with it on the thread for long work."""

    def __init__(
        self, over: QWidget, runner: DeskRunner, heading: str, file: FileField, width: int
    ) -> None:
        super().__init__(over, heading, width=width)
        self.runner = runner
        self.file = file
        self.progress = Progress()
        self.progress.hide()
        file.editor.textChanged.connect(lambda _: file.set_error(""))
        self._job: Job | None = None
        runner.crashed.connect(self._crashed)

    @property
    def is_working(self) -> bool:
        """Whether something runs that Cancel calls off."""
        return self._job is not None

    def work(self, what: str, task: Callable[[Job], T], then: Callable[[T], None]) -> None:
        """Runs a task; a refusal is shown, and calling it off closes the dialog."""
        if self.is_working:
            return
        self.refuse(None)
        self.progress.begin(what)
        self._set_is_working(True)

        def finished(answer: T) -> None:
            self._set_is_working(False)
            then(answer)

        self._job = self.runner.work(
            task,
            while_alive(self, finished),
            progress=self._tell,
            refused=while_alive(self, self._was_refused),
            cancelled=self._was_called_off,
        )

    def finish(self, *, done: bool) -> None:
        """Calls off what runs, and closes once it has stopped."""
        if self._job is None:
            super().finish(done=done)
        elif not self._job.is_cancelled:
            self._job.cancel()
            self.progress.what.setText(tr("Stopping…"))

    def refuse(self, error: DeskError | None) -> None:
        """Marks the path if that is what is wrong."""
        if error is not None and error.subject == "path":
            self.file.set_error(error.text)
            error = DeskError(error.code, error.what_to_do or error.text)
        super().refuse(error)

    def at_rest(self, *, resting: bool) -> None:
        """Lets go or holds what must not be touched while something runs."""
        self.primary.setEnabled(resting)
        self.file.setEnabled(resting)

    def _tell(self, done: int, total: int) -> None:
        if shiboken6.isValid(self) and self.is_working:
            self.progress.tell(done, total)

    def _was_refused(self, error: DeskError) -> None:
        self._set_is_working(False)
        self.refuse(error)
        (self.file if error.subject == "path" else self.primary).setFocus()

    def _was_called_off(self) -> None:
        if shiboken6.isValid(self):
            self._set_is_working(False)
            super().finish(done=False)

    @Slot()
    def _crashed(self) -> None:
        """After a bug no answer comes: the person may try again or leave."""
        if self.is_working:
            self._set_is_working(False)

    def _set_is_working(self, working: bool) -> None:
        if not working:
            self._job = None
        self.at_rest(resting=not working)
        self.progress.setVisible(working)
        if working:
            self.cancel.setFocus()
