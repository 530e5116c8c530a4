"""After a blind count that is off, the desk says what may have happened, from its own books."""

from __future__ import annotations

from contextlib import suppress

import pytest

from clubdesk.domain.causes import CauseCode
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.card_payments import FailCardPayment
from clubdesk.services.cash_moves import CashIn, CashOut, Collect
from clubdesk.services.handing_over import HandOver
from clubdesk.services.sessions import EndSession
from clubdesk.services.shifts import CloseShift
from tests.support.club_world import PASSWORD

C = CauseCode


@pytest.fixture
def evening(open_world):
    """A shift with a little of everything; its tolerance is 100.00."""
    world = open_world
    world.client_id = world.client(123_400)
    other = world.client(77_700, name="Aigul", phone="+77015550001")
    world.do(TopUp(client_id=other, cash_minor=66_600, received_minor=100_000))
    world.card_top_up(other, 55_500)
    world.do(CashOut(amount_minor=44_400, category="Repairs", reason="A cable"))
    world.do(CashIn(amount_minor=33_100, reason="Change"))
    world.do(Collect(amount_minor=1_000_000))
    guest = world.start_guest(80_000)
    world.clock.advance(1_800)
    world.do(EndSession(session_id=guest.session_id))
    return world


def check(world, counted):
    return world.storage.queries.likely_causes(1, counted, world.clock.now())


def tried(world, difference, **more):
    """A count that is off by so much is tried, refused, and asked about."""
    counted = world.till() + difference
    with pytest.raises(DeskError) as told:
        world.do(CloseShift(counted_minor=counted, **more))
    assert told.value.code == "shift.reason_needed"
    return check(world, counted)


def first_three(found):
    return [(cause.code, cause.amount) for cause in found.causes[:3]]


def test_nothing_is_told_before_the_count_was_tried(evening) -> None:
    counted = evening.till() - 44_400
    assert check(evening, counted) is None
    assert tried(evening, -44_400) is not None
    assert check(evening, counted).difference_minor == -44_400
    assert check(evening, counted + 1) is None


def test_what_was_tried_in_an_earlier_shift_is_not_told_now(evening) -> None:
    counted = evening.till() - 44_400
    assert tried(evening, -44_400) is not None
    evening.do(CloseShift(counted_minor=evening.till()))
    assert check(evening, counted) is None
    evening.clock.advance(1)
    evening.open_shift(evening.till())
    assert check(evening, counted) is None


def test_an_attempt_to_hand_over_with_that_count_tells_too(evening) -> None:
    evening.staff(Role.CASHIER)
    counted = evening.till() - 20_000
    command = HandOver(to_login="cashier", password=PASSWORD, counted_minor=counted)
    with suppress(DeskError):
        evening.do(command)
    assert check(evening, counted).difference_minor == -20_000


@pytest.mark.parametrize(
    ("difference", "code", "amount"),
    [
        (44_400, C.NOT_TAKEN_OUT, 44_400),
        (-33_100, C.NOT_PUT_IN, 33_100),
        (55_500, C.CASH_BOOKED_AS_CARD, 55_500),
        (-111_060, C.TEN_TIMES_TOO_HIGH, 123_400),
        (-399_600, C.TEN_TIMES_TOO_LOW, 44_400),
        (33_400, C.CHANGE_KEPT, 33_400),
        (40_000, C.REST_NOT_HANDED_OUT, 40_000),
        (1_000_000, C.NOT_TAKEN_OUT, 1_000_000),
        (9_000, None, 0),
        (90_000, C.SWAPPED_DIGITS, 123_400),
    ],
)
def test_every_sort_of_slip_is_found_in_the_books(evening, difference, code, amount) -> None:
    if abs(difference) <= 10_000:
        evening.do(CloseShift(counted_minor=evening.till() + difference))
        return
    assert (code, amount) in first_three(tried(evening, difference))


def test_a_card_payment_that_was_booked_as_cash_names_both(evening) -> None:
    world = evening
    payment = world.begin_card(world.client_id, 61_700)
    world.do(FailCardPayment(payment_id=payment, outcome="declined"))
    cash = world.do(TopUp(client_id=world.client_id, cash_minor=61_700)).transaction_id
    cause = tried(world, -61_700).causes[0]
    assert (cause.code, cause.transaction_id, cause.payment_id) == (
        C.CARD_BOOKED_AS_CASH,
        cash,
        payment,
    )
    assert (cause.name, cause.staff_name, cause.kind) == ("Sanjar", "Olga Owner", "top_up")


def test_a_top_up_booked_twice_and_an_undone_one_are_found(evening) -> None:
    world = evening
    for _ in range(2):
        world.clock.advance(60)
        twice = world.do(TopUp(client_id=world.client_id, cash_minor=17_300)).transaction_id
    cause = tried(world, -17_300).causes[0]
    assert (cause.code, cause.transaction_id) == (C.BOOKED_TWICE, twice)
    world.undo(twice)
    assert tried(world, 17_300).causes[0].code is C.UNDONE


def test_a_note_that_was_counted_wrong_is_found_by_its_denomination(evening) -> None:
    counted = evening.till() + 200_000
    parts = {200_000: counted // 200_000, 1: counted % 200_000}
    found = tried(evening, 200_000, parts=parts)
    assert (C.MISCOUNTED, 200_000) in first_three(found)


def test_where_no_shift_runs_nothing_is_told(world) -> None:
    assert check(world, 0) is None
