"""A receipt's facts as rows of print, the same for the printer, the screen and the tests. Pure."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from clubdesk.domain.receipt import PaperKind, Receipt
from clubdesk.printing.bill_paper import write_bill
from clubdesk.printing.cash_paper import write_cash
from clubdesk.printing.drawings import BadLogoError, logo_drawing, qr_drawing
from clubdesk.printing.explain_paper import write_explanation
from clubdesk.printing.money_paper import write_money
from clubdesk.printing.order_paper import write_order
from clubdesk.printing.sample_page import write_sample_page
from clubdesk.printing.shift_paper import write_report
from clubdesk.printing.slip_paper import write_slip
from clubdesk.printing.strip import Cut, Element, Kick, Row, Strip
from clubdesk.printing.wording import Wording

NARROW, WIDE = 32, 48
"""Columns of a 58 mm and of an 80 mm paper."""

_NOT_AMOUNTS = frozenset(
    {"seconds", "seconds_bought", "running", "per_hour_minor", "sessions", "top_ups_count"}
    | {"bonuses_credited", "bonuses_spent", "bonuses_deducted", "chain_length"}
    | {"undone_bonuses", "undone_bonus_deductions", "with_points", "undone", "in_points"}
    | {"points_credited", "points", "discount_percent"}
    | {"number", "quantity", "rate", "orders", "bar_points", "pieces", "payment_id"}
)


def lay_out(
    receipt: Receipt, language: str, columns: int, *, copy: bool = False, logo: bytes = b""
) -> list[Element]:
    """The whole paper from its drawer kick to its cut.

    Args:
        receipt: The facts.
        language: The receipt's own language, whatever the desk's is.
        columns: Characters on a row; at least 24.
        copy: Marks the paper COPY and leaves the drawer shut.
        logo: A PNG or JPEG for the top of what clients get.
    """
    say = Wording(receipt.paper, language, decimals=_has_cents(receipt))
    strip = Strip(columns)
    if not copy and _moves_cash(receipt):
        strip.elements.append(Kick())
    if logo and _is_for_clients(receipt):
        # A logo that cannot be drawn must not keep a receipt from being printed.
        with contextlib.suppress(BadLogoError):
            strip.draw(logo_drawing(logo, columns))
    _write_top(strip, receipt, say, copy=copy)
    _write_body(strip, receipt, say)
    _write_end(strip, receipt, say)
    strip.elements.append(Cut())
    return strip.elements


def receipt_text(receipt: Receipt, language: str, columns: int, *, copy: bool = False) -> list[str]:
    """What the paper says, row by row, however the printer is made to say it."""
    elements = lay_out(receipt, language, columns, copy=copy)
    return [element.text.rstrip() for element in elements if isinstance(element, Row)]


def _has_cents(receipt: Receipt) -> bool:
    scale = 10**receipt.paper.currency_exponent
    return any(minor % scale for minor in _amounts(receipt))


def _amounts(receipt: Receipt) -> Iterator[int]:
    """Every amount that stands in a column of the paper."""
    lines = receipt.bill.lines if receipt.bill else ()
    told = receipt.explanation
    if told is not None:
        yield from (told.total, *(step.amount for step in told.steps))
    figures = receipt.report.figures if receipt.report else None
    slip = receipt.slip if receipt.slip and not receipt.slip.in_points else None
    order = receipt.order
    sold = (*order.lines, *order.taxes) if order else ()
    bodies = (receipt.money, receipt.bill, receipt.report, figures, slip, receipt.cash, order)
    told_of: list[Any] = [*bodies, *lines, *sold, *_of_report(receipt)]
    for body in filter(None, told_of):
        for field in fields(body):
            value = getattr(body, field.name)
            if isinstance(value, int) and field.name not in _NOT_AMOUNTS:
                yield value


def _of_report(receipt: Receipt) -> tuple[Any, ...]:
    report = receipt.report
    if report is None:
        return ()
    figures, parts = report.figures, (*report.opened_parts, *report.counted_parts)
    payments = (*report.passed_on, *report.taken_over)
    return (*figures.expenses, *figures.bar_taxes, *parts, *payments)


def _moves_cash(receipt: Receipt) -> bool:
    if receipt.paper.kind is PaperKind.KITCHEN:
        return False  # the receipt of the same deed opens the drawer
    if receipt.money is not None:
        return receipt.money.cash != 0 or receipt.money.change != 0
    if receipt.slip is not None:
        return receipt.slip.cash != 0
    if receipt.order is not None:
        return receipt.order.cash != 0
    if receipt.cash is not None:
        return True
    return receipt.bill is not None and receipt.bill.returned > 0


def _write_top(strip: Strip, receipt: Receipt, say: Wording, *, copy: bool) -> None:
    paper = receipt.paper
    if paper.demo:
        strip.stamp(say.tr("DEMO"))
        strip.blank()
    for_guests = paper.kind is not PaperKind.KITCHEN
    if for_guests:
        strip.centre(paper.club_name, bold=True, big=True)
        for line in paper.header.splitlines():
            strip.centre(line)
        if paper.tax_number:
            strip.centre(say.tr("Tax number {number}").format(number=paper.tax_number))
        strip.blank()
    strip.centre(_title(receipt, say), bold=True)
    if copy:
        strip.blank()
        strip.stamp(say.tr("COPY"))
    strip.rule()
    if paper.number:
        strip.pair(say.tr("Number"), str(paper.number))
    strip.pair(say.tr("Printed at") if receipt.report else say.tr("Date"), say.when(paper.at))
    strip.pair(say.tr("Till / shift"), f"{paper.till_id} / {paper.shift_number}")
    strip.pair(say.tr("Cashier"), paper.staff_name)
    if for_guests:
        strip.pair(say.tr("Currency"), paper.currency_code)


def _write_qr(strip: Strip, text: str) -> None:
    """The code, or its text where there is none for it."""
    drawing = qr_drawing(text, strip.columns)
    if drawing is None:
        strip.text(text)
    else:
        strip.draw(drawing)


def _is_for_clients(receipt: Receipt) -> bool:
    """Not what stays in the house: reports, slips for cash, the kitchen's."""
    inside = receipt.report is not None or receipt.cash is not None
    return not inside and receipt.paper.kind is not PaperKind.KITCHEN


