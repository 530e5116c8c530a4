"""The laws of promotions: on which days they run, what a top-up earns, when points expire."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.domain.promotion import (
    ExpiryKind,
    PointsExpiry,
    Promotion,
    PromotionKind,
    Step,
    birthday_near,
    birthday_taken,
    day_of_year,
    expired_before,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
STEPS = st.lists(
    st.builds(Step, st.integers(1, 10**6), st.integers(0, 1000), st.integers(0, 100)),
    min_size=1,
    max_size=5,
    unique_by=lambda step: step.from_minor,
)
ALMATY = "Asia/Almaty"


def promotion(**facts) -> Promotion:
    return Promotion(1, "Any", facts.pop("kind", PromotionKind.TOP_UP), **facts)


def test_a_promotion_runs_from_its_first_day_through_its_last() -> None:
    runs = promotion(starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 30)).runs_on
    assert [runs(date(2026, 11, day)) for day in (1, 2, 30)] == [False, True, True]
    assert not runs(date(2026, 12, 1))
    assert not promotion(active=False).runs_on(date(2026, 11, 2))


@given(DAYS, st.frozensets(st.integers(0, 6)))
def test_weekdays_hold_on_every_day(day, weekdays) -> None:
    assert promotion(weekdays=weekdays).runs_on(day) == (not weekdays or day.weekday() in weekdays)


@given(STEPS, st.integers(1, 2 * 10**6))
def test_the_highest_step_reached_counts_alone(steps, amount) -> None:
    earned = promotion(steps=tuple(steps)).points_for(amount)
    below = sorted((s for s in steps if s.from_minor <= amount), key=lambda s: s.from_minor)
    assert earned == (below[-1].points + amount * below[-1].percent // 100 if below else 0)


def test_a_first_top_up_without_steps_gives_its_points() -> None:
    assert promotion(kind=PromotionKind.FIRST_TOP_UP, points=500).points_for(1) == 500
    assert promotion(kind=PromotionKind.TOP_UP, points=500).points_for(10**9) == 0


@given(DAYS, DAYS, st.integers(0, 15))
def test_a_birthday_is_near_just_within_its_days(born, today, days) -> None:
    found = birthday_near(born, today, days)
    around = [day_of_year(today.year + more, born.month, born.day) for more in (-1, 0, 1)]
    assert (found is not None) == any(abs(day - today).days <= days for day in around)
    assert found is None or (found in around and abs(found - today).days <= days)


def test_a_birthday_window_goes_across_new_year_and_knows_leap_days() -> None:
    assert birthday_near(date(1999, 1, 1), date(2026, 12, 30), 3) == date(2027, 1, 1)
    assert birthday_near(date(1999, 12, 31), date(2027, 1, 2), 3) == date(2026, 12, 31)
    assert birthday_near(date(2000, 2, 29), date(2027, 3, 1), 1) == date(2027, 2, 28)
    assert birthday_near(date(2000, 2, 29), date(2028, 3, 1), 1) == date(2028, 2, 29)
    assert birthday_near(date(1999, 6, 1), date(2026, 12, 30), 15) is None


@given(DAYS, st.integers(2000, 2090), st.integers(-15, 15), st.integers(-15, 15))
def test_a_birthday_is_credited_once_a_year_and_every_year(born, year, early, late) -> None:
    this = day_of_year(year, born.month, born.day)
    after = day_of_year(year + 1, born.month, born.day)
    taken = this + timedelta(days=early)
    assert not birthday_taken(taken, after + timedelta(days=late))
    assert birthday_taken(taken, max(taken, this + timedelta(days=late)))


def test_points_that_never_expire_have_no_cutoff() -> None:
    assert expired_before(PointsExpiry(), datetime(2026, 1, 1, tzinfo=UTC), ALMATY) is None


def _expires(credited: datetime, rule: PointsExpiry, now: datetime) -> bool:
    cutoff = expired_before(rule, now, ALMATY)
    assert cutoff is not None
    return credited < cutoff


@pytest.mark.parametrize(
    ("today", "first_kept"),
    [
        ((2026, 11, 21), (2026, 8, 21)),
        ((2027, 2, 10), (2026, 11, 10)),
        ((2026, 5, 31), (2026, 2, 28)),
        ((2028, 5, 31), (2028, 2, 29)),
    ],
)
def test_points_live_so_many_months(today, first_kept) -> None:
    rule = PointsExpiry(ExpiryKind.MONTHS, months=3)
    zone = ZoneInfo(ALMATY)
    midnight = datetime(*first_kept, tzinfo=zone)
    for now in (
        datetime(*today, tzinfo=zone),
        datetime(*today, 23, 59, 59, tzinfo=zone).astimezone(UTC),
    ):
        assert not _expires(midnight, rule, now)
        assert _expires(midnight - timedelta(microseconds=1), rule, now)


def test_each_expiry_day_takes_what_was_there_a_year_before() -> None:
    rule = PointsExpiry(ExpiryKind.YEARLY, month=12, day=31)
    zone = ZoneInfo(ALMATY)
    credited = datetime(2025, 12, 30, 23, 59, tzinfo=zone)
    kept = datetime(2025, 12, 31, tzinfo=zone)
    for now, goes in [
        (datetime(2026, 12, 30, 23, 59, tzinfo=zone), False),
        (datetime(2026, 12, 31, tzinfo=zone), True),
        (datetime(2027, 11, 1, tzinfo=zone), True),
    ]:
        assert _expires(credited, rule, now) is goes
        assert not _expires(kept, rule, now)
    assert _expires(kept, rule, datetime(2027, 12, 31, tzinfo=zone))


RULES = st.one_of(
    st.builds(PointsExpiry, st.just(ExpiryKind.MONTHS), months=st.integers(1, 120)),
    st.builds(
        lambda month, day: PointsExpiry(ExpiryKind.YEARLY, month=month, day=day),
        st.integers(1, 12),
        st.integers(1, 31),
    ),
)
INSTANTS = st.datetimes(datetime(2012, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))


@given(RULES, INSTANTS, st.timedeltas(timedelta(), timedelta(days=800)))
def test_what_has_expired_stays_expired(rule, now, later) -> None:
    before, after = (
        expired_before(rule, now, "Europe/Berlin"),
        expired_before(rule, now + later, "Europe/Berlin"),
    )
    assert before is not None
    assert after is not None
    assert before <= after
    assert before < now


@given(RULES, INSTANTS)
def test_points_live_as_long_as_the_rule_promises(rule, credited) -> None:
    """Never shorter than promised: so many months, or a whole year; never twice as long."""
    months = rule.months if rule.kind is ExpiryKind.MONTHS else 12
    promised = timedelta(days=28 * months)
    cutoff = expired_before(rule, credited + promised, "UTC")
    assert cutoff is not None
    assert not credited < cutoff
    most = timedelta(days=31 * months + 1) if rule.kind is ExpiryKind.MONTHS else timedelta(732)
    late = expired_before(rule, credited + most, "UTC")
    assert late is not None
    assert credited < late
