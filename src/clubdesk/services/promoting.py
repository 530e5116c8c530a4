"""Promotions and promo codes: kept, taken by code, or on a birthday. Desk worker's thread.

What a top-up sets off by itself is in ``promotion_credits``.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from clubdesk.domain.events import PromotionsChanged
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.domain.people import Client, Permission
from clubdesk.domain.promotion import (
    Promotion,
    PromotionKind,
    birthday_near,
    birthday_taken,
)
from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import find_client
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.promotion_checks import checked, folded_code
from clubdesk.services.promotion_credits import credit_from
from clubdesk.services.slips import Move, SlipAnswer, write_slip


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


def save_promotion(deed: Deed, command: SavePromotion) -> PromotionAnswer:
    """Keeps a promotion as it was checked.

    Raises:
        DeskError: ``promotion.*`` with the field as subject.
    """
    clean = checked(command.promotion)
    store = deed.work.promotions
    if clean.id == 0:
        saved = store.add(clean)
    else:
        _known(deed, clean.id)
        store.save(clean)
        saved = clean
    deed.notes.update(promotion=saved.name)
    deed.tell(PromotionsChanged())
    return PromotionAnswer(promotion_id=saved.id)


def use_promo_code(deed: Deed, command: UsePromoCode) -> SlipAnswer:
    """Credits a promo code.

    Raises:
        DeskError: ``promo.unknown``, ``promo.over`` or ``promo.used``.
    """
    client = find_client(deed, command.client_id)
    promotion = deed.work.promotions.by_code(folded_code(command.code))
    if promotion is None or promotion.kind is not PromotionKind.PROMO_CODE:
        raise _code_refused(
            "promo.unknown", tr("This promo code does not exist."), tr("Check it sign by sign.")
        )
    if not promotion.runs_on(_today(deed)):
        raise _code_refused(
            "promo.over", tr("This promo code is not valid today."), tr("Nothing was credited.")
        )
    if deed.work.promotions.uses(promotion.id, client.id):
        raise _code_refused(
            "promo.used",
            tr("{name} has used this promo code already.").format(name=client.name),
            tr("A client may use it once. Nothing was credited."),
        )
    if promotion.most_uses and len(deed.work.promotions.uses(promotion.id)) >= promotion.most_uses:
        raise _code_refused(
            "promo.over",
            tr("This promo code has been used as often as it may be."),
            tr("Nothing was credited."),
        )
    return _credit(deed, promotion, client)


def credit_birthday(deed: Deed, command: CreditBirthday) -> SlipAnswer:
    """Credits a birthday promotion.

    Raises:
        DeskError: ``promotion.unknown``, ``promotion.not_active``, ``birthday.unknown``,
            ``birthday.not_near`` or ``birthday.used``.
    """
    client = find_client(deed, command.client_id)
    promotion = _known(deed, command.promotion_id)
    today = _today(deed)
    if promotion.kind is not PromotionKind.BIRTHDAY or not promotion.runs_on(today):
        raise DeskError(
            "promotion.not_active",
            tr("This promotion does not run today."),
            tr("Nothing was credited."),
        )
    _check_birthday(client, promotion, today)
    zone = ZoneInfo(deed.club.time_zone)
    taken = (
        use.at.astimezone(zone).date() for use in deed.work.promotions.uses(promotion.id, client.id)
    )
    if any(birthday_taken(day, today) for day in taken):
        raise DeskError(
            "birthday.used",
            tr("{name} has had the birthday credit of this year.").format(name=client.name),
            tr("Nothing was credited."),
        )
    return _credit(deed, promotion, client)


def _check_birthday(client: Client, promotion: Promotion, today: date) -> None:
    if client.birthday is None:
        raise DeskError(
            "birthday.unknown",
            tr("The birthday of {name} is not known.").format(name=client.name),
            tr("Add it on the client card first."),
        )
    if birthday_near(client.birthday, today, promotion.birthday_days) is None:
        raise DeskError(
            "birthday.not_near",
            tr("The birthday of {name} is not near enough.").format(name=client.name),
            tr("The credit can be taken {days} days before and after it.").format(
                days=promotion.birthday_days
            ),
        )


def _credit(deed: Deed, promotion: Promotion, client: Client) -> SlipAnswer:
    before = deed.work.ledger.balance(AccountRef(AccountKind.BONUS, client.id))
    booked = credit_from(deed, promotion, client, promotion.points)
    deed.reason = promotion.name
    deed.notes.update(promotion=promotion.name)
    move = Move(
        client,
        promotion.points,
        before,
        before + promotion.points,
        in_points=True,
        promotion=promotion.name,
    )
    return write_slip(deed, PaperKind.BONUS_CREDIT, booked, move)


def _known(deed: Deed, promotion_id: int) -> Promotion:
    promotion = deed.work.promotions.get(promotion_id)
    if promotion is None:
        raise DeskError(
            "promotion.unknown",
            tr("This promotion does not exist."),
            tr("Nothing was changed. Choose one from the list."),
        )
    return promotion


def _today(deed: Deed) -> date:
    return deed.now.astimezone(ZoneInfo(deed.club.time_zone)).date()


def _code_refused(code: str, text: str, what_to_do: str) -> DeskError:
    return DeskError(code, text, what_to_do, subject="code")


_BY_RULE = Permission.TOP_UP
"""What a promotion gives is not the cashier's choice, so it asks no right to credit by hand."""

RULES: dict[type[Command], Rule] = {
    SavePromotion: Rule(save_promotion, PromotionAnswer, needs=Permission.EDIT_PROMOTIONS),
    UsePromoCode: Rule(use_promo_code, SlipAnswer, needs=_BY_RULE, in_shift=True),
    CreditBirthday: Rule(credit_birthday, SlipAnswer, needs=_BY_RULE, in_shift=True),
}
