"""Handing the till over: sessions go on, each shift has what was used in it, both stand for it."""

from datetime import timedelta

import pytest

from clubdesk.domain.events import ShiftClosed, ShiftOpened, StaffSignedIn
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Permission, Role
from clubdesk.domain.receipt import PaperKind
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.card_booking import BookCardPayment
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment, SettleCardPayment
from clubdesk.services.commands import Approval
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.handing_over import HandOver
from clubdesk.services.rule_book import RULES
from clubdesk.services.sessions import EndSession, PauseSession, ResumeSession
from clubdesk.services.shifts import CloseShift, OpenShift, PrintXReport
from clubdesk.services.staff_secrets import SetPin
from tests.support.card_words import approved
from tests.support.club_world import PASSWORD
from tests.support.rates_club import allow_postpaid, start_guest


@pytest.fixture
def taker(open_world):
    """A cashier with a PIN, who takes the till over."""
    cashier = open_world.staff(Role.CASHIER)
    open_world.do(SetPin(staff_id=cashier, pin="7391"))
    return cashier


def over(counted, **more):
    return HandOver(**{"to_login": "cashier", "password": "7391", "counted_minor": counted, **more})


def refused(world, command, staff_id=None):
    shift = world.storage.queries.shift_now(1, world.clock.now()).shift
    with pytest.raises(DeskError) as told:
        world.do(command, staff_id)
    assert world.storage.queries.shift_now(1, world.clock.now()).shift == shift
    return told.value


def reports(world):
    """The Z-reports in order."""
    rows = world.storage.queries.shifts(1)
    return [row.report.report for row in reversed(rows) if row.report is not None]


def test_one_count_ends_a_shift_and_begins_the_next_at_the_same_instant(open_world, taker) -> None:
    world = open_world
    world.clock.advance(3_600)
    parts = {500_000: 9, 100_000: 5}
    answer = world.do(over(5_000_000, parts=parts))
    after, before = (row.shift for row in world.storage.queries.shifts(1))
    assert (before.id, before.z_number) == (answer.closed_shift_id, answer.z_number) == (1, 1)
    assert (after.id, after.number, after.opened_by) == (answer.opened_shift_id, 2, taker)
    assert answer.staff_id == taker
    assert before.closed_at == after.opened_at == world.clock.now()
    assert after.taken_over_from == before.id
    assert after.counted_open_minor == after.expected_open_minor == before.counted_close_minor
    assert after.counted_open_parts == before.counted_close_parts
    assert [(part.piece_minor, part.pieces) for part in after.counted_open_parts] == [
        (500_000, 9),
        (100_000, 5),
    ]
    told = [type(event) for event in world.heard]
    assert [one for one in told if one in (ShiftClosed, ShiftOpened, StaffSignedIn)][-3:] == [
        ShiftClosed,
        ShiftOpened,
        StaffSignedIn,
    ]


def test_both_names_stand_on_the_papers(open_world, taker) -> None:
    world = open_world
    job_id = world.do(over(5_000_000)).job_id
    z = reports(world)[0]
    assert (z.opened_by, z.closed_by, z.handed_to) == ("Olga Owner", "Olga Owner", "Cashier")
    assert z.taken_over_from == ""
    with world.storage.begin() as work:
        assert work.print_jobs.get(job_id).receipt.paper.kind is PaperKind.Z_REPORT
    assert world.storage.queries.shift_now(1, world.clock.now()).taken_over_from == "Olga Owner"
    x = world.do(PrintXReport())
    with world.storage.begin() as work:
        report = work.print_jobs.get(x.job_id).receipt.report
    assert (report.opened_by, report.taken_over_from) == ("Cashier", "Olga Owner")
    world.do(CloseShift(counted_minor=5_000_000), taker)
    assert reports(world)[1].taken_over_from == "Olga Owner"
    assert reports(world)[1].handed_to == ""


