"""Money as short as a card can show it, fast enough for every seat of a hall.

Pure. The locale's way of writing an amount is learned once from ``foundation.money``.
"""

from __future__ import annotations

from functools import lru_cache

from clubdesk.foundation.money import Currency, format_money

_PROBE = 1_234_567


class ShortMoney:
    """Writes amounts of one currency in one language."""

    def __init__(self, currency: Currency, language: str) -> None:
        self.currency = currency
        self.language = language
        whole = format_money(_PROBE * currency.scale, currency, language)
        first, last = whole.index("1"), whole.index("7") + 1
        self._before, self._after = whole[:first], whole[last:]
        self._group = whole[first + 1] if not whole[first + 1].isdigit() else ""

    def exact(self, minor: int) -> str:
        """The amount to the minor unit."""
        return format_money(minor, self.currency, self.language)

    def running(self, minor: int, per_hour_minor: int) -> str:
        """An amount that changes while one looks at it, rounded down where cents say nothing.

        Where an hour costs a hundred whole units or more, parts of a unit are left out.
        """
        scale = self.currency.scale
        if per_hour_minor < 100 * scale:
            return self.exact(minor)
        return self._whole(minor // scale) if minor >= 0 else self.exact(minor)

    def per_hour(self, minor: int, pattern: str) -> str:
        """An hourly price put into a pattern such as ``{money}/h``."""
        return pattern.format(money=self.exact(minor))

    def bare(self, shown: str) -> str:
        """An amount without its currency, where there is no room for both it and a name."""
        return shown.removeprefix(self._before).removesuffix(self._after)

    def _whole(self, units: int) -> str:
        return f"{self._before}{units:,}{self._after}".replace(",", self._group)


@lru_cache(maxsize=8)
def short_money(currency: Currency, language: str) -> ShortMoney:
    """The writer of a currency, made once."""
    return ShortMoney(currency, language)
