"""Groups and promotions from their rows, and a promotion's rules as stored JSON. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from clubdesk.domain.people import ClientGroup
from clubdesk.domain.promotion import Promotion, PromotionKind, Step
from clubdesk.storage.untyped import StoredRow

GROUPS = "SELECT * FROM client_groups ORDER BY position, id"
PROMOTIONS = "SELECT * FROM promotions ORDER BY position, id"


@dataclass(frozen=True, slots=True)
class _Terms:
    """What of a promotion is kept as JSON; a field that an older row lacks has its default."""

    steps: tuple[Step, ...] = ()
    points: int = 0
    weekdays: tuple[int, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    most_uses: int = 0
    birthday_days: int = 3


def group_of(row: StoredRow) -> ClientGroup:
    """A group."""
    return ClientGroup(
        id=row.id,
        name=row.name,
        discount_percent=row.discount_percent,
        points_percent=row.points_percent,
        position=row.position,
    )


def promotion_of(row: StoredRow) -> Promotion:
    """A promotion."""
    terms = msgspec.json.decode(row.terms, type=_Terms)
    return Promotion(
        id=row.id,
        name=row.name,
        kind=PromotionKind(row.kind),
        steps=terms.steps,
        points=terms.points,
        weekdays=frozenset(terms.weekdays),
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        code=row.code,
        most_uses=terms.most_uses,
        birthday_days=terms.birthday_days,
        active=bool(row.active),
        position=row.position,
    )


def terms_json(promotion: Promotion) -> str:
    """What of a promotion has no column of its own."""
    terms = _Terms(
        steps=promotion.steps,
        points=promotion.points,
        weekdays=tuple(sorted(promotion.weekdays)),
        starts_on=promotion.starts_on,
        ends_on=promotion.ends_on,
        most_uses=promotion.most_uses,
        birthday_days=promotion.birthday_days,
    )
    return msgspec.json.encode(terms).decode()
