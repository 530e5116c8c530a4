"""What is in people's hands: banknotes and coins of a currency, and the amounts usually paid in.

Pure; amounts are minor units.
"""

from __future__ import annotations

from clubdesk.foundation.money import Currency

_NOTES: dict[str, tuple[str, ...]] = {
    "KZT": ("20000", "10000", "5000", "2000", "1000", "500", "200", "100", "50", "20", "10", "5"),
    "RUB": ("5000", "2000", "1000", "500", "200", "100", "50", "10", "5", "2", "1"),
    "EUR": ("200", "100", "50", "20", "10", "5", "2", "1", "0.50", "0.20", "0.10", "0.05"),
    "USD": ("100", "50", "20", "10", "5", "1", "0.25", "0.10", "0.05", "0.01"),
    "UAH": ("1000", "500", "200", "100", "50", "20", "10", "5", "2", "1"),
    "KGS": ("5000", "2000", "1000", "500", "200", "100", "50", "20", "10", "5", "3", "1"),
    "GEL": ("200", "100", "50", "20", "10", "5", "2", "1", "0.50", "0.20", "0.10", "0.05"),
    "GBP": ("50", "20", "10", "5", "2", "1", "0.50", "0.20", "0.10", "0.05"),
    "JPY": ("10000", "5000", "2000", "1000", "500", "100", "50", "10", "5", "1"),
    "PLN": ("500", "200", "100", "50", "20", "10", "5", "2", "1", "0.50"),
    "CHF": ("1000", "200", "100", "50", "20", "10", "5", "2", "1", "0.50", "0.20", "0.10", "0.05"),
    "CZK": ("5000", "2000", "1000", "500", "200", "100", "50", "20", "10", "5", "2", "1"),
    "TRY": ("200", "100", "50", "20", "10", "5", "1", "0.50", "0.25", "0.10"),
    "CNY": ("100", "50", "20", "10", "5", "1", "0.50", "0.10"),
    "KRW": ("50000", "10000", "5000", "1000", "500", "100", "50", "10"),
    "UZS": ("200000", "100000", "50000", "20000", "10000", "5000", "2000", "1000", "500", "200"),
    "BYN": ("200", "100", "50", "20", "10", "5", "2", "1", "0.50", "0.20", "0.10", "0.05"),
    "AMD": ("20000", "10000", "5000", "2000", "1000", "500", "200", "100", "50", "20", "10"),
    "AZN": ("200", "100", "50", "20", "10", "5", "1", "0.50", "0.20", "0.10", "0.05"),
}
_LADDER = ("500", "200", "100", "50", "20", "10", "5", "2", "1", "0.50", "0.20", "0.10", "0.05")
"""What most currencies of the world have, where the desk does not know better."""
_QUICK: dict[str, tuple[int, ...]] = {
    "KZT": (1000, 2000, 3000, 5000, 10000),
    "RUB": (200, 300, 500, 1000, 2000),
    "UAH": (100, 200, 300, 500, 1000),
    "KGS": (100, 200, 500, 1000, 2000),
    "JPY": (500, 1000, 2000, 5000, 10000),
}
_QUICK_ELSEWHERE = (5, 10, 20, 50, 100)


def denominations(currency: Currency) -> tuple[int, ...]:
    """Banknotes and coins, largest first, in minor units.

    Of a currency that the desk does not know by name: steps of 1, 2 and 5. One without minor
    units is worth little, so that its notes are a hundred times as large and begin with ten.
    """
    known = _NOTES.get(currency.code)
    if known is not None:
        return tuple(_minor(text, currency) for text in known)
    if currency.exponent == 0:
        return tuple(_minor(text, currency) * 100 for text in _LADDER if "." not in text)
    return tuple(_minor(text, currency) for text in _LADDER)


def quick_amounts(currency: Currency) -> tuple[int, ...]:
    """The amounts that a top-up offers on chips, in minor units."""
    amounts = _QUICK.get(currency.code, _QUICK_ELSEWHERE)
    return tuple(amount * currency.scale for amount in amounts)


def likely_received(amount_minor: int, currency: Currency) -> tuple[int, ...]:
    """What a person probably hands over for an amount: it, then the next round notes."""
    # Nobody looks for a hundred to pay three and a half thousand: small notes do not count.
    notes = [note for note in denominations(currency) if note * 10 > amount_minor]
    rounded = {amount_minor}
    for note in notes:
        up = -(-amount_minor // note) * note
        if up > amount_minor:
            rounded.add(up)
    return tuple(sorted(rounded)[:4])


def _minor(text: str, currency: Currency) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * currency.scale + int(part.ljust(currency.exponent, "0") or "0")
