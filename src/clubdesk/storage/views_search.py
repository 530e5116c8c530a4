"""The one search box: clients by phone end, card or any part of the name, newest visit first.

Reading worker's thread, inside one look. The end of a phone is answered by one index alone. On
SQLite the index of names is kept in the order of visits, so that nothing is sorted; on Postgres,
which has no such index, the clients who came last are walked first, and only a name that is rare
among them is asked of the index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clubdesk.domain.people import fold
from clubdesk.services.typed_text import one_line
from clubdesk.services.views import ClientRow
from clubdesk.storage.reader import Look
from clubdesk.storage.views_clients import NEWEST_FIRST, client_rows

FEWEST_DIGITS = 3
PART = 3
"""So many letters are found anywhere in a name; fewer, where a word begins."""

_LONGEST = 200
_MOST_PARTS = 100
_LOCAL_DIGITS = 9
_BETWEEN_DIGITS = str.maketrans("", "", " \t\u00a0+-().")
_ID_BITS = (1 << 28) - 1
"""The index's row numbers end with the client's id; see the migration's SQL."""

_FIRST_WALK = 4_000
_LONGEST_WALK = 40_000
_RARE = 26_000_000
"""A hit in so many, squared, times the lines that are wanted: above this the index is faster.

Measured among 1,000,000 clients: 26 are walked past while the index finds, reads and sorts one.
"""

_INDEX_LIVING = "c.erased_at IS NULL AND c.merged_into IS NULL"
_LIVING = f"{_INDEX_LIVING} AND NOT c.staged"
_LAST_CAME = f"SELECT c.id FROM clients c WHERE {_LIVING} {NEWEST_FIRST}"  # noqa: S608 - constants
# A range on the reversed number, answered by one index: nobody of a list that is still coming in
# has come before, so only who never came is looked up. The hits are sorted by what no index has, or
# the databases would walk all clients in the order of visits. A card that was merged finds the one
# that lives on.
_BY_DIGITS = """
SELECT coalesce(s.id, c.id) AS id
FROM clients c LEFT JOIN clients s ON s.id = c.merged_into
WHERE c.phone_reversed >= :start AND c.phone_reversed < :stop
AND c.erased_at IS NULL AND s.erased_at IS NULL
AND (c.last_visit IS NOT NULL OR NOT (SELECT t.staged FROM clients t WHERE t.id = c.id))
"""
_NEWEST_OF_THEM = """
ORDER BY CASE WHEN s.id IS NULL THEN c.last_visit ELSE s.last_visit END DESC NULLS LAST, 1 DESC
LIMIT :most"""
_BY_CARD = f"""
SELECT c.id FROM clients c
WHERE c.card_number = :card AND c.card_number <> '' AND {_LIVING}"""  # noqa: S608 - constants
_INDEXED = f"""
SELECT c.id FROM clients_found f CROSS JOIN clients c ON c.id = f.rowid & {_ID_BITS}
WHERE f.clients_found MATCH :parts AND NOT c.staged"""  # noqa: S608 - constants
# The hits are put together before they are sorted: Postgres would rather walk all clients in the
# order of visits than believe that a part of a name is rare.
_BY_PARTS = f"""
SELECT c.id FROM (
    SELECT c.id, c.last_visit FROM clients c WHERE {_LIVING}
    AND clubdesk_name_parts(c.name_folded) @> CAST(:parts AS text[]) AND %s
    OFFSET 0
) c {NEWEST_FIRST}"""  # noqa: S608 - constants
# By the index alone: who has come before is no part of a list that is still coming in.
_WALK = f"""
SELECT c.id FROM (
    SELECT c.id, c.name_folded, c.last_visit FROM clients c
    WHERE {_INDEX_LIVING} AND c.last_visit IS NOT NULL {NEWEST_FIRST.replace("most", "seen")}
    OFFSET :past
) c WHERE """  # noqa: S608 - constants


def search(look: Look, text: str, limit: int) -> list[ClientRow]:
    """Clients by the end of the phone, a card's number or parts of the name; newest visit first.

    Three digits or more are a phone's end; an empty text gives those who came last.
    """
    return client_rows(look, found(look, text, limit))


def found(look: Look, text: str, limit: int) -> list[int]:
    """The ids of what ``search`` gives."""
    typed = one_line(text[:_LONGEST])
    if not typed:
        return _ids(look, _LAST_CAME, {"most": limit})
    digits = _digits_of(typed)
    by_phone = _by_phone(look, digits, typed, limit) if digits else []
    return by_phone or _by_name(look, typed, limit)


