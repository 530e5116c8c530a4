"""Who buys: a client with balances, a guest at a PC, or a walk-in. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.views_bar import Buyer
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import Panel, column
from clubdesk.ui.look.marks import Avatar
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import GAP_S, SEMIBOLD, SMALL
from clubdesk.ui.look.wording import money, points


class BuyerPanel(Panel):
    """A line with the buyer.

    Signals:
        change_wanted: A client is to be chosen, or let go.

    Args:
        can_change: Whether it offers that.
    """

    change_wanted = Signal()

    def __init__(self, club: Club, *, can_change: bool) -> None:
        super().__init__("raised", GAP_S)
        self._club = club
        self._can_change = can_change
        self.avatar = Avatar("", 32)
        self.name = Elided("", weight=SEMIBOLD)
        self.place = Elided("", "dim", SMALL)
        self.money = Text("", weight=SEMIBOLD).at_right()
        self.points = Text("", "dim", SMALL).at_right()
        self.change = Button("", Kind.QUIET, "Ctrl+U")
        line = QHBoxLayout()
        line.setSpacing(GAP_S)
        line.addWidget(self.avatar)
        line.addLayout(column(self.name, self.place, gap=1), 1)
        line.addLayout(column(self.money, self.points, gap=1))
        line.addWidget(self.change)
        self.column.addLayout(line)
        self.change.clicked.connect(self.change_wanted)
        self.show_buyer(None)

    def show_buyer(self, buyer: Buyer | None) -> None:
        """Shows who it is; None is a walk-in."""
        name = buyer.name if buyer is not None else tr("Walk-in")
        self.avatar.set_name(name or tr("Guest"))
        self.name.setText(name or tr("Guest"))
        self.place.setText(_place(buyer))
        known = buyer is not None and not buyer.postpaid
        self.money.setText(money(buyer.money_free, self._club) if buyer and known else "")
        has_points = buyer is not None and buyer.client_id is not None
        self.points.setText(points(buyer.points_free, self._club) if buyer and has_points else "")
        self.change.setText(tr("Choose a client") if buyer is None else tr("Walk-in"))
        self.change.setVisible(self._can_change)
        self.change.updateGeometry()


def _place(buyer: Buyer | None) -> str:
    if buyer is None:
        return tr("pays at the counter")
    if buyer.postpaid:
        return tr("{station} · pays the time at the end, the order now").format(
            station=buyer.station_name
        )
    if buyer.station_name:
        return tr("plays on {station}").format(station=buyer.station_name)
    return tr("does not play now")
