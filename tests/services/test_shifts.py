"""Shifts: no money without one, a blind count, a Z-report that agrees with the books."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from clubdesk.domain.counting import CountedPart
from clubdesk.domain.people import Permission, Role
from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.commands import Approval
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.order_queue import AdvanceOrder
from clubdesk.services.rule_book import RULES
from clubdesk.services.sessions import EndSession
from clubdesk.services.shifts import CloseShift, OpenShift, PrintXReport
from clubdesk.services.staff_secrets import SetPin
from clubdesk.storage.rows import receipt_of
from clubdesk.storage.verify import verify
from tests.support.bar_club import Bar


def test_no_money_moves_without_an_open_shift(world) -> None:
    client = world.client()
    with pytest.raises(DeskError) as refusal:
        world.do(TopUp(client_id=client, cash_minor=1_000))
    assert refusal.value.code == "shift.none_open"
    assert world.game(client) == 0


def test_one_open_shift_a_till(world) -> None:
    world.open_shift()
    with pytest.raises(DeskError) as refusal:
        world.open_shift()
    assert refusal.value.code == "shift.already_open"


def test_the_first_float_has_nothing_to_differ_from(world) -> None:
    opened = world.do(OpenShift(counted_minor=5_000_000))
    assert (opened.first, opened.difference_minor) == (True, 0)
    assert world.till() == 5_000_000


def test_a_difference_to_the_last_close_is_booked_and_journaled(world) -> None:
    world.open_shift(5_000_000)
    world.do(CloseShift(counted_minor=5_000_000))
    opened = world.do(OpenShift(counted_minor=4_990_000))
    assert opened.difference_minor == -10_000
    assert world.till() == 4_990_000
    assert '"difference_minor":-10000' in world.journal()[0].details


def test_a_shift_does_not_close_while_someone_plays(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    with pytest.raises(DeskError) as refusal:
        world.do(CloseShift(counted_minor=5_080_000))
    assert refusal.value.code == "shift.sessions_open"
    assert "PC 01" in refusal.value.text
    world.do(EndSession(session_id=session_id))
    assert world.do(CloseShift(counted_minor=5_080_000)).z_number == 1


def test_the_z_report_says_what_the_books_say(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(200_000))
    guest = world.start_guest(80_000, seat=1)
    world.clock.advance(45 * 60)
    world.do(EndSession(session_id=session_id))
    world.do(EndSession(session_id=guest.session_id))
    closed = world.do(CloseShift(counted_minor=5_260_000))
    report = world.storage.queries.shifts(1)[0].report
    assert report.paper.kind is PaperKind.Z_REPORT
    assert report.paper.number == closed.z_number == 1
    figures = report.report.figures
    assert figures.play_revenue == 120_000
    assert (figures.top_ups, figures.top_ups_cash, figures.top_ups_count) == (200_000, 200_000, 1)
    assert (figures.guest_paid, figures.guest_returned) == (80_000, 20_000)
    assert figures.sessions == 2
    assert figures.expected_cash == 5_000_000 + 200_000 + 80_000 - 20_000
    assert report.report.difference == closed.difference_minor == 0
    with world.storage.begin() as work:
        assert (report.report.chain_length, report.report.chain_head) == work.ledger.head(1)


def test_a_difference_over_the_tolerance_needs_a_reason_and_the_permission(world) -> None:
    world.open_shift()
    cashier = world.staff(Role.CASHIER)
    with pytest.raises(DeskError) as told:
        world.do(CloseShift(counted_minor=4_980_000), cashier)
    assert (told.value.code, told.value.subject) == ("shift.over_tolerance", "reason")
    with pytest.raises(DeskError) as not_allowed:
        world.do(CloseShift(counted_minor=4_980_000, reason="lost"), cashier)
    assert not_allowed.value.code == "staff.not_allowed"
    assert not_allowed.value.subject == Permission.CLOSE_OVER_TOLERANCE
    with pytest.raises(DeskError) as no_reason:
        world.do(CloseShift(counted_minor=4_980_000, reason="  "))
    assert no_reason.value.code == "shift.reason_needed"
    closed = world.do(CloseShift(counted_minor=4_980_000, reason="a note fell behind"))
    assert closed.difference_minor == -20_000
    assert world.till() == 4_980_000
    assert world.storage.queries.shifts(1)[0].shift.close_reason == "a note fell behind"


def test_a_colleagues_pin_closes_a_shift_over_the_tolerance_and_both_are_named(world) -> None:
    world.open_shift()
    cashier, other = world.staff(Role.CASHIER), world.staff(Role.CASHIER, "second")
    boss = world.staff(Role.ADMINISTRATOR)
    for staff_id, pin in ((boss, "7391"), (other, "4826")):
        world.do(SetPin(staff_id=staff_id, pin=pin))

    def close(login: str, pin: str, counted: int = 4_980_000) -> Any:
        approval = Approval(login=login, pin=pin)
        command = CloseShift(counted_minor=counted, reason="lost", approval=approval)
        return world.do(command, cashier)

    for login, pin, code in (
        ("second", "4826", "staff.not_allowed"),
        ("administrator", "1357", "approval.wrong_pin"),
        ("cashier", "7391", "approval.nobody"),
    ):
        with pytest.raises(DeskError) as refused:
            close(login, pin)
        assert refused.value.code == code
    closed = close("administrator", "7391")
    assert closed.difference_minor == -20_000
    line = next(one for one in world.journal() if one.action == "CloseShift" and not one.refused)
    assert (line.staff_id, line.approved_by, line.reason) == (cashier, boss, "lost")


def test_an_approval_of_a_close_within_the_tolerance_names_nobody_else(world) -> None:
    world.open_shift()
    cashier, boss = world.staff(Role.CASHIER), world.staff(Role.ADMINISTRATOR)
    world.do(SetPin(staff_id=boss, pin="7391"))
    approval = Approval(login="administrator", pin="7391")
    world.do(CloseShift(counted_minor=4_999_000, reason="coins", approval=approval), cashier)
    line = next(one for one in world.journal() if one.action == "CloseShift")
    assert (line.staff_id, line.approved_by) == (cashier, None)


def test_z_numbers_have_no_gap_although_closes_were_refused(world) -> None:
    numbers = []
    for _ in range(3):
        world.open_shift(5_000_000)
        with pytest.raises(DeskError):
            world.do(CloseShift(counted_minor=1))
        numbers.append(world.do(CloseShift(counted_minor=5_000_000)).z_number)
    assert numbers == [1, 2, 3]


def test_an_x_report_changes_nothing_but_the_print_queue(world) -> None:
    world.open_shift()
    before = world.storage.queries.shift_now(1, world.clock.now())
    world.do(PrintXReport())
    after = world.storage.queries.shift_now(1, world.clock.now())
    assert replace(after, shift=None) == replace(before, shift=None)
    assert world.storage.queries.print_jobs()[0].receipt.paper.kind is PaperKind.X_REPORT


@pytest.mark.parametrize("counted", [-1, 10**18])
def test_a_count_that_cannot_be_is_refused(world, counted) -> None:
    with pytest.raises(DeskError) as refusal:
        world.do(OpenShift(counted_minor=counted))
    assert refusal.value.code == "shift.bad_count"


def test_a_count_by_denomination_is_kept_and_stands_on_the_reports(world) -> None:
    world.do(OpenShift(counted_minor=5_000_000, parts={1_000_000: 4, 500_000: 2, 20_000: 0}))
    opened = world.storage.queries.shift_now(1, world.clock.now()).shift
    assert opened.counted_open_parts == (CountedPart(1_000_000, 4), CountedPart(500_000, 2))
    world.do(CloseShift(counted_minor=5_000_000, parts={500_000: 10}))
    row = world.storage.queries.shifts(1)[0]
    assert row.shift.counted_close_parts == (CountedPart(500_000, 10),)
    report = row.report.report
    assert report.opened_parts == opened.counted_open_parts
    assert report.counted_parts == row.shift.counted_close_parts
    world.storage.close()
    assert verify(world.url).ok


def test_parts_that_do_not_come_to_the_total_open_nothing(world) -> None:
    with pytest.raises(DeskError) as refusal:
        world.do(OpenShift(counted_minor=5_000_000, parts={500_000: 9}))
    assert (refusal.value.code, refusal.value.subject) == ("shift.parts_differ", "counted")
    assert world.storage.queries.shift_now(1, world.clock.now()).shift is None


def test_an_order_that_waits_keeps_the_shift_open(open_world) -> None:
    world, bar = open_world, Bar(open_world)
    order = bar.sell((bar.pizza, 1))
    counted = world.till()
    now = world.storage.queries.shift_now(1, world.clock.now())
    assert [(one.number, one.total_minor) for one in now.open_orders] == [(1, 150_000)]
    with pytest.raises(DeskError) as refusal:
        world.do(CloseShift(counted_minor=counted))
    assert refusal.value.code == "shift.orders_open"
    assert "1" in refusal.value.text
    world.do(AdvanceOrder(order_id=order.order_id, state="served"))
    assert world.do(CloseShift(counted_minor=counted)).z_number == 1


def test_while_another_till_is_open_a_till_closes_in_the_middle_of_the_evening(open_world) -> None:
    world = open_world
    second = Dispatcher(world.storage.begin, world.clock, 2, world.feed, RULES)
    session_id = world.start(world.client(200_000))
    world.clock.advance(1_800)
    assert world.storage.queries.shift_now(1, world.clock.now()).sessions_block
    second.carry_out(OpenShift(counted_minor=0), world.owner)
    assert not world.storage.queries.shift_now(1, world.clock.now()).sessions_block
    assert world.do(CloseShift(counted_minor=5_200_000)).z_number == 1
    with pytest.raises(DeskError) as last:
        second.carry_out(CloseShift(counted_minor=0), world.owner)
    assert last.value.code == "shift.sessions_open"
    second.carry_out(EndSession(session_id=session_id), world.owner)
    second.carry_out(CloseShift(counted_minor=0), world.owner)
    reports = [world.storage.queries.shifts(till)[0].report.report for till in (1, 2)]
    assert [report.figures.play_revenue for report in reports] == [0, 40_000]
    assert [report.figures.sessions for report in reports] == [0, 1]


def test_a_report_from_before_the_bar_and_the_denominations_still_reads(world) -> None:
    world.open_shift()
    world.do(CloseShift(counted_minor=5_000_000))
    report = world.storage.queries.shifts(1)[0].report
    stored = msgspec.to_builtins(report)
    for name in ("opened_parts", "counted_parts", "taken_over_from", "handed_to", "passed_on"):
        del stored["report"][name]
    for name in ("expenses", "bar_cash", "orders", "bar_taxes", "cash_in_outside"):
        del stored["report"]["figures"][name]
    assert receipt_of(msgspec.json.encode(stored).decode()) == report
