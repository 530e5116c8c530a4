"""Which theme is in use now; dresses the application and tells everyone when it changes.

GUI thread only.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from clubdesk.ui.look import fonts, stylesheet
from clubdesk.ui.look.tokens import DARK, TEXT, THEMES, Theme

SYSTEM = "system"


class Look(QObject):
    """The look in use.

    Signals:
        theme_changed: The new Theme; widgets that paint themselves are updated already.
    """

    theme_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = DARK
        self.choice = DARK.name
        self.moves = True
        self._app: QApplication | None = None

    def apply(self, app: QApplication, choice: str) -> None:
        """Dresses the application in ``dark``, ``light`` or whatever the ``system`` prefers."""
        if self._app is not app:
            self._adopt(app)
        self.choice = choice
        self.theme = THEMES.get(self._wanted(), DARK)
        app.setPalette(stylesheet.palette(self.theme))
        app.setStyleSheet(stylesheet.sheet(self.theme))
        for widget in app.allWidgets():
            # The binding may give the wrapper of a layout's item that stood at this address before.
            if isinstance(widget, QWidget):
                widget.update()
        self.theme_changed.emit(self.theme)

    def _adopt(self, app: QApplication) -> None:
        fonts.load()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(fonts.font(TEXT))
        # Nothing is seen to move where no screen is; the grabs show the settled state.
        self.moves = QGuiApplication.platformName() != "offscreen"
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._app = app

    def _wanted(self) -> str:
        if self.choice != SYSTEM:
            return self.choice
        scheme = QGuiApplication.styleHints().colorScheme()
        return "light" if scheme is Qt.ColorScheme.Light else "dark"

    def _system_changed(self) -> None:
        if self.choice == SYSTEM and self._app is not None:
            self.apply(self._app, SYSTEM)


@lru_cache(maxsize=1)
def look() -> Look:
    """The one Look of the process."""
    return Look()


def apply(app: QApplication, choice: str) -> None:
    """Dresses the application; see ``Look.apply``."""
    look().apply(app, choice)


def theme() -> Theme:
    """The theme in use."""
    return look().theme


def restyle(widget: QWidget) -> None:
    """Lets the style sheet see a property that changed on a widget."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
    widget.update()
