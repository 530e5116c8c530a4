"""A cashier who takes each step to the first sale as soon as the one before it was painted."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from clubdesk.bootstrap.windows import DeskWindows


class FastCashier(QObject):
    """Walks through an open desk and notes in ``instants`` when each step was there.

    ``window`` painted, ``names`` of the staff shown, ``hall`` with every seat painted, start
    ``dialog`` that knows what can be sold, first ``deed`` answered by the desk worker (a sign-in
    with its password).
    """

    def __init__(self, windows: DeskWindows, instants: dict[str, float]) -> None:
        super().__init__()
        self.windows, self.instants = windows, instants
        self.steps = [self.window, self.names, self.hall, self.dialog, self.deed]
        self.painted = self.answered = False
        assert windows.window is not None
        windows.window.installEventFilter(self)
        self.timer = QTimer(self, interval=1)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def eventFilter(self, watched, event) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.painted = True
        return False

    def look(self) -> None:
        seen_at = perf_counter()
        if self.steps[0]():
            self.instants[self.steps.pop(0).__name__] = seen_at
        if not self.steps:
            self.timer.stop()
            QApplication.quit()

    def window(self) -> bool:
        return self.painted

    def names(self) -> bool:
        """Signs the owner in, past the password."""
        sign_in = self.windows.window._sign_in
        if not sign_in.tiles or not sign_in.tiles[0].isVisible():
            return False
        self.windows.runner.sign_in(self.windows.house.storage.queries.staff(1))
        self.screen = self.windows.window.stack.currentWidget()
        self.painted = False
        self.screen.view.viewport().installEventFilter(self)
        return True

    def hall(self) -> bool:
        """Asks to start a session on a free seat."""
        seats = self.screen.controller.model.seats
        if not seats or not self.painted:
            return False
        free = next(seat for seat in seats if seat.card.session is None)
        self.screen.errands.ask_start(free)
        from clubdesk.ui.look.dialog import open_dialog_of

        self.start = open_dialog_of(self.windows.window)
        self.painted = False
        self.start.installEventFilter(self)
        return True

    def dialog(self) -> bool:
        """Hands the first deed to the desk worker."""
        if not self.start._rates or not self.painted:
            return False
        from clubdesk.services.sign_in import SignIn

        told = SignIn(login="owner", password="demo-2026")
        self.windows.runner.do(told, self.done)
        return True

    def done(self, _answer) -> None:
        self.answered = True

    def deed(self) -> bool:
        return self.answered
