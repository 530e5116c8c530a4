"""Clients in lists, and a client's history. Reading worker's thread, inside one look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clubdesk.domain.ledger import AccountKind, shown
from clubdesk.domain.people import fold
from clubdesk.services.typed_text import one_line
from clubdesk.services.views import ClientRow, TransactionRow
from clubdesk.storage.instants import instant_of, maybe_instant
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import client_of
from clubdesk.storage.untyped import StoredRow

FEWEST_DIGITS = 3
_LOCAL_DIGITS = 9
_BETWEEN_DIGITS = str.maketrans("", "", " \t\u00a0+-().")

_CLIENTS = """
SELECT c.*, coalesce(g.balance, 0) AS game, coalesce(b.balance, 0) AS bonus,
    coalesce(w.name, '') AS playing_on
FROM clients c
LEFT JOIN accounts g ON g.kind = 'game' AND g.owner_id = c.id
LEFT JOIN accounts b ON b.kind = 'bonus' AND b.owner_id = c.id
LEFT JOIN sessions s ON s.client_id = c.id AND s.state IN ('active', 'paused')
LEFT JOIN stations w ON w.id = s.station_id
"""
_NEWEST_FIRST = " ORDER BY c.last_visit DESC NULLS LAST, c.id DESC LIMIT :most"
_HISTORY = """
SELECT t.id, t.at, t.kind, p.amount, t.reason,
    coalesce(f.name, '') AS staff_name, coalesce(w.name, '') AS station_name
FROM postings p
JOIN transactions t ON t.id = p.transaction_id
LEFT JOIN staff f ON f.id = t.staff_id
LEFT JOIN sessions s ON s.id = t.session_id
LEFT JOIN stations w ON w.id = s.station_id
WHERE p.account_id = :account_id ORDER BY p.id DESC LIMIT :most
"""


def search(look: Look, text: str, limit: int) -> list[ClientRow]:
    """Clients by the end of the phone, a card's number or parts of the name; newest visit first.

    Three digits or more are a phone's end; an empty text gives those who came last.
    """
    typed = one_line(text)
    digits = typed.translate(_BETWEEN_DIGITS)
    if not typed:
        return _found(look, "", {}, limit)
    if not (digits.isascii() and digits.isdigit() and len(digits) >= FEWEST_DIGITS):
        return _by_name(look, typed, limit)
    found = _by_digits(look, digits, typed, limit)
    if not found and len(digits) > _LOCAL_DIGITS:
        # 8 701 ... and +7 701 ... are one number: what is dialled before it does not count.
        found = _by_digits(look, digits[-_LOCAL_DIGITS:], typed, limit)
    return found


def client_row(look: Look, client_id: int) -> ClientRow | None:
    """A client as in a list; None if there is none."""
    row = look.one(f"{_CLIENTS} WHERE c.id = :id", id=client_id)
    return None if row is None else _row(row)


def history(look: Look, client_id: int, limit: int) -> list[TransactionRow]:
    """What moved on the game account, newest first, with the balance after each."""
    account = look.one(
        "SELECT id, balance FROM accounts WHERE kind = 'game' AND owner_id = :id", id=client_id
    )
    if account is None:
        return []
    after = shown(AccountKind.GAME, account.balance)
    lines = []
    for row in look.rows(_HISTORY, account_id=account.id, most=limit):
        amount = shown(AccountKind.GAME, row.amount)
        lines.append(_line(row, amount, after))
        after -= amount
    return lines


def _line(row: StoredRow, amount: int, after: int) -> TransactionRow:
    return TransactionRow(
        transaction_id=row.id,
        at=instant_of(row.at),
        kind=row.kind,
        amount=amount,
        balance_after=after,
        staff_name=row.staff_name,
        reason=row.reason,
        station_name=row.station_name,
    )


def _by_digits(look: Look, digits: str, typed: str, limit: int) -> list[ClientRow]:
    start = digits[::-1]
    # A range on the reversed number, so that the index serves it; ':' follows '9'.
    given = {"start": start, "stop": start + ":", "card": typed}
    # Two searches, each by its own index: OR would make Postgres walk the table.
    where = (
        " WHERE c.id IN (SELECT id FROM clients WHERE phone_reversed >= :start"
        " AND phone_reversed < :stop UNION SELECT id FROM clients"
        " WHERE card_number = :card AND card_number <> '')"
    )
    return _found(look, where, given, limit)


def _by_name(look: Look, typed: str, limit: int) -> list[ClientRow]:
    given: dict[str, Any] = {"card": typed}
    parts = []
    for index, word in enumerate(fold(typed).split()):
        escaped = word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        given[f"first_{index}"] = f"{escaped}%"
        given[f"later_{index}"] = f"% {escaped}%"
        parts.append(
            f"(c.name_folded LIKE :first_{index} ESCAPE '!'"
            f" OR c.name_folded LIKE :later_{index} ESCAPE '!')"
        )
    where = f" WHERE ({' AND '.join(parts)}) OR (c.card_number = :card AND c.card_number <> '')"
    return _found(look, where, given, limit)


def _found(look: Look, where: str, given: Mapping[str, Any], limit: int) -> list[ClientRow]:
    return [_row(row) for row in look.each(_CLIENTS + where + _NEWEST_FIRST, most=limit, **given)]


def _row(row: StoredRow) -> ClientRow:
    return ClientRow(
        client=client_of(row),
        balance_minor=shown(AccountKind.GAME, row.game),
        points=shown(AccountKind.BONUS, row.bonus),
        last_visit=maybe_instant(row.last_visit),
        playing_on=row.playing_on,
    )
