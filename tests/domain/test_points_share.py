"""Paying in points and money: by brute force, one minor unit after the other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from clubdesk.domain import session as rules
from clubdesk.domain.points_share import Paid, Purse, due, most_payable
from clubdesk.domain.pricing import HourlyPrice, PriceBand
from clubdesk.domain.session import PlaySession, SessionState, Terms

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
PERCENTS = st.integers(0, 100)
SMALL = st.integers(0, 60)
PURSES = st.builds(Purse, SMALL, SMALL)


def pay(total: int, paid: Paid, purse: Purse, percent: int) -> tuple[Paid, Purse] | None:
    """One settlement; None if the money does not suffice."""
    owed = due(total, paid, purse, percent)
    if owed.money > purse.money:
        return None
    return (
        Paid(paid.money + owed.money, paid.points + owed.points),
        Purse(purse.money - owed.money, purse.points - owed.points),
    )


@given(PURSES, PERCENTS, st.lists(st.integers(0, 130), max_size=8))
def test_cutting_anywhere_changes_nothing(purse, percent, cuts) -> None:
    last = most_payable(Paid(0), purse, percent)
    whole = pay(last, Paid(0), purse, percent)
    assert whole is not None
    paid, rest = Paid(0), purse
    for total in sorted({*(cut for cut in cuts if cut < last), last}):
        settled = pay(total, paid, rest, percent)
        assert settled is not None
        paid, rest = settled
        assert paid.total == total
        assert min(rest.money, rest.points, paid.money, paid.points) >= 0
        assert paid.points <= total * percent // 100
    assert (paid, rest) == whole


@given(PURSES, PURSES, PERCENTS, PERCENTS, SMALL)
def test_the_most_that_can_be_paid_is_found_by_trying(purse, more, percent, cut, moved) -> None:
    """From any state: some was paid already, then points and money came or went."""
    first = most_payable(Paid(0), purse, percent) * cut // 100
    settled = pay(first, Paid(0), purse, percent)
    assert settled is not None
    paid, rest = settled
    rest = Purse(max(0, rest.money + more.money - moved), max(0, rest.points + more.points - moved))
    tried = first
    while pay(tried + 1, paid, rest, percent) is not None and tried < 1000:
        tried += 1
    assert most_payable(paid, rest, percent) == tried
    assert pay(tried + 1, paid, rest, percent) is None


@given(PURSES, PERCENTS)
def test_points_go_first_up_to_their_share(purse, percent) -> None:
    for total in range(most_payable(Paid(0), purse, percent) + 1):
        owed = due(total, Paid(0), purse, percent)
        assert owed.points == min(purse.points, total * percent // 100)
        assert owed.total == total


BANDS = (PriceBand(0, 36_000), PriceBand(5 * 1440 + 18 * 60 + 5, 90_000))
TERMS = st.builds(
    lambda price, discount, points: Terms(
        1, "Any", price, discount_percent=discount, points_percent=points
    ),
    st.one_of(
        st.integers(1, 500_000).map(HourlyPrice.flat), st.just(HourlyPrice(BANDS, "Asia/Almaty"))
    ),
    st.integers(0, 99),
    PERCENTS,
)
BIG_PURSES = st.builds(Purse, st.integers(0, 200_000), st.integers(0, 200_000))
MICROSECOND = timedelta(microseconds=1)


def settle(session: PlaySession, purse: Purse, at: datetime) -> tuple[PlaySession, Purse]:
    owed = rules.due_now(session, purse, at)
    assert 0 <= owed.money <= purse.money
    assert 0 <= owed.points <= purse.points
    charged = session.charged
    paid = replace(
        session,
        charged_minor=charged.money + owed.money,
        charged_points=charged.points + owed.points,
    )
    return paid, Purse(purse.money - owed.money, purse.points - owed.points)


def planned(session: PlaySession, purse: Purse) -> PlaySession:
    return rules.with_end(session, purse.money, purse.points)


@given(TERMS, BIG_PURSES)
def test_the_end_is_the_first_microsecond_with_nothing_left(terms, purse) -> None:
    session = planned(rules.begin(1, 1, terms, NOW), purse)
    most = rules.payable(session, purse)
    assert session.ends_at is not None
    assert rules.used_minor(session, session.ends_at) == most
    if session.ends_at > NOW:
        assert rules.used_exact(session, session.ends_at - MICROSECOND) < most
    at_the_end, rest = settle(rules.end(session, session.ends_at), purse, session.ends_at)
    assert at_the_end.charged.total == most
    assert rest.money == 0 or rest.points == 0
    # One minor unit more could not be paid.
    assert due(most + 1, at_the_end.charged, rest, terms.points_percent).money > rest.money


@given(
    TERMS,
    BIG_PURSES,
    st.lists(
        st.tuples(st.sampled_from(["pause", "move", "settle"]), st.integers(0, 10**10)), max_size=6
    ),
)
def test_a_session_cut_by_pauses_and_moves_costs_and_ends_the_same(terms, purse, cuts) -> None:
    whole = planned(rules.begin(1, 1, terms, NOW), purse)
    assert whole.ends_at is not None
    flat = len(terms.price.bands) == 1
    session, rest, at, held = whole, purse, NOW, timedelta()
    for what, micros in cuts:
        assert session.ends_at is not None
        at = min(at + timedelta(microseconds=micros), session.ends_at)
        if what == "settle":
            session, rest = settle(session, rest, at)
        elif what == "move":
            session, rest = settle(rules.move(session, session.station_id % 3 + 1, at), rest, at)
        elif flat:
            session, rest = settle(rules.pause(session, at), rest, at)
            left = rules.time_left(session, rest.money, at + timedelta(hours=1), rest.points)
            at, held = at + timedelta(hours=1), held + timedelta(hours=1)
            session = rules.resume(session, at)
            assert session.state is SessionState.ACTIVE
            assert planned(session, rest).ends_at == at + left
        session = planned(session, rest)
    assert session.ends_at == whole.ends_at + held
    ended, rest = settle(rules.end(session, session.ends_at), rest, session.ends_at)
    once, kept = settle(rules.end(whole, whole.ends_at), purse, whole.ends_at)
    assert (ended.charged, rest) == (once.charged, kept)


def test_points_are_used_up_to_the_share_and_money_pays_the_rest() -> None:
    terms = Terms(1, "Any", HourlyPrice.flat(10_000), discount_percent=10, points_percent=30)
    session = planned(rules.begin(1, 1, terms, NOW), Purse(6_300, 50_000))
    assert session.ends_at == NOW + timedelta(hours=1)
    half = NOW + timedelta(minutes=30)
    assert rules.due_now(session, Purse(6_300, 50_000), half) == Paid(3_150, 1_350)
    assert rules.available(session, Purse(6_300, 50_000), half) == Purse(3_150, 48_650)


def test_points_alone_are_enough_where_they_may_pay_all() -> None:
    terms = Terms(1, "Any", HourlyPrice.flat(10_000), points_percent=100)
    assert planned(rules.begin(1, 1, terms, NOW), Purse(0, 5_000)).ends_at == NOW + timedelta(
        minutes=30
    )
    none = replace(terms, points_percent=99)
    assert planned(rules.begin(1, 1, none, NOW), Purse(0, 5_000)).ends_at == NOW


def test_a_discount_is_exact_and_a_whole_one_costs_nothing() -> None:
    terms = Terms(1, "Any", HourlyPrice.flat(100), discount_percent=33)
    assert terms.cost(NOW, NOW + timedelta(hours=1)) == Fraction(67)
    assert terms.cost(NOW, NOW + timedelta(minutes=1)) == Fraction(67, 60)
    free = planned(rules.begin(1, 1, replace(terms, discount_percent=100), NOW), Purse(0))
    assert free.ends_at is not None
    assert free.ends_at == NOW + rules.FREE_PLAY
    assert rules.used_minor(free, free.ends_at) == 0
