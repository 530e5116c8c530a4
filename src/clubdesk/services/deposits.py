"""Money paid in advance for a reservation: taken, used, kept or given back.

Desk worker's thread. Minor units. A deposit is neither the client's money to play with nor the
club's revenue until it is known whether somebody comes, so it stands on an account of the
reservation (``AccountKind.DEPOSIT``), for clients and for people without a card alike:

- taken: till cash, or a client's card -> the reservation's account;
- used (somebody came): the account -> the client's game account; of a person without a card it is
  paid out of the till again, because there is no account it could go to;
- kept (nobody came, and the club keeps it): the account -> revenue from play;
- given back: the account -> the client's game account, or till cash.
"""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.events import BalanceChanged
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.receipt import BalanceSlip, MoneyTaken, PaperKind, Receipt
from clubdesk.domain.reservation import Reservation
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import plan_anew
from clubdesk.services.balance import Taken, approve_payment, money_taken, taken_legs
from clubdesk.services.deed import Deed
from clubdesk.services.paper_facts import money_paper, paper, queue_paper
from clubdesk.services.ports_money import Tendered
from clubdesk.services.typed_money import till_too_little


def held(deed: Deed, reservation: Reservation) -> int:
    """What of a deposit is still held."""
    return deed.work.ledger.balance(_account(reservation))


def take_deposit(
    deed: Deed, reservation: Reservation, tendered: Tendered
) -> tuple[Reservation, int]:
    """Takes money for a stored reservation; gives it back with the deposit, and the change.

    Raises:
        DeskError: ``money.*``, ``payment.*``, ``shift.none_open``, ``deposit.one_way`` or
            ``deposit.card_of_nobody``: a card's deposit goes onto an account when it goes back.
    """
    taken = money_taken(deed, tendered, reservation.client_id)
    _check_way(reservation, taken)
    legs = taken_legs(deed, _account(reservation), taken)
    booked = deed.post(TransactionKind.DEPOSIT, legs, client_id=reservation.client_id)
    money = MoneyTaken(
        payer=reservation.name,
        amount=taken.amount,
        cash=taken.cash,
        card=taken.card,
        received=taken.received,
        change=taken.change,
        slip=taken.slip,
    )
    receipt = money_paper(deed, PaperKind.DEPOSIT, booked.id, money)
    queue_paper(deed, receipt, client_id=reservation.client_id, transaction_id=booked.id)
    approve_payment(deed, taken, booked)
    with_it = replace(reservation, deposit_minor=taken.amount, deposit_transaction_id=booked.id)
    deed.work.reservations.save(with_it)
    deed.notes["deposit_minor"] = taken.amount
    return with_it, taken.change


def _check_way(reservation: Reservation, taken: Taken) -> None:
    if taken.cash and taken.card:
        raise DeskError(
            "deposit.one_way",
            tr("A deposit is paid in cash or by card, not in parts."),
            tr("Nothing was changed. Choose one of them."),
            subject="deposit",
        )
    if taken.card and reservation.client_id is None:
        raise DeskError(
            "deposit.card_of_nobody",
            tr("A deposit by card needs a client: it could not go back to the card."),
            tr("Nothing was changed. Choose the client, or take it in cash."),
            subject="deposit",
        )


def use_deposit(deed: Deed, reservation: Reservation) -> int:
    """Somebody came: the deposit becomes the client's; returns what is handed out in cash."""
    if reservation.client_id is None:
        return pay_back(deed, reservation)
    onto_account(deed, reservation)
    return 0


def onto_account(deed: Deed, reservation: Reservation) -> None:
    """Puts what is held on the client's game account; a running session lasts longer for it."""
    amount = held(deed, reservation)
    if not amount or reservation.client_id is None:
        return
    game = AccountRef(AccountKind.GAME, reservation.client_id)
    legs = pair(debit=_account(reservation), credit=game, amount=amount)
    deed.post(TransactionKind.DEPOSIT_USED, legs, client_id=reservation.client_id)
    deed.notes["deposit_used_minor"] = amount
    deed.tell(BalanceChanged(reservation.client_id))
    plan_anew(deed, reservation.client_id)


def pay_back(deed: Deed, reservation: Reservation) -> int:
    """Pays what is held out of the till, with a slip to sign; returns how much that was.

    Raises:
        DeskError: ``till.too_little`` or ``shift.none_open``.
    """
    amount = held(deed, reservation)
    if not amount:
        return 0
    in_till = deed.work.ledger.balance(_till(deed))
    if amount > in_till:
        raise till_too_little(in_till, deed.club.currency)
    legs = pair(debit=_account(reservation), credit=_till(deed), amount=amount)
    booked = deed.post(TransactionKind.DEPOSIT_RETURNED, legs, client_id=reservation.client_id)
    slip = BalanceSlip(
        payer=reservation.name,
        amount=amount,
        in_points=False,
        reason=deed.reason or tr("The reservation is over."),
        balance_before=amount,
        balance_after=0,
        cash=amount,
    )
    receipt = Receipt(paper(deed, PaperKind.DEPOSIT_RETURN, booked.id), slip=slip)
    queue_paper(deed, receipt, client_id=reservation.client_id, transaction_id=booked.id)
    deed.notes["deposit_returned_minor"] = amount
    return amount


def keep_deposit(deed: Deed, reservation: Reservation) -> None:
    """Makes what is held the club's revenue."""
    amount = held(deed, reservation)
    if amount:
        revenue = AccountRef(AccountKind.PLAY_REVENUE)
        legs = pair(debit=_account(reservation), credit=revenue, amount=amount)
        deed.post(TransactionKind.DEPOSIT_KEPT, legs, client_id=reservation.client_id)
        deed.notes["deposit_kept_minor"] = amount


def _account(reservation: Reservation) -> AccountRef:
    return AccountRef(AccountKind.DEPOSIT, reservation.id)


def _till(deed: Deed) -> AccountRef:
    return AccountRef(AccountKind.TILL_CASH, deed.till_id)
