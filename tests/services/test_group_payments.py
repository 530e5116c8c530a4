"""How a group pays, on both databases: one card for all guests, at the end, up to a limit."""

import pytest

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.ledger import AccountKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.group_start import SeatStart, StartGroup
from clubdesk.services.sessions import EndSession
from tests.support.rates_club import allow_postpaid, sell_package

PRICE = 80_000


def seat(world, place, **more):
    return SeatStart(station_id=world.stations[place], **more)


def group(world, *seats, rate=None, **more):
    return StartGroup(seats=seats, rate_id=rate or world.rates[0], **more)


def begun(world, minor, **more):
    wish = BeginCardPayment(amount_minor=minor, **{"guest": True, **more})
    return world.do(wish).payment_id


def payment(world, payment_id):
    with world.storage.begin() as work:
        return work.card_payments.get(payment_id)


def open_sessions(world):
    with world.storage.begin() as work:
        return list(work.sessions.all_open())


def newest_paper(world):
    with world.storage.begin() as work:
        return work.print_jobs.waiting()[-1].receipt


def refused(world, command, code):
    """What a refusal says, after looking that nothing has moved."""
    before = (world.till(), world.balance(AccountKind.CARD_CLEARING, 1), open_sessions(world))
    with pytest.raises(DeskError) as told:
        world.do(command)
    assert told.value.code == code
    after = (world.till(), world.balance(AccountKind.CARD_CLEARING, 1), open_sessions(world))
    assert after == before
    return told.value


