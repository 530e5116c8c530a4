"""What the screens ask about groups, promotions and expired points. Reading worker's thread."""

from __future__ import annotations

from datetime import datetime

from clubdesk.domain.people import ClientGroup
from clubdesk.domain.promotion import Promotion, expired_before
from clubdesk.services.views_people import ExpiredReview
from clubdesk.storage.expired_points import expired_points
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import club_of
from clubdesk.storage.rows_points import GROUPS, PROMOTIONS, group_of, promotion_of


def groups(look: Look) -> list[ClientGroup]:
    """All groups, in their order."""
    return [group_of(row) for row in look.rows(GROUPS)]


def promotions(look: Look) -> list[Promotion]:
    """All promotions, in their order."""
    return [promotion_of(row) for row in look.rows(PROMOTIONS)]


def expired_review(look: Look, now: datetime) -> ExpiredReview:
    """What a write-off would take now; nothing where points never expire."""
    row = look.one("SELECT * FROM clubs")
    if row is None:
        return ExpiredReview(now, ())
    club = club_of(row)
    before = expired_before(club.points_expiry, now, club.time_zone)
    return ExpiredReview(now, () if before is None else tuple(expired_points(look, before)))
