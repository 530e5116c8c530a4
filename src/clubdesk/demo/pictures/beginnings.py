"""Pictures of what is seen before a club is open: the first start, and a desk that cannot open.

GUI thread.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from clubdesk.bootstrap.house import BOOKS, House
from clubdesk.bootstrap.windows import DeskWindows
from clubdesk.demo.cast import OWNER, PASSWORD
from clubdesk.demo.pictures.camera import SMALL, Camera
from clubdesk.demo.pictures.evening import OPENING
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import language
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.ui.first_run.pages import OwnerPage
from clubdesk.ui.first_run.wizard import FirstRun
from clubdesk.ui.frame.sorry import SorryWindow


def first_run(camera: Camera) -> None:
    """The four steps of the first start."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place)
        settings = DeskSettings(language=language(), hub_host="127.0.0.1", hub_port=0)
        house = House(folder, sqlite_url(folder / BOOKS), settings, ManualClock(OPENING))
        house.start()
        windows = DeskWindows(house)
        try:
            windows.open()
            if windows.wizard is not None:
                _steps(camera, windows.wizard)
                windows.wizard.close()
        finally:
            windows.close()


def _steps(camera: Camera, wizard: FirstRun) -> None:
    wizard.resize(SMALL)
    for number in (1, 2, 3):
        camera.take(f"first-run-{number}", wizard)
        wizard.next()
    page = wizard.page
    if isinstance(page, OwnerPage):
        page.name.editor.setText(OWNER.name)
        page.login.editor.setText(OWNER.login)
        for field in (page.password, page.again):
            field.editor.setText(PASSWORD)
    camera.take("first-run-4", wizard)


def sorry(camera: Camera) -> None:
    """The window of a desk that cannot open."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        url = sqlite_url(Path(place) / BOOKS)
        other = open_storage(url)
        try:
            open_storage(url).close()
        except DeskError as refusal:
            _show(camera, refusal)
        finally:
            other.close()


def _show(camera: Camera, refusal: DeskError) -> None:
    window = SorryWindow(refusal)
    window.show()
    camera.take("sorry", window)
    window.close()
