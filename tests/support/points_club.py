"""A club with promotions and groups over a real database: short ways to set them up and look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.promotion import Promotion, PromotionKind, Step
from clubdesk.services.balance import TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.grouping import SaveGroup
from clubdesk.services.promoting import SavePromotion
from tests.support.club_world import World


def promote(world: World, name: str, kind: PromotionKind, **facts: Any) -> int:
    """Adds a promotion."""
    promotion = Promotion(0, name, kind, **facts)
    return world.do(SavePromotion(promotion=promotion)).promotion_id


def steps(*parts: tuple[int, int, int]) -> tuple[Step, ...]:
    """Steps from (amount, points, percent)."""
    return tuple(Step(*part) for part in parts)


def group(world: World, name: str = "Friends", discount: int = 0, points: int = 0) -> int:
    """Adds a group."""
    return world.do(
        SaveGroup(group_id=0, name=name, discount_percent=discount, points_percent=points)
    ).group_id


def enroll(world: World, client_id: int, **facts: Any) -> None:
    """Writes facts of a client (group, birthday) straight into the books."""
    with world.storage.begin() as work:
        client = work.clients.get(client_id)
        assert client is not None
        work.clients.save(replace(client, **facts))


def top_up(world: World, client_id: int, amount: int) -> Any:
    """A top-up in cash."""
    return world.do(TopUp(client_id=client_id, cash_minor=amount))


def credit(world: World, client_id: int, points: int) -> Any:
    """Points by hand."""
    return world.do(CreditBonus(client_id=client_id, points=points, reason="Gift"))


def points_of(world: World, client_id: int) -> int:
    """The bonus account."""
    return world.balance(AccountKind.BONUS, client_id)


def born(day: str) -> date:
    """A birthday."""
    return date.fromisoformat(day)