def test_what_was_played_goes_to_the_shift_in_which_it_was_played(open_world, taker) -> None:
    world = open_world
    session_id = world.start(world.client(200_000))
    guest = world.start_guest(80_000, seat=1)
    ends_at = world.session(session_id).ends_at
    world.clock.advance(30 * 60)
    world.do(over(5_280_000))
    assert reports(world)[0].figures.play_revenue == 40_000 + 40_000
    assert reports(world)[0].figures.sessions == 0
    for one in (session_id, guest.session_id):
        assert world.session(one).state is SessionState.ACTIVE
    assert world.session(session_id).ends_at == ends_at
    assert len(world.session(session_id).segments) == 1
    world.clock.advance(15 * 60)
    world.do(EndSession(session_id=session_id), taker)
    world.do(EndSession(session_id=guest.session_id), taker)
    world.do(CloseShift(counted_minor=world.till()), taker)
    second = reports(world)[1].figures
    assert (second.play_revenue, second.sessions, second.guest_returned) == (40_000, 2, 20_000)
    assert world.balance(AccountKind.PLAY_REVENUE) == 120_000


def test_a_paused_session_stays_paused_and_pays_nothing_twice(open_world, taker) -> None:
    world = open_world
    session_id = world.start(world.client(200_000))
    world.clock.advance(30 * 60)
    world.do(PauseSession(session_id=session_id))
    world.clock.advance(10 * 60)
    paused = world.session(session_id)
    world.do(over(5_200_000))
    assert world.session(session_id) == paused
    world.do(ResumeSession(session_id=session_id), taker)
    world.clock.advance(30 * 60)
    world.do(EndSession(session_id=session_id), taker)
    assert world.balance(AccountKind.PLAY_REVENUE) == 80_000


def test_a_session_whose_time_was_over_ends_in_the_shift_it_ended_in(open_world, taker) -> None:
    world = open_world
    client = world.client(80_000)
    session_id = world.start(client)
    over_at = world.session(session_id).ends_at
    world.clock.advance(2 * 3_600)
    world.do(over(5_080_000))
    ended = world.session(session_id)
    assert (ended.state, ended.ended_at) == (SessionState.ENDED, over_at)
    assert reports(world)[0].figures.sessions == 1
    assert reports(world)[0].figures.play_revenue == 80_000


def test_a_top_up_in_the_next_shift_lengthens_the_session(open_world, taker) -> None:
    world = open_world
    client = world.client(80_000)
    session_id = world.start(client)
    ends_at = world.session(session_id).ends_at
    world.clock.advance(20 * 60)
    world.do(over(5_080_000))
    world.do(TopUp(client_id=client, cash_minor=40_000), taker)
    assert world.session(session_id).ends_at == ends_at + timedelta(minutes=30)


@pytest.mark.parametrize("secret", ["7391", PASSWORD])
def test_who_takes_over_proves_it_with_pin_or_password(open_world, taker, secret) -> None:
    answer = open_world.do(over(5_000_000, to_login=" Cashier ", password=secret))
    assert answer.staff_id == taker


@pytest.mark.parametrize(("login", "secret"), [("cashier", "5738"), ("nobody", "7391")])
def test_a_wrong_pin_hands_nothing_over(open_world, taker, login, secret) -> None:
    error = refused(open_world, over(5_000_000, to_login=login, password=secret))
    assert (error.code, error.subject) == ("staff.wrong_password", "password")
    entry = open_world.journal()[0]
    assert (entry.action, entry.refused) == ("HandOver", "staff.wrong_password")
    assert secret not in entry.details


def test_wrong_pins_make_the_next_try_wait(open_world, taker) -> None:
    for _ in range(3):
        assert refused(open_world, over(5_000_000, password="1")).code == "staff.wrong_password"
    assert refused(open_world, over(5_000_000)).code == "staff.locked_out"
    open_world.clock.advance(6)
    assert open_world.do(over(5_000_000)).staff_id == taker


