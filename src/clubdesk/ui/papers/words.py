"""The words for papers and for where they are. Pure; call on the GUI thread for its language."""

from __future__ import annotations

from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.ports import PrintJob, PrintState

_KINDS = {
    PaperKind.TOP_UP: mark("Top-up"),
    PaperKind.GUEST_PAYMENT: mark("Guest's payment"),
    PaperKind.REFUND: mark("Refund"),
    PaperKind.BONUS_CREDIT: mark("Bonus credit"),
    PaperKind.DEDUCTION: mark("Deduction"),
    PaperKind.UNDO: mark("Undone operation"),
    PaperKind.DEPOSIT: mark("Deposit"),
    PaperKind.DEPOSIT_RETURN: mark("Deposit paid back"),
    PaperKind.SESSION_END: mark("Session bill"),
    PaperKind.ORDER: mark("Order"),
    PaperKind.ORDER_CANCEL: mark("Cancelled order"),
    PaperKind.KITCHEN: mark("Kitchen slip"),
    PaperKind.CASH_IN: mark("Cash in"),
    PaperKind.CASH_OUT: mark("Cash out"),
    PaperKind.COLLECTION: mark("Collection"),
    PaperKind.X_REPORT: mark("X-report"),
    PaperKind.Z_REPORT: mark("Z-report"),
    PaperKind.EXPLANATION: mark("How a charge came about"),
    PaperKind.TERMINAL_DAY: mark("Day of the card terminal"),
    PaperKind.CARD_SLIP: mark("Slip of the card terminal"),
    PaperKind.TEST: mark("Test page"),
}

_STATES = {
    PrintState.QUEUED: (mark("Waits"), "amber"),
    PrintState.SENDING: (mark("Is being printed"), "blue"),
    PrintState.SENT: (mark("Sent, not confirmed"), "amber"),
    PrintState.CONFIRMED: (mark("Printed"), "green"),
    PrintState.UNKNOWN: (mark("Came out?"), "red"),
    PrintState.FAILED: (mark("Failed"), "red"),
    PrintState.SKIPPED: (mark("Not printed"), "dim"),
}

_ROLES = {
    "receipt": mark("Receipts"),
    "kitchen": mark("Kitchen slips"),
    "report": mark("Reports"),
}


def paper_word(job: PrintJob) -> str:
    """Which paper it is, with its number and whether it is a copy."""
    kind, number = job.receipt.paper.kind, job.receipt.paper.number
    word = tr(_KINDS[kind]) if kind in _KINDS else kind.value
    numbered = f"{word} {number}" if number else word
    return tr("{paper}, copy").format(paper=numbered) if job.copy else numbered


def state_word(state: PrintState) -> str:
    """Where it is."""
    return tr(_STATES[state][0])


def state_tone(state: PrintState) -> str:
    """The colour of where it is."""
    return _STATES[state][1]


def role_word(role: str) -> str:
    """What a printer prints."""
    return tr(_ROLES[role]) if role in _ROLES else role


def problem_word(problem: str) -> str:
    """What is wrong, if anything; a stored problem is a marked text."""
    return tr(problem) if problem else ""