def test_one_card_pays_for_all_guests(open_world) -> None:
    world = open_world
    client, till = world.client(PRICE), world.till()
    asked = begun(world, 120_000)
    answer = world.do(
        group(
            world,
            seat(world, 0, card_minor=PRICE),
            seat(world, 1, client_id=client),
            seat(world, 2, card_minor=PRICE // 2),
            card_payment_id=asked,
            slip="S-7",
        )
    )
    first, _, second = (world.session(one) for one in answer.session_ids)
    assert [(one.ends_at - one.started_at).total_seconds() for one in (first, second)] == [
        3_600,
        1_800,
    ]
    assert (answer.cash_minor, answer.change_minor, world.till()) == (0, 0, till)
    assert world.balance(AccountKind.CARD_CLEARING, 1) == 120_000
    assert world.balance(AccountKind.GUEST, first.id) == PRICE
    assert world.balance(AccountKind.GUEST, second.id) == PRICE // 2
    booked = payment(world, asked)
    assert (booked.state, booked.slip) == (CardState.APPROVED, "S-7")
    assert booked.transaction_id is not None
    money = newest_paper(world).money
    assert (money.amount, money.card, money.cash, money.slip) == (120_000, 120_000, 0, "S-7")
    assert money.station_name == "PC 01, PC 03"
    line = next(line for line in world.journal() if line.action == "StartGroup")
    assert '"card_minor":120000' in line.details
    assert '"slip":"S-7"' in line.details


def test_each_guests_story_tells_that_guests_part_alone(open_world) -> None:
    world = open_world
    asked = begun(world, 120_000)
    seats = (seat(world, 0, card_minor=PRICE), seat(world, 2, card_minor=PRICE // 2))
    answer = world.do(group(world, *seats, card_payment_id=asked, slip="S-7"))
    told = [
        [(line.what, line.amount) for line in world.storage.queries.story(one)]
        for one in answer.session_ids
    ]
    assert told == [
        [("started", None), ("guest_payment", PRICE)],
        [("started", None), ("guest_payment", PRICE // 2)],
    ]


def test_a_guest_of_a_card_who_leaves_gets_the_own_rest_back(open_world) -> None:
    world = open_world
    till = world.till()
    asked = begun(world, 2 * PRICE)
    seats = (seat(world, 0, card_minor=PRICE), seat(world, 1, card_minor=PRICE))
    answer = world.do(group(world, *seats, card_payment_id=asked, slip="S-7"))
    world.clock.advance(1_800)
    ended = world.do(EndSession(session_id=answer.session_ids[0]))
    assert (ended.returned_minor, world.till()) == (PRICE // 2, till - PRICE // 2)
    assert world.balance(AccountKind.GUEST, answer.session_ids[1]) == PRICE


def test_a_package_is_paid_by_the_groups_card_at_its_price(open_world) -> None:
    world = open_world
    package = sell_package(world)
    asked = begun(world, 300_000)
    seats = tuple(seat(world, place, card_minor=150_000) for place in (0, 1))
    answer = world.do(group(world, *seats, rate=package, card_payment_id=asked, slip="S-7"))
    for one in answer.session_ids:
        found = world.session(one)
        assert (found.ends_at - found.started_at).total_seconds() == 3 * 3_600
        assert found.charged.money == 150_000
        assert world.balance(AccountKind.GUEST, one) == 0


def test_the_terminal_must_have_taken_exactly_what_the_seats_say(open_world) -> None:
    world = open_world
    seats = (seat(world, 0, card_minor=PRICE), seat(world, 1, card_minor=PRICE))
    asked = begun(world, PRICE)
    refused(world, group(world, *seats, card_payment_id=asked, slip="S-7"), "payment.other_amount")
    refused(world, group(world, *seats, slip="S-7"), "payment.not_begun")
    assert payment(world, asked).state is CardState.SENT


@pytest.mark.parametrize("wild", [-1, -PRICE, 10**18])
def test_a_wild_part_of_the_card_is_refused(open_world, wild) -> None:
    world = open_world
    asked = begun(world, PRICE)
    seats = (seat(world, 0, card_minor=PRICE - wild), seat(world, 1, card_minor=wild))
    with pytest.raises(DeskError) as told:
        world.do(group(world, *seats, card_payment_id=asked, slip="S-7"))
    assert told.value.code.startswith("money.")
    assert open_sessions(world) == []


def test_the_card_pays_for_guests_alone_and_each_in_one_way(open_world) -> None:
    world = open_world
    client = world.client(PRICE)
    of_client = seat(world, 1, client_id=client, card_minor=PRICE)
    both = seat(world, 1, cash_minor=1, card_minor=PRICE)
    for one in (of_client, both):
        asked = begun(world, PRICE)
        command = group(world, one, card_payment_id=asked, slip="S-7")
        assert refused(world, command, "group.one_way").subject.startswith("station.")


def test_a_seat_that_cannot_start_leaves_the_payment_as_it_was(open_world) -> None:
    world = open_world
    world.start_guest(PRICE, seat=1)
    asked = begun(world, 2 * PRICE)
    seats = (seat(world, 0, card_minor=PRICE), seat(world, 1, card_minor=PRICE))
    command = group(world, *seats, card_payment_id=asked, slip="S-7")
    refused(world, command, "session.station_taken")
    assert payment(world, asked).state is CardState.SENT


def test_the_guests_of_a_group_pay_at_the_end_where_the_club_allows_it(open_world) -> None:
    world = open_world
    client, till = world.client(PRICE), world.till()
    seats = (seat(world, 0), seat(world, 1, client_id=client), seat(world, 2))
    refused(world, group(world, *seats, postpaid=True), "guest.pays_before")
    allow_postpaid(world, PRICE)
    answer = world.do(group(world, *seats, postpaid=True))
    assert [world.session(one).postpaid for one in answer.session_ids] == [True, False, True]
    assert world.till() == till
    paid = seat(world, 3, cash_minor=PRICE)
    refused(world, group(world, paid, postpaid=True), "guest.pays_at_the_end")


def test_a_limit_holds_for_each_of_the_group(open_world) -> None:
    world = open_world
    client = world.client(PRICE)
    seats = (seat(world, 0, cash_minor=PRICE), seat(world, 1, client_id=client))
    answer = world.do(group(world, *seats, limit_s=1_200))
    for one in answer.session_ids:
        found = world.session(one)
        assert (found.ends_at - found.started_at).total_seconds() == 1_200
    more = (seat(world, 2, cash_minor=PRICE),)
    assert refused(world, group(world, *more, limit_s=-5), "session.limit").subject
    answer = world.do(group(world, *more, limit_minor=PRICE // 4))
    found = world.session(answer.session_ids[0])
    assert (found.ends_at - found.started_at).total_seconds() == 900
