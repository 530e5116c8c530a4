"""Above and below the cards: how full the hall is, the zones to filter by, and the legend.

GUI thread only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from clubdesk.domain.hall import Zone
from clubdesk.foundation.translate import tr
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.tints import tint_of
from clubdesk.ui.hall.words import state_word
from clubdesk.ui.hall.zone_note import count_by_state, occupancy_note, taken
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.chip import Chip, ChipRow
from clubdesk.ui.look.marks import colour
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import BOLD, SMALL

_SHARES = (
    (CardState.ACTIVE, "green"),
    (CardState.ENDING, "green"),
    (CardState.STARTING, "blue"),
    (CardState.PAUSED, "amber"),
)


class ShareBar(QWidget):
    """How much of the hall is taken, and how."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, int]] = []
        self.total = 0
        self.setFixedHeight(6)
        self.setMinimumWidth(60)
        self.setMaximumWidth(160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room, up to its maximum."""
        return QSize(137, 6)

    def say(self, seats: Sequence[Seat]) -> None:
        """Shows the shares of a hall."""
        counts = count_by_state(seats)
        tones: Counter[str] = Counter()
        for state, tone in _SHARES:
            tones[tone] += counts[state]
        self.parts = [(tone, count) for tone, count in tones.items() if count]
        self.total = len(seats)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the shares side by side."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), QColor(theme().edge))
        x = 0.0
        for tone, count in self.parts:
            wide = self.width() * count / self.total
            painter.fillRect(QRectF(x, 0, wide, self.height()), QColor(colour(tone)))
            x += wide
        painter.end()


class HallTop(QWidget):
    """The line above the cards.

    Signals:
        zone_chosen: A zone's id, or None for all.
        all_asked: Every session is to be paused (True) or resumed.
    """

    zone_chosen = Signal(object)
    all_asked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._zones: tuple[Zone, ...] = ()
        self.full = Text("", "text", 21, BOLD)
        self.word = Text(tr("occupied"), "dim")
        self.bar = ShareBar()
        self.note = Elided("", "dim")
        self.timeline = Chip(tr("Timeline"), checkable=False)
        self.timeline.setToolTip(tr("The day of all seats, with reservations (L)"))
        self.zones = ChipRow([(None, tr("All zones"))])
        self.zones.chosen.connect(self.zone_chosen)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 16, 8)
        line.setSpacing(8)
        line.addWidget(self.full)
        self.word.setContentsMargins(0, 5, 0, 0)
        line.addWidget(self.word)
        line.addSpacing(12)
        line.addWidget(self.bar, 2)
        line.addSpacing(12)
        line.addWidget(self.note, 5)
        line.addWidget(self.zones)
        line.addWidget(self.timeline)
        self.menu_button = Button("…", Kind.QUIET, centered=True)
        self.menu_button.setAccessibleName(tr("All sessions"))
        self.menu_button.setToolTip(tr("All sessions"))
        self.menu_button.clicked.connect(self.open_menu)
        line.addWidget(self.menu_button)

    def open_menu(self) -> QMenu:
        """Opens what is done with the whole hall."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Pause all sessions")).triggered.connect(
            lambda: self.all_asked.emit(True)
        )
        menu.addAction(tr("Resume all sessions")).triggered.connect(
            lambda: self.all_asked.emit(False)
        )
        menu.popup(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height() + 4)))
        return menu

    def say(self, seats: Sequence[Seat], zones: tuple[Zone, ...]) -> None:
        """Shows a hall."""
        self.full.setText(f"{taken(seats)} / {len(seats)}")
        self.note.setText(occupancy_note(seats))
        self.bar.say(seats)
        if zones != self._zones:
            self._zones = zones
            self.zones.set_choices(
                [(None, tr("All zones")), *((zone.id, zone.name) for zone in zones)]
            )
            self.zones.setVisible(len(zones) > 1)


class _Swatch(QWidget):
    def __init__(self, state: CardState | None) -> None:
        super().__init__()
        self.state = state
        self.setFixedSize(12, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws a small card in the state's colours."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.state is None:
            painter.setPen(QPen(QColor(theme().red), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            tint = tint_of(self.state, False, theme())
            hollow = self.state is CardState.FREE
            painter.setPen(QPen(QColor(tint.border if hollow else tint.bar), 1))
            painter.setBrush(QColor(tint.ground if hollow else tint.bar))
        painter.drawRoundedRect(area, 3, 3)
        painter.end()


class Legend(QFrame):
    """What the colours mean, and the keys that work everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("frame", "flat")
        self.setFixedHeight(28)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        shown = (
            CardState.ACTIVE,
            CardState.FREE,
            CardState.PAUSED,
            CardState.RESERVED,
            CardState.STARTING,
            CardState.OFFLINE,
            CardState.MAINTENANCE,
        )
        for state in shown:
            line.addWidget(_Swatch(state))
            line.addWidget(Text(state_word(state), "dim", SMALL))
            line.addSpacing(8)
        line.addWidget(_Swatch(None))
        line.addWidget(Text(tr("Needs attention"), "dim", SMALL))
        line.addStretch(1)
        keys = tr("Ctrl+K search · F2 Hall · F3 Clients · number jumps to a PC")
        line.addWidget(Text(keys, "dim", SMALL))
