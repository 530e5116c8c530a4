"""The rules of limits and of guests, through the door, on both databases."""

from datetime import timedelta

import pytest

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.rates import Unused
from clubdesk.domain.session import Remainder, SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.sessions import EndSession, PauseSession, ResumeSession
from tests.support.rates_club import (
    allow_postpaid,
    end,
    over,
    pass_minutes,
    refusal,
    sell,
    sell_package,
    start,
    start_guest,
)

# Sessions 1: limits, a top-up inside the start.


def test_a_session_lasts_to_a_chosen_limit_of_money(open_world) -> None:
    world = open_world
    client = world.client(500_000)
    session = start(world, client, sell(world, step_minutes=50), limit_minor=20_000)
    kept = world.session(session)
    assert kept.ends_at - kept.started_at == timedelta(minutes=20)
    pass_minutes(world, 30)
    over(world)
    assert world.session(session).charged_minor == 20_000


def test_a_session_lasts_to_a_chosen_limit_of_time_pauses_left_out(open_world) -> None:
    world = open_world
    session = start(world, world.client(500_000), sell(world), limit_s=1800)
    pass_minutes(world, 10)
    world.do(PauseSession(session_id=session))
    pass_minutes(world, 60)
    world.do(ResumeSession(session_id=session))
    assert world.session(session).ends_at - world.clock.now() == timedelta(minutes=20)


@pytest.mark.parametrize("limit", [{"limit_minor": 0}, {"limit_minor": 10**18}, {"limit_s": -5}])
def test_a_limit_that_is_none_is_refused_at_its_field(open_world, limit) -> None:
    client, rate = open_world.client(50_000), sell(open_world)
    with pytest.raises(DeskError) as caught:
        start(open_world, client, rate, **limit)
    assert (caught.value.code, caught.value.subject) == ("session.limit", next(iter(limit)))


def test_a_top_up_inside_the_start_is_one_deed(open_world) -> None:
    world = open_world
    client, rate, till = world.client(), sell(world), world.till()
    session = start(world, client, rate, cash_minor=60_000, received_minor=100_000)
    assert (world.till() - till, world.game(client)) == (60_000, 60_000)
    kept = world.session(session)
    assert kept.ends_at - kept.started_at == timedelta(hours=1)
    till = world.till()
    other = world.client(name="Two", phone="+77015554418")
    assert refusal(start, world, other, rate, cash_minor=60_000) == "session.station_taken"
    assert (world.till(), world.game(other)) == (till, 0)


# Sessions 5 and 6: guests.


def test_a_guest_buys_a_package_in_cash_with_change(open_world) -> None:
    world = open_world
    till = world.till()
    package = sell_package(world)
    assert refusal(start_guest, world, package, cash_minor=140_000) == "session.too_little"
    assert refusal(start_guest, world, package, cash_minor=160_000) == "money.not_the_price"
    answer = start_guest(world, package, cash_minor=150_000, received_minor=200_000)
    assert answer.change_minor == 50_000
    pass_minutes(world, 120)
    ended = end(world, answer.session_id)
    assert (ended.charged_minor, ended.returned_minor) == (100_000, 50_000)
    assert world.till() - till == 100_000


def test_a_guest_pays_by_card_and_cash(open_world) -> None:
    world = open_world
    rate = sell(world)
    payment = world.do(BeginCardPayment(amount_minor=40_000, guest=True)).payment_id
    answer = start_guest(
        world, rate, cash_minor=20_000, card_minor=40_000, card_payment_id=payment, slip="S-1"
    )
    kept = world.session(answer.session_id)
    assert kept.ends_at - kept.started_at == timedelta(hours=1)
    assert world.balance(AccountKind.CARD_CLEARING, 1) == 40_000


def test_a_guests_remainder_is_forfeited_where_the_rate_says_so(open_world) -> None:
    world = open_world
    package = sell_package(world, guest_remainder=Remainder.FORFEITED)
    answer = start_guest(world, package, cash_minor=150_000)
    pass_minutes(world, 10)
    assert end(world, answer.session_id).returned_minor == 0
    assert world.balance(AccountKind.PLAY_REVENUE) == 150_000


def test_a_guests_minutes_cannot_be_kept_so_they_are_given_back(open_world) -> None:
    world = open_world
    answer = start_guest(world, sell_package(world, unused=Unused.KEPT), cash_minor=150_000)
    pass_minutes(world, 90)
    assert end(world, answer.session_id).returned_minor == 75_000


def test_a_rate_for_clients_only_is_not_sold_to_guests(open_world) -> None:
    rate = sell(open_world, guests=False)
    assert refusal(start_guest, open_world, rate, cash_minor=5_000) == "rate.not_here"


def test_guests_pay_at_the_end_only_where_the_club_allows_it(open_world) -> None:
    assert refusal(start_guest, open_world, sell(open_world), postpaid=True) == "guest.pays_before"


def test_a_guest_pays_the_exact_price_at_the_end(open_world) -> None:
    world = open_world
    allow_postpaid(world, 100_000)
    till = world.till()
    session = start_guest(world, sell(world), postpaid=True).session_id
    pass_minutes(world, 45)
    assert refusal(end, world, session) == "money.not_the_price"
    assert refusal(end, world, session, cash_minor=44_999) == "money.not_the_price"
    answer = end(world, session, cash_minor=45_000, received_minor=50_000)
    assert (answer.charged_minor, answer.change_minor) == (45_000, 5_000)
    assert world.till() - till == 45_000


def test_a_guest_who_reaches_the_limit_stops_and_pays(open_world) -> None:
    world = open_world
    allow_postpaid(world, 30_000)
    session = start_guest(world, sell(world), postpaid=True).session_id
    pass_minutes(world, 50)
    assert over(world) == 1
    stopped = world.session(session)
    assert stopped.state is SessionState.PAUSED
    assert refusal(world.do, ResumeSession(session_id=session)) == "session.no_money"
    assert end(world, session, cash_minor=30_000).charged_minor == 30_000


def test_a_guest_who_left_without_paying_is_written_off_with_a_reason(open_world) -> None:
    world = open_world
    allow_postpaid(world, 30_000)
    session = start_guest(world, sell(world), postpaid=True).session_id
    pass_minutes(world, 20)
    assert end(world, session, unpaid_reason="Ran away").charged_minor == 20_000
    assert world.balance(AccountKind.CORRECTIONS) == 20_000


def test_no_money_is_taken_for_a_session_that_is_paid(open_world) -> None:
    world = open_world
    session = start(world, world.client(50_000), sell(world))
    assert refusal(world.do, EndSession(session_id=session, cash_minor=5)) == "session.paid_already"
