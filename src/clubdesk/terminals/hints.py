"""What to do after each outcome, in the cashier's words: marked texts, ``tr`` them where shown."""

from __future__ import annotations

from clubdesk.foundation.translate import mark
from clubdesk.services.ports_terminal import OutcomeKind

BANK_DECLINED = mark("Bank declined: another card or cash")
CHECK_INTERNET = mark("No connection: check the internet")
RESTART = mark("Restart the terminal")
NOBODY_KNOWS = mark("Nobody knows whether the card was charged")
BROKEN_OFF = mark("Broken off on the terminal: nothing was taken")
TERMINAL_REFUSED = mark("The terminal refused: another card or cash")
NOT_CAPTURED = mark("The terminal took nothing: it may be asked again")
NOT_THERE = mark("The terminal does not answer: check that it is on and connected")
IS_BUSY = mark("The terminal is busy: finish what it shows, then try again")
ALREADY_REVERSED = mark("The terminal has taken this payment back before")
CANNOT_REVERSE = mark("The terminal cannot take this payment back: pay back to the card instead")
OTHER_AMOUNT = mark("The terminal named another amount: look at its slip")
NO_SUCH_AMOUNT = mark("The terminal cannot take this amount")
NO_SUCH_CURRENCY = mark("The terminal does not know this currency: choose it in Settings")
NO_RECEIPT_NUMBER = mark("This payment has no receipt number: take it back on the terminal itself")
CLOSES_ITSELF = mark("This terminal closes its day by itself")
REGISTER_DESK = mark("Confirm this desk on the terminal, then try again")
UNTRUSTED = mark("The terminal's certificate is not the one that was confirmed in Settings")

BY_KIND: dict[OutcomeKind, str] = {
    OutcomeKind.APPROVED: "",
    OutcomeKind.DECLINED: BANK_DECLINED,
    OutcomeKind.CANCELLED: BROKEN_OFF,
    OutcomeKind.NO_CONNECTION: CHECK_INTERNET,
    OutcomeKind.NOT_STARTED: NOT_THERE,
    OutcomeKind.UNKNOWN: NOBODY_KNOWS,
}
