"""Instants, durations and phones read as people write them."""

from datetime import UTC, datetime, timedelta

import pytest

from clubdesk.foundation import translate
from clubdesk.ui.look import wording
from tests.support.fake_desk import CLUB

AT = datetime(2026, 11, 21, 15, 54, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00:00"), (6137, "1:42:17"), (59.9, "0:00:59"), (-5, "0:00:00"), (360_000, "100:00:00")],
)
def test_a_timer_never_goes_below_zero(seconds: float, text: str) -> None:
    assert wording.timer(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(7020, "1 h 57 min"), (7200, "2 h"), (720, "12 min"), (40, "40 s"), (-1, "0 s")],
)
def test_a_duration_is_told_to_the_minute(seconds: float, text: str) -> None:
    assert wording.duration(seconds).replace("\u00a0", " ") == text


def test_times_are_the_clubs_own() -> None:
    assert wording.clock_time(AT, CLUB) == "20:54"
    assert wording.date_time(AT, CLUB) == "21 Nov, 20:54"


def test_the_day_changes_at_the_clubs_midnight() -> None:
    late = datetime(2026, 11, 21, 19, 30, tzinfo=UTC)
    assert wording.ago(AT, late, CLUB) == "yesterday"


@pytest.mark.parametrize(
    ("days", "text"), [(0, "today"), (1, "yesterday"), (3, "3 days ago"), (40, "12 Oct")]
)
def test_how_long_ago(days: int, text: str) -> None:
    assert wording.ago(AT - timedelta(days=days), AT, CLUB) == text


def test_never_has_a_word() -> None:
    assert wording.ago(None, AT, CLUB) == "never"


def test_a_phone_reads_with_spaces() -> None:
    assert wording.phone("+77015554417") == "+7 701 555 4417"
    assert wording.phone("no phone") == "no phone"
    assert wording.phone_end("+77015554417") == "…4417"


def test_money_carries_its_sign_where_it_moves() -> None:
    assert wording.signed_money(200_000, CLUB).startswith("+")
    assert wording.signed_money(-70_000, CLUB).startswith("−")
    assert wording.signed_money(0, CLUB)[0] == "0"


def test_dates_follow_the_language() -> None:
    translate.set_language("ru")
    assert wording.date(AT, CLUB) == "21 нояб."
