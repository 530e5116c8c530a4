"""What the books know of numbers in a list, and the clients page by page for a list.

On the reading worker's thread inside one look, or on the desk worker's inside its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from clubdesk.domain.ledger import AccountKind, shown
from clubdesk.services.views_people import ExportedClient
from clubdesk.storage.instants import maybe_instant
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.rows import client_of

_AT_ONCE = 500
"""Values in one question: each is a parameter, and a driver takes only so many."""

_LIVING = "erased_at IS NULL AND merged_into IS NULL AND NOT staged"
_PAGE = """
SELECT c.*, coalesce(t.name, '') AS group_name, coalesce(g.balance, 0) AS game,
    coalesce(b.balance, 0) AS bonus
FROM (SELECT * FROM clients WHERE id > :after AND {living} ORDER BY id LIMIT :most) c
LEFT JOIN client_groups t ON t.id = c.group_id
LEFT JOIN accounts g ON g.kind = 'game' AND g.owner_id = c.id
LEFT JOIN accounts b ON b.kind = 'bonus' AND b.owner_id = c.id
ORDER BY c.id
"""


def phones_taken(look: Look, phones: Iterable[str]) -> dict[str, int]:
    """Those of the phones that belong to someone already, with the client's id."""
    return _taken(look, "SELECT phone AS number, id FROM clients WHERE phone IN ({inside})", phones)


def cards_taken(look: Look, numbers: Iterable[str]) -> dict[str, int]:
    """Those of the card numbers that are in use or retired, with the client's id."""
    wanted = [number for number in numbers if number]
    retired = "SELECT number, client_id AS id FROM retired_cards WHERE number IN ({inside})"
    in_use = "SELECT card_number AS number, id FROM clients WHERE card_number IN ({inside})"
    # Said again, so that the index of the cards in use serves the question.
    in_use += " AND card_number <> ''"
    return _taken(look, retired, wanted) | _taken(look, in_use, wanted)


def count_clients(look: Look) -> int:
    """How many living cards there are."""
    return int(look.value(f"SELECT count(*) FROM clients WHERE {_LIVING}"))  # noqa: S608


def export_clients(look: Look, after_id: int, limit: int) -> list[ExportedClient]:
    """The next page of living cards, by their number."""
    return [
        ExportedClient(
            client=client_of(row),
            group=row.group_name,
            balance_minor=shown(AccountKind.GAME, row.game),
            points=shown(AccountKind.BONUS, row.bonus),
            last_visit=maybe_instant(row.last_visit),
        )
        for row in look.each(_PAGE.format(living=_LIVING), after=after_id, most=limit)
    ]


def _taken(look: Look, question: str, values: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    left = iter(values)
    while some := list(islice(left, _AT_ONCE)):
        inside, given = listed("v", some)
        rows = look.each(question.format(inside=inside), **given)
        found |= {row.number: row.id for row in rows}
    return found
