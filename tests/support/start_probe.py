"""Opens the desk as `clubdesk` does, walks to the first sale, and says when each step was there.

Run as `python -m tests.support.start_probe`; prints one JSON line of instants of the system's
monotonic clock. `bare` as argument opens nothing but a Qt window, for comparison.
"""

from __future__ import annotations

import gc
import json
import sys
from time import perf_counter

instants: dict[str, float] = {}


def bare() -> None:
    """A window with one line of text, as little as Qt can do."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QLabel

    class Painted(QObject):
        def eventFilter(self, watched, event) -> bool:
            if event.type() is QEvent.Type.Paint:
                instants.setdefault("window", perf_counter())
                app.quit()
            return False

    app = QApplication([])
    label = QLabel("ClubDesk")
    painted = Painted()
    label.installEventFilter(painted)
    label.resize(1366, 768)
    label.show()
    app.exec()


def desk() -> None:
    """What ``cli`` does for `clubdesk`, with a cashier who is faster than a person."""
    from clubdesk import cli

    gc.disable()
    cli._import_qt()
    from clubdesk.bootstrap import windows

    opened = windows.DeskWindows.open
    kept = []

    def open_watched(made: windows.DeskWindows) -> None:
        opened(made)
        from tests.support.fast_cashier import FastCashier

        kept.append(FastCashier(made, instants))

    windows.DeskWindows.open = open_watched
    windows.run_desk()


if __name__ == "__main__":
    bare() if sys.argv[1:] == ["bare"] else desk()
    sys.stdout.write(json.dumps(instants))
