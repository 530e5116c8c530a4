"""The rates of the start dialog: allowed ones to choose from, others dimmed with the reason.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Rate, Station, Zone
from clubdesk.domain.people import Client, ClientGroup, Staff
from clubdesk.domain.points_share import Purse
from clubdesk.foundation.translate import tr
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.quote import Wish
from clubdesk.ui.hall.rate_offers import RateOffer, Seller, rate_offers
from clubdesk.ui.hall.start_words import off_line, rate_line
from clubdesk.ui.look.choice_list import ChoiceList
from clubdesk.ui.look.frames import scrolled
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tick import Tick


@dataclass(frozen=True, slots=True)
class Offered:
    """What the books say."""

    rates: tuple[Rate, ...]
    groups: tuple[ClientGroup, ...]
    zones: tuple[Zone, ...]


class RateChoice(QWidget):
    """One rate of those that can be sold here and now.

    Signals:
        changed: Another rate, or going on after the package.
    """

    changed = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._offered = Offered((), (), ())
        self._seller = Seller(0, (), "")
        self._shown: list[RateOffer] = []
        self._wanted = 0
        self.list = ChoiceList(gap=8, focusable=True)
        self.list.setAccessibleName(tr("Rate"))
        self.go_on = Tick(tr("Go on by the hour afterwards"))
        self.area = scrolled(self.list)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addWidget(small(tr("Rate")))
        lines.addWidget(self.area, 1)
        lines.addWidget(self.go_on)
        self.go_on.hide()
        self.list.changed.connect(self._chosen)
        self.go_on.toggled.connect(lambda _: self.changed.emit())

    def know(self, offered: Offered, station: Station, staff: Staff | None) -> None:
        """Takes in what is sold, where and by whom."""
        role = (staff.role, staff.role_name) if staff is not None else ("", "")
        self._offered = offered
        self._seller = Seller(station.zone_id, offered.zones, *role)

    def show_rates(
        self, purse: Purse | None, group: ClientGroup | None, now: datetime, wish: Wish
    ) -> None:
        """Shows the rates as they are now; the chosen one stays chosen while it is allowed."""
        self._shown = rate_offers(self._offered.rates, self._seller, now, guest=wish.guest)
        lines = [
            rate_line(offer.rate, purse, self._wording, now, group, wish)
            if not offer.why_not
            else off_line(offer, self._wording, now, group)
            for offer in self._shown
        ]
        if [row.line for row in self.list.rows] == lines:
            return
        ids = [offer.rate.id for offer in self._shown if not offer.why_not]
        place = ids.index(self._wanted) if self._wanted in ids else 0
        self.list.blockSignals(True)
        self.list.show_lines(lines, boxed=True, place=place)
        self.list.blockSignals(False)
        self._show_go_on()

    def rate(self) -> Rate | None:
        """The chosen rate; None if none is allowed."""
        place = self.list.place
        return self._shown[place].rate if 0 <= place < len(self._shown) else None

    def allowed(self) -> Sequence[Rate]:
        """The rates that can be chosen."""
        return [offer.rate for offer in self._shown if not offer.why_not]

    def has_any(self) -> bool:
        """Whether anything can be sold here now."""
        return bool(self.allowed())

    def goes_on(self) -> bool:
        """Whether play goes on by the hour after the package."""
        return self._may_go_on() and self.go_on.isChecked()

    def group_of(self, client: Client) -> ClientGroup | None:
        """The client's group."""
        groups = {group.id: group for group in self._offered.groups}
        return groups.get(client.group_id) if client.group_id is not None else None

    def _chosen(self, place: int) -> None:
        rate = self.rate()
        self._wanted = rate.id if rate is not None else 0
        if 0 <= place < len(self.list.rows):
            self.area.ensureWidgetVisible(self.list.rows[place])
        self._show_go_on()
        self.changed.emit()

    def _show_go_on(self) -> None:
        self.go_on.setVisible(self._may_go_on())

    def _may_go_on(self) -> bool:
        """Of a package, where the club offers it."""
        rate = self.rate()
        offered = self._wording.club.play.offer_hourly
        return offered and rate is not None and rate.package is not None
