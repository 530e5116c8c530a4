"""What undoing an operation would do, and why it cannot be done. Pure; deeds and screens ask it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clubdesk.domain.ledger import (
    AccountKind,
    AccountRef,
    LedgerTransaction,
    Posting,
    TransactionKind,
)
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import Currency, format_money
from clubdesk.foundation.translate import language, tr
from clubdesk.services.available import Available, points_text
from clubdesk.services.typed_money import till_too_little

UNDOABLE = (
    TransactionKind.TOP_UP,
    TransactionKind.BONUS_CREDIT,
    TransactionKind.DEDUCTION,
    TransactionKind.REFUND,
)
"""The balance operations."""

_OF_A_TILL = frozenset({AccountKind.TILL_CASH, AccountKind.CARD_CLEARING})


@dataclass(frozen=True, slots=True)
class Effect:
    """What an undo changes: the client's money and points, and what is handed to the client.

    Attributes:
        money, points: Added to the client's accounts; negative where they lose.
        cash_out, card_out: Handed to the client; negative where the client gives it back.
    """

    money: int
    points: int
    cash_out: int
    card_out: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is there to undo with: the client's accounts, and the till's cash by the books."""

    there: Available
    till_cash: int


def effect_of(undone: Iterable[LedgerTransaction]) -> Effect:
    """What undoing these transactions changes."""
    sums = dict.fromkeys(AccountKind, 0)
    for transaction in undone:
        for posting in transaction.draft.postings:
            sums[posting.account.kind] += posting.amount
    # An account's raw sum is debit positive, and undoing turns every sign round.
    return Effect(
        money=sums[AccountKind.GAME],
        points=sums[AccountKind.BONUS],
        cash_out=sums[AccountKind.TILL_CASH],
        card_out=sums[AccountKind.CARD_CLEARING],
    )


def negated(postings: Iterable[Posting], till_id: int) -> tuple[Posting, ...]:
    """The postings turned round, with the till that is open now in place of the one of then."""
    return tuple(
        Posting(
            AccountRef(p.account.kind, till_id) if p.account.kind in _OF_A_TILL else p.account,
            -p.amount,
        )
        for p in postings
    )


def gone_for_good() -> DeskError:
    """The refusal to undo a refund that the terminal itself has paid to the card."""
    return DeskError(
        "undo.card_gave_back",
        tr("The terminal has paid this back to the card: that cannot be undone here."),
        tr("Nothing was changed. Take the money again with a top-up by card."),
    )


def obstacle(effect: Effect, held: Holdings, currency: Currency) -> DeskError | None:
    """Why it cannot be undone; None if it can."""
    if -effect.money > held.there.money_free:
        return DeskError(
            "undo.spent",
            tr(
                "The money has been spent: {needed} would have to come back, {free} is left."
            ).format(
                needed=format_money(-effect.money, currency, language()),
                free=format_money(held.there.money_free, currency, language()),
            ),
            tr("Nothing was changed. Deduct what is left, or leave it."),
        )
    if -effect.points > held.there.points_free:
        return DeskError(
            "undo.spent",
            tr(
                "The points have been spent: {needed} would have to come back, {free} are left."
            ).format(needed=points_text(-effect.points), free=points_text(held.there.points_free)),
            tr("Nothing was changed. Deduct what is left, or leave it."),
        )
    if effect.cash_out > held.till_cash:
        return till_too_little(held.till_cash, currency)
    return None
