"""The end that balance operations share: the slip, the journal's before and after, the news.

Desk worker's thread, inside the deed's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass

from clubdesk.domain.events import BalanceChanged
from clubdesk.domain.ledger import LedgerTransaction
from clubdesk.domain.people import Client
from clubdesk.domain.receipt import BalanceSlip, PaperKind, Receipt
from clubdesk.services.available import plan_anew
from clubdesk.services.commands import Answer
from clubdesk.services.deed import Deed
from clubdesk.services.paper_facts import paper, queue_paper


class SlipAnswer(Answer, frozen=True, kw_only=True):
    """The transaction, the account's balance after it (minor units or points), its paper's job."""

    transaction_id: int
    balance_after: int
    job_id: int


@dataclass(frozen=True, slots=True)
class Move:
    """What an operation did to one account, and what of it a person holds in the hand.

    Attributes:
        amount: Positive, minor units or points.
        cash, card: Handed to the client that way, minor units.
        slip: The number on the terminal's slip.
        promotion: The name of the promotion that points come from.
    """

    client: Client
    amount: int
    before: int
    after: int
    in_points: bool = False
    cash: int = 0
    card: int = 0
    slip: str = ""
    promotion: str = ""


def write_slip(deed: Deed, kind: PaperKind, booked: LedgerTransaction, move: Move) -> SlipAnswer:
    """Queues the operation's paper, notes before and after, and plans a running session anew."""
    facts = BalanceSlip(
        payer=move.client.name,
        amount=move.amount,
        in_points=move.in_points,
        reason=deed.reason,
        balance_before=move.before,
        balance_after=move.after,
        cash=move.cash,
        card=move.card,
        promotion=move.promotion,
        approved_by=approver_name(deed),
        slip=move.slip,
    )
    job_id = queue_slip(deed, kind, booked.id, move.client.id, facts)
    unit = "points" if move.in_points else "balance"
    deed.notes.update({f"{unit}_before": move.before, f"{unit}_after": move.after})
    settle_client(deed, move.client.id)
    return SlipAnswer(transaction_id=booked.id, balance_after=move.after, job_id=job_id)


def queue_slip(deed: Deed, kind: PaperKind, number: int, client_id: int, facts: BalanceSlip) -> int:
    """Queues a slip under its transaction's number; returns the print job's id."""
    receipt = Receipt(paper(deed, kind, number), slip=facts)
    return queue_paper(deed, receipt, client_id=client_id, transaction_id=number)


def settle_client(deed: Deed, client_id: int) -> None:
    """Tells that the balance moved; a running session ends later or earlier for it."""
    deed.tell(BalanceChanged(client_id))
    plan_anew(deed, client_id)


def approver_name(deed: Deed) -> str:
    """Who lent the deed a permission on the spot; empty if nobody had to."""
    return deed.approver.name if deed.lent and deed.approver is not None else ""
