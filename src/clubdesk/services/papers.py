"""What may be done with a paper: print again, skip, test; and the queue's own bookkeeping.

Desk worker's thread.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from clubdesk.domain.events import PrintJobChanged, ReceiptQueued
from clubdesk.domain.receipt import PaperKind, Receipt
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.paper_facts import paper, queue_paper
from clubdesk.services.ports import PrintJob, PrintState
from clubdesk.services.shifts import PaperAnswer


class ReprintPaper(Command, frozen=True, kw_only=True):
    """Prints a paper again, marked COPY."""

    job_id: int


class RetryPaper(Command, frozen=True, kw_only=True):
    """Sends a failed or doubtful paper once more; a doubtful one is marked COPY."""

    job_id: int


class SkipPaper(Command, frozen=True, kw_only=True):
    """Takes a paper off the queue without printing it."""

    job_id: int


class PrintTestPage(Command, frozen=True, kw_only=True):
    """Prints a page that shows what the printer can do."""


class MarkPaper(Command, frozen=True, kw_only=True):
    """The print queue's own deed: stores where a paper is."""

    job_id: int
    state: PrintState
    problem: str = ""


class HoldOldPapers(Command, frozen=True, kw_only=True):
    """The desk's own deed at its start: papers that waited too long are not printed by themselves.

    Whoever comes back to a printer that was away for a day does not want yesterday's receipts;
    each can still be printed as a copy.
    """


HOLD_AFTER = timedelta(hours=1)


def _job(deed: Deed, job_id: int) -> PrintJob:
    job = deed.work.print_jobs.get(job_id)
    if job is None:
        raise DeskError("paper.unknown", tr("This paper does not exist."))
    return job


def _queue_copy(deed: Deed, job: PrintJob) -> int:
    return queue_paper(
        deed,
        job.receipt,
        copy=True,
        client_id=job.client_id,
        transaction_id=job.transaction_id,
    )


def reprint_paper(deed: Deed, command: ReprintPaper) -> PaperAnswer:
    """Queues a copy of the same facts."""
    return PaperAnswer(job_id=_queue_copy(deed, _job(deed, command.job_id)))


def retry_paper(deed: Deed, command: RetryPaper) -> PaperAnswer:
    """Queues the paper again; what may have been printed already becomes a copy."""
    job = _job(deed, command.job_id)
    if job.state is PrintState.UNKNOWN:
        deed.work.print_jobs.save(replace(job, state=PrintState.SKIPPED))
        deed.tell(PrintJobChanged(job.id))
        return PaperAnswer(job_id=_queue_copy(deed, job))
    if job.state is PrintState.FAILED:
        deed.work.print_jobs.save(replace(job, state=PrintState.QUEUED, problem=""))
        deed.tell(PrintJobChanged(job.id))
    deed.tell(ReceiptQueued(job.id))
    return PaperAnswer(job_id=job.id)


def skip_paper(deed: Deed, command: SkipPaper) -> Done:
    """Marks a waiting or doubtful paper as skipped.

    Raises:
        DeskError: ``paper.printing`` or ``paper.printed``.
    """
    job = _job(deed, command.job_id)
    if job.state is PrintState.SENDING:
        raise DeskError(
            "paper.printing", tr("This paper is being printed right now."), tr("Wait for its end.")
        )
    if job.state in (PrintState.SENT, PrintState.CONFIRMED):
        raise DeskError("paper.printed", tr("This paper has been printed already."))
    deed.work.print_jobs.save(replace(job, state=PrintState.SKIPPED))
    deed.tell(PrintJobChanged(job.id))
    return Done()


def print_test_page(deed: Deed, command: PrintTestPage) -> PaperAnswer:
    """Queues the test page."""
    return PaperAnswer(job_id=queue_paper(deed, Receipt(paper(deed, PaperKind.TEST))))


def mark_paper(deed: Deed, command: MarkPaper) -> Done:
    """Stores a state the print queue reports; a paper skipped meanwhile stays skipped."""
    job = _job(deed, command.job_id)
    if job.state is PrintState.SKIPPED:
        return Done()
    tries = job.tries + (command.state is PrintState.SENDING)
    deed.work.print_jobs.save(
        replace(job, state=command.state, problem=command.problem, tries=tries)
    )
    deed.tell(PrintJobChanged(job.id))
    return Done()


def hold_old_papers(deed: Deed, command: HoldOldPapers) -> Done:
    """Skips what has been queued for longer than ``HOLD_AFTER``."""
    for job in deed.work.print_jobs.waiting():
        if job.state is PrintState.QUEUED and deed.now - job.created_at > HOLD_AFTER:
            deed.work.print_jobs.save(replace(job, state=PrintState.SKIPPED))
    return Done()


RULES: dict[type[Command], Rule] = {
    ReprintPaper: Rule(reprint_paper, PaperAnswer),
    RetryPaper: Rule(retry_paper, PaperAnswer),
    SkipPaper: Rule(skip_paper, Done),
    PrintTestPage: Rule(print_test_page, PaperAnswer),
    HoldOldPapers: Rule(hold_old_papers, Done, by_staff=False, journaled=False),
    MarkPaper: Rule(mark_paper, Done, by_staff=False, journaled=False),
}
