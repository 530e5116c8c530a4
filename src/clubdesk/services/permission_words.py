"""What each permission is called on the screen. Pure."""

from __future__ import annotations

from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import mark, tr

_WORDS: dict[Permission, str] = {
    Permission.RUN_SESSIONS: mark("Start, pause, move and end sessions"),
    Permission.CANCEL_SESSION: mark("Cancel a session"),
    Permission.CREDIT_OUTAGE: mark("Give back time after an outage"),
    Permission.ADD_TIME: mark("Add play time free of charge"),
    Permission.LET_PLAY: mark("Let minors play at night"),
    Permission.TOP_UP: mark("Top up a balance"),
    Permission.CREDIT_BONUS: mark("Credit bonus points"),
    Permission.DEDUCT: mark("Deduct from a balance"),
    Permission.REFUND: mark("Refund money"),
    Permission.UNDO: mark("Undo an operation"),
    Permission.UNDO_CLOSED: mark("Undo an operation of a closed shift"),
    Permission.SKIP_VERIFICATION: mark("Skip phone verification"),
    Permission.EDIT_CLIENTS: mark("Add and edit clients"),
    Permission.MERGE_CLIENTS: mark("Merge and erase clients"),
    Permission.CLIENT_DATA: mark("Import and export clients"),
    Permission.EDIT_PROMOTIONS: mark("Edit promotions and client groups"),
    Permission.SELL: mark("Sell at the bar"),
    Permission.CANCEL_ORDER: mark("Cancel an order"),
    Permission.EDIT_MENU: mark("Edit menu and stock"),
    Permission.EDIT_RATES: mark("Edit rates"),
    Permission.RUN_SHIFT: mark("Open, close and hand over a shift"),
    Permission.CLOSE_OVER_TOLERANCE: mark("Close a shift over the tolerance"),
    Permission.CASH_IN_OUT: mark("Cash in and cash out"),
    Permission.COLLECT: mark("Collect to the safe"),
    Permission.SEE_REPORTS: mark("See reports"),
    Permission.SEE_JOURNAL: mark("See the journal"),
    Permission.MANAGE_STAFF: mark("Manage staff and roles"),
    Permission.EDIT_SETTINGS: mark("Change settings"),
    Permission.PAIR_AGENTS: mark("Pair agents"),
    Permission.RESTART_PCS: mark("Restart and wake PCs"),
    Permission.MAINTENANCE: mark("Maintenance mode"),
}


def permission_word(permission: Permission) -> str:
    """The permission's name in the language in use."""
    return tr(_WORDS[permission])


_NOTES: dict[Permission, str] = {
    Permission.RUN_SESSIONS: mark("For clients and guests, with moving to another PC."),
    Permission.CANCEL_SESSION: mark("Free of charge, in the first minutes only."),
    Permission.CREDIT_OUTAGE: mark("Points or time for minutes that a PC was gone."),
    Permission.ADD_TIME: mark("Minutes given by hand, with a reason."),
    Permission.LET_PLAY: mark("Where the club's rule is to ask."),
    Permission.TOP_UP: mark("In cash, by card or both."),
    Permission.CREDIT_BONUS: mark("Points given by hand, with a reason."),
    Permission.DEDUCT: mark("Money or points taken by hand, with a reason."),
    Permission.REFUND: mark("Money back from the till or the terminal."),
    Permission.UNDO: mark("The client's newest operation, within the open shift."),
    Permission.UNDO_CLOSED: mark("Also when its shift is closed already."),
    Permission.SKIP_VERIFICATION: mark("Take a phone as verified without a code."),
    Permission.EDIT_CLIENTS: mark("With cards, notes and blocking."),
    Permission.MERGE_CLIENTS: mark("Two cards of one person; forgetting a person for good."),
    Permission.CLIENT_DATA: mark("Lists with phones and names leave or enter the club."),
    Permission.EDIT_PROMOTIONS: mark("What top-ups give, promo codes, discounts, expiry."),
    Permission.SELL: mark("Orders of food and drinks."),
    Permission.CANCEL_ORDER: mark("Puts money and stock back."),
    Permission.EDIT_MENU: mark("Prices, pictures, what is left."),
    Permission.EDIT_RATES: mark("What time costs, by zone and hour."),
    Permission.RUN_SHIFT: mark("Counting the till; nobody takes money without a shift."),
    Permission.CLOSE_OVER_TOLERANCE: mark("When the count differs by more than is allowed."),
    Permission.CASH_IN_OUT: mark("Change put in, expenses paid from the till."),
    Permission.COLLECT: mark("Money taken from the till to the safe."),
    Permission.SEE_REPORTS: mark("Revenue, occupancy and expected cash."),
    Permission.SEE_JOURNAL: mark("Who did what, with refusals and approvals."),
    Permission.MANAGE_STAFF: mark("Accounts, PINs and what each role may do."),
    Permission.EDIT_SETTINGS: mark("Printer, messages and this desk."),
    Permission.PAIR_AGENTS: mark("Let a PC's agent talk to this desk."),
    Permission.RESTART_PCS: mark("From the hall, one or several."),
    Permission.MAINTENANCE: mark("Take a PC out of use and back."),
}

AREAS: tuple[tuple[str, tuple[Permission, ...]], ...] = (
    (
        mark("Sessions"),
        (
            Permission.RUN_SESSIONS,
            Permission.CANCEL_SESSION,
            Permission.CREDIT_OUTAGE,
            Permission.ADD_TIME,
            Permission.LET_PLAY,
        ),
    ),
    (
        mark("Money and points"),
        (
            Permission.TOP_UP,
            Permission.CREDIT_BONUS,
            Permission.DEDUCT,
            Permission.REFUND,
            Permission.UNDO,
            Permission.UNDO_CLOSED,
        ),
    ),
    (
        mark("Clients"),
        (
            Permission.EDIT_CLIENTS,
            Permission.SKIP_VERIFICATION,
            Permission.MERGE_CLIENTS,
            Permission.CLIENT_DATA,
            Permission.EDIT_PROMOTIONS,
        ),
    ),
    (
        mark("Till and shifts"),
        (
            Permission.RUN_SHIFT,
            Permission.CLOSE_OVER_TOLERANCE,
            Permission.CASH_IN_OUT,
            Permission.COLLECT,
        ),
    ),
    (
        mark("Bar"),
        (Permission.SELL, Permission.CANCEL_ORDER, Permission.EDIT_MENU),
    ),
    (
        mark("Club"),
        (
            Permission.EDIT_RATES,
            Permission.SEE_REPORTS,
            Permission.SEE_JOURNAL,
            Permission.MANAGE_STAFF,
            Permission.EDIT_SETTINGS,
        ),
    ),
    (
        mark("PCs"),
        (Permission.PAIR_AGENTS, Permission.RESTART_PCS, Permission.MAINTENANCE),
    ),
)
"""All permissions by what they are about; the titles are marked texts."""


def permission_note(permission: Permission) -> str:
    """What a permission is about, in half a sentence."""
    return tr(_NOTES[permission])
