"""What became of a ZVT payment whose end was not heard: the rule, without the asking. Pure.

The terminal's newest transaction was noted before the payment. After the loss it is asked for its
newest again (06 20), between two looks whether it is idle (05 01):

- the next trace number, the same amount, result 00: approved;
- the next trace number, the same amount, another result: declined, that is the payment's own end;
- the same transaction as before, and the terminal idle before and after: nothing was captured;
- anything else, an empty answer too: unknown, a person decides.

"Next" is exactly one more. With two more the terminal may have taken the payment back by itself,
which has the same amount; or somebody paid at the terminal in between.
"""

from __future__ import annotations

from clubdesk.services.ports_terminal import Outcome, OutcomeKind
from clubdesk.terminals import hints
from clubdesk.terminals.zvt_codes import SUCCESS
from clubdesk.terminals.zvt_dialog import Ending, Heard
from clubdesk.terminals.zvt_messages import Status
from clubdesk.terminals.zvt_outcome import Asked, LastSeen, evidence_of, seen_in, unknown

_TRACES, _RECEIPTS = 1_000_000, 10_000


def judge(repeated: Heard, asked: Asked, was_idle: bool, is_idle: bool) -> Outcome:
    """The outcome by the terminal's newest transaction.

    Args:
        repeated: What it said to 06 20.
        asked: What was asked of it, and its newest transaction before.
        was_idle: Whether it was idle before 06 20.
        is_idle: Whether it was idle after 06 20.
    """
    status = repeated.status
    is_clear = repeated.ending == Ending.COMPLETED and len(repeated.statuses) == 1
    if not is_clear or status is None or not asked.before.is_known:
        return unknown(repeated)
    newest = seen_in(status.evidence)
    if asked.before.is_same(newest):
        return _not_captured() if was_idle and is_idle else unknown(repeated, hints.IS_BUSY)
    if not follows(asked.before, newest) or not _is_ours(status, asked):
        return unknown(repeated)
    code = "" if status.result is None else f"{status.result:02X}"
    evidence = evidence_of(repeated)
    words = evidence.reference
    if status.result == SUCCESS:
        return Outcome(OutcomeKind.APPROVED, code, words, evidence=evidence)
    return Outcome(OutcomeKind.DECLINED, code, words, hints.NOT_CAPTURED, evidence)


def follows(before: LastSeen, newest: LastSeen) -> bool:
    """Whether a transaction is the very next one, by its trace number.

    Terminals that leave the trace at zero are judged by the receipt number. Both begin again at
    one after their highest.
    """
    if before.trace.strip("0") and newest.trace.strip("0"):
        return _is_next(before.trace, newest.trace, _TRACES)
    if before.trace.strip("0") or newest.trace.strip("0"):
        return False
    return _is_next(before.receipt_number, newest.receipt_number, _RECEIPTS)


def _is_next(before: str, newest: str, round_: int) -> bool:
    if not before or not newest:
        return False
    wanted = int(before) + 1
    return int(newest) == (wanted if wanted < round_ else 1)


def _is_ours(status: Status, asked: Asked) -> bool:
    # A terminal that leaves the amount out cannot tell whose payment it speaks of.
    return status.result is not None and status.amount == asked.amount and asked.fits(status)


def _not_captured() -> Outcome:
    # The evidence would be an earlier payment's.
    return Outcome(OutcomeKind.DECLINED, hint=hints.NOT_CAPTURED)
