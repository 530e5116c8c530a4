"""What of a client's money and points is free: by the books, less what a running session has used.

The one place that says so, for deeds (desk worker) and screens (reading worker) alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clubdesk.domain import session as rules
from clubdesk.domain.events import SessionExtended
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import Currency, format_money, format_number
from clubdesk.foundation.translate import language, tr
from clubdesk.services.deed import Deed
from clubdesk.services.settling import over_by_now, plan


@dataclass(frozen=True, slots=True)
class Available:
    """A client's two accounts at one instant: by the books, and what is free of it."""

    balance: int
    points: int
    money_free: int
    points_free: int


def available_of(
    balance: int, points: int, session: PlaySession | None, now: datetime
) -> Available:
    """What is free of an account's money and points while a session may be running."""
    if session is None:
        return Available(balance, points, balance, points)
    # Nothing is used after the instant at which the money ran out, however late that is noticed.
    at = min(now, session.ends_at) if session.ends_at is not None else now
    free = rules.available(session, Purse(balance, points), at)
    return Available(balance, points, max(0, free.money), max(0, free.points))


def available(deed: Deed, client_id: int) -> Available:
    """What is free on a client's accounts now."""
    ledger = deed.work.ledger
    return available_of(
        ledger.balance(AccountRef(AccountKind.GAME, client_id)),
        ledger.balance(AccountRef(AccountKind.BONUS, client_id)),
        deed.work.sessions.open_of_client(client_id),
        deed.now,
    )


def require_money(deed: Deed, there: Available, amount_minor: int) -> None:
    """Refuses to take more money than is free.

    Raises:
        DeskError: ``balance.too_little``.
    """
    if amount_minor <= there.money_free:
        return
    used = there.balance - there.money_free
    free = money_text(deed, there.money_free)
    text = tr("Only {free} is on the game account.").format(free=free)
    if used:
        text = tr(
            "Only {free} can be taken: of {balance} the running session has used {used} so far."
        ).format(free=free, balance=money_text(deed, there.balance), used=money_text(deed, used))
    raise DeskError(
        "balance.too_little", text, tr("Nothing was changed. Take less."), subject="amount"
    )


def require_points(there: Available, points: int, subject: str = "amount") -> None:
    """Refuses to take more points than are free.

    Raises:
        DeskError: ``points.too_few``.
    """
    if points <= there.points_free:
        return
    used = there.points - there.points_free
    text = tr("Only {free} points are on the bonus account.").format(
        free=points_text(there.points_free)
    )
    if used:
        text = tr(
            "Only {free} points can be taken: of {points} the running session has used {used}"
            " so far."
        ).format(
            free=points_text(there.points_free),
            points=points_text(there.points),
            used=points_text(used),
        )
    raise DeskError(
        "points.too_few", text, tr("Nothing was changed. Take fewer points."), subject=subject
    )


def plan_anew(deed: Deed, client_id: int) -> None:
    """Plans the end of the client's open session after the balance moved, later or earlier."""
    session = deed.work.sessions.open_of_client(client_id)
    if session is None or over_by_now(session, deed.now):
        return
    planned = plan(deed, session)
    deed.tell(SessionExtended(planned.id, planned.station_id))


def money_text(deed: Deed, minor: int) -> str:
    """An amount in the club's currency and the language in use."""
    return format_money(minor, deed.club.currency, language())


def points_text(points: int) -> str:
    """A number of points in the language in use."""
    return format_number(points, Currency("", 0), language())


def till_holds(deed: Deed) -> int:
    """The cash in this till by the books, minor units."""
    return deed.work.ledger.balance(AccountRef(AccountKind.TILL_CASH, deed.till_id))
