"""Clients in lists, by their ids. Reading worker's thread, inside one look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clubdesk.domain.ledger import AccountKind, shown
from clubdesk.services.views import ClientRow
from clubdesk.storage.instants import maybe_instant
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.rows import client_of
from clubdesk.storage.untyped import Parameter, StoredRow

_CLIENTS = """
SELECT c.*, coalesce(g.balance, 0) AS game, coalesce(b.balance, 0) AS bonus,
    coalesce(w.name, '') AS playing_on
FROM clients c
LEFT JOIN accounts g ON g.kind = 'game' AND g.owner_id = c.id
LEFT JOIN accounts b ON b.kind = 'bonus' AND b.owner_id = c.id
LEFT JOIN sessions s ON s.client_id = c.id AND s.state IN ('active', 'paused')
LEFT JOIN stations w ON w.id = s.station_id
"""
NEWEST_FIRST = " ORDER BY c.last_visit DESC NULLS LAST, c.id DESC LIMIT :most"
"""How every list of clients is sorted: who never came is last."""


def client_row(look: Look, client_id: int) -> ClientRow | None:
    """A client as in a list; None if there is none."""
    row = look.one(f"{_CLIENTS} WHERE c.id = :id", id=client_id)
    return None if row is None else _row(row)


def client_rows(look: Look, ids: Sequence[int]) -> list[ClientRow]:
    """Some clients as in a list, newest visit first; none of a list that is being imported."""
    if not ids:
        return []
    among, given = _among(look, ids)
    sql = f"{_CLIENTS} WHERE c.id {among} AND NOT c.staged {NEWEST_FIRST}"
    return [_row(row) for row in look.each(sql, most=len(ids), **given)]


def _among(look: Look, ids: Sequence[int]) -> tuple[str, Mapping[str, Parameter]]:
    if look.postgres:
        # One statement however many there are and however large: it is planned once.
        return "= ANY(CAST(:of AS bigint[]))", {"of": list(ids)}
    inside, given = listed("of", ids)
    return f"IN ({inside})", given


def _row(row: StoredRow) -> ClientRow:
    return ClientRow(
        client=client_of(row),
        balance_minor=shown(AccountKind.GAME, row.game),
        points=shown(AccountKind.BONUS, row.bonus),
        last_visit=maybe_instant(row.last_visit),
        playing_on=row.playing_on,
    )
