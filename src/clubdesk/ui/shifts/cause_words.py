"""What may have happened to the till, as sentences that a cashier understands. Pure."""

from __future__ import annotations

from clubdesk.domain.causes import Cause, CauseCode
from clubdesk.domain.hall import Club
from clubdesk.domain.ledger import TransactionKind
from clubdesk.foundation.translate import mark, tr
from clubdesk.ui.look.wording import clock_time, money

_SENTENCES: dict[CauseCode, str] = {
    CauseCode.CARD_UNRESOLVED: mark("Card payment of {amount} at {time} is unresolved"),
    CauseCode.CARD_DECLINED: mark(
        "Card payment of {amount} at {time} was not taken: the cash may have come instead"
    ),
    CauseCode.CARD_BOOKED_AS_CASH: mark(
        "{what} of {amount} at {time} is booked as cash: it may have been paid by card"
    ),
    CauseCode.CASH_BOOKED_AS_CARD: mark(
        "{what} of {amount} at {time} is booked as paid by card: it may have been cash"
    ),
    CauseCode.TEN_TIMES_TOO_HIGH: mark(
        "{what} of {amount} at {time} may have been typed ten times too high"
    ),
    CauseCode.TEN_TIMES_TOO_LOW: mark(
        "{what} of {amount} at {time} may have been typed ten times too low"
    ),
    CauseCode.BOOKED_TWICE: mark("{what} of {amount} at {time} is booked twice within minutes"),
    CauseCode.MOVED_TWICE: mark(
        "{what} of {amount} at {time} is booked once, but its cash may have moved twice"
    ),
    CauseCode.NOT_TAKEN_OUT: mark(
        "{what} of {amount} at {time} is booked, but its cash may still be in the till"
    ),
    CauseCode.NOT_PUT_IN: mark(
        "{what} of {amount} at {time} is booked, but its cash may never have come in"
    ),
    CauseCode.CHANGE_KEPT: mark("Change of {amount} at {time} may not have been handed out"),
    CauseCode.CHANGE_TWICE: mark("Change of {amount} at {time} may have been handed out twice"),
    CauseCode.UNDONE: mark("{what} of {amount} at {time}: undone, but its cash may not have moved"),
    CauseCode.REST_NOT_HANDED_OUT: mark(
        "A guest's rest of {amount} at {time} may not have been handed out"
    ),
    CauseCode.DEPOSIT: mark("The cash of a deposit of {amount} at {time} may have gone elsewhere"),
    CauseCode.SWAPPED_DIGITS: mark(
        "{what} of {amount} at {time}: two digits may have changed places"
    ),
    CauseCode.MISCOUNTED: mark("One piece of {amount} too many or too few was counted"),
}
_KINDS: dict[TransactionKind, str] = {
    TransactionKind.TOP_UP: mark("Top-up"),
    TransactionKind.REFUND: mark("Refund"),
    TransactionKind.GUEST_PAYMENT: mark("A guest's payment"),
    TransactionKind.GUEST_CHANGE: mark("A guest's rest"),
    TransactionKind.BAR_SALE: mark("Order"),
    TransactionKind.BAR_CANCEL: mark("Cancelled order"),
    TransactionKind.CASH_IN: mark("Cash in"),
    TransactionKind.CASH_OUT: mark("Cash out"),
    TransactionKind.COLLECTION: mark("Collection"),
    TransactionKind.DEPOSIT: mark("Deposit"),
    TransactionKind.REVERSAL: mark("Undone operation"),
}


def cause_words(cause: Cause, club: Club) -> str:
    """The sentence: what it was, of how much, when, and what may be wrong with it."""
    if cause.code is CauseCode.SWAPPED_DIGITS and cause.at is None:
        return tr("Two digits of the count may have changed places")
    return tr(_SENTENCES[cause.code]).format(
        what=_what(cause.kind),
        amount=money(cause.amount, club),
        time=clock_time(cause.at, club) if cause.at is not None else "—",
    )


def cause_people(cause: Cause) -> str:
    """Whose it was and who did it; empty if it is about no deed."""
    return " · ".join(part for part in (cause.name, cause.staff_name) if part)


def _what(kind: str) -> str:
    known = next((text for one, text in _KINDS.items() if one.value == kind), None)
    return tr(known) if known is not None else tr("Money")
