"""The columns of the list of clients. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.views import ClientRow
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.wording import ago, money, phone, phone_end, points

WIDE_PHONE, NARROW_PHONE = 156, 84
_BESIDE_A_CARD = 3
_NEVER = datetime.min.replace(tzinfo=UTC)


class ClientsTable(Table[ClientRow]):
    """The list of clients: all columns alone on the screen, the first few beside an open card.

    Args:
        now: Tells the instant (UTC).
    """

    def __init__(self, club: Club, now: Callable[[], datetime]) -> None:
        self._is_narrow = False
        super().__init__(
            [
                Column(
                    tr("Name"), lambda row: row.client.name, _by_name, strong=True, searched=True
                ),
                Column(tr("Phone"), self._phone, width=WIDE_PHONE, searched=True),
                Column(
                    tr("Balance"),
                    lambda row: money(row.balance_minor, club),
                    lambda row: row.balance_minor,
                    right=True,
                    strong=True,
                    tone=lambda row: "text" if row.balance_minor else "dim",
                    width=116,
                ),
                Column(
                    tr("Points"),
                    lambda row: points(row.points, club),
                    lambda row: row.points,
                    right=True,
                    tone=lambda row: "text" if row.points else "dim",
                    width=136,
                ),
                Column(tr("Card"), lambda row: row.client.card_number, width=124, searched=True),
                Column(
                    tr("Last visit"),
                    lambda row: ago(row.last_visit, now(), club),
                    lambda row: row.last_visit or _NEVER,
                    tone=lambda row: "text" if row.last_visit else "dim",
                    width=124,
                ),
                Column(
                    tr("Playing on"),
                    lambda row: row.playing_on,
                    tone=lambda row: "green",
                    width=108,
                    strong=True,
                ),
            ]
        )

    def set_narrow(self, narrow: bool) -> None:
        """Shows the first columns alone, phones by their end."""
        self._is_narrow = narrow
        for column in range(_BESIDE_A_CARD, self.rows_model.columnCount()):
            self.setColumnHidden(column, narrow)
        self.setColumnWidth(1, NARROW_PHONE if narrow else WIDE_PHONE)
        self.setColumnWidth(2, 104 if narrow else 116)

    def _phone(self, row: ClientRow) -> str:
        return phone_end(row.client.phone) if self._is_narrow else phone(row.client.phone)


def short_clients_table(club: Club) -> Table[ClientRow]:
    """A few clients in a dialog: who, and what is there; phones tell namesakes apart."""
    return Table(
        [
            Column(tr("Name"), lambda row: row.client.name, _by_name, strong=True, searched=True),
            Column(tr("Phone"), lambda row: phone(row.client.phone), width=146, searched=True),
            Column(
                tr("Balance"),
                lambda row: money(row.balance_minor, club),
                lambda row: row.balance_minor,
                right=True,
                tone=lambda row: "text" if row.balance_minor else "dim",
                width=104,
            ),
        ]
    )


def _by_name(row: ClientRow) -> str:
    return row.client.name.casefold()
