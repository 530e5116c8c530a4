"""Gathers the facts of each paper inside the deed that causes it, and queues it with the deed.

Desk worker's thread. A paper is stored in the same transaction as the money it speaks of.
"""

from __future__ import annotations

from clubdesk.domain.events import ReceiptQueued
from clubdesk.domain.receipt import (
    MoneyTaken,
    Paper,
    PaperKind,
    Receipt,
)
from clubdesk.services.deed import Deed
from clubdesk.services.fiscalising import fiscalise

_ROLES = {
    PaperKind.X_REPORT: "report",
    PaperKind.Z_REPORT: "report",
    PaperKind.KITCHEN: "kitchen",
}
"""Papers that another printer than the receipts' is for, where the desk has one."""


def queue_paper(
    deed: Deed,
    receipt: Receipt,
    *,
    copy: bool = False,
    client_id: int | None = None,
    transaction_id: int | None = None,
    role: str = "",
) -> int:
    """Stores a paper for the printer, with whose it is; returns the print job's id.

    ``role`` is the printer's; by the paper's kind if it is empty.
    """
    job = deed.work.print_jobs.add(
        receipt,
        deed.now,
        copy=copy,
        client_id=client_id,
        transaction_id=transaction_id,
        role=role or _ROLES.get(receipt.paper.kind, "receipt"),
    )
    if not copy:
        fiscalise(deed, receipt, job.id)
    deed.tell(ReceiptQueued(job.id))
    return job.id


def paper(deed: Deed, kind: PaperKind, number: int = 0) -> Paper:
    """The frame of a paper written now."""
    club = deed.club
    return Paper(
        kind=kind,
        club_name=club.name,
        currency_code=club.currency.code,
        currency_exponent=club.currency.exponent,
        time_zone=club.time_zone,
        at=deed.now,
        till_id=deed.till_id,
        shift_number=deed.shift.number if deed.shift else 0,
        staff_name=deed.staff.name if deed.staff else "",
        header=club.receipt_header,
        footer=club.receipt_footer,
        demo=club.demo,
        number=number,
        tax_number=club.look.tax_number,
        qr=club.look.qr,
    )


def money_paper(deed: Deed, kind: PaperKind, number: int, money: MoneyTaken) -> Receipt:
    """A receipt for money taken; ``number`` is the ledger transaction's."""
    return Receipt(paper(deed, kind, number), money=money)
