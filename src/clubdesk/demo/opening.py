"""`clubdesk demo` with a display: the demo club on a busy evening, with PCs that answer."""

from __future__ import annotations

import sys
from pathlib import Path

from clubdesk.bootstrap.windows import DeskWindows, application, choose_language
from clubdesk.demo.books import make_books, open_today
from clubdesk.demo.cast import OWNER, PASSWORD, STAFF
from clubdesk.demo.stage import Stage, clear_folder
from clubdesk.foundation.clock import ScaledClock, SystemClock
from clubdesk.foundation.settings import data_folder, load_settings
from clubdesk.foundation.translate import tr
from clubdesk.ui.look import app_look

BUSY = 1.6
"""So many people come for each seat in the hours before the desk opens; most have left again."""


def demo_hint() -> str:
    """The logins with their PINs and the password that the demo's sign-in screen shows."""
    pins = ", ".join(f"{worker.login} {worker.pin}" for worker in (OWNER, *STAFF))
    text = tr("Demo: everyone's password is {password}. PINs: {pins}")
    return text.format(password=PASSWORD, pins=pins)


def run_demo(stations: int, speed: float, data: str | None) -> int:
    """Makes fresh demo books, opens the desk over them; returns when the window is closed."""
    folder = Path(data).absolute() if data else data_folder() / "demo"
    clear_folder(folder)
    loaded = load_settings(folder)
    app = application()
    choose_language(loaded.settings)
    now = SystemClock().now()
    make_books(folder, stations, now, tell=_tell)
    open_today(folder, now, round(stations * BUSY))
    clock = ScaledClock(SystemClock().now(), speed)
    stage = Stage(folder, clock, loaded.settings, papers=folder / "papers", with_terminal=True)
    app_look.apply(app, loaded.settings.theme)
    windows = DeskWindows(stage.house, demo_hint(), loaded.warning)
    windows.open()
    try:
        return app.exec()
    finally:
        windows.bridge.close()
        stage.stop()


def _tell(done: int, of: int) -> None:
    sys.stderr.write(f"\rMaking two weeks of history: day {done} of {of}")
    if done == of:
        sys.stderr.write("\n")
