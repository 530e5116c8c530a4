"""A receipt to try the club's look on: an order as any other, never stored. Pure."""

from __future__ import annotations

from datetime import datetime

from clubdesk.domain.hall import Club
from clubdesk.domain.receipt import OrderedLine, OrderSlip, Paper, PaperKind, Receipt, TaxLine
from clubdesk.foundation.translate import tr
from clubdesk.services.receipt_looks import SaveReceiptLook

_TAX = 1200
_DRAWN = 1_000
"""A book that was pasted is refused when it is saved; it is not drawn before."""


def sample_receipt(club: Club, look: SaveReceiptLook, now: datetime, cashier: str) -> Receipt:
    """An order of two things, paid in cash, under the look that is typed."""
    unit = club.currency.scale
    lines = (
        OrderedLine(tr("Tea"), 2, 3 * unit, 6 * unit),
        OrderedLine(tr("Sandwich"), 1, 8 * unit, 8 * unit),
    )
    total = sum(line.amount for line in lines)
    paper = Paper(
        kind=PaperKind.ORDER,
        club_name=club.name,
        currency_code=club.currency.code,
        currency_exponent=club.currency.exponent,
        time_zone=club.time_zone,
        at=now,
        till_id=1,
        shift_number=1,
        staff_name=cashier,
        header=look.header[:_DRAWN],
        footer=look.footer[:_DRAWN],
        demo=club.demo,
        number=1,
        tax_number=look.tax_number[:_DRAWN],
        qr=look.qr[:_DRAWN],
    )
    tax = TaxLine(_TAX, total, total * _TAX // (10_000 + _TAX))
    received = 20 * unit
    slip = OrderSlip(
        number=1,
        lines=lines,
        total=total,
        cash=total,
        received=received,
        change=received - total,
        taxes=(tax,),
    )
    return Receipt(paper, order=slip)
