"""Puts amounts, instants and lengths of time into the words of a receipt's language. Pure."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, get_decimal_symbol

from clubdesk.domain.receipt import Paper
from clubdesk.foundation.money import Currency, format_money, format_number
from clubdesk.foundation.translate import tr_in

MINUS = "\u2212"
_NO_SIGN = "₾"
"""The one currency sign that the shipped monospace font lacks; a test walks through all."""


class Wording:
    """One paper's way of saying things.

    Columns of amounts carry no currency sign: the paper names its currency once and the main
    figure has the sign. So amounts stay text on a printer whose code page lacks the sign.
    """

    def __init__(self, paper: Paper, language: str, *, decimals: bool = False) -> None:
        """``decimals``: whole amounts get zeros, so that a column with cents lines up."""
        self.language = language
        self.tr = tr_in(language)
        self.currency = Currency(paper.currency_code, paper.currency_exponent)
        self._zone = ZoneInfo(paper.time_zone)
        exponent = self.currency.exponent if decimals else 0
        self._zeros = get_decimal_symbol(language) + "0" * exponent if exponent else ""

    def amount(self, minor: int) -> str:
        """Minor units as a number without a currency sign."""
        sign = MINUS if minor < 0 else ""
        whole = minor % self.currency.scale == 0
        return sign + self.price(abs(minor)) + (self._zeros if whole else "")

    def price(self, minor: int) -> str:
        """Minor units as a number within a sentence."""
        return format_number(minor, self.currency, self.language)

    def signed(self, minor: int) -> str:
        """A difference: its plus is written too."""
        return ("+" if minor > 0 else "") + self.amount(minor)

    def money(self, minor: int) -> str:
        """Minor units with the currency sign, or its code where the receipt font has no sign."""
        text = format_money(minor, self.currency, self.language)
        return text.replace(_NO_SIGN, self.currency.code)

    def count(self, number: int) -> str:
        """A number of things or points."""
        return format_number(number, Currency("", 0), self.language)

    def percent(self, hundredths: int) -> str:
        """Hundredths of a percent as a number: 1200 is 12, 1250 is 12.5."""
        return str(format_decimal(Decimal(hundredths) / 100, "0.##", locale=self.language))

    def day(self, at: datetime) -> str:
        """The club's calendar date of an instant."""
        return str(format_date(at.astimezone(self._zone), "medium", locale=self.language))

    def clock(self, at: datetime) -> str:
        """The club's wall time of an instant, to the minute."""
        return str(format_time(at.astimezone(self._zone), "HH:mm", locale=self.language))

    def when(self, at: datetime) -> str:
        """Date and wall time of an instant."""
        return f"{self.day(at)} {self.clock(at)}"

    def length(self, seconds: int) -> str:
        """A length of time for reading: 1 h 20 min; seconds only under a minute."""
        hours, minutes = seconds // 3600, seconds % 3600 // 60
        if hours and not minutes:
            return self.tr("{hours} h").format(hours=hours)
        if hours:
            return self.tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
        if minutes:
            return self.tr("{minutes} min").format(minutes=minutes)
        return self.tr("{seconds} s").format(seconds=seconds)

    def minutes(self, seconds: int) -> str:
        """A length of time for checking a price: 80 min, with its seconds if there are any."""
        if seconds < 60:
            return self.tr("{seconds} s").format(seconds=seconds)
        text = self.tr("{minutes} min").format(minutes=seconds // 60)
        rest = seconds % 60
        return f"{text} " + self.tr("{seconds} s").format(seconds=rest) if rest else text
