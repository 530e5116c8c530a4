"""Counting a till: what was typed, what it means, and booking a difference. Desk worker's thread.

Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clubdesk.domain.counting import CountedPart, parts_of, sum_of
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.foundation.translate import tr
from clubdesk.services.available import money_text
from clubdesk.services.deed import Deed

OVER_TOLERANCE, REASON_NEEDED = "shift.over_tolerance", "shift.reason_needed"
"""What a count with a difference is refused with while there is no reason for it yet."""

MOST_DENOMINATIONS = 64


@dataclass(frozen=True, slots=True)
class Count:
    """A count of the till that can be right; ``parts`` is empty where a total was typed."""

    total_minor: int
    parts: tuple[CountedPart, ...] = ()


def checked_count(counted_minor: int, parts: Mapping[int, int]) -> Count:
    """The count, its denominations the greatest first.

    Raises:
        DeskError: ``shift.bad_count``, or ``shift.parts_differ`` where they do not come to it.
    """
    if not 0 <= counted_minor <= MAX_MINOR:
        raise _bad_count()
    if not parts:
        return Count(counted_minor)
    bounded = all(0 < piece <= MAX_MINOR and 0 <= n <= MAX_MINOR for piece, n in parts.items())
    if len(parts) > MOST_DENOMINATIONS or not bounded:
        raise _bad_count()
    counted = parts_of(parts)
    if sum_of(counted) != counted_minor:
        raise DeskError(
            "shift.parts_differ",
            tr("The notes and coins do not come to the total."),
            tr("Nothing was changed. Count again, or type the total alone."),
            subject="counted",
        )
    return Count(counted_minor, counted)


def check_difference(deed: Deed, difference: int) -> None:
    """Lets a difference pass within the tolerance, or with a reason and the permission.

    Raises:
        DeskError: ``shift.over_tolerance`` or ``shift.reason_needed`` while there is no reason,
            ``staff.not_allowed`` with one, for an approval.
    """
    if abs(difference) <= deed.club.float_tolerance_minor:
        return
    if deed.reason:
        deed.require(Permission.CLOSE_OVER_TOLERANCE)
        return
    shown = money_text(deed, abs(difference))
    text = (
        tr("The till holds {amount} more than the books say.")
        if difference > 0
        else tr("The till holds {amount} less than the books say.")
    ).format(amount=shown)
    if deed.staff is None or Permission.CLOSE_OVER_TOLERANCE not in deed.staff.permissions:
        raise DeskError(
            OVER_TOLERANCE,
            text,
            tr("Count once more. If it stays, write down why; an administrator's PIN closes it."),
            subject="reason",
        )
    raise DeskError(
        REASON_NEEDED,
        text,
        tr("Count once more. If it stays, write down why and close."),
        subject="reason",
    )


def book_difference(deed: Deed, kind: TransactionKind, difference: int, other: AccountKind) -> None:
    """Makes the books say what the till holds."""
    if difference == 0:
        return
    till, rest = AccountRef(AccountKind.TILL_CASH, deed.till_id), AccountRef(other)
    debit, credit = (till, rest) if difference > 0 else (rest, till)
    deed.post(kind, pair(debit=debit, credit=credit, amount=abs(difference)))


def _bad_count() -> DeskError:
    return DeskError(
        "shift.bad_count",
        tr("The count of the till cannot be right."),
        tr("Count again and type the total."),
        subject="counted",
    )
