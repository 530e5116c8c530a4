"""Grabs a window in both themes under a name. GUI thread, without a display."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from clubdesk.bootstrap.windows import application
from clubdesk.foundation.translate import language
from clubdesk.ui.look import app_look

THEMES = ("dark", "light")
SMALL, LARGE = QSize(1366, 768), QSize(1920, 1080)


def dark_room() -> QApplication:
    """The application without a display, so that no window is ever seen; nothing blinks."""
    if QCoreApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = application()
    app.setCursorFlashTime(0)
    return app


class Camera:
    """Takes pictures into a folder.

    Attributes:
        names: The files that were written, in order.
        settle: Lets the desk finish what it does; called before each picture.
    """

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self.folder = folder
        self.names: list[str] = []
        self.settle: Callable[[], None] = breathe
        self._tell = tell
        self._app = dark_room()
        app_look.apply(self._app, THEMES[0])

    def take(self, name: str, window: QWidget, popups: Sequence[QWidget] = ()) -> None:
        """Takes ``name-theme-language.png`` in each theme; popups are windows that lie over it."""
        for theme in THEMES:
            app_look.apply(self._app, theme)
            self.settle()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            _leave_by_mouse(window)
            picture = window.grab()
            for popup in popups:
                _lay_over(picture, window, popup)
            self._write(f"{name}-{theme}-{language()}.png", picture)

    def keep(self, name: str, data: bytes) -> None:
        """Keeps a paper, which looks the same in every theme, as ``name-language.png``."""
        file = f"{name}-{language()}.png"
        (self.folder / file).write_bytes(data)
        self._note(file)

    @contextmanager
    def sized(self, window: QWidget, size: QSize) -> Iterator[None]:
        """The window in another size for a while."""
        before = window.size()
        window.resize(size)
        self.settle()
        yield
        window.resize(before)
        self.settle()

    def _write(self, file: str, picture: QPixmap) -> None:
        if not picture.save(str(self.folder / file)):
            raise OSError(f"the picture {file} could not be written")
        self._note(file)

    def _note(self, file: str) -> None:
        self.names.append(file)
        self._tell(file)


def _leave_by_mouse(window: QWidget) -> None:
    # Where the mouse rests without a display is nobody's choice.
    for part in window.findChildren(QWidget):
        part.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)


def _lay_over(picture: QPixmap, window: QWidget, popup: QWidget) -> None:
    painter = QPainter(picture)
    painter.drawPixmap(popup.pos() - window.mapToGlobal(window.rect().topLeft()), popup.grab())
    painter.end()


def breathe() -> None:
    """Lets the windows take in what came; enough where no desk is at work."""
    for _ in range(3):
        QApplication.processEvents()
