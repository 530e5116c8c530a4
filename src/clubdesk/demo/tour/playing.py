"""Plays the tour from beginning to end and says whether everything agreed. GUI thread."""

from __future__ import annotations

import shutil
import sys
import time
from datetime import UTC, timedelta
from pathlib import Path

from clubdesk.bootstrap.windows import DeskWindows, application
from clubdesk.demo.books import make_books
from clubdesk.demo.opening import demo_hint
from clubdesk.demo.stage import Stage, clear_folder
from clubdesk.demo.tour import (
    acts,
    balance_acts,
    bar_acts,
    client_acts,
    closing,
    coming_acts,
    new_client_acts,
    rates_acts,
    rights_acts,
    terminal_acts,
    till_acts,
)
from clubdesk.demo.tour.scene import Scene
from clubdesk.demo.tour.stagehand import TourError
from clubdesk.foundation.clock import ManualClock, SystemClock
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import set_language
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.verify import verify
from clubdesk.ui.look import app_look

ACTS = (
    acts.sign_in,
    acts.open_shift,
    acts.fill_hall,
    acts.top_up,
    new_client_acts.add_client,
    new_client_acts.pay_in_two_ways,
    terminal_acts.cards,
    balance_acts.balance_operations,
    new_client_acts.deduct_points,
    client_acts.client_card,
    rates_acts.rates,
    rates_acts.start_package,
    acts.start_client,
    acts.start_guest,
    acts.pause_and_resume,
    acts.move,
    acts.end_early,
    rates_acts.explain,
    acts.end_guest,
    rights_acts.refund_with_approval,
    bar_acts.bar,
    rights_acts.lock,
    new_client_acts.merge,
    rights_acts.journal,
    rights_acts.settings,
    coming_acts.reservations,
    till_acts.hand_over,
    acts.late_evening,
    till_acts.cash_out,
    till_acts.collect,
    till_acts.close_with_difference,
    closing.compare,
)
FIRST_HOUR = 11
"""The tour begins at 16:00 on the club's wall, which is 11:00 UTC."""
LEAST_STATIONS = 30


def play_tour(folder: Path, stations: int, data: str | None) -> int:
    """Plays a club's day; pictures, papers and a log into ``folder``.

    Returns:
        0 if every figure agreed, 1 if something did not hold.
    """
    began = time.monotonic()
    folder = folder.absolute()
    shutil.rmtree(folder / "papers", ignore_errors=True)
    for old in folder.glob("*.png"):
        old.unlink()
    (folder / "papers").mkdir(parents=True)
    books = Path(data).absolute() if data else folder / "books"
    clear_folder(books)
    start = SystemClock().now().astimezone(UTC)
    start = start.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    make_books(books, max(stations, LEAST_STATIONS), start + timedelta(hours=2), tell=_tell)
    scene, status = _play(folder, books, ManualClock(start))
    verdict = verify(sqlite_url(books / "club.db"))
    scene.say(f"clubdesk verify: {verdict.text()}")
    scene.say(
        f"{len(scene.hand.pictures)} pictures and {len(scene.stage.printer.papers)} papers "
        f"in {time.monotonic() - began:.0f} s"
    )
    (folder / "tour.log").write_text("\n".join(scene.said) + "\n", encoding="utf-8")
    return status if verdict.ok else 1


def _play(folder: Path, books: Path, clock: ManualClock) -> tuple[Scene, int]:
    app = application()
    set_language("en")
    app_look.apply(app, "dark")
    settings = DeskSettings(language="en", theme="dark")
    stage = Stage(books, clock, settings, papers=folder / "papers", with_terminal=True)
    windows = DeskWindows(stage.house, demo_hint())
    windows.open()
    scene = Scene(stage, windows, clock, folder)
    try:
        for act in ACTS:
            act(scene)
        return scene, 0
    except TourError as error:
        scene.say(f"THE TOUR FAILED: {error}")
        scene.hand.picture("failed")
        return scene, 1
    finally:
        windows.bridge.close()
        stage.stop()


def _tell(done: int, of: int) -> None:
    if done in (1, of // 2, of):
        sys.stdout.write(f"Making two weeks of history: day {done} of {of}\n")
        sys.stdout.flush()
