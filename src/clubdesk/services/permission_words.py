"""What each permission is called on the screen. Pure."""

from __future__ import annotations

from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import mark, tr

_WORDS: dict[Permission, str] = {
    Permission.RUN_SESSIONS: mark("Start, pause, move and end sessions"),
    Permission.CANCEL_SESSION: mark("Cancel a session"),
    Permission.CREDIT_OUTAGE: mark("Give back time after an outage"),
    Permission.TOP_UP: mark("Top up a balance"),
    Permission.CREDIT_BONUS: mark("Credit bonuses"),
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
