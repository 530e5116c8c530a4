"""Guests who play first and pay at the end. Desk worker's thread, inside the deed's transaction.

Nothing of theirs is on an account until they pay, so at their limit the session does not end: it
stops, the seat stays held, and the desk takes the money.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from clubdesk.domain import session as rules
from clubdesk.domain.events import SessionPaused
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Permission
from clubdesk.domain.session import PlaySession
from clubdesk.domain.session_ends import owed_at_end
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import money_text
from clubdesk.services.balance import Taken, money_taken
from clubdesk.services.deed import Deed
from clubdesk.services.ports_money import Tendered
from clubdesk.services.session_payments import refuse_while_paying
from clubdesk.services.settling import payer_account
from clubdesk.services.starting_guests import book_guest_payment
from clubdesk.services.typed_money import give_reason


def stop_unpaid(deed: Deed, session: PlaySession) -> PlaySession:
    """Stops the timer of a session at its limit, at that instant, however late it is noticed."""
    stopped = rules.pause(session, session.ends_at or deed.now)
    deed.work.sessions.save(stopped)
    deed.work.stations.next_lease_seq(stopped.station_id)
    deed.tell(SessionPaused(stopped.id, stopped.station_id))
    return stopped


def take_payment(
    deed: Deed, session: PlaySession, command: Tendered, at: datetime, unpaid_reason: str
) -> Taken:
    """Takes the price of a session that ends at an instant, or writes it off with a reason.

    Raises:
        DeskError: ``money.not_the_price``, ``payment.unresolved``, or what a payment raises.
    """
    refuse_while_paying(deed, session, command.card_payment_id)
    price = owed_at_end(session, at)
    offered = command.cash_minor + command.card_minor
    if unpaid_reason and not offered:
        _write_off(deed, session, price, unpaid_reason)
        return Taken()
    if not price and not offered:
        return Taken()
    taken = money_taken(deed, command, None, session.id) if offered else Taken()
    if taken.amount != price:
        raise DeskError(
            "money.not_the_price",
            tr("The session costs {money}.").format(money=money_text(deed, price)),
            tr("Nothing was changed. Take exactly that amount."),
            subject="amount",
        )
    book_guest_payment(deed, session, taken)
    return taken


def refuse_payment(command: Tendered) -> None:
    """Takes no money for a session that is paid already.

    Raises:
        DeskError: ``session.paid_already``.
    """
    if command.cash_minor or command.card_minor or command.received_minor is not None:
        raise DeskError(
            "session.paid_already",
            tr("This session is paid already, so no money is taken at its end."),
            tr("Nothing was changed. Clear the amount."),
            subject="amount",
        )


def less_than_limit(session: PlaySession, price_minor: int) -> PlaySession:
    """The session after a package on top: what it costs counts towards what may be owed."""
    if not session.postpaid or session.limit_minor is None:
        return session
    return replace(session, limit_minor=max(0, session.limit_minor - price_minor))


def _write_off(deed: Deed, session: PlaySession, price: int, reason: str) -> None:
    deed.require(Permission.DEDUCT)
    give_reason(deed, reason)
    if not price:
        return
    corrections = AccountRef(AccountKind.CORRECTIONS)
    legs = pair(debit=corrections, credit=payer_account(session), amount=price)
    deed.post(TransactionKind.GUEST_PAYMENT, legs, session_id=session.id)
    deed.notes.update(written_off_minor=price)
