"""Takes all pictures, language by language, on the same evening. GUI thread, without a display."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from clubdesk.bootstrap.windows import DeskWindows
from clubdesk.demo.opening import demo_hint
from clubdesk.demo.pictures import (
    balance_walk,
    bar_walk,
    beginnings,
    closing_walk,
    till_walk,
    timeline_walk,
)
from clubdesk.demo.pictures.camera import Camera, breathe
from clubdesk.demo.pictures.card_walk import CardWalk
from clubdesk.demo.pictures.desk_walk import DeskWalk
from clubdesk.demo.pictures.evening import OPENING, prepare_books
from clubdesk.demo.pictures.rights_walk import RightsWalk
from clubdesk.demo.stage import Stage
from clubdesk.demo.tour.scene import Scene
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import LANGUAGES, set_language


def take_pictures(
    folder: Path, languages: Sequence[str] = tuple(LANGUAGES), *, desk: bool = True
) -> int:
    """Takes every picture into a folder; older PNGs in it are taken away. Returns 0.

    Without ``desk`` only what is seen before a club is open.
    """
    began = time.monotonic()
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    camera = Camera(folder, _tell)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        for language in languages:
            set_language(language)
            beginnings.first_run(camera)
            beginnings.sorry(camera)
            if desk:
                books = Path(place) / language
                books.mkdir()
                prepare_books(books)
                _walk(camera, books, language)
    _tell(f"{len(camera.names)} pictures in {time.monotonic() - began:.0f} s")
    return 0


def _walk(camera: Camera, books: Path, language: str) -> None:
    clock = ManualClock(OPENING)
    stage = Stage(books, clock, DeskSettings(language=language), away=0)
    windows = DeskWindows(stage.house, demo_hint())
    windows.open()
    scene = Scene(stage, windows, clock, camera.folder)
    walk = DeskWalk(scene, camera)
    try:
        walk.morning()
        walk.fill_hall()
        for part in (
            walk.hall,
            walk.dialogs,
            walk.frame,
            CardWalk(scene, camera).clients,
            walk.others,
            RightsWalk(scene, camera).rights,
        ):
            part()
        balance_walk.balance_operations(scene, camera)
        timeline_walk.timeline(scene, camera)
        bar_walk.bar(scene, camera)
        till_walk.cash_beside_sales(scene, camera)
        closing_walk.close_shift(scene, camera)
        till_walk.report(scene, camera)
        closing_walk.papers(scene, camera)
    finally:
        camera.settle = breathe
        scene.window.close()
        windows.bridge.close()
        stage.stop()


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
