"""The tab "Promotions and groups" of Settings. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.domain.events import PromotionsChanged
from clubdesk.domain.hall import Club
from clubdesk.domain.people import ClientGroup, Permission
from clubdesk.domain.promotion import Promotion
from clubdesk.services.views import DeskQueries
from clubdesk.services.views_people import ExpiredReview
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.frames import column
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.tokens import GAP_L
from clubdesk.ui.settings.expiry_part import ExpiryPart
from clubdesk.ui.settings.groups_part import GroupsPart
from clubdesk.ui.settings.promotions_part import PromotionsPart

Shown = tuple[Club | None, Sequence[Promotion], Sequence[ClientGroup], ExpiredReview]


class PromotionsTab(QWidget):
    """Promotions at the left; client groups and the expiry of points at the right."""

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self._runner = runner
        self.promotions = PromotionsPart(runner)
        self.groups = GroupsPart(runner)
        self.expiry = ExpiryPart(runner)
        right = QWidget()
        right.setFixedWidth(368)
        right.setLayout(column(self.groups, self.expiry, gap=GAP_L))
        across = QHBoxLayout(self)
        across.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        across.setSpacing(GAP_L)
        across.addWidget(self.promotions, 1)
        across.addWidget(right)
        self._refresh = Refresh(self, self.reload)
        for part in (self.promotions.saved, self.groups.saved, self.expiry.changed):
            part.connect(self._refresh.wanted)
        bridge.happened.connect(self._hear)

    def reload(self) -> None:
        """Asks the books anew."""
        now = self._runner.desk.clock.now()

        def look(books: DeskQueries) -> Shown:
            return books.club(), books.promotions(), books.groups(), books.expired_points(now)

        self._runner.ask(look, while_alive(self, self._show))

    def showEvent(self, event: QShowEvent) -> None:
        """What may be done depends on who is at the desk."""
        super().showEvent(event)
        self._allow()
        self._refresh.wanted()

    def _allow(self) -> None:
        edit = self._runner.missing(Permission.EDIT_PROMOTIONS)
        self.promotions.allow(edit)
        self.groups.allow(edit)
        self.expiry.allow(edit, self._runner.missing(Permission.DEDUCT))

    def _show(self, shown: Shown) -> None:
        club, promotions, groups, review = shown
        if club is None:
            return
        self.promotions.show_rows(club, promotions)
        self.groups.show_rows(groups)
        self.expiry.show_state(club, review)

    @Slot(object)
    def _hear(self, event: object) -> None:
        if isinstance(event, PromotionsChanged):
            self._refresh.wanted()
