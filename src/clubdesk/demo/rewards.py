"""The demo club's promotions and client groups, made through the door. Caller's thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clubdesk.domain.promotion import (
    ExpiryKind,
    PointsExpiry,
    Promotion,
    PromotionKind,
    Step,
)
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.expiring import SetPointsExpiry
from clubdesk.services.grouping import GroupAnswer, SaveGroup
from clubdesk.services.promoting import SavePromotion

_K = PromotionKind
PROMOTIONS = (
    Promotion(
        0,
        mark("Bigger top-up, more points"),
        _K.TOP_UP,
        steps=(Step(500_000, percent=5), Step(1_000_000, percent=10)),
    ),
    Promotion(0, mark("Welcome"), _K.FIRST_TOP_UP, steps=(Step(300_000, points=30_000),)),
    Promotion(0, mark("Happy birthday"), _K.BIRTHDAY, points=50_000),
    Promotion(
        0,
        mark("Student days"),
        _K.PROMO_CODE,
        code="STUDENT",
        points=40_000,
        most_uses=500,
        weekdays=frozenset({0, 1, 2, 3}),
    ),
    Promotion(0, mark("Tournament prize"), _K.BY_HAND, points=200_000),
)
GROUPS = ((mark("Regulars"), 5, 30), (mark("Tournament team"), 15, 50))
"""Name, discount in percent, share payable in points in percent."""
_PLACES = {10: 0, 17: 0, 24: 0, 31: 0, 38: 0, 12: 1, 26: 1, 33: 1}
"""Which clients (by their place in the cast) are in which group."""


def set_up_rewards(dispatcher: Dispatcher, owner: int) -> list[int]:
    """Makes promotions, groups and the expiry of points; returns the groups' ids."""
    for promotion in PROMOTIONS:
        named = replace(promotion, name=tr(promotion.name))
        dispatcher.carry_out(SavePromotion(promotion=named), owner)
    rule = PointsExpiry(ExpiryKind.MONTHS, months=12)
    dispatcher.carry_out(SetPointsExpiry(rule=rule), owner)
    return [_add_group(dispatcher, owner, place) for place in range(len(GROUPS))]


def _add_group(dispatcher: Dispatcher, owner: int, place: int) -> int:
    name, discount, points = GROUPS[place]
    command = SaveGroup(
        group_id=0,
        name=tr(name),
        discount_percent=discount,
        points_percent=points,
        position=place,
    )
    answer = dispatcher.carry_out(command, owner)
    assert isinstance(answer, GroupAnswer)  # noqa: S101 - narrows the type
    return answer.group_id


def group_of(index: int, groups: list[int]) -> int | None:
    """The group of the n-th client; None for most."""
    place = _PLACES.get(index)
    return None if place is None else groups[place]


def birthday_of(index: int) -> str:
    """The made-up birthday of the n-th client, ISO 8601; every third did not tell it."""
    if index % 3 == 2:
        return ""
    day = date.fromordinal(date(1990 + index % 17, 1, 1).toordinal() + index * 9 % 365)
    return day.isoformat()
