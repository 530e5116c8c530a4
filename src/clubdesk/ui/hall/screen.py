"""The screen Hall (F2): cards, panel, legend, and the dialogs that belong to them.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from clubdesk.services.views import StoryLine
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.hall.choice import by_key, more_offers, offers
from clubdesk.ui.hall.controller import HallController
from clubdesk.ui.hall.deed_buttons import fill_menu
from clubdesk.ui.hall.errands import Errands
from clubdesk.ui.hall.panel import SeatPanel
from clubdesk.ui.hall.top_line import HallTop, Legend
from clubdesk.ui.hall.view import HallView
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.frames import post, rule
from clubdesk.ui.look.latin_keys import latin


class HallScreen(QWidget):
    """All seats and what can be done with them.

    Signals:
        told: A Notice of what was done; the frame shows a toast.
        timeline_wanted: The day of all seats is to be shown.

    Args:
        open_top_up: Opens Top Up Balance for a client's id.
        open_client: Opens the card of a client's id.
        agent_port: Where agents reach this desk; named in the advice for a grey PC.
    """

    told = Signal(object)
    timeline_wanted = Signal()

    def __init__(
        self,
        runner: DeskRunner,
        bridge: EventBridge,
        open_top_up: Callable[[int], None],
        open_client: Callable[[int], None],
        agent_port: int = 5870,
    ) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._kept: list[int] = []
        self.controller = HallController(runner, bridge, agent_port, self)
        self.top = HallTop()
        self.view = HallView(self.controller.model)
        self.panel = SeatPanel(runner.may)
        self.errands = Errands(self, runner, self.controller, self.view.chosen_seats, open_top_up)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._build()
        self._connect(open_client)
        self.setFocusProxy(self.view)
        self.controller.reload()

    def choose_station(self, station_id: int) -> None:
        """Selects a station, from anywhere: the search box, a shift that cannot close."""
        self.view.choose(station_id)
        self.view.setFocus()

    def start_for(self, client_id: int) -> None:
        """Starts a session for a client: the free seats are offered, then the start dialog."""
        self._runner.ask(
            lambda books: books.client(client_id), while_alive(self, self.errands.ask_seat)
        )

    def ask_all(self, *, pause: bool) -> None:
        """Asks whether every session is to be paused or resumed."""
        self.errands.more.ask_all(pause)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.top)
        left.addWidget(self.view, 1)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(left, 1)
        across.addWidget(post())
        across.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(rule())
        column.addWidget(Legend())
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _connect(self, open_client: Callable[[int], None]) -> None:
        self.controller.model.modelAboutToBeReset.connect(self._keep_chosen)
        self.controller.loaded.connect(self._loaded)
        self.controller.changed.connect(self._show_chosen)
        self.controller.told.connect(self.told)
        self.errands.told.connect(self.told)
        self.errands.moved.connect(self.view.choose)
        self.controller.story_read.connect(self._show_story)
        self.controller.model.dataChanged.connect(self._show_top)
        self.top.timeline.clicked.connect(self.timeline_wanted)
        self.top.zone_chosen.connect(self.view.show_zone)
        self.view.chosen.connect(self._show_chosen)
        self.view.opened.connect(self.errands.open_seat)
        self.view.move_requested.connect(self.errands.move_onto)
        self.top.all_asked.connect(self.errands.more.ask_all)
        self.view.customContextMenuRequested.connect(self._menu)
        self.panel.asked.connect(self.errands.perform)
        self.panel.client_asked.connect(open_client)
        self._runner.signed_in.connect(self._show_chosen)

    # What is shown.

    @Slot()
    def tick(self) -> None:
        """Moves every countdown on, then waits for the next full second of the desk's clock."""
        clock = self._runner.desk.clock
        self.controller.model.tick(clock.now())
        chosen = self.view.chosen_seats()
        wording = self.controller.wording
        if len(chosen) == 1 and chosen[0].card.session is not None and wording is not None:
            self.controller.model.read_now(chosen[0], clock.now())
            self.panel.figures.say(chosen[0], wording)
        if self.isVisible():
            self._timer.start(max(200, 1000 - clock.now().microsecond // 1000))

    def showEvent(self, event: QShowEvent) -> None:
        """Counts while it is seen."""
        super().showEvent(event)
        self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rests while it is not."""
        super().hideEvent(event)
        self._timer.stop()

    @Slot()
    def _keep_chosen(self) -> None:
        self._kept = [seat.card.station.id for seat in self.view.chosen_seats()]

    @Slot()
    def _loaded(self) -> None:
        self.view.wording = self.controller.wording
        self.view.relayout()
        self.view.choose_all(self._kept)
        self._show_top()
        self._show_chosen()

    @Slot()
    def _show_top(self) -> None:
        self.top.say(self.controller.model.seats, self.controller.model.zones)

    @Slot()
    def _show_chosen(self) -> None:
        wording = self.controller.wording
        if wording is None:
            return
        chosen = self.view.chosen_seats()
        for seat in chosen[:1]:
            self.controller.model.read_now(seat, self._runner.desk.clock.now())
        self.panel.show_seats(chosen, self.controller.model.seats, wording)
        session_id = self.panel.session_id()
        if session_id is not None:
            self.controller.read_story(session_id)

    @Slot(int, object)
    def _show_story(self, session_id: int, lines: tuple[StoryLine, ...]) -> None:
        if self.controller.wording is not None:
            self.panel.show_story(session_id, lines, self.controller.wording)

    # What is done.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are deeds, digits jump to a seat."""
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        text = event.text()
        if plain and text.isdecimal():
            self.view.setFocus()
            self.view.jump.add(text)
            return
        if plain and latin(text) == "L" and not event.isAutoRepeat():
            self.timeline_wanted.emit()
            return
        deed = by_key([s.facts for s in self.view.chosen_seats()], text) if plain and text else None
        if deed is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.errands.perform(deed)

    @Slot(QPoint)
    def _menu(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        if not index.isValid():
            return
        seats = self.view.chosen_seats()
        menu = QMenu(self)
        facts = [seat.facts for seat in seats]
        fill_menu(menu, offers(facts, self._runner.may), self.errands.perform)
        if behind := more_offers(facts, self._runner.may):
            menu.addSeparator()
            fill_menu(menu, behind, self.errands.perform)
        menu.popup(self.view.viewport().mapToGlobal(at))
