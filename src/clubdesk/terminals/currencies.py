"""Amounts as terminals count them: the currency's number and minor units by ISO 4217. Pure."""

from __future__ import annotations

_NUMBERS = {
    "AED": 784, "AMD": 51, "AUD": 36, "AZN": 944, "BGN": 975, "BYN": 933, "CAD": 124, "CHF": 756,
    "CNY": 156, "CZK": 203, "DKK": 208, "EUR": 978, "GBP": 826, "GEL": 981, "HUF": 348, "ILS": 376,
    "INR": 356, "ISK": 352, "JPY": 392, "KGS": 417, "KRW": 410, "KZT": 398, "MDL": 498, "MNT": 496,
    "NOK": 578, "PLN": 985, "RON": 946, "RSD": 941, "RUB": 643, "SEK": 752, "TJS": 972, "TMT": 934,
    "TRY": 949, "UAH": 980, "USD": 840, "UZS": 860,
}  # fmt: skip
_WITHOUT_MINOR = frozenset({"ISK", "JPY", "KRW"})
_MOST_DIGITS = 12


def number_of(code: str) -> str:
    """The four digits of a currency.

    Raises:
        ValueError: It is not known here.
    """
    number = _NUMBERS.get(code.strip().upper())
    if number is None:
        raise ValueError("unknown currency")
    return f"{number:04d}"


def terminal_amount(amount_minor: int, code: str, exponent: int) -> int:
    """An amount in the units of a ZVT terminal, which has the decimals of ISO 4217.

    Args:
        amount_minor: In the club's minor units.
        code: The currency by ISO 4217.
        exponent: ``10**exponent`` of the club's minor units make one of the currency.

    Raises:
        ValueError: Not positive, beyond twelve digits, or finer than the terminal counts.
    """
    wanted = 0 if code.strip().upper() in _WITHOUT_MINOR else 2
    scaled = amount_minor * int(10 ** max(wanted - exponent, 0))
    amount, rest = divmod(scaled, int(10 ** max(exponent - wanted, 0)))
    if rest or amount <= 0 or len(str(amount)) > _MOST_DIGITS:
        raise ValueError("amount")
    return amount
