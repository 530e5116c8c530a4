"""The one search box (Ctrl+K): clients, stations and commands from anywhere. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QWidget

from clubdesk.domain.hall import Club, Station
from clubdesk.foundation.translate import tr
from clubdesk.services.views import ClientRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.frame.entries import SearchTargets
from clubdesk.ui.frame.finding import MOST, Hit, client_hits, command_hits, station_hits
from clubdesk.ui.frame.hit_list import HitList
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.search_box import SearchBox


class FrameBox(SearchBox):
    """The box itself; tells when the keyboard leaves it."""

    abandoned = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list closes when the keyboard goes elsewhere."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.abandoned.emit()


class Search(QObject):
    """Box and list together.

    Args:
        window: Over whose content the list is shown.
        targets: What choosing a client or a station does, and the commands.
    """

    def __init__(self, window: QWidget, runner: DeskRunner, targets: SearchTargets) -> None:
        super().__init__(window)
        self._window, self._runner = window, runner
        self._targets = targets
        self._club: Club | None = None
        self._stations: tuple[Station, ...] = ()
        self._text = ""
        self._came_from: QWidget | None = None
        self.box = FrameBox(tr("Phone end, name, card, PC or command"), tr("Ctrl K"))
        self.box.setObjectName("search")
        self.box.setMinimumWidth(220)
        self.box.setMaximumWidth(420)
        self.list = HitList(window)
        self.box.searched.connect(self._search)
        self.box.stepped.connect(self.list.step)
        self.box.chosen.connect(lambda: self._take(self.list.place))
        self.box.left.connect(self._leave)
        self.box.abandoned.connect(self.list.hide)
        self.list.pressed.connect(self._take)

    def know(self, club: Club, stations: Sequence[Station]) -> None:
        """Learns what the club has."""
        self._club, self._stations = club, tuple(stations)

    def begin(self) -> None:
        """Puts the keyboard into the box."""
        focus = QApplication.focusWidget()
        if focus is not self.box:
            self._came_from = focus
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def _search(self, text: str) -> None:
        self._text = text
        if not text or self._club is None:
            self.list.hide()
            return
        self._runner.ask(
            lambda books: books.search_clients(text, MOST),
            while_alive(self, lambda rows: self._show(text, rows)),
        )

    def _show(self, text: str, rows: Sequence[ClientRow]) -> None:
        if text != self._text or self._club is None:
            return
        hits: list[Hit] = [
            *station_hits(text, self._stations, self._targets.open_station)[:4],
            *client_hits(rows, self._club, self._targets.open_client),
            *command_hits(text, self._targets.commands),
        ]
        self.list.resize(max(360, self.box.width()), 10)
        self.list.show_hits(hits[:MOST])
        corner = self.box.mapTo(self._window, QPoint(0, self.box.height() + 6))
        self.list.move(corner)
        self.list.show()
        self.list.raise_()

    def _take(self, place: int) -> None:
        if not self.list.isVisible() or not 0 <= place < len(self.list.hits):
            return
        hit = self.list.hits[place]
        if hit.why_not:
            return
        self._leave()
        hit.run()

    def _leave(self) -> None:
        self.list.hide()
        self.box.clear()
        back = self._came_from
        if back is not None and while_usable(back):
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.box.clearFocus()


def while_usable(widget: QWidget) -> bool:
    """Whether the keyboard can go back to a widget."""
    try:
        return widget.isVisible() and widget.isEnabled()
    except RuntimeError:
        # Its screen was closed meanwhile.
        return False
