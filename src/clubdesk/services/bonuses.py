"""Points given to a client by hand: a promotion, loyalty, a gift. Desk worker's thread."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Permission
from clubdesk.domain.promotion import Promotion
from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import find_client
from clubdesk.services.commands import Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.ports_people import PromotionUse
from clubdesk.services.slips import Move, SlipAnswer, write_slip
from clubdesk.services.typed_money import check_points, give_reason

__all__ = ["CreditBonus", "SlipAnswer"]


class CreditBonus(Command, frozen=True, kw_only=True):
    """Credits points with a reason.

    Attributes:
        promotion_id: The promotion it comes from, picked from the list; None if none.
    """

    client_id: int
    points: int
    reason: str
    promotion_id: int | None = None


def credit_bonus(deed: Deed, command: CreditBonus) -> SlipAnswer:
    """Puts points on the bonus account; a session that may be paid in points lasts longer."""
    client = find_client(deed, command.client_id)
    check_points(command.points)
    give_reason(deed, command.reason)
    promotion = _promotion(deed, command.promotion_id)
    account = AccountRef(AccountKind.BONUS, client.id)
    before = deed.work.ledger.balance(account)
    booked = deed.post(
        TransactionKind.BONUS_CREDIT,
        pair(debit=AccountRef(AccountKind.BONUS_EXPENSE), credit=account, amount=command.points),
        client_id=client.id,
    )
    if promotion is not None:
        use = PromotionUse(booked.id, promotion.id, client.id, None, deed.now)
        deed.work.promotions.note_use(use)
        deed.notes.update(promotion=promotion.name)
    move = Move(
        client,
        command.points,
        before,
        before + command.points,
        in_points=True,
        promotion=promotion.name if promotion else "",
    )
    return write_slip(deed, PaperKind.BONUS_CREDIT, booked, move)


def _promotion(deed: Deed, promotion_id: int | None) -> Promotion | None:
    if promotion_id is None:
        return None
    promotion = deed.work.promotions.get(promotion_id)
    today = deed.now.astimezone(ZoneInfo(deed.club.time_zone)).date()
    if promotion is None or not promotion.given_by_hand_on(today):
        raise DeskError(
            "promotion.not_active",
            tr("This promotion does not run today."),
            tr("Choose another one, or none."),
            subject="promotion",
        )
    return promotion


RULES: dict[type[Command], Rule] = {
    CreditBonus: Rule(credit_bonus, SlipAnswer, needs=Permission.CREDIT_BONUS, in_shift=True),
}
