"""The card that pays for the guests of a group: one payment, booked once. Desk worker's thread.

A terminal is asked once for all of them, and a card payment is booked in one transaction: it puts
each guest's part on the account of that guest's session. Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clubdesk.domain.ledger import AccountKind, AccountRef, Posting, TransactionKind
from clubdesk.domain.receipt import MoneyTaken, PaperKind
from clubdesk.domain.session import PlaySession
from clubdesk.services.balance import Taken, approve_payment, money_taken
from clubdesk.services.deed import Deed
from clubdesk.services.paper_facts import money_paper, queue_paper
from clubdesk.services.starting_guests import play_paid


@dataclass(frozen=True, slots=True)
class CardPart:
    """What the terminal took, as a command says it (``Tendered``)."""

    card_minor: int
    card_payment_id: int | None
    slip: str
    cash_minor: int = 0
    received_minor: int | None = None


@dataclass(frozen=True, slots=True)
class CardGuest:
    """A session that has begun, and what the card pays for it."""

    session: PlaySession
    amount_minor: int


def card_taken(deed: Deed, part: CardPart) -> Taken:
    """Checks that the terminal took exactly that; nothing is booked yet.

    Raises:
        DeskError: ``money.*``, ``payment.*`` or ``slip.*``.
    """
    return money_taken(deed, part, None)


def book_card_of_group(deed: Deed, guests: Sequence[CardGuest], taken: Taken) -> None:
    """Puts each guest's part on the session's account and lets all of them play."""
    legs = [Posting(AccountRef(AccountKind.CARD_CLEARING, deed.till_id), taken.card)]
    for guest in guests:
        account = AccountRef(AccountKind.GUEST, guest.session.id)
        legs.append(Posting(account, -guest.amount_minor))
    booked = deed.post(TransactionKind.GUEST_PAYMENT, tuple(legs))
    approve_payment(deed, taken, booked)
    planned = [play_paid(deed, guest.session) for guest in guests]
    names = [_name(deed, session.station_id) for session in planned]
    money = MoneyTaken(
        payer="",
        amount=taken.amount,
        cash=taken.cash,
        card=taken.card,
        received=taken.received,
        change=taken.change,
        station_name=", ".join(names),
        rate_name=planned[0].terms.rate_name,
        slip=taken.slip,
    )
    receipt = money_paper(deed, PaperKind.GUEST_PAYMENT, booked.id, money)
    queue_paper(deed, receipt, transaction_id=booked.id)


def _name(deed: Deed, station_id: int) -> str:
    station = deed.work.stations.get(station_id)
    return station.name if station is not None else str(station_id)
