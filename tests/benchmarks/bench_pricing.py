"""The price of a session of a year across many bands, against the walk from band to band."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from time import perf_counter
from typing import Any

from clubdesk.domain.pricing import DayBand, HourlyPrice, PriceBand, SpecialDay
from tests.support.slow_walk import slow_price

ROUNDS = 300
LIMIT_MS = 1.0
START = datetime(2026, 1, 3, 5, 17, 11, 123_456, tzinfo=UTC)
YEAR = timedelta(days=365)
WALKED = timedelta(days=14)
"""The slow walk is timed over two weeks and told for a year."""


def run() -> list[dict[str, Any]]:
    """Medians of pricing a year and of finding when its money is used up."""
    price = _price()
    end = START + YEAR
    cost = price.price([(START, end)])
    if price.lasts_until(START, cost) != end:
        raise AssertionError("a year's money does not last a year")
    slow_ms = _once(lambda: slow_price(price, START, START + WALKED)) * (YEAR / WALKED)
    return [
        _row("price of a year, 168 bands", _median(lambda: price.price([(START, end)])), slow_ms),
        _row(
            "end of a year's money, 168 bands",
            _median(lambda: price.lasts_until(START, Fraction(cost))),
            slow_ms,
        ),
    ]


def _price() -> HourlyPrice:
    """A price for every hour of the week, and two special days a month, where clocks change."""
    bands = tuple(PriceBand(hour * 60, 50_000 + hour * 137 % 9_000) for hour in range(168))
    special = tuple(
        SpecialDay(date(2026, month, day), (DayBand(0, 70_000), DayBand(600, 90_000)))
        for month in range(1, 13)
        for day in (1, 15)
    )
    return HourlyPrice(bands, "Europe/Berlin", special)


def _once(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_once(work) for _ in range(ROUNDS))


def _row(name: str, value: float, slow_ms: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "unit": "ms",
        "reference": f"minute by minute {slow_ms:.0f} ms",
        "ratio": slow_ms / value,
        "target": f"<= {LIMIT_MS:g} ms",
        "met": value <= LIMIT_MS,
    }


if __name__ == "__main__":
    for row in run():
        print(row)