def _digits_of(typed: str) -> str:
    digits = typed.translate(_BETWEEN_DIGITS)
    enough = digits.isascii() and digits.isdigit() and len(digits) >= FEWEST_DIGITS
    return digits if enough else ""


def _by_phone(look: Look, digits: str, typed: str, limit: int) -> list[int]:
    ids = _by_digits(look, digits, typed, [], limit)
    if not ids and len(digits) > _LOCAL_DIGITS:
        # 8 701 ... and +7 701 ... are one number: what is dialled before it does not count.
        ids = _by_digits(look, digits[-_LOCAL_DIGITS:], typed, [], limit)
    return ids


def _by_digits(look: Look, digits: str, card: str, words: Sequence[str], limit: int) -> list[int]:
    start = digits[::-1]
    # A name is asked of the card that lives on.
    condition, given = _having(look, words, "coalesce(s.name_folded, c.name_folded)")
    # ':' follows '9'. Two cards made one may both end alike.
    given |= {"start": start, "stop": start + ":", "most": 2 * limit}
    ids = _ids(look, f"{_BY_DIGITS} AND {condition} {_NEWEST_OF_THEM}", given)
    owner = _ids(look, _BY_CARD, {"card": card}) if card else []
    return list(dict.fromkeys([*owner, *ids]))[:limit]


def _by_name(look: Look, typed: str, limit: int) -> list[int]:
    words = fold(typed).split()
    ids = _ids(look, _BY_CARD, {"card": typed})
    ids += [one for one in _by_words(look, words, limit) if one not in ids]
    ends = [word for word in words if _digits_of(word)]
    if not ids and len(ends) == 1 and len(words) > 1:
        # A name and the end of the phone.
        rest = [word for word in words if word != ends[0]]
        ids = _by_digits(look, _digits_of(ends[0]), "", rest, limit)
    return ids[:limit]


def _by_words(look: Look, words: Sequence[str], limit: int) -> list[int]:
    condition, given = _having(look, words)
    if not look.postgres:
        asked = f"{_INDEXED} AND {condition} ORDER BY f.rowid DESC LIMIT :most"
        return _ids(look, asked, {**given, "parts": _asked_of_fts5(words), "most": limit})
    ids = _walked(look, words, limit)
    if len(ids) >= limit:
        return ids
    asked = _BY_PARTS % condition
    return _ids(look, asked, {**given, "parts": _parts(words), "most": limit})


def _walked(look: Look, words: Sequence[str], limit: int) -> list[int]:
    """The hits among those who came last; too few of them where the index is faster."""
    condition, given = _having(look, words)
    asked = f"{_WALK}{condition} {NEWEST_FIRST}"
    ids = _ids(look, asked, {**given, "past": 0, "seen": _FIRST_WALK, "most": limit})
    missing = limit - len(ids)
    one_in = _FIRST_WALK / max(1, len(ids))
    if not missing or one_in * one_in * limit > _RARE:
        return ids
    # Farther than it should take: who turns back near the end has walked for nothing.
    seen = min(_LONGEST_WALK, round(1.6 * limit * one_in))
    return ids + _ids(look, asked, {**given, "past": _FIRST_WALK, "seen": seen, "most": missing})


def _having(
    look: Look, words: Sequence[str], name: str = "c.name_folded"
) -> tuple[str, dict[str, Any]]:
    """A condition on the folded name: the index tells which parts there are, not their order."""
    within = "strpos" if look.postgres else "instr"
    conditions = ["1 = 1"]
    given: dict[str, Any] = {}
    for number, word in enumerate(words):
        begins = len(word) < PART
        place = f"' ' || {name}" if begins else name
        conditions.append(f"{within}({place}, :word_{number}) > 0")
        given[f"word_{number}"] = f" {word}" if begins else word
    return " AND ".join(conditions), given


def _parts(words: Sequence[str]) -> list[str]:
    """Parts that cover each word once; those across two of them are hardly ever missing."""
    found: dict[str, None] = {}
    for word in words:
        # The index has two spaces before each word.
        spaced = word if len(word) >= PART else word.rjust(PART)
        last = len(spaced) - PART
        places = (*range(0, last, PART), last)
        found |= dict.fromkeys(spaced[at : at + PART] for at in places)
    return list(found)[:_MOST_PARTS]


def _asked_of_fts5(words: Sequence[str]) -> str:
    return " AND ".join('"' + part.replace('"', '""') + '"' for part in _parts(words))


def _ids(look: Look, sql: str, given: Mapping[str, Any]) -> list[int]:
    return [row.id for row in look.each(sql, **given)]
