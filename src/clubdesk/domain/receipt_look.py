"""How the club's receipts look beside their words, and which fiscal device registers them. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceiptLook:
    """Settings of the club's papers.

    Attributes:
        logo: A PNG in base64, black on white, printed at the top; empty for none.
        qr: A text that every receipt for clients carries as a QR code; empty for none.
        tax_number: The club's number at the tax office, under its name; empty for none.
        fiscal: Which fiscal device registers payments: ``simulator``, or empty for none.
    """

    logo: str = ""
    qr: str = ""
    tax_number: str = ""
    fiscal: str = ""
