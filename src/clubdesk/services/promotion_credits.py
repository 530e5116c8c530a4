"""Credits points that a promotion gives, each as a transaction of its own that names it.

Desk worker's thread, inside the deed's transaction. A credit's reason is the promotion's name, and
``promotion_uses`` keeps which promotion it came from and which top-up set it off, so that undoing
the top-up undoes the credit with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from clubdesk.domain.ledger import (
    AccountKind,
    AccountRef,
    LedgerTransaction,
    TransactionKind,
    pair,
)
from clubdesk.domain.people import Client
from clubdesk.domain.promotion import Promotion, PromotionKind
from clubdesk.services.deed import Deed
from clubdesk.services.ports_people import PromotionUse


@dataclass(frozen=True, slots=True)
class Credited:
    """What promotions gave with a top-up: points in all, and the promotions' names."""

    points: int = 0
    names: tuple[str, ...] = ()


def promotions_on_top_up(deed: Deed, client: Client, top_up_id: int, amount_minor: int) -> Credited:
    """Credits what a top-up sets off; called after it was posted.

    Every top-up promotion that runs today gives its highest step that was reached, and so does a
    first top-up's where the client has no other that stands and never took it: several promotions
    may apply to one top-up, each with a credit of its own.

    Args:
        deed: The deed that took the money.
        client: Whose top-up it is.
        top_up_id: The top-up's transaction.
        amount_minor: All that was paid, in cash and by card.
    """
    today = deed.now.astimezone(ZoneInfo(deed.club.time_zone)).date()
    given: list[tuple[Promotion, int]] = []
    for promotion in deed.work.promotions.all():
        if promotion.kind not in (PromotionKind.TOP_UP, PromotionKind.FIRST_TOP_UP):
            continue
        points = promotion.points_for(amount_minor) if promotion.runs_on(today) else 0
        if points and _may_take(deed, promotion, client, top_up_id):
            credit_from(deed, promotion, client, points, cause_id=top_up_id)
            given.append((promotion, points))
    if given:
        deed.notes.update(promotions={one.name: points for one, points in given})
    return Credited(sum(points for _, points in given), tuple(one.name for one, _ in given))


def _may_take(deed: Deed, promotion: Promotion, client: Client, top_up_id: int) -> bool:
    if promotion.kind is PromotionKind.TOP_UP:
        return True
    if deed.work.promotions.uses(promotion.id, client.id):
        return False
    return not deed.work.promotions.topped_up_besides(client.id, top_up_id)


def credit_from(
    deed: Deed, promotion: Promotion, client: Client, points: int, *, cause_id: int | None = None
) -> LedgerTransaction:
    """Posts one credit under the promotion's name and notes where it came from."""
    own_reason, deed.reason = deed.reason, promotion.name
    booked = deed.post(
        TransactionKind.BONUS_CREDIT,
        pair(
            debit=AccountRef(AccountKind.BONUS_EXPENSE),
            credit=AccountRef(AccountKind.BONUS, client.id),
            amount=points,
        ),
        client_id=client.id,
    )
    deed.reason = own_reason
    deed.work.promotions.note_use(
        PromotionUse(booked.id, promotion.id, client.id, cause_id, deed.now)
    )
    return booked
