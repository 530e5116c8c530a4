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

_SHORTEST_CARD = 4


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

    Signals:
        card_asked: Enter, where nothing was found for what may be a card's number.

    Args:
        window: Over whose content the list is shown.
        targets: What choosing a client or a station does, and the commands.
    """

    card_asked = Signal(str)

    def __init__(self, window: QWidget, runner: DeskRunner, targets: SearchTargets) -> None:
        super().__init__(window)
        self._window, self._runner = window, runner
        self._targets = targets
        self._club: Club | None = None
        self._stations: tuple[Station, ...] = ()
        self._text = ""
        self.shown_for = ""
        self._takes_first = False
        self._came_from: QWidget | None = None
        self.box = FrameBox(tr("Phone end, name, card, PC or command"), tr("Ctrl K"))
        self.box.setObjectName("search")
        self.box.setMinimumWidth(220)
        self.box.setMaximumWidth(420)
        self.list = HitList(window)
        self.box.searched.connect(self._search)
        self.box.stepped.connect(self.list.step)
        self.box.chosen.connect(self._enter)
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
        self._text, self._takes_first = text, False
        if not text or self._club is None:
            self.shown_for = ""
            self.list.hide()
            return
        # The list before stays until the new one is there, so that nothing flickers.
        self._runner.ask(
            lambda books: books.search_clients(text, MOST),
            while_alive(self, lambda rows: self._show(text, rows)),
        )

    def _show(self, text: str, rows: Sequence[ClientRow]) -> None:
        if text != self._text or self._club is None:
            return
        hits: list[Hit] = [
            *station_hits(text, self._stations, self._targets.open_station)[:4],
            *client_hits(rows, self._club, self._targets.open_client, text),
            *command_hits(text, self._targets.commands),
        ]
        self.list.show_hits(hits[:MOST], text, self.box.width())
        self.shown_for = text
        corner = self.box.mapTo(self._window, QPoint(0, self.box.height() + 6))
        self.list.move(corner)
        if not self.list.isVisible():
            self.list.show()
            self.list.raise_()
        if self._takes_first:
            self._enter()

    def _enter(self) -> None:
        """Takes the marked line; where the list is an older text's, once the newest is there."""
        self._takes_first = self.shown_for != self._text
        if self._takes_first:
            return
        if self.list.hits:
            self._take(self.list.place)
        elif _may_be_card(self._text):
            self.card_asked.emit(self._text)

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


def _may_be_card(text: str) -> bool:
    return len(text) >= _SHORTEST_CARD and " " not in text and any(map(str.isdigit, text))


def while_usable(widget: QWidget) -> bool:
    """Whether the keyboard can go back to a widget."""
    try:
        return widget.isVisible() and widget.isEnabled()
    except RuntimeError:
        # Its screen was closed meanwhile.
        return False
