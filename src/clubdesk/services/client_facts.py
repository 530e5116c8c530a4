"""What a person types about a client, checked one by one and made fit to be stored. Pure.

The fields of a form, the deeds and the reading of another program's list all ask here.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.typed_money import kept_words
from clubdesk.services.typed_text import fitting, one_line, several_lines

LONGEST_NAME = 120
LONGEST_EMAIL = 254
LONGEST_CARD = 64
LONGEST_NOTE = 4_000
LONGEST_REASON = 300
LONGEST_PHONE = 40
FIRST_YEAR = 1900

_NOT_IN_NAMES = frozenset(";<>{}\\")
_JOINERS = frozenset("\u200c\u200d")
_PHONE_SIGNS = re.compile(r"[\d\s+()./\-\u2010-\u2015\u2212]*")
_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]{2,}")


def e164(phone: str, country: str) -> str:
    """A phone number in E.164.

    Args:
        phone: As a person typed it.
        country: ISO 3166 alpha-2 for numbers without a country code.

    Raises:
        DeskError: ``client.bad_phone``.
    """
    # Imported late: its tables take longer to load than the rest of the desk's start.
    import phonenumbers

    typed = one_line(phone[: 2 * LONGEST_PHONE])
    if why := _why_no_phone(typed):
        raise _bad_phone(why)
    refusal = _bad_phone(tr("“{phone}” is not a phone number.").format(phone=typed))
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException as error:
        raise refusal from error
    if number.extension or not phonenumbers.is_valid_number(number):
        raise refusal
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def clean_name(name: str) -> str:
    """A name on one line, with single spaces and nothing invisible.

    Raises:
        DeskError: ``client.name_missing`` or ``client.name_too_long``.
    """
    cleaned = one_line(name[: 10 * LONGEST_NAME])
    if not cleaned:
        raise DeskError(
            "client.name_missing", tr("The name is missing."), tr("Type a name."), subject="name"
        )
    if len(cleaned) > LONGEST_NAME or len(name) > 10 * LONGEST_NAME:
        raise DeskError(
            "client.name_too_long", tr("The name is too long."), tr("Shorten it."), subject="name"
        )
    return cleaned


def client_name(name: str) -> str:
    """A client's name: as ``clean_name``, and of signs that a person's name has.

    A heart from a chat or half a program is a slip of the clipboard: it would stand on receipts.

    Raises:
        DeskError: ``client.name_signs``, or as ``clean_name``.
    """
    cleaned = clean_name(name)
    odd = next((sign for sign in cleaned if _is_odd(sign)), "")
    if odd or not any(sign.isalnum() for sign in cleaned):
        raise DeskError(
            "client.name_signs",
            tr("“{sign}” cannot be part of a name.").format(sign=odd or cleaned[:20]),
            tr("Write the name in letters; nothing was changed."),
            subject="name",
        )
    return cleaned


def _is_odd(sign: str) -> bool:
    if sign in _NOT_IN_NAMES:
        return True
    # Joiners belong to the spelling of several scripts.
    return unicodedata.category(sign) in ("So", "Sk", "Co", "Cn", "Cf") and sign not in _JOINERS


def clean_email(email: str) -> str:
    """An email address as it was typed; empty if there is none.

    Raises:
        DeskError: ``client.bad_email`` or ``text.too_long``.
    """
    cleaned = fitting(email, LONGEST_EMAIL, "email")
    if cleaned and not _EMAIL.fullmatch(cleaned):
        raise DeskError(
            "client.bad_email",
            tr("“{email}” is not an email address.").format(email=cleaned[:60]),
            tr("Type it like anna@example.com, or leave it empty."),
            subject="email",
        )
    return cleaned


def clean_card(number: str) -> str:
    """A card's number as it was scanned or typed; empty if there is none.

    Raises:
        DeskError: ``text.too_long``.
    """
    return fitting(number, LONGEST_CARD, "card_number")


def clean_note(note: str) -> str:
    """A note with its lines.

    Raises:
        DeskError: ``text.too_long``.
    """
    return several_lines(note, LONGEST_NOTE, "note")


def birthday_of(text: str, today: date) -> date | None:
    """A birthday in ISO 8601; None for an empty text.

    Raises:
        DeskError: ``client.bad_birthday``.
    """
    typed = one_line(text[:40])
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise _bad_birthday(tr("“{text}” is not a date.").format(text=typed)) from error
    if day > today:
        raise _bad_birthday(tr("The birthday is in the future."))
    if day.year < FIRST_YEAR:
        raise _bad_birthday(tr("The birthday is before {year}.").format(year=FIRST_YEAR))
    return day


def today_in(club: Club, now: datetime) -> date:
    """The day by the wall of the club at an instant (UTC)."""
    return now.astimezone(ZoneInfo(club.time_zone)).date()


def clean_reason(reason: str) -> str:
    """Why a deed is done; nobody gets by without one.

    Raises:
        DeskError: ``reason.missing``, ``text.too_long`` or ``text.card_number``.
    """
    cleaned = kept_words(reason, LONGEST_REASON, "reason")
    if not cleaned:
        raise DeskError(
            "reason.missing",
            tr("The reason is missing."),
            tr("Write why: it stays in the journal."),
            subject="reason",
        )
    return cleaned


def _why_no_phone(typed: str) -> str:
    if not typed:
        return tr("The phone number is missing.")
    if len(typed) > LONGEST_PHONE:
        return tr("This is too long for a phone number.")
    if any(sign.isalpha() for sign in typed):
        return tr("“{phone}” holds letters: a phone number has digits only.").format(phone=typed)
    if not _PHONE_SIGNS.fullmatch(typed):
        return tr("“{phone}” is not a phone number.").format(phone=typed)
    return ""


def _bad_phone(text: str) -> DeskError:
    return DeskError(
        "client.bad_phone",
        text,
        tr("Type the whole number, such as +7 701 555 44 17."),
        subject="phone",
    )


def _bad_birthday(text: str) -> DeskError:
    return DeskError(
        "client.bad_birthday",
        text,
        tr("Type it like 1998-05-31, or leave it empty."),
        subject="birthday",
    )
