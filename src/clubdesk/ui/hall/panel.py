"""The panel at the right: the chosen seat's whole story and what can be done with it now.

GUI thread only. The controller fills it; ``count`` moves its time once a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clubdesk.domain.people import Permission
from clubdesk.services.views import StoryLine
from clubdesk.ui.hall.choice import more_offers, offers
from clubdesk.ui.hall.deed_buttons import DeedButtons
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.panel_parts import HallSummary, SeatFigures, SeveralSeats, StoryBox
from clubdesk.ui.look.frames import scrolled

WIDTH = 320
_PAD = 16


class SeatPanel(QFrame):
    """Shows one seat, several, or the hall.

    Signals:
        asked: A Deed for the chosen seats.
        client_asked: A client's id, to open the card of.
    """

    asked = Signal(object)
    client_asked = Signal(int)

    def __init__(self, may: Callable[[Permission], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seat_panel")
        self.setProperty("frame", "flat")
        self.setFixedWidth(WIDTH)
        self._may = may
        self.seats: list[Seat] = []
        self.figures = SeatFigures()
        self.several = SeveralSeats()
        self.summary = HallSummary()
        self.buttons = DeedButtons(WIDTH - 2 * _PAD)
        self.story = StoryBox()
        self.figures.client_asked.connect(self.client_asked)
        self.buttons.asked.connect(self.asked)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(_PAD, 14, _PAD, _PAD)
        column.setSpacing(10)
        for part in (self.summary, self.several, self.figures, self.buttons, self.story):
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(content))

    def show_seats(
        self, seats: Sequence[Seat], all_seats: Sequence[Seat], wording: Wording
    ) -> None:
        """Shows what is chosen now."""
        before = _session_of(self.seats)
        self.seats = list(seats)
        self.summary.setVisible(not seats)
        self.several.setVisible(len(seats) > 1)
        self.figures.setVisible(len(seats) == 1)
        self.buttons.setVisible(bool(seats))
        if not seats:
            self.summary.say(all_seats)
        elif len(seats) > 1:
            self.several.say(seats)
        else:
            self.figures.say(seats[0], wording)
        facts = [seat.facts for seat in seats]
        shown = offers(facts, self._may) if facts else ()
        self.buttons.show_offers(shown, more_offers(facts, self._may))
        if _session_of(seats) != before:
            self.story.say((), wording)

    def show_story(self, session_id: int, lines: tuple[StoryLine, ...], wording: Wording) -> None:
        """Shows a session's story, if that session is still the one chosen."""
        if _session_of(self.seats) == session_id:
            self.story.say(lines, wording)

    def session_id(self) -> int | None:
        """The session of the one chosen seat."""
        return _session_of(self.seats)


def _session_of(seats: Sequence[Seat]) -> int | None:
    if len(seats) != 1 or seats[0].card.session is None:
        return None
    return seats[0].card.session.id
