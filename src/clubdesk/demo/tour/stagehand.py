"""Clicks, types, waits and takes pictures, as a person at the desk would. GUI thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clubdesk.ui.desk_runner import DeskRunner

T = TypeVar("T")
PATIENCE_S = 20.0
SETTLE_MS = 120


class TourError(Exception):
    """Something did not happen, or a figure did not agree; the tour ends with status 1."""


class Stagehand:
    """One window and the hands on its keyboard and mouse.

    Attributes:
        folder: Where pictures go; they are numbered in the order they are taken.
    """

    def __init__(self, window: QWidget, runner: DeskRunner, folder: Path) -> None:
        self.window = window
        self.runner = runner
        self.folder = folder
        self.pictures: list[Path] = []

    def until(self, holds: Callable[[], T], what: str) -> T:
        """Lets the program run until something holds; returns what it gave.

        Raises:
            TourError: It did not within the patience.
        """
        deadline = time.monotonic() + PATIENCE_S
        while not (found := holds()):
            if time.monotonic() > deadline:
                raise TourError(f"waited in vain: {what}")
            self.pause(15)
        return found

    def pause(self, milliseconds: int) -> None:
        """Lets the program run for a moment."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def settle(self) -> None:
        """Waits until no deed is under way and the screens have followed."""
        self.until(lambda: self.runner.pending == 0, "the desk to finish")
        self.pause(SETTLE_MS)
        self.until(lambda: self.runner.pending == 0, "the desk to finish")

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Presses a widget with the left button.

        Raises:
            TourError: Nobody could press it: it is hidden or greyed out.
        """
        if not widget.isVisible() or not widget.isEnabled():
            raise TourError(f"cannot be pressed now: {widget.accessibleName() or widget!r}")
        place = at or widget.rect().center()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
        self.settle()

    def type(self, text: str, into: QWidget | None = None) -> None:
        """Types a text where the keyboard is, or into a widget."""
        target = into or QApplication.focusWidget() or self.window
        QTest.keyClicks(target, text)
        self.settle()

    def key(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        into: QWidget | None = None,
    ) -> None:
        """Presses a key where the keyboard is."""
        target = into or QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier)
        self.settle()

    def picture(self, name: str) -> Path:
        """Takes a picture of the whole window."""
        self.settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        path = self.folder / f"{len(self.pictures) + 1:02d}-{name}.png"
        if not self.window.grab().save(str(path)):
            raise TourError(f"the picture {path.name} could not be written")
        self.pictures.append(path)
        return path
