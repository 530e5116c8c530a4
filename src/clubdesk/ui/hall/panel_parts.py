"""What the panel is made of: a seat's figures, its story, several seats, the whole hall.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views import StoryLine
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.seat_words import SeatWords, hints, seat_words
from clubdesk.ui.hall.story import story_rows
from clubdesk.ui.hall.words import STATE_TONES, state_icon, state_word
from clubdesk.ui.hall.zone_note import count_by_state, taken
from clubdesk.ui.look.frames import Fact, row, rule
from clubdesk.ui.look.marks import Icon, KeyCap, Pill
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import BOLD, MEDIUM, PANEL_TIMER, SEMIBOLD, SMALL, TITLE


class LinkFact(Fact):
    """A fact that opens something when it is pressed.

    Signals:
        pressed: By the mouse, Enter or Space.
    """

    pressed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.opens = False

    def set_opens(self, opens: bool) -> None:
        """Whether there is something to open."""
        self.opens = opens
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if opens else Qt.FocusPolicy.NoFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Opens."""
        if self.opens and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Opens."""
        if self.opens and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


class SeatFigures(QWidget):
    """One seat: name, state, time, facts, and what to do where something is wrong.

    Signals:
        client_asked: A client's id.
    """

    client_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._client_id: int | None = None
        self.name = Elided("", "text", TITLE + 1, BOLD)
        self.state = Pill()
        self.big = Text("", "text", PANEL_TIMER, BOLD)
        self.under_left = Text("", "dim")
        self.under_right = Text("", "dim").at_right()
        self.alarm = Text("", "red", weight=MEDIUM).wrapped()
        self.advice = Text("", "dim").wrapped()
        for note in (self.alarm, self.advice):
            note.setContentsMargins(0, 6, 0, 4)
        self.facts = [LinkFact("") for _ in range(5)]
        self.facts[0].pressed.connect(self._open_client)
        head = row(self.name, self.state)
        head.setStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.big)
        column.addLayout(row(self.under_left, None, self.under_right))
        column.addWidget(self.alarm)
        column.addWidget(self.advice)
        column.addSpacing(4)
        for fact in self.facts:
            column.addWidget(fact)

    def say(self, seat: Seat, wording: Wording) -> None:
        """Shows a seat as it is now."""
        words = seat_words(seat, wording)
        reading = seat.reading
        session = seat.card.session
        self._client_id = session.client_id if session else None
        self.name.setText(seat.card.station.name)
        tone = "red" if reading.attention else STATE_TONES[reading.state]
        icon = state_icon(reading.state, reading.attention)
        self.state.say(state_word(reading.state, reading.attention), tone, icon)
        self._say_time(words, reading.state)
        for text, label in ((words.alarm, self.alarm), (words.advice, self.advice)):
            label.setText(text)
            label.setVisible(bool(text))
        for place, fact in enumerate(self.facts):
            fact.setVisible(place < len(words.facts))
            if place < len(words.facts):
                fact.name.setText(words.facts[place][0])
                fact.say(words.facts[place][1])
        self.facts[0].set_opens(self._client_id is not None)

    def _say_time(self, words: SeatWords, state: CardState) -> None:
        self.big.setText(words.big)
        self.big.set_tone("red" if state is CardState.ENDING else "text")
        self.under_left.setText(words.under_left)
        self.under_right.setText(words.under_right)
        self.under_left.setVisible(bool(words.under_left))
        self.under_right.setVisible(bool(words.under_right))

    def _open_client(self) -> None:
        if self._client_id is not None:
            self.client_asked.emit(self._client_id)


class StoryBox(QWidget):
    """What has happened in the session, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str, str]] = []
        self._labels: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(10)
        column.addWidget(rule())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self.hide()

    def say(self, lines: tuple[StoryLine, ...], wording: Wording) -> None:
        """Shows the latest lines."""
        rows = story_rows(lines, wording)
        self.setVisible(bool(rows))
        if rows == self.lines:
            return
        self.lines = rows
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = []
        for place, (at, what, amount) in enumerate(rows):
            words = (
                Text(at, "dim", SMALL),
                Elided(what, "text", SMALL, MEDIUM),
                Text(amount, "dim", SMALL).at_right(),
            )
            for number, label in enumerate(words):
                self._grid.addWidget(label, place, number)
                self._labels.append(label)


class SeveralSeats(QWidget):
    """How many seats are chosen, and which."""

    def __init__(self) -> None:
        super().__init__()
        self.count = Text("", "text", TITLE + 1, BOLD)
        self.names = Text("", "dim").wrapped()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.count)
        column.addWidget(self.names)

    def say(self, seats: Sequence[Seat]) -> None:
        """Shows the seats that are chosen."""
        self.count.setText(
            trn("{count} PC selected", "{count} PCs selected", len(seats)).format(count=len(seats))
        )
        self.names.setText(", ".join(seat.card.station.name for seat in seats))


class HallSummary(QWidget):
    """The hall in figures, and the keys that work here."""

    def __init__(self) -> None:
        super().__init__()
        self.full = Text("", "text", PANEL_TIMER, BOLD)
        self.facts: dict[CardState, Fact] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Text(tr("Hall"), "text", TITLE + 1, BOLD))
        column.addWidget(self.full)
        column.addWidget(Text(tr("occupied"), "dim"))
        column.addSpacing(6)
        for state in CardState:
            self.facts[state] = Fact(state_word(state))
            line = row(Icon(state_icon(state), STATE_TONES[state], 14), self.facts[state])
            line.setStretch(1, 1)
            column.addLayout(line)
        column.addSpacing(6)
        column.addWidget(rule())
        column.addSpacing(6)
        column.addWidget(Text(tr("Choose a PC"), "text", weight=SEMIBOLD))
        for keys, text in hints():
            line = row(KeyCap(keys), Text(text, "dim", SMALL).wrapped())
            line.setStretch(1, 1)
            column.addLayout(line)

    def say(self, seats: Sequence[Seat]) -> None:
        """Shows the counts."""
        counts = count_by_state(seats)
        self.full.setText(f"{taken(seats)} / {len(seats)}")
        for state, fact in self.facts.items():
            fact.say(str(counts[state]))
