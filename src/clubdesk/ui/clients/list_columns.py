"""The columns of the list of clients. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.views import ClientRow
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.wording import ago, money, phone, points

_NEVER = datetime.min.replace(tzinfo=UTC)


def clients_table(club: Club, now: Callable[[], datetime]) -> Table[ClientRow]:
    """An empty table of clients for a club; ``now`` tells the instant (UTC)."""
    return Table(
        [
            Column(tr("Name"), lambda row: row.client.name, _by_name, strong=True, searched=True),
            Column(tr("Phone"), lambda row: phone(row.client.phone), width=156, searched=True),
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
                width=116,
            ),
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


def _by_name(row: ClientRow) -> str:
    return row.client.name.casefold()
