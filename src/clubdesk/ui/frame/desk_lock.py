"""The desk locked: nobody is at it, and what was open waits for the person who left it.

GUI thread only. Signing out closes what is open; locking keeps it. Whoever else comes to a locked
desk begins anew.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Staff
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import LOCKED, Dialog, open_dialog_of, suspended_dialogs_of


class DeskLock:
    """The lock of one window.

    Attributes:
        held_for: Whose work waits; None while the desk is not locked.
    """

    def __init__(self, window: QWidget, runner: DeskRunner) -> None:
        self._window = window
        self._runner = runner
        self.held_for: Staff | None = None

    def lock(self) -> None:
        """Puts aside what is open and leaves the desk; nothing if nobody is at it."""
        if self._runner.staff is None:
            return
        self.held_for = self._runner.staff
        while (dialog := open_dialog_of(self._window)) is not None:
            dialog.suspend()
        self._window.setProperty(LOCKED, True)
        self._runner.sign_in(None)

    def is_held_for(self, staff: Staff) -> bool:
        """Whether this person's work waits here."""
        return self.held_for is not None and self.held_for.id == staff.id

    def open_for(self, staff: Staff) -> bool:
        """Unlocks; True if it is the person whose work waited, who then finds it as it was."""
        same = self.is_held_for(staff)
        waiting = suspended_dialogs_of(self._window)
        self.held_for = None
        self._window.setProperty(LOCKED, False)
        if same:
            for dialog in waiting:
                dialog.resume()
        else:
            self._close(waiting)
        return same

    def forget(self) -> None:
        """Closes what waits: the person signed out after all."""
        self.held_for = None
        self._window.setProperty(LOCKED, False)
        self._close(suspended_dialogs_of(self._window))

    def _close(self, waiting: list[Dialog]) -> None:
        for dialog in reversed(waiting):
            dialog.finish(done=False)
