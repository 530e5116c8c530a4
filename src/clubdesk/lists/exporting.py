"""The clients of the club as a file: what an import of it would read, and their balances.

Runs on the thread for long work; asks the books page by page, so that a search comes in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.lists.columns import What, what_word
from clubdesk.lists.writing import Cell, WritingCancelledError, write_table
from clubdesk.services.long_work import CancelledError, Job
from clubdesk.services.views import DeskQueries
from clubdesk.services.views_people import ExportedClient

T = TypeVar("T")
_PAGE = 1_000


class Asker(Protocol):
    """The desk, as far as this needs it."""

    def ask(self, question: Callable[[DeskQueries], T]) -> Future[T]:
        """Asks the books on the reading worker."""
        ...


def export_list(desk: Asker, club: Club, path: Path, job: Job) -> int:
    """Writes every living card to a file; returns how many.

    Raises:
        DeskError: ``list.disk_full``, ``list.cannot_write`` or ``storage.*``.
        CancelledError: It was called off; the file is as it was.
    """
    total = desk.ask(lambda books: books.count_clients()).result()
    rows = (_row(client, club) for client in _clients(desk))
    try:
        return write_table(
            path,
            _headings(),
            rows,
            progress=lambda done: job.tell(min(done, total), total),
            cancelled=lambda: job.is_cancelled,
        )
    except WritingCancelledError as error:
        raise CancelledError from error


def _clients(desk: Asker) -> Iterator[ExportedClient]:
    after = 0
    while page := desk.ask(_page_after(after)).result():
        yield from page
        after = page[-1].client.id


def _page_after(client_id: int) -> Callable[[DeskQueries], Sequence[ExportedClient]]:
    return lambda books: books.export_clients(client_id, _PAGE)


def _headings() -> list[str]:
    read = (What.PHONE, What.NAME, What.EMAIL, What.BIRTHDAY, What.CARD, What.NOTE)
    return [
        *(what_word(what) for what in read),
        tr("Group"),
        tr("Game account"),
        tr("Bonus account"),
        tr("Last visit"),
        tr("Client since"),
        tr("Blocked"),
    ]


def _row(line: ExportedClient, club: Club) -> list[Cell]:
    client = line.client
    zone = ZoneInfo(club.time_zone)

    def day(at: Any) -> Cell:  # noqa: ANN401 - an instant or None
        return at.astimezone(zone).date() if at is not None else None

    return [
        client.phone,
        client.name,
        client.email,
        client.birthday,
        client.card_number,
        client.note,
        line.group,
        Decimal(line.balance_minor).scaleb(-club.currency.exponent),
        line.points,
        day(line.last_visit),
        day(client.created_at),
        client.blocked_reason if client.blocked else "",
    ]