def test_nobody_takes_over_from_themselves_or_without_the_right(open_world) -> None:
    own = over(5_000_000, to_login="owner", password=PASSWORD)
    assert refused(open_world, own).code == "hand_over.self"
    open_world.staff(Role.TECHNICIAN)
    other = over(5_000_000, to_login="technician", password=PASSWORD)
    error = refused(open_world, other)
    assert (error.code, error.subject) == ("hand_over.not_allowed", "login")


def test_a_difference_needs_a_reason_and_stays_in_the_shift_that_ends(open_world, taker) -> None:
    world = open_world
    world.start(world.client(200_000))
    world.clock.advance(60)
    play = world.balance(AccountKind.PLAY_REVENUE)
    assert refused(world, over(5_100_000)).code == "shift.reason_needed"
    assert world.balance(AccountKind.PLAY_REVENUE) == play
    answer = world.do(over(5_100_000, reason="A note is missing"))
    assert answer.difference_minor == -100_000
    assert (world.till(), reports(world)[0].difference) == (5_100_000, -100_000)
    assert reports(world)[0].reason == "A note is missing"
    assert world.balance(AccountKind.OVER_SHORT) == 100_000


def test_over_the_tolerance_a_cashier_needs_a_colleagues_pin(open_world, taker) -> None:
    world = open_world
    second, boss = world.staff(Role.CASHIER, "second"), world.staff(Role.ADMINISTRATOR)
    world.do(SetPin(staff_id=boss, pin="4826"))
    command = over(4_900_000, reason="Lost")
    error = refused(world, command, second)
    assert (error.code, error.subject) == ("staff.not_allowed", Permission.CLOSE_OVER_TOLERANCE)
    approval = Approval(login="administrator", pin="4826")
    answer = world.do(over(4_900_000, reason="Lost", approval=approval), second)
    assert answer.staff_id == taker
    assert (world.journal()[0].staff_id, world.journal()[0].approved_by) == (second, boss)


@pytest.mark.parametrize(
    ("counted", "parts", "code"),
    [
        (-1, {}, "shift.bad_count"),
        (10**18, {}, "shift.bad_count"),
        (100, {100: 2}, "shift.parts_differ"),
        (0, {0: 1}, "shift.bad_count"),
        (0, {-5: 1, 5: 1}, "shift.bad_count"),
        (5, {5: -1, 10: 1}, "shift.bad_count"),
        (10**6, dict.fromkeys(range(1, 70), 1), "shift.bad_count"),
    ],
)
def test_a_count_that_cannot_be_is_refused(open_world, taker, counted, parts, code) -> None:
    for command in (over(counted, parts=parts), CloseShift(counted_minor=counted, parts=parts)):
        error = refused(open_world, command)
        assert (error.code, error.subject) == (code, "counted")


def test_while_the_terminal_works_nobody_takes_over(open_world, taker) -> None:
    world = open_world
    payment = world.begin_card(world.client(), 10_000)
    assert refused(world, over(5_000_000)).code == "shift.payment_running"
    world.do(FailCardPayment(payment_id=payment, outcome="declined"))
    assert world.do(over(5_000_000)).staff_id == taker


