"""Every paper's way: printed again as a copy, decided about, held back when it is stale."""

from dataclasses import replace

import pytest

from clubdesk.domain.events import PrintJobChanged, ReceiptQueued
from clubdesk.domain.people import Role
from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.papers import (
    HoldOldPapers,
    MarkPaper,
    PrintTestPage,
    ReprintPaper,
    RetryPaper,
    SkipPaper,
)
from clubdesk.services.ports import PrintState
from clubdesk.services.shifts import CloseShift, PrintXReport, ReprintReport


@pytest.fixture
def receipt(world) -> int:
    """The print job of a top-up."""
    world.open_shift()
    client = world.client()
    return world.do(TopUp(client_id=client, cash_minor=5_000)).job_id


def job(world, job_id: int):
    with world.storage.begin() as work:
        return work.print_jobs.get(job_id)


def put(world, job_id: int, state: PrintState, problem: str = "") -> None:
    with world.storage.begin() as work:
        kept = work.print_jobs.get(job_id)
        work.print_jobs.save(replace(kept, state=state, problem=problem))


def count(world) -> int:
    return len(world.storage.queries.print_jobs(1_000))


def test_a_reprint_is_a_copy_of_the_same_facts(world, receipt) -> None:
    put(world, receipt, PrintState.CONFIRMED)
    again = job(world, world.do(ReprintPaper(job_id=receipt)).job_id)
    assert again.copy
    assert again.state is PrintState.QUEUED
    assert again.receipt == job(world, receipt).receipt
    assert job(world, receipt).state is PrintState.CONFIRMED


def test_a_doubtful_paper_becomes_a_copy_and_is_asked_about_no_more(world, receipt) -> None:
    put(world, receipt, PrintState.UNKNOWN, "broke off")
    answer = world.do(RetryPaper(job_id=receipt))
    assert answer.job_id != receipt
    assert job(world, answer.job_id).copy
    assert job(world, receipt).state is PrintState.SKIPPED
    assert PrintJobChanged(receipt) in world.heard


def test_a_failed_paper_is_queued_itself_for_it_never_came_out(world, receipt) -> None:
    put(world, receipt, PrintState.FAILED, "no paper")
    before = count(world)
    assert world.do(RetryPaper(job_id=receipt)).job_id == receipt
    kept = job(world, receipt)
    assert (kept.state, kept.problem, kept.copy) == (PrintState.QUEUED, "", False)
    assert count(world) == before
    assert PrintJobChanged(receipt) in world.heard


@pytest.mark.parametrize(
    "state",
    [PrintState.QUEUED, PrintState.SENDING, PrintState.SENT, PrintState.CONFIRMED,
     PrintState.SKIPPED],
)  # fmt: skip
def test_a_retry_of_any_other_paper_changes_nothing(world, receipt, state) -> None:
    put(world, receipt, state)
    before = count(world)
    world.do(RetryPaper(job_id=receipt))
    assert job(world, receipt).state is state
    assert count(world) == before


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (PrintState.SENDING, "paper.printing"),
        (PrintState.SENT, "paper.printed"),
        (PrintState.CONFIRMED, "paper.printed"),
    ],
)
def test_what_is_printed_or_being_printed_cannot_be_skipped(world, receipt, state, code) -> None:
    put(world, receipt, state)
    with pytest.raises(DeskError) as refusal:
        world.do(SkipPaper(job_id=receipt))
    assert refusal.value.code == code
    assert job(world, receipt).state is state


@pytest.mark.parametrize(
    "state", [PrintState.QUEUED, PrintState.UNKNOWN, PrintState.FAILED, PrintState.SKIPPED]
)
def test_what_did_not_come_out_can_be_skipped(world, receipt, state) -> None:
    put(world, receipt, state)
    world.do(SkipPaper(job_id=receipt))
    assert job(world, receipt).state is PrintState.SKIPPED


@pytest.mark.parametrize("command", [ReprintPaper, RetryPaper, SkipPaper])
def test_a_paper_that_does_not_exist_is_refused(world, command) -> None:
    with pytest.raises(DeskError) as refusal:
        world.do(command(job_id=999))
    assert refusal.value.code == "paper.unknown"


def test_the_queues_marks_count_tries_and_leave_a_skipped_paper_alone(world, receipt) -> None:
    for state in (PrintState.SENDING, PrintState.QUEUED, PrintState.SENDING, PrintState.SENT):
        world.door.carry_out(MarkPaper(job_id=receipt, state=state), None)
    assert job(world, receipt).tries == 2
    put(world, receipt, PrintState.SKIPPED)
    world.door.carry_out(MarkPaper(job_id=receipt, state=PrintState.SENDING), None)
    assert job(world, receipt).state is PrintState.SKIPPED
    assert not [line for line in world.journal() if line.action == "MarkPaper"]


def test_papers_of_more_than_an_hour_ago_are_not_printed_by_themselves(world, receipt) -> None:
    doubtful = world.do(TopUp(client_id=1, cash_minor=100)).job_id
    put(world, doubtful, PrintState.UNKNOWN)
    world.clock.advance(3_600)
    fresh = world.do(TopUp(client_id=1, cash_minor=100)).job_id
    world.clock.advance(1)
    world.door.carry_out(HoldOldPapers(), None)
    assert job(world, receipt).state is PrintState.SKIPPED
    assert job(world, fresh).state is PrintState.QUEUED
    assert job(world, doubtful).state is PrintState.UNKNOWN
    world.do(ReprintPaper(job_id=receipt))


def test_a_z_report_is_reprinted_as_a_copy_and_only_once_it_exists(world) -> None:
    shift = world.open_shift()
    with pytest.raises(DeskError) as refusal:
        world.do(ReprintReport(shift_id=shift))
    assert refusal.value.code == "shift.no_report"
    closed = world.do(CloseShift(counted_minor=5_000_000))
    copy = job(world, world.do(ReprintReport(shift_id=shift)).job_id)
    assert copy.copy
    assert copy.receipt == job(world, closed.job_id).receipt
    assert copy.receipt.paper.number == closed.z_number
    technician = world.staff(Role.TECHNICIAN)
    with pytest.raises(DeskError) as refusal:
        world.do(ReprintReport(shift_id=shift), technician)
    assert refusal.value.code == "staff.not_allowed"


def test_an_x_report_closes_nothing_and_a_test_page_needs_no_shift(world) -> None:
    page = job(world, world.do(PrintTestPage()).job_id)
    assert page.receipt.paper.kind is PaperKind.TEST
    with pytest.raises(DeskError) as refusal:
        world.do(PrintXReport())
    assert refusal.value.code == "shift.none_open"
    shift = world.open_shift()
    report = job(world, world.do(PrintXReport()).job_id).receipt.report
    assert report.closed_at is None
    assert report.chain_head == ""
    with world.storage.begin() as work:
        assert work.shifts.get(shift).closed_at is None
    assert ReceiptQueued(page.id) in world.heard


def test_what_the_till_should_hold_is_not_printed_for_who_will_count_it(world) -> None:
    world.open_shift()
    cashier = world.staff(Role.CASHIER)
    with pytest.raises(DeskError) as refusal:
        world.do(PrintXReport(), cashier)
    assert (refusal.value.code, refusal.value.subject) == ("staff.not_allowed", "see_reports")
