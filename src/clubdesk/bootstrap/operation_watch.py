"""Tells each balance operation in a toast with Undo, wherever in the windows it was done.

What was done where no screen would tell it is told here, too.

GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from clubdesk.foundation.translate import tr
from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.wording import money, points
from clubdesk.ui.operations.outcome import Outcome


class OperationWatch(QObject):
    """Listens to one window's operations."""

    def __init__(self, window: MainWindow, runner: DeskRunner) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        runner.operated.connect(self._tell)
        runner.told.connect(window.tell)

    @Slot(object)
    def _tell(self, outcome: Outcome) -> None:
        from clubdesk.ui.balance.screen import BalanceScreen

        shown = self._window.stack.currentWidget()
        if isinstance(shown, BalanceScreen) and shown.tells(outcome):
            # Two offers of Undo at once would leave open which one the key means.
            self._window.toasts.drop_undo()
            return

        def look(books: DeskQueries) -> Notice:
            club = books.club()
            parts = [outcome.client_name]
            if club is not None and outcome.in_points:
                parts.append(points(outcome.points_after, club))
            elif club is not None:
                parts.append(money(outcome.after, club))
            if club is not None and outcome.extra_points > 0:
                added = tr("A promotion added {points}")
                parts.append(added.format(points=points(outcome.extra_points, club)))
            return Notice(outcome.text, " · ".join(parts))

        self._runner.ask(look, while_alive(self, lambda notice: self._show(notice, outcome)))

    def _show(self, notice: Notice, outcome: Outcome) -> None:
        if not outcome.can_be_undone:
            self._window.toasts.tell(notice)
            return
        toast = self._window.toasts.tell_undoable(notice)
        toast.acted.connect(lambda: self._undo(outcome.client_id))

    def _undo(self, client_id: int) -> None:
        from clubdesk.ui.operations.openers import open_undo

        open_undo(self._window, self._runner, client_id)
