"""Money onto a client's account. Desk worker's thread. Amounts are minor units."""

from __future__ import annotations

from clubdesk.domain.events import BalanceChanged, SessionExtended
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Client, Permission
from clubdesk.domain.receipt import MoneyTaken, PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.paper_facts import money_paper, queue_paper
from clubdesk.services.settling import over_by_now, plan


class TopUp(Command, frozen=True, kw_only=True):
    """Takes money for a client's game account, in cash, by card, or both.

    Attributes:
        received_minor: What the client handed over in cash; None if it was the exact amount.
        card_minor: What the terminal took; its payment was begun before (``card_payment_id``).
        slip: The number on the terminal's slip.
    """

    client_id: int
    cash_minor: int = 0
    received_minor: int | None = None
    card_minor: int = 0
    card_payment_id: int | None = None
    slip: str = ""


class MoneyAnswer(Answer, frozen=True, kw_only=True):
    """The transaction, the balance after it, and the receipt's print job."""

    transaction_id: int
    balance_minor: int
    job_id: int
    change_minor: int = 0


def check_cash(amount_minor: int, received_minor: int | None) -> tuple[int, int]:
    """What was handed over and the change for it.

    Raises:
        DeskError: ``money.not_positive``, ``money.too_large`` or ``money.too_little``.
    """
    if amount_minor <= 0:
        raise DeskError(
            "money.not_positive",
            tr("The amount must be more than zero."),
            tr("Type the amount."),
            subject="amount",
        )
    received = amount_minor if received_minor is None else received_minor
    if max(amount_minor, received) > MAX_MINOR:
        raise DeskError(
            "money.too_large",
            tr("The amount is too large."),
            tr("Correct the amount."),
            subject="amount",
        )
    if received < amount_minor:
        raise DeskError(
            "money.too_little",
            tr("Less was received than the amount to pay."),
            tr("Correct what was received, or the amount."),
            subject="received",
        )
    return received, received - amount_minor


def find_client(deed: Deed, client_id: int) -> Client:
    """The client, noted for the journal.

    Raises:
        DeskError: ``client.unknown``.
    """
    client = deed.work.clients.get(client_id)
    if client is None:
        raise DeskError(
            "client.unknown", tr("This client does not exist."), tr("Search for the client again.")
        )
    deed.about_client = client.id
    return client


def top_up(deed: Deed, command: TopUp) -> MoneyAnswer:
    """Books a top-up in cash; a running session of the client lasts longer at once."""
    client = find_client(deed, command.client_id)
    received, change = check_cash(command.cash_minor, command.received_minor)
    account = AccountRef(AccountKind.GAME, client.id)
    before = deed.work.ledger.balance(account)
    booked = deed.post(
        TransactionKind.TOP_UP,
        pair(
            debit=AccountRef(AccountKind.TILL_CASH, deed.till_id),
            credit=account,
            amount=command.cash_minor,
        ),
        client_id=client.id,
    )
    after = deed.work.ledger.balance(account)
    money = MoneyTaken(
        payer=client.name,
        amount=command.cash_minor,
        cash=command.cash_minor,
        card=0,
        received=received,
        change=change,
        balance_before=before,
        balance_after=after,
    )
    job_id = queue_paper(deed, money_paper(deed, PaperKind.TOP_UP, booked.id, money))
    deed.notes.update(balance_before=before, balance_after=after)
    deed.tell(BalanceChanged(client.id))
    lengthen(deed, client.id)
    return MoneyAnswer(
        transaction_id=booked.id, balance_minor=after, job_id=job_id, change_minor=change
    )


def lengthen(deed: Deed, client_id: int) -> None:
    """Plans the end of the client's running session anew after the balance moved."""
    session = deed.work.sessions.open_of_client(client_id)
    if session is None or over_by_now(session, deed.now):
        return
    planned = plan(deed, session)
    deed.tell(SessionExtended(planned.id, planned.station_id))


RULES: dict[type[Command], Rule] = {
    TopUp: Rule(top_up, MoneyAnswer, needs=Permission.TOP_UP, in_shift=True),
}
