"""Promotions and the credits that came from them. Desk worker's thread.

A promotion's rules are kept as JSON; its code stands in a column of its own, so that the database
itself keeps codes apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.promotion import Promotion
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.ports_people import PromotionUse
from clubdesk.storage import tables_people
from clubdesk.storage.instants import instant_of
from clubdesk.storage.rows_points import PROMOTIONS, promotion_of, terms_json
from clubdesk.storage.untyped import Parameter, StoredRow
from clubdesk.storage.violations import broken_law
from clubdesk.storage.work_link import WorkLink

_promotions = tables_people.promotions
_ADD = insert(_promotions)
_SAVE = update(_promotions).where(_promotions.c.id == bindparam("of_id"))
_ADD_USE = insert(tables_people.promotion_uses)
# A credit that was undone was never given: the promotion may be taken again.
_STANDING = """
SELECT u.transaction_id, u.promotion_id, u.client_id, u.cause_id, u.at FROM promotion_uses u
WHERE NOT EXISTS (SELECT 1 FROM transactions r WHERE r.reverses_id = u.transaction_id)
"""
_OTHER_TOP_UP = """
SELECT 1 FROM transactions t
WHERE t.kind = 'top_up' AND t.id <> :but
AND t.client_id IN (
    SELECT k.id FROM clients k WHERE k.id = :client_id OR k.merged_into = :client_id
)
AND NOT EXISTS (SELECT 1 FROM transactions r WHERE r.reverses_id = t.id)
LIMIT 1
"""


class SqlPromotionStore:
    """Promotions, and who took them when."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, promotion_id: int) -> Promotion | None:
        """A promotion by id."""
        row = self._link.one("SELECT * FROM promotions WHERE id = :id", id=promotion_id)
        return None if row is None else promotion_of(row)

    def all(self) -> Sequence[Promotion]:
        """All promotions, in their order."""
        return [promotion_of(row) for row in self._link.rows(PROMOTIONS)]

    def by_code(self, code: str) -> Promotion | None:
        """The promotion of a promo code (upper case)."""
        if not code:
            return None
        row = self._link.one("SELECT * FROM promotions WHERE code = :code", code=code)
        return None if row is None else promotion_of(row)

    def add(self, promotion: Promotion) -> Promotion:
        """Adds a promotion; the id that is given back is the books'.

        Raises:
            DeskError: ``promotion.code_taken``.
        """
        try:
            return replace(promotion, id=self._link.insert(_ADD, _values(promotion)))
        except IntegrityError as error:
            raise _told(error) from error

    def save(self, promotion: Promotion) -> None:
        """Writes what changed.

        Raises:
            DeskError: ``promotion.code_taken``.
        """
        try:
            self._link.write(_SAVE, {**_values(promotion), "of_id": promotion.id})
        except IntegrityError as error:
            raise _told(error) from error

    def note_use(self, use: PromotionUse) -> None:
        """Remembers which promotion a credit came from."""
        values = {
            "transaction_id": use.transaction_id,
            "promotion_id": use.promotion_id,
            "client_id": use.client_id,
            "cause_id": use.cause_id,
            "at": use.at,
        }
        self._link.write(_ADD_USE, values)

    def uses(self, promotion_id: int, client_id: int | None = None) -> Sequence[PromotionUse]:
        """The credits of a promotion that were not undone, of one client or of all.

        A client has those of the cards that were merged into the client's own.
        """
        if client_id is None:
            return self._uses("u.promotion_id = :id", id=promotion_id)
        return self._uses(
            "u.promotion_id = :id AND u.client_id IN"
            " (SELECT k.id FROM clients k WHERE k.id = :client_id OR k.merged_into = :client_id)",
            id=promotion_id,
            client_id=client_id,
        )

    def caused_by(self, transaction_id: int) -> Sequence[PromotionUse]:
        """The credits that a top-up set off and that were not undone."""
        return self._uses("u.cause_id = :id", id=transaction_id)

    def topped_up_besides(self, client_id: int, transaction_id: int) -> bool:
        """Whether the client has any other top-up that was not undone."""
        found = self._link.value(_OTHER_TOP_UP, client_id=client_id, but=transaction_id)
        return found is not None

    def _uses(self, condition: str, **given: Parameter) -> list[PromotionUse]:
        rows = self._link.rows(f"{_STANDING} AND {condition} ORDER BY u.transaction_id", **given)
        return [_use_of(row) for row in rows]


def _use_of(row: StoredRow) -> PromotionUse:
    return PromotionUse(
        row.transaction_id, row.promotion_id, row.client_id, row.cause_id, instant_of(row.at)
    )


def _values(promotion: Promotion) -> dict[str, Any]:
    return {
        "name": promotion.name,
        "kind": promotion.kind.value,
        "terms": terms_json(promotion),
        "code": promotion.code,
        "active": promotion.active,
        "position": promotion.position,
    }


def _told(error: IntegrityError) -> Exception:
    if broken_law(error) != "uq_promotions_code":
        return error
    return DeskError(
        "promotion.code_taken",
        tr("Another promotion has this code."),
        tr("Choose another code."),
        subject="code",
    )
