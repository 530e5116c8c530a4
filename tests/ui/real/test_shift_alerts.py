"""A shift that was left open is flagged on every screen until it is closed or handed over."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from clubdesk.services.cash_moves import SaveTillRules
from clubdesk.services.shifts import CloseShift

DAY_S = 24 * 3_600


def bar_words(real):
    bar = real.window.alerts.bars.get("long_shift")
    return "" if bar is None else " ".join(text.text() for text in bar.findChildren(QLabel))


def test_a_shift_open_for_more_than_a_day_is_flagged_until_it_is_closed(real) -> None:
    real.come_to_work()
    real.clock.advance(DAY_S - 60)
    assert bar_words(real) == ""
    real.clock.advance(61)
    real.until(lambda: "more than 24 hours" in bar_words(real))
    shift = real.house.storage.queries.shift_now(1, real.clock.now())
    assert shift.is_long
    real.do(CloseShift(counted_minor=shift.figures.expected_cash))
    real.until(lambda: bar_words(real) == "")


def test_the_club_says_how_long_a_shift_may_be(real) -> None:
    real.come_to_work()
    real.clock.advance(9 * 3_600)
    assert not real.house.storage.queries.shift_now(1, real.clock.now()).is_long
    real.do(SaveTillRules(categories=(), long_shift_hours=8, tolerance_minor=0), "owner")
    real.until(lambda: "more than 8 hours" in bar_words(real))
