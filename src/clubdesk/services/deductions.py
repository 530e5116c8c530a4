"""Taking money or points off a client's account, with a reason. Desk worker's thread."""

from __future__ import annotations

from enum import StrEnum

from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Client, Permission
from clubdesk.domain.receipt import PaperKind
from clubdesk.services.available import available, require_money, require_points
from clubdesk.services.balance import find_client
from clubdesk.services.commands import Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.slips import Move, SlipAnswer, write_slip
from clubdesk.services.typed_money import check_amount, check_points, give_reason


class AccountType(StrEnum):
    """Which account a deduction is from; there is no default on purpose."""

    GAME = "game"
    BONUS = "bonus"


class Deduct(Command, frozen=True, kw_only=True):
    """Deducts from the available balance: ledger balance less what a running session has used."""

    client_id: int
    amount: int
    account: AccountType
    reason: str


def deduct(deed: Deed, command: Deduct) -> SlipAnswer:
    """Takes money or points off; a running session ends earlier if its money is meant."""
    client = find_client(deed, command.client_id)
    if command.account == AccountType.BONUS:
        return _points(deed, client, command)
    return _money(deed, client, command)


def _money(deed: Deed, client: Client, command: Deduct) -> SlipAnswer:
    check_amount(command.amount)
    give_reason(deed, command.reason)
    there = available(deed, client.id)
    require_money(deed, there, command.amount)
    legs = pair(
        debit=AccountRef(AccountKind.GAME, client.id),
        credit=AccountRef(AccountKind.CORRECTIONS),
        amount=command.amount,
    )
    booked = deed.post(TransactionKind.DEDUCTION, legs, client_id=client.id)
    move = Move(client, command.amount, there.balance, there.balance - command.amount)
    return write_slip(deed, PaperKind.DEDUCTION, booked, move)


def _points(deed: Deed, client: Client, command: Deduct) -> SlipAnswer:
    check_points(command.amount, "amount")
    give_reason(deed, command.reason)
    there = available(deed, client.id)
    require_points(there, command.amount)
    legs = pair(
        debit=AccountRef(AccountKind.BONUS, client.id),
        credit=AccountRef(AccountKind.BONUS_EXPENSE),
        amount=command.amount,
    )
    booked = deed.post(TransactionKind.DEDUCTION, legs, client_id=client.id)
    after = there.points - command.amount
    move = Move(client, command.amount, there.points, after, in_points=True)
    return write_slip(deed, PaperKind.DEDUCTION, booked, move)


RULES: dict[type[Command], Rule] = {
    Deduct: Rule(deduct, SlipAnswer, needs=Permission.DEDUCT, in_shift=True),
}