def _title(receipt: Receipt, say: Wording) -> str:
    titles = {
        PaperKind.TOP_UP: say.tr("TOP-UP"),
        PaperKind.GUEST_PAYMENT: say.tr("GUEST SESSION"),
        PaperKind.REFUND: say.tr("REFUND"),
        PaperKind.BONUS_CREDIT: say.tr("BONUS CREDIT"),
        PaperKind.DEDUCTION: say.tr("DEDUCTION"),
        PaperKind.UNDO: say.tr("UNDONE OPERATION"),
        PaperKind.DEPOSIT: say.tr("DEPOSIT"),
        PaperKind.DEPOSIT_RETURN: say.tr("DEPOSIT PAID BACK"),
        PaperKind.SESSION_END: say.tr("SESSION BILL"),
        PaperKind.ORDER: say.tr("ORDER"),
        PaperKind.ORDER_CANCEL: say.tr("ORDER CANCELLED"),
        PaperKind.KITCHEN: say.tr("KITCHEN"),
        PaperKind.CASH_IN: say.tr("CASH IN"),
        PaperKind.CASH_OUT: say.tr("CASH OUT"),
        PaperKind.COLLECTION: say.tr("COLLECTION"),
        PaperKind.X_REPORT: say.tr("X-REPORT"),
        PaperKind.Z_REPORT: say.tr("Z-REPORT"),
        PaperKind.EXPLANATION: say.tr("HOW THE CHARGE COMES ABOUT"),
        PaperKind.TERMINAL_DAY: say.tr("DAY OF THE CARD TERMINAL"),
        PaperKind.CARD_SLIP: say.tr("SLIP OF THE CARD TERMINAL"),
        PaperKind.TEST: say.tr("TEST PAGE"),
    }
    return titles[receipt.paper.kind]


def _write_body(strip: Strip, receipt: Receipt, say: Wording) -> None:
    if receipt.money is not None:
        write_money(strip, receipt.money, say)
    if receipt.bill is not None:
        write_bill(strip, receipt.bill, say)
    if receipt.explanation is not None:
        write_explanation(strip, receipt.explanation, say)
    if receipt.report is not None:
        write_report(strip, receipt.report, say)
    _write_slips(strip, receipt, say)
    if receipt.paper.kind is PaperKind.TEST:
        write_sample_page(strip, say)
    _write_lines(strip, receipt.lines)


def _write_slips(strip: Strip, receipt: Receipt, say: Wording) -> None:
    """The bodies whose words depend on what kind of paper it is."""
    kind = receipt.paper.kind
    if receipt.slip is not None:
        write_slip(strip, receipt.slip, kind, say)
    if receipt.order is not None:
        write_order(strip, receipt.order, kind, say)
    if receipt.cash is not None:
        write_cash(strip, receipt.cash, kind, say)


def _write_lines(strip: Strip, lines: tuple[str, ...]) -> None:
    if lines:
        strip.rule()
    for line in lines:
        strip.text(line)


def _write_end(strip: Strip, receipt: Receipt, say: Wording) -> None:
    if receipt.fiscal is not None:
        strip.heading(say.tr("REGISTERED"))
        strip.pair(say.tr("Fiscal sign"), receipt.fiscal.sign, bold=True)
        _write_qr(strip, receipt.fiscal.link)
    inside = receipt.paper.kind is PaperKind.KITCHEN or receipt.cash is not None
    footer = [] if inside else receipt.paper.footer.splitlines()
    if footer:
        strip.rule()
    for line in footer:
        strip.centre(line)
    if receipt.paper.qr and _is_for_clients(receipt):
        _write_qr(strip, receipt.paper.qr)
    if receipt.paper.demo:
        strip.blank()
        strip.stamp(say.tr("DEMO"))
        strip.centre(say.tr("Not a real payment"))
