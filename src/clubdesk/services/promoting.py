"""Promotions and promo codes: kept, set off by top-ups, taken by code. Desk worker's thread."""

from __future__ import annotations

from clubdesk.domain.promotion import Promotion
from clubdesk.services.commands import Answer, Command


class SavePromotion(Command, frozen=True, kw_only=True):
    """Adds a promotion (id 0) or writes it anew; credits that were given stay."""

    promotion: Promotion


class PromotionAnswer(Answer, frozen=True, kw_only=True):
    """The promotion's id."""

    promotion_id: int


class UsePromoCode(Command, frozen=True, kw_only=True):
    """Credits what a promo code is worth; once a client, and as often in all as it says."""

    client_id: int
    code: str


class CreditBirthday(Command, frozen=True, kw_only=True):
    """Credits the birthday promotion, once a year, around the birthday."""

    client_id: int
    promotion_id: int
