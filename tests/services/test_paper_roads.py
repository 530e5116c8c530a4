"""Which printer a paper goes to, who may take it, and the drawer that is opened without a sale."""

from dataclasses import replace

import pytest

from clubdesk.domain.events import DrawerWanted, PrintJobChanged, ReceiptQueued
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.papers import (
    MarkPaper,
    OpenDrawer,
    PrintTestPage,
    ReprintPaper,
    RetryPaper,
)
from clubdesk.services.ports import PrintState
from clubdesk.services.shifts import PrintXReport


@pytest.fixture
def receipt(world) -> int:
    """The print job of a top-up."""
    world.open_shift()
    return world.do(TopUp(client_id=world.client(), cash_minor=5_000)).job_id


def job(world, job_id):
    with world.storage.begin() as work:
        return work.print_jobs.get(job_id)


def put(world, job_id, **changes):
    with world.storage.begin() as work:
        work.print_jobs.save(replace(work.print_jobs.get(job_id), **changes))


def mark(world, job_id, state, by, problem=""):
    command = MarkPaper(job_id=job_id, state=state, by=by, problem=problem)
    return world.door.carry_out(command, None).taken


def test_papers_know_their_role(world, receipt) -> None:
    assert job(world, receipt).role == "receipt"
    assert job(world, world.do(PrintXReport()).job_id).role == "report"


def test_of_two_queues_that_want_a_paper_one_gets_it(world, receipt) -> None:
    assert mark(world, receipt, PrintState.SENDING, "Till")
    assert not mark(world, receipt, PrintState.SENDING, "Bar")
    assert not mark(world, receipt, PrintState.QUEUED, "Bar", "The cover is open.")
    kept = job(world, receipt)
    assert (kept.state, kept.printer, kept.tries) == (PrintState.SENDING, "Till", 1)
    assert mark(world, receipt, PrintState.CONFIRMED, "Till")
    assert not mark(world, receipt, PrintState.QUEUED, "Till")
    assert not mark(world, receipt, PrintState.SENDING, "Bar")
    assert job(world, receipt).state is PrintState.CONFIRMED


def test_a_paper_of_which_no_byte_left_is_queued_again(world, receipt) -> None:
    mark(world, receipt, PrintState.SENDING, "Till")
    assert mark(world, receipt, PrintState.QUEUED, "Till", "gone")
    assert job(world, receipt).state is PrintState.QUEUED


@pytest.mark.parametrize("state", [PrintState.QUEUED, PrintState.FAILED])
def test_a_paper_that_never_came_out_goes_to_the_other_printer_itself(
    world, receipt, state
) -> None:
    put(world, receipt, state=state, problem="no paper")
    assert world.do(RetryPaper(job_id=receipt, printer="Bar")).job_id == receipt
    kept = job(world, receipt)
    assert (kept.state, kept.printer, kept.copy) == (PrintState.QUEUED, "Bar", False)
    assert ReceiptQueued(receipt) in world.heard
    assert PrintJobChanged(receipt) in world.heard


def test_a_doubtful_paper_goes_to_the_other_printer_as_a_copy(world, receipt) -> None:
    put(world, receipt, state=PrintState.UNKNOWN, printer="Till")
    again = job(world, world.do(RetryPaper(job_id=receipt, printer="Bar")).job_id)
    assert (again.copy, again.printer, again.role) == (True, "Bar", "receipt")
    assert job(world, receipt).state is PrintState.SKIPPED


def test_a_reprint_and_a_test_page_go_where_they_are_sent(world, receipt) -> None:
    assert job(world, world.do(ReprintPaper(job_id=receipt, printer="Bar")).job_id).printer == "Bar"
    assert job(world, world.do(PrintTestPage(printer="Bar")).job_id).printer == "Bar"
    assert job(world, world.do(ReprintPaper(job_id=receipt)).job_id).printer == ""


@pytest.mark.parametrize("name", ["x" * 41, "x" * 2_000_000])
def test_a_printer_nobody_can_have_is_refused_and_nothing_is_queued(world, receipt, name) -> None:
    before = len(world.storage.queries.print_jobs(100))
    with pytest.raises(DeskError) as refused:
        world.do(ReprintPaper(job_id=receipt, printer=name))
    assert refused.value.code == "text.too_long"
    assert len(world.storage.queries.print_jobs(100)) == before


def test_the_drawer_is_opened_once_with_its_reason_in_the_journal(world) -> None:
    world.do(OpenDrawer(reason="  Change for\tthe courier 😀 "))
    assert [news for news in world.heard if isinstance(news, DrawerWanted)] == [DrawerWanted(1)]
    line = world.storage.queries.journal(1)[0]
    assert (line.action, line.reason) == ("OpenDrawer", "Change for the courier 😀")


def test_who_may_not_move_cash_opens_no_drawer(world) -> None:
    technician = world.staff(Role.TECHNICIAN)
    with pytest.raises(DeskError) as refused:
        world.do(OpenDrawer(), technician)
    assert refused.value.code == "staff.not_allowed"
    assert not any(isinstance(news, DrawerWanted) for news in world.heard)
    assert world.storage.queries.journal(1)[0].refused == "staff.not_allowed"


def test_a_book_for_a_reason_opens_no_drawer(world) -> None:
    with pytest.raises(DeskError) as refused:
        world.do(OpenDrawer(reason="x" * 2_000_000))
    assert refused.value.subject == "reason"
    assert not any(isinstance(news, DrawerWanted) for news in world.heard)
