"""Whatever happens in a session, the lines of its explanation add up to its price."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clubdesk.domain import session as rules
from clubdesk.domain.explaining import explain
from clubdesk.domain.points_share import Purse
from clubdesk.domain.pricing import HourlyPrice, PriceBand
from clubdesk.domain.session import Cover, Terms
from clubdesk.domain.session_ends import with_free_minutes

START = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)
PRICE = HourlyPrice((PriceBand(0, 5_037), PriceBand(9_000, 6_113)), "Europe/Berlin")


@given(
    minutes=st.lists(st.integers(0, 300), min_size=1, max_size=6),
    discount=st.integers(0, 100),
    least=st.integers(0, 20_000),
    step=st.sampled_from([0, 15, 30]),
    limit=st.none() | st.integers(1, 30_000),
    gift=st.integers(0, 90),
    package=st.booleans(),
    ends=st.booleans(),
)
def test_the_lines_add_up(minutes, discount, least, step, limit, gift, package, ends) -> None:
    terms = Terms(1, "Hourly", PRICE, discount_percent=discount, min_charge_minor=least,
                  step_minutes=step)  # fmt: skip
    session = replace(rules.begin(1, 1, terms, START), limit_minor=limit)
    if package:
        session = replace(session, covers=(Cover(2, "Night", 60, 9_999, START),))
    now = START
    for place, length in enumerate(minutes):
        now += timedelta(minutes=length, seconds=7)
        session = (rules.resume if place % 2 else rules.pause)(session, now)
        if gift and place == 0:
            session = with_free_minutes(session, "A gift", gift, now)
    if ends:
        session = rules.end(session, now)
    told = explain(session, {1: "PC 01"}, "", Purse(10**9), now)
    assert sum(step.amount for step in told.steps) == told.total == rules.used_minor(session, now)
    assert told.money + told.points == told.total or ends
