"""Amounts of money as integers in minor units, and the two places where they meet text.

Pure; any thread. A float never comes near an amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale
from babel.numbers import (
    NumberFormatError,
    format_decimal,
    get_currency_precision,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
    is_currency,
    parse_decimal,
)

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr

_TYPED = frozenset("0123456789.,-+'")
"""What an amount is typed with; other scripts' digits and exponents are not amounts here."""

_SPACED = re.compile(r"[-+]?[0-9]{1,3}(\s[0-9]{3})+([.,][0-9]*)?")
"""Spaces stand between thousands and nowhere else."""

MAX_MINOR = 10**15
"""The largest amount of one deed in minor units: far above any till, far below 64 bits."""


@dataclass(frozen=True, slots=True)
class Currency:
    """One ISO 4217 currency with the number of digits after its decimal sign."""

    code: str
    exponent: int

    @property
    def scale(self) -> int:
        """Minor units in one major unit (100 for EUR, 1 for JPY)."""
        return int(10**self.exponent)


def currency_of(code: str) -> Currency:
    """The currency of an ISO 4217 code.

    Raises:
        DeskError: ``money.unknown_currency``.
    """
    wanted = code.strip().upper()
    if not is_currency(wanted):
        raise DeskError(
            "money.unknown_currency",
            tr("“{code}” is not a currency.").format(code=code),
            tr("Use a code of three letters, such as KZT or EUR."),
        )
    return Currency(wanted, int(get_currency_precision(wanted)))


@lru_cache(maxsize=32)
def _symbol(code: str, language: str) -> str:
    narrow = {"KZT": "₸", "RUB": "₽", "UAH": "₴", "KGS": "с", "UZS": "soʻm", "GEL": "₾"}
    return narrow.get(code) or get_currency_symbol(code, locale=Locale.parse(language))


def format_number(minor: int, currency: Currency, language: str) -> str:
    """An amount without its currency sign; whole amounts lose their zeros: 1 364, 52.50."""
    value = Decimal(minor).scaleb(-currency.exponent)
    digits = currency.exponent if minor % currency.scale else 0
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    text: str = format_decimal(value, format=pattern, locale=Locale.parse(language))
    return text.replace("\u202f", "\u00a0")


def format_money(minor: int, currency: Currency, language: str) -> str:
    """An amount for people in the club's language, such as ``1 364 ₸`` or ``€52.50``.

    Args:
        minor: Minor units; may be negative (shown with a true minus sign).
        currency: The club's currency.
        language: A locale name such as ``en`` or ``ru``.
    """
    sign = "\u2212" if minor < 0 else ""
    number = format_number(abs(minor), currency, language)
    return f"{sign}{number}\u00a0{_symbol(currency.code, language)}"


def parse_money(text: str, currency: Currency, language: str) -> int:
    """Minor units of an amount typed by a person.

    Raises:
        DeskError: ``money.not_a_number``, ``money.too_many_decimals`` or ``money.too_large``.
    """
    value = _decimal_of(text, currency, language)
    minor = value.scaleb(currency.exponent)
    if minor != minor.to_integral_value():
        raise DeskError(
            "money.too_many_decimals",
            tr("At most {count} digits after the decimal sign.").format(count=currency.exponent),
            tr("Correct the amount."),
        )
    if abs(minor) > MAX_MINOR:
        raise DeskError(
            "money.too_large", tr("The amount is too large."), tr("Correct the amount.")
        )
    return int(minor)


def _decimal_of(text: str, currency: Currency, language: str) -> Decimal:
    bare = text.replace(_symbol(currency.code, language), "").replace(currency.code, "").strip()
    if any(ch.isspace() for ch in bare) and not _SPACED.fullmatch(bare):
        # Two amounts pasted in one go are not one large amount.
        raise _not_a_number(text)
    cleaned = bare
    cleaned = "".join(ch for ch in cleaned if not ch.isspace())
    if not set(cleaned) <= _TYPED:
        raise _not_a_number(text)
    mark = get_decimal_symbol(Locale.parse(language))
    if cleaned.count(".") + cleaned.count(",") == 1 and mark not in cleaned:
        # A cashier types the dot of the number pad in every language.
        # Three digits behind the language's own sign between thousands are thousands, as shown.
        head, _, tail = cleaned.replace(",", ".").partition(".")
        parts_thousands = get_group_symbol(Locale.parse(language)) in cleaned
        if len(tail) != 3 or (currency.exponent >= 3 and not parts_thousands):
            cleaned = f"{head}{mark}{tail}"
    try:
        value: Decimal = parse_decimal(cleaned, locale=Locale.parse(language), strict=True)
    except (NumberFormatError, InvalidOperation) as error:
        raise _not_a_number(text) from error
    if not value.is_finite():
        raise _not_a_number(text)
    return value


def _not_a_number(text: str) -> DeskError:
    return DeskError(
        "money.not_a_number",
        tr("“{text}” is not an amount.").format(text=text.strip()[:40]),
        tr("Type digits only, such as 5000 or 52.50."),
    )