def test_a_payment_that_nobody_knows_is_passed_on_and_stands_on_both_reports(
    open_world, taker
) -> None:
    world = open_world
    client = world.client()
    world.do(BeginCardPayment(client_id=client, amount_minor=70_000))
    payment = world.begin_card(client, 10_000)
    world.do(FailCardPayment(payment_id=1, outcome="declined"))
    world.do(FailCardPayment(payment_id=payment, outcome="unknown"))
    assert refused(world, CloseShift(counted_minor=5_000_000)).code == "shift.payments_pending"
    world.clock.advance(60)
    world.do(over(5_000_000))
    passed = reports(world)[0].passed_on
    assert [(p.payment_id, p.amount, p.state, p.client_name) for p in passed] == [
        (payment, 10_000, "unknown", f"#{client}")
    ]
    now = world.storage.queries.shift_now(1, world.clock.now())
    assert [row.payment_id for row in now.pending_payments] == [payment]
    assert refused(world, CloseShift(counted_minor=5_000_000)).code == "shift.payments_pending"
    world.clock.advance(60)
    world.do(SettleCardPayment(payment_id=payment, approved=True, reason="The bank", slip="S-1"))
    world.do(CloseShift(counted_minor=5_000_000), taker)
    taken = reports(world)[1].taken_over
    assert [(p.payment_id, p.state) for p in taken] == [(payment, "approved")]
    assert reports(world)[1].figures.top_ups_card == 10_000
    assert reports(world)[1].passed_on == ()


def test_a_guest_who_pays_at_the_end_pays_in_the_shift_that_takes_the_money(
    open_world, taker
) -> None:
    world = open_world
    allow_postpaid(world, 100_000)
    session_id = start_guest(world, world.rates[0], postpaid=True).session_id
    world.clock.advance(30 * 60)
    world.do(over(5_000_000))
    assert reports(world)[0].figures.play_revenue == 0
    world.clock.advance(15 * 60)
    world.do(EndSession(session_id=session_id, cash_minor=60_000), taker)
    world.do(CloseShift(counted_minor=5_060_000), taker)
    second = reports(world)[1].figures
    assert (second.play_revenue, second.guest_paid, second.sessions) == (60_000, 60_000, 1)


def test_the_same_hand_over_twice_happens_once(open_world, taker) -> None:
    command = over(5_000_000)
    assert open_world.do(command) == open_world.do(command)
    assert len(open_world.storage.queries.shifts(1)) == 2


def test_the_database_refuses_two_shifts_that_run_at_one_till(open_world, taker) -> None:
    open_world.do(over(5_000_000))
    with open_world.storage.begin() as work:
        before = work.shifts.open_of_till(1)
        assert before is not None
        with pytest.raises(DeskError) as told:
            work.shifts.add(before)
    assert told.value.code == "shift.already_open"


def test_a_hand_over_beside_another_till_counts_every_second_once(open_world, taker) -> None:
    world = open_world
    second = Dispatcher(world.storage.begin, world.clock, 2, world.feed, RULES)
    second.carry_out(OpenShift(counted_minor=0), world.owner)
    session_id = world.start(world.client(200_000))
    world.clock.advance(30 * 60)
    world.do(over(5_200_000))
    world.clock.advance(30 * 60)
    second.carry_out(EndSession(session_id=session_id), world.owner)
    world.do(CloseShift(counted_minor=5_200_000), taker)
    second.carry_out(CloseShift(counted_minor=0), world.owner)
    other = world.storage.queries.shifts(2)[0].report.report
    played = [report.figures.play_revenue for report in (*reports(world), other)]
    assert played == [40_000, 0, 40_000]
    assert world.balance(AccountKind.PLAY_REVENUE) == 80_000


def test_a_payment_approved_before_and_booked_after_stands_on_both_reports(
    open_world, taker
) -> None:
    world, client = open_world, open_world.client()
    payment = approved(world, client=client)
    world.clock.advance(60)
    world.do(over(5_000_000))
    world.clock.advance(60)
    world.do(BookCardPayment(payment_id=payment), taker)
    world.do(CloseShift(counted_minor=5_000_000), taker)
    left, taken = reports(world)
    assert (left.figures.top_ups_card, taken.figures.top_ups_card) == (0, 10_000)
    passed = [(p.payment_id, p.amount, p.state) for p in left.passed_on]
    assert passed == [(p.payment_id, p.amount, p.state) for p in taken.taken_over]
    assert passed == [(payment, 10_000, "approved")]
    # A report is kept for good: whoever is erased later is not named on it.
    assert "Sanjar" not in repr((left, taken))
