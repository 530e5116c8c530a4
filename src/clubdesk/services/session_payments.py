"""Card payments of guests who pay at the end: one at a time, and nothing changes meanwhile.

Desk worker's thread, inside the deed's transaction. A guest's timer is stopped before a card is
asked for the price, so that what is approved is what is owed. While such a payment is open the
session neither goes on nor ends in another way: else the guest would pay twice.
"""

from __future__ import annotations

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.session import PlaySession, SessionState
from clubdesk.domain.session_ends import owed_at_end
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import money_text
from clubdesk.services.deed import Deed
from clubdesk.services.settling import find_session


def check_card_for_session(deed: Deed, session_id: int, amount_minor: int) -> PlaySession:
    """The session that a card may be asked for an amount of.

    Raises:
        DeskError: ``session.unknown``, ``session.over``, ``session.paid_already``,
            ``session.still_running``, ``money.more_than_owed`` or ``payment.unresolved``.
    """
    session = find_session(deed, session_id)
    if not session.postpaid:
        raise DeskError(
            "session.paid_already",
            tr("This session is paid already, so no money is taken at its end."),
            tr("Nothing was changed. Clear the amount."),
            subject="amount",
        )
    owed = owed_at_end(session, deed.now)
    if session.state is not SessionState.PAUSED:
        raise DeskError(
            "session.still_running",
            tr("The timer still runs, so the price still grows."),
            tr("Nothing was changed. Stop the time first, then take the money."),
        )
    if amount_minor > owed:
        raise DeskError(
            "money.more_than_owed",
            tr("The session costs {money}.").format(money=money_text(deed, owed)),
            tr("Nothing was changed. Take exactly that amount."),
            subject="amount",
        )
    refuse_while_paying(deed, session)
    return session


def is_being_paid(deed: Deed, session: PlaySession) -> bool:
    """Whether a card payment for a session is open."""
    return session.postpaid and bool(deed.work.card_payments.open_of_session(session.id))


def refuse_while_paying(deed: Deed, session: PlaySession, payment_id: int | None = None) -> None:
    """Leaves a session as it is while a card payment for it is open, but to the one that ends it.

    Raises:
        DeskError: ``payment.unresolved``.
    """
    waiting = deed.work.card_payments.open_of_session(session.id) if session.postpaid else ()
    for other in waiting:
        if other.id == payment_id:
            continue
        money = money_text(deed, other.amount_minor)
        if other.state is CardState.APPROVED:
            raise DeskError(
                "payment.unresolved",
                tr("A card has paid {money} for this session already.").format(money=money),
                tr("Nothing was charged again. End the session: that payment is booked with it."),
                about_id=other.id,
            )
        raise DeskError(
            "payment.unresolved",
            tr("Nobody knows yet whether a card has paid {money} for this session.").format(
                money=money
            ),
            tr("Nothing was charged again. Settle that payment first: Balance operations (F4)."),
            about_id=other.id,
        )
