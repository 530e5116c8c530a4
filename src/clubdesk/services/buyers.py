"""Who buys at the bar, whose account pays, and what the order left of it. Desk worker's thread.

Amounts are minor units.
"""

from __future__ import annotations

from dataclasses import dataclass

from clubdesk.domain.events import SessionExtended
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.domain.people import Client
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import Available, available, available_of
from clubdesk.services.balance import find_client
from clubdesk.services.deed import Deed
from clubdesk.services.settling import find_session, over_by_now, payer_account, plan
from clubdesk.services.slips import settle_client


@dataclass(frozen=True, slots=True)
class Buyer:
    """A client, a guest who plays, or (neither) somebody at the counter."""

    client: Client | None = None
    session: PlaySession | None = None

    @property
    def client_id(self) -> int | None:
        """The client's id; None for a guest or a walk-in."""
        return self.client.id if self.client else None

    @property
    def session_id(self) -> int | None:
        """The session it is ordered in."""
        return self.session.id if self.session else None

    @property
    def account(self) -> AccountRef:
        """The account that pays.

        Raises:
            DeskError: ``order.no_account`` or ``guest.pays_at_the_end``.
        """
        if self.client is not None:
            return AccountRef(AccountKind.GAME, self.client.id)
        if self.session is None:
            raise DeskError(
                "order.no_account",
                tr("Nobody's balance can pay this order."),
                tr("Nothing was sold. Choose a client, or take cash or a card."),
                subject="from_balance",
            )
        if self.session.postpaid:
            raise DeskError(
                "guest.pays_at_the_end",
                tr("This guest pays at the end, so there is no money on the session's account."),
                tr("Nothing was sold. Take the money for the order in cash or by card."),
                subject="from_balance",
            )
        return payer_account(self.session)


def find_buyer(deed: Deed, client_id: int | None, session_id: int | None) -> Buyer:
    """The buyer, noted for the journal; a client who plays is served at the seat.

    Raises:
        DeskError: ``session.unknown``, ``session.over``, ``order.other_client`` or what
            ``find_client`` raises.
    """
    session = _running(deed, session_id) if session_id is not None else None
    if session is not None and client_id not in (None, session.client_id):
        raise DeskError(
            "order.other_client",
            tr("Somebody else plays in this session now."),
            tr("Nothing was sold. Start the order again."),
        )
    of_id = session.client_id if session is not None else client_id
    client = find_client(deed, of_id) if of_id is not None else None
    if session is None and client is not None:
        session = deed.work.sessions.open_of_client(client.id)
    if session is not None:
        deed.about_session, deed.about_station = session.id, session.station_id
    return Buyer(client, session)


def free_for(deed: Deed, buyer: Buyer) -> Available:
    """What is free on the buyer's account now; a guest has no points.

    Raises:
        DeskError: As ``Buyer.account``.
    """
    account = buyer.account
    if buyer.client is not None:
        return available(deed, buyer.client.id)
    return available_of(deed.work.ledger.balance(account), 0, buyer.session, deed.now)


def account_moved(deed: Deed, buyer: Buyer) -> None:
    """Tells that the account moved and plans the end of the session that it pays for."""
    if buyer.client is not None:
        settle_client(deed, buyer.client.id)
    elif buyer.session is not None and not over_by_now(buyer.session, deed.now):
        planned = plan(deed, buyer.session)
        deed.tell(SessionExtended(planned.id, planned.station_id))


def _running(deed: Deed, session_id: int) -> PlaySession:
    session = find_session(deed, session_id)
    if not session.state.is_open:
        raise DeskError(
            "session.over",
            tr("The session has ended already."),
            tr("Nothing was sold. Order at the counter, in cash or by card."),
        )
    return session
