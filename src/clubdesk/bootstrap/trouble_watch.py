"""Shows the house's troubles as bars of the window, with a way to try again. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from clubdesk.bootstrap.troubles import Troubles
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.window import MainWindow


class TroubleWatch(QObject):
    """Listens to the troubles for as long as the desk runs, whichever window is shown.

    Args:
        ways: What tries again, by a trouble's key; the others have no button.
    """

    _arrived = Signal(str, object)

    def __init__(self, troubles: Troubles, ways: dict[str, Callable[[], object]]) -> None:
        super().__init__()
        self._ways = ways
        self._known: dict[str, DeskError] = {}
        self._window: MainWindow | None = None
        self._arrived.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        troubles.listen(self._arrived.emit)

    def show_in(self, window: MainWindow) -> None:
        """Shows what is known in this window, and what comes."""
        self._window = window
        for key, error in self._known.items():
            self._show(key, error)

    @Slot(str, object)
    def _hear(self, key: str, error: DeskError | None) -> None:
        if error is None:
            self._known.pop(key, None)
        else:
            self._known[key] = error
        self._show(key, error)

    def _show(self, key: str, error: DeskError | None) -> None:
        if self._window is None:
            return
        if error is None:
            self._window.set_alert(key, None)
            return
        way = self._ways.get(key)

        def again() -> None:
            if way is not None:
                way()

        action = tr("Try Again") if way is not None else ""
        self._window.set_alert(key, Alert(error.text, error.what_to_do, action, again))
