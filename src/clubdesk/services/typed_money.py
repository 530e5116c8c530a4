"""What a cashier types for a deed with money: an amount, a reason, a slip's number. Pure checks."""

from __future__ import annotations

import re
import unicodedata

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR, Currency, format_money
from clubdesk.foundation.translate import language, tr
from clubdesk.services.deed import Deed
from clubdesk.services.typed_text import fitting

LONGEST_REASON = 500
LONGEST_SLIP = 40
_FEWEST_CARD_DIGITS, _MOST_CARD_DIGITS = 13, 19
_FAR_TOO_LONG = 20_000
"""A pasted book is refused before it is looked at sign by sign."""


def check_amount(amount_minor: int, subject: str = "amount") -> None:
    """Refuses an amount that cannot be moved.

    Raises:
        DeskError: ``money.not_positive`` or ``money.too_large``.
    """
    if amount_minor <= 0:
        raise DeskError(
            "money.not_positive",
            tr("The amount must be more than zero."),
            tr("Type the amount."),
            subject=subject,
        )
    if amount_minor > MAX_MINOR:
        raise DeskError(
            "money.too_large",
            tr("The amount is too large."),
            tr("Correct the amount."),
            subject=subject,
        )


def check_points(points: int, subject: str = "points") -> None:
    """Refuses a number of points that cannot be moved.

    Raises:
        DeskError: ``points.not_positive`` or ``points.too_many``.
    """
    if points <= 0:
        raise DeskError(
            "points.not_positive",
            tr("The number of points must be more than zero."),
            tr("Type the number of points."),
            subject=subject,
        )
    if points > MAX_MINOR:
        raise DeskError(
            "points.too_many",
            tr("The number of points is too large."),
            tr("Correct the number of points."),
            subject=subject,
        )


def till_too_little(holds_minor: int, currency: Currency) -> DeskError:
    """The refusal to pay out cash that the till does not hold by the books."""
    shown = format_money(holds_minor, currency, language())
    return DeskError(
        "till.too_little",
        tr("The till holds only {amount} by the books.").format(amount=shown),
        tr("Nothing was changed. Pay out less, or put cash into the till first."),
        subject="amount",
    )


def give_reason(deed: Deed, typed: str) -> str:
    """Writes down why a deed is done; it stands in the books, the journal and on the paper.

    Raises:
        DeskError: ``reason.missing``, ``text.too_long`` or ``text.card_number``.
    """
    deed.reason = kept_words(typed, LONGEST_REASON, "reason")
    if not deed.reason:
        raise DeskError(
            "reason.missing",
            tr("A reason is needed."),
            tr("Write down why; the journal keeps it."),
            subject="reason",
        )
    return deed.reason


def kept_words(typed: str, longest: int, subject: str) -> str:
    """A free text that is kept for good or printed, as one line and without a card's number.

    Raises:
        DeskError: ``text.too_long`` or ``text.card_number``.
    """
    words = fitting(typed[:_FAR_TOO_LONG], longest, subject)
    if holds_card_number(words):
        raise DeskError(
            "text.card_number",
            tr("This looks like a card's number, and those are never stored here."),
            tr("Nothing was changed. Write it without the number."),
            subject=subject,
        )
    return words


def check_slip(typed: str) -> str:
    """The number on a terminal's slip, as one line.

    Raises:
        DeskError: ``slip.missing``, ``slip.card_number`` or ``text.too_long``.
    """
    slip = fitting(typed[:_FAR_TOO_LONG], LONGEST_SLIP, "slip")
    refuse_card_number(slip, "slip")
    if not any(sign.isalnum() for sign in slip):
        raise DeskError(
            "slip.missing",
            tr("The number of the terminal's slip is needed."),
            tr("Type the number that is printed on the slip."),
            subject="slip",
        )
    return slip


def refuse_card_number(text: str, subject: str) -> None:
    """A card's number is never stored, whatever field it was typed into.

    Raises:
        DeskError: ``slip.card_number``.
    """
    if holds_card_number(text):
        raise DeskError(
            "slip.card_number",
            tr("This looks like a card's number, and those are never stored here."),
            tr("Nothing was changed. Type the number of the slip instead."),
            subject=subject,
        )


def holds_card_number(text: str) -> bool:
    """True if 13 to 19 digits in a row, or in groups with signs between them, pass Luhn's check.

    Source: ISO/IEC 7812-1, annex B (the check digit by Luhn's formula).
    """
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    for stretch in re.findall(r"[0-9]+(?:[^0-9A-Za-z]{1,3}[0-9]+)*", plain):
        groups = re.findall(r"[0-9]+", stretch)
        if any(_is_card_number(group) for group in _joined(groups)):
            return True
    return False


def _joined(groups: list[str]) -> list[str]:
    """Every run of neighbouring groups, and the parts of a group that is longer than any card."""
    runs = [
        "".join(groups[first:last])
        for first in range(len(groups))
        for last in range(first + 1, min(len(groups), first + _MOST_CARD_DIGITS) + 1)
    ]
    parts = [
        group[first : first + length]
        for group in groups
        if len(group) > _MOST_CARD_DIGITS
        for length in range(_FEWEST_CARD_DIGITS, _MOST_CARD_DIGITS + 1)
        for first in range(len(group) - length + 1)
    ]
    return runs + parts


def _is_card_number(digits: str) -> bool:
    if not _FEWEST_CARD_DIGITS <= len(digits) <= _MOST_CARD_DIGITS:
        return False
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(int(digit) for digit in digits[::-2])
    return (total + sum(two - 9 if two > 9 else two for two in doubled)) % 10 == 0
