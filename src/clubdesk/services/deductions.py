"""Taking money or points off a client's account, with a reason. Desk worker's thread."""

from __future__ import annotations

from enum import StrEnum

from clubdesk.services.commands import Command


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
