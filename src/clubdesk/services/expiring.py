"""When points expire, and their write-off as one reviewed deed. Desk worker's thread."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import datetime

from clubdesk.domain.events import BalanceChanged, PromotionsChanged
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Permission
from clubdesk.domain.promotion import PointsExpiry, expired_before
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.ports_people import ExpiredPoints

MOST_MONTHS = 120
_LEAP_YEAR = 2024


class SetPointsExpiry(Command, frozen=True, kw_only=True):
    """Sets the club's rule."""

    rule: PointsExpiry


class WriteOffExpired(Command, frozen=True, kw_only=True):
    """Deducts every client's expired points, as they were reviewed.

    Attributes:
        clients, points: How many clients and points the review showed; refused if it is no
            longer so.
        as_of: The review's instant, UTC, ISO 8601.
    """

    clients: int
    points: int
    as_of: str


class WrittenOff(Answer, frozen=True, kw_only=True):
    """What was written off."""

    clients: int
    points: int


def set_points_expiry(deed: Deed, command: SetPointsExpiry) -> Done:
    """Keeps the rule; points that it makes expire stay until a write-off.

    Raises:
        DeskError: ``expiry.months`` or ``expiry.day``.
    """
    rule = command.rule
    if not 1 <= rule.months <= MOST_MONTHS:
        raise DeskError(
            "expiry.months",
            tr("Points live for 1 to {months} months.").format(months=MOST_MONTHS),
            tr("Correct the number of months."),
            subject="months",
        )
    known = 1 <= rule.month <= 12
    if not known or not 1 <= rule.day <= calendar.monthrange(_LEAP_YEAR, rule.month)[1]:
        raise DeskError(
            "expiry.day",
            tr("There is no such day in the year."),
            tr("Correct the day or the month."),
            subject="day",
        )
    deed.work.club.save(replace(deed.club, points_expiry=rule))
    deed.tell(PromotionsChanged())
    return Done()


def write_off_expired(deed: Deed, command: WriteOffExpired) -> WrittenOff:
    """Writes off what was reviewed, one deduction a client, all of them or none.

    Raises:
        DeskError: ``expiry.nothing`` or ``expiry.changed``.
    """
    lines = _expired(deed, command.as_of)
    points = sum(line.points for line in lines)
    if (len(lines), points) != (command.clients, command.points):
        raise _changed()
    if not lines:
        raise DeskError("expiry.nothing", tr("No points have expired."), tr("Nothing to do."))
    deed.reason = tr("Write-off of expired bonuses")
    for line in lines:
        _write_off(deed, line)
    return WrittenOff(clients=len(lines), points=points)


def _expired(deed: Deed, as_of: str) -> list[ExpiredPoints]:
    try:
        instant = datetime.fromisoformat(as_of)
    except ValueError as error:
        raise _changed() from error
    # A review of a moment to come would write off what has not expired.
    if instant.tzinfo is None or instant > deed.now:
        raise _changed()
    before = expired_before(deed.club.points_expiry, instant, deed.club.time_zone)
    return [] if before is None else list(deed.work.ledger.expired_points(before))


def _write_off(deed: Deed, line: ExpiredPoints) -> None:
    deed.post(
        TransactionKind.DEDUCTION,
        pair(
            debit=AccountRef(AccountKind.BONUS, line.client_id),
            credit=AccountRef(AccountKind.BONUS_EXPENSE),
            amount=line.points,
        ),
        client_id=line.client_id,
    )
    deed.tell(BalanceChanged(line.client_id))


def _changed() -> DeskError:
    return DeskError(
        "expiry.changed",
        tr("The expired points have changed since they were shown."),
        tr("Nothing was written off. Look at the new list, then write off."),
    )


RULES: dict[type[Command], Rule] = {
    SetPointsExpiry: Rule(set_points_expiry, Done, needs=Permission.EDIT_PROMOTIONS),
    WriteOffExpired: Rule(write_off_expired, WrittenOff, needs=Permission.DEDUCT, in_shift=True),
}
