"""Undoing a client's newest balance operation as one deed. Desk worker's thread. Minor units."""

from __future__ import annotations

from collections.abc import Sequence

from clubdesk.domain.card_payment import PaymentKind
from clubdesk.domain.ledger import LedgerTransaction, TransactionKind
from clubdesk.domain.people import Client, Permission
from clubdesk.domain.receipt import BalanceSlip, PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import available, till_holds
from clubdesk.services.balance import find_client
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.slips import approver_name, queue_slip, settle_client
from clubdesk.services.typed_money import give_reason
from clubdesk.services.undo_effect import (
    UNDOABLE,
    Effect,
    Holdings,
    effect_of,
    gone_for_good,
    negated,
    obstacle,
)


class UndoOperation(Command, frozen=True, kw_only=True):
    """Reverses an operation and what it set off (the points of a promotion).

    Attributes:
        transaction_id: The operation that was shown as the newest; refused if it no longer is.
    """

    transaction_id: int
    reason: str


class UndoAnswer(Answer, frozen=True, kw_only=True):
    """What was undone, and the balances after it."""

    transaction_ids: tuple[int, ...]
    balance_minor: int
    points: int
    job_id: int
    cash_out_minor: int = 0
    card_out_minor: int = 0


def undo_operation(deed: Deed, command: UndoOperation) -> UndoAnswer:
    """Reverses the operation with the points it set off, in the till now open."""
    operation = _operation(deed, command.transaction_id)
    client = find_client(deed, operation.draft.client_id or 0)
    give_reason(deed, command.reason)
    _require_newest(deed, operation, client)
    _require_closed_permission(deed, operation)
    undone = [operation, *_set_off_by(deed, operation)]
    effect = effect_of(undone)
    holdings = _holdings(deed, client)
    if (why := obstacle(effect, holdings, deed.club.currency)) is not None:
        raise why
    reversals = [_reverse(deed, client, transaction) for transaction in undone]
    after = _holdings(deed, client)
    facts = _slip(deed, client, operation, effect, holdings)
    job_id = queue_slip(deed, PaperKind.UNDO, reversals[0].id, client.id, facts)
    _note(deed, undone, holdings, after)
    settle_client(deed, client.id)
    return UndoAnswer(
        transaction_ids=tuple(transaction.id for transaction in undone),
        balance_minor=after.there.balance,
        points=after.there.points,
        job_id=job_id,
        cash_out_minor=effect.cash_out,
        card_out_minor=effect.card_out,
    )


def _operation(deed: Deed, transaction_id: int) -> LedgerTransaction:
    found = deed.work.ledger.get(transaction_id)
    if found is not None and found.draft.kind is TransactionKind.BAR_SALE:
        raise DeskError(
            "undo.is_an_order",
            tr("This was bought at the bar: cancel the order instead."),
            tr("Nothing was changed. Find it in Order History."),
        )
    if found is None or found.draft.kind not in UNDOABLE:
        raise DeskError(
            "undo.not_possible",
            tr("This cannot be undone: it is not a balance operation."),
            tr("Nothing was changed. See the client's Transaction History."),
        )
    if deed.work.ledger.reversal_of(found.id) is not None:
        raise DeskError(
            "undo.undone_already",
            tr("This operation has been undone already."),
            tr("Nothing was changed. See the client's Transaction History."),
        )
    by = deed.work.card_payments.booked_with(found.id)
    if by is not None and by.is_driven and by.kind is not PaymentKind.PAYMENT:
        raise gone_for_good()
    return found


def _require_newest(deed: Deed, operation: LedgerTransaction, client: Client) -> None:
    newest = deed.work.ledger.newest_of_client(client.id, UNDOABLE)
    if newest is None or newest.id != operation.id:
        raise DeskError(
            "undo.not_newest",
            tr("This is no longer the newest operation of {name}.").format(name=client.name),
            tr("Nothing was changed. Look at the newest operation and undo that one first."),
        )


def _require_closed_permission(deed: Deed, operation: LedgerTransaction) -> None:
    shift = deed.work.shifts.get(operation.draft.shift_id)
    if shift is not None and shift.closed_at is not None:
        deed.require(Permission.UNDO_CLOSED)


def _set_off_by(deed: Deed, operation: LedgerTransaction) -> list[LedgerTransaction]:
    """The credits of promotions that this top-up set off and that nobody has undone yet."""
    ledger = deed.work.ledger
    uses = deed.work.promotions.caused_by(operation.id)
    credits = [ledger.get(use.transaction_id) for use in uses]
    return [one for one in credits if one is not None and ledger.reversal_of(one.id) is None]


def _holdings(deed: Deed, client: Client) -> Holdings:
    return Holdings(available(deed, client.id), till_holds(deed))


def _reverse(deed: Deed, client: Client, transaction: LedgerTransaction) -> LedgerTransaction:
    return deed.post(
        TransactionKind.REVERSAL,
        negated(transaction.draft.postings, deed.till_id),
        client_id=client.id,
        reverses_id=transaction.id,
    )


def _slip(
    deed: Deed, client: Client, operation: LedgerTransaction, effect: Effect, held: Holdings
) -> BalanceSlip:
    first = effect_of([operation])
    in_points = first.money == 0
    before = held.there.points if in_points else held.there.balance
    change = effect.points if in_points else effect.money
    return BalanceSlip(
        payer=client.name,
        amount=abs(first.points if in_points else first.money),
        in_points=in_points,
        reason=deed.reason,
        balance_before=before,
        balance_after=before + change,
        cash=effect.cash_out,
        card=effect.card_out,
        approved_by=approver_name(deed),
        undone=operation.id,
        undone_kind=operation.draft.kind.value,
        with_points=0 if in_points else -effect.points,
    )


def _note(
    deed: Deed, undone: Sequence[LedgerTransaction], before: Holdings, after: Holdings
) -> None:
    deed.notes.update(
        undone=[transaction.id for transaction in undone],
        kind=undone[0].draft.kind.value,
        balance_before=before.there.balance,
        balance_after=after.there.balance,
        points_before=before.there.points,
        points_after=after.there.points,
    )


RULES: dict[type[Command], Rule] = {
    UndoOperation: Rule(undo_operation, UndoAnswer, needs=Permission.UNDO, in_shift=True),
}
