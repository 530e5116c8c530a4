"""The slip for cash that was put into the till, paid out of it or taken to the safe. Pure."""

from __future__ import annotations

from clubdesk.domain.receipt import CashSlip, PaperKind
from clubdesk.printing.strip import Strip
from clubdesk.printing.wording import Wording


def write_cash(strip: Strip, cash: CashSlip, kind: PaperKind, say: Wording) -> None:
    """How much, what for, who allowed it; two signatures, as it is kept in the till."""
    labels = {
        PaperKind.CASH_IN: say.tr("PUT IN"),
        PaperKind.CASH_OUT: say.tr("PAID OUT"),
        PaperKind.COLLECTION: say.tr("TO THE SAFE"),
    }
    strip.rule()
    strip.total(labels[kind], say.money(cash.amount))
    strip.rule()
    if cash.category:
        strip.pair(say.tr("Category"), cash.category)
    if cash.reason:
        strip.text(say.tr("Reason: {reason}").format(reason=cash.reason))
    if cash.approved_by:
        strip.pair(say.tr("Approved by"), cash.approved_by)
    received = kind is not PaperKind.CASH_IN
    for who in (say.tr("Cashier"), say.tr("Received by") if received else say.tr("Given by")):
        strip.blank()
        strip.blank()
        strip.pair(who, "_" * (strip.columns // 2))
