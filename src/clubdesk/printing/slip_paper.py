"""The paper for a refund, a credit of points, a deduction or an undone operation. Pure."""

from __future__ import annotations

from clubdesk.domain.ledger import TransactionKind
from clubdesk.domain.receipt import BalanceSlip, PaperKind
from clubdesk.printing.strip import Strip
from clubdesk.printing.wording import Wording


def write_slip(strip: Strip, slip: BalanceSlip, kind: PaperKind, say: Wording) -> None:
    """Whose account, by how much, why, before and after; who signs for cash handed over."""
    strip.rule()
    strip.pair(say.tr("Client"), slip.payer)
    if slip.undone:
        strip.pair(say.tr("Undone"), _operation(slip, say))
        strip.pair(say.tr("Its number"), str(slip.undone))
    strip.pair(say.tr("Account"), _account(slip, kind, say))
    strip.rule()
    _write_amount(strip, slip, kind, say)
    strip.rule()
    _write_reason(strip, slip, say)
    _write_balance(strip, slip, say)
    _write_ways(strip, slip, say)
    if kind is PaperKind.REFUND or slip.cash > 0:
        _write_signature(strip, say)


def _write_amount(strip: Strip, slip: BalanceSlip, kind: PaperKind, say: Wording) -> None:
    labels = {
        PaperKind.REFUND: say.tr("REFUNDED"),
        PaperKind.BONUS_CREDIT: say.tr("CREDITED"),
        PaperKind.DEDUCTION: say.tr("DEDUCTED"),
        PaperKind.UNDO: say.tr("UNDONE"),
        PaperKind.DEPOSIT_RETURN: say.tr("PAID BACK"),
    }
    strip.total(
        labels[kind], _points(slip.amount, say) if slip.in_points else say.money(slip.amount)
    )


def _write_reason(strip: Strip, slip: BalanceSlip, say: Wording) -> None:
    if slip.promotion:
        strip.pair(say.tr("Promotion"), slip.promotion)
    strip.text(say.tr("Reason: {reason}").format(reason=slip.reason))
    if slip.approved_by:
        strip.pair(say.tr("Approved by"), slip.approved_by)


def _write_balance(strip: Strip, slip: BalanceSlip, say: Wording) -> None:
    shown = say.count if slip.in_points else say.amount
    strip.rule()
    if slip.in_points:
        strip.pair(say.tr("Points before"), shown(slip.balance_before))
        strip.pair(say.tr("Points after"), shown(slip.balance_after), bold=True)
    else:
        strip.pair(say.tr("Balance before"), shown(slip.balance_before))
        strip.pair(say.tr("Balance after"), shown(slip.balance_after), bold=True)
    if slip.with_points:
        strip.pair(say.tr("Points taken back"), say.count(slip.with_points))


def _write_ways(strip: Strip, slip: BalanceSlip, say: Wording) -> None:
    ways = [
        (say.tr("Paid out in cash"), slip.cash),
        (say.tr("Back to the card"), slip.card),
        (say.tr("Put back into the till"), -slip.cash),
        (say.tr("Taken back by card"), -slip.card),
    ]
    shown = [(label, minor) for label, minor in ways if minor > 0]
    if shown:
        strip.rule()
    for label, minor in shown:
        strip.pair(label, say.amount(minor), bold=True)
    if slip.slip:
        strip.pair(say.tr("Terminal's slip"), slip.slip)


def _write_signature(strip: Strip, say: Wording) -> None:
    strip.blank()
    strip.blank()
    strip.pair(say.tr("Signature"), "_" * (strip.columns // 2))


def _account(slip: BalanceSlip, kind: PaperKind, say: Wording) -> str:
    if kind is PaperKind.DEPOSIT_RETURN:
        return say.tr("Deposit of a reservation")
    return say.tr("Bonus account") if slip.in_points else say.tr("Game account")


def _points(points: int, say: Wording) -> str:
    return say.tr("{points} pts").format(points=say.count(points))


def _operation(slip: BalanceSlip, say: Wording) -> str:
    names = {
        TransactionKind.TOP_UP.value: say.tr("Top-up"),
        TransactionKind.BONUS_CREDIT.value: say.tr("Bonus credit"),
        TransactionKind.DEDUCTION.value: say.tr("Deduction"),
        TransactionKind.REFUND.value: say.tr("Refund"),
    }
    return names.get(slip.undone_kind, "")
