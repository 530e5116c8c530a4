"""What may be done with a paper: print again, skip, test; the drawer; the queues' own bookkeeping.

Desk worker's thread.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from clubdesk.domain.events import DrawerWanted, PrintJobChanged, ReceiptQueued
from clubdesk.domain.people import Permission
from clubdesk.domain.receipt import PaperKind, Receipt
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.printer_settings import LONGEST_NAME
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.fiscalising import refuse_unregistered
from clubdesk.services.paper_facts import paper, queue_paper
from clubdesk.services.ports import PrintJob, PrintState
from clubdesk.services.shifts import PaperAnswer
from clubdesk.services.typed_money import kept_words
from clubdesk.services.typed_text import fitting


class ReprintPaper(Command, frozen=True, kw_only=True):
    """Prints a paper again, marked COPY, on the printer of that name or by its role."""

    job_id: int
    printer: str = ""


class RetryPaper(Command, frozen=True, kw_only=True):
    """Sends a waiting, failed or doubtful paper once more; a doubtful one is marked COPY.

    ``printer`` names another printer that it is to come out of; empty leaves it where it was.
    """

    job_id: int
    printer: str = ""


class SkipPaper(Command, frozen=True, kw_only=True):
    """Takes a paper off the queue without printing it."""

    job_id: int


class PrintTestPage(Command, frozen=True, kw_only=True):
    """Prints a page that shows what a printer can do; ``printer`` is its name."""

    printer: str = ""


class OpenDrawer(Command, frozen=True, kw_only=True):
    """Opens the cash drawer without a sale."""

    reason: str = ""


class MarkPaper(Command, frozen=True, kw_only=True):
    """The print queue's own deed: stores where a paper is; ``by`` is the name of its printer."""

    job_id: int
    state: PrintState
    problem: str = ""
    by: str = ""


class Marked(Answer, frozen=True, kw_only=True):
    """Whether the state was taken: another printer or a person may have been faster."""

    taken: bool


class HoldOldPapers(Command, frozen=True, kw_only=True):
    """The desk's own deed at its start: papers that waited too long are not printed by themselves.

    Whoever comes back to a printer that was away for a day does not want yesterday's receipts;
    each can still be printed as a copy.
    """


HOLD_AFTER = timedelta(hours=1)
LONGEST_REASON = 200


def _job(deed: Deed, job_id: int) -> PrintJob:
    job = deed.work.print_jobs.get(job_id)
    if job is None:
        raise DeskError("paper.unknown", tr("This paper does not exist."))
    return job


def _queue_copy(deed: Deed, job: PrintJob, printer: str) -> int:
    copy_id = queue_paper(
        deed,
        job.receipt,
        copy=True,
        client_id=job.client_id,
        transaction_id=job.transaction_id,
        role=job.role,
    )
    _send_to(deed, copy_id, printer)
    return copy_id


def _send_to(deed: Deed, job_id: int, printer: str) -> None:
    """Lets a paper come out of a printer that was named; one that is gone falls back to its role.

    Raises:
        DeskError: ``text.too_long``.
    """
    name = fitting(printer, LONGEST_NAME, "printer")
    if name:
        deed.work.print_jobs.save(replace(_job(deed, job_id), printer=name))


def reprint_paper(deed: Deed, command: ReprintPaper) -> PaperAnswer:
    """Queues a copy of the same facts.

    Raises:
        DeskError: ``paper.unknown`` or ``fiscal.not_registered``.
    """
    job = _job(deed, command.job_id)
    refuse_unregistered(deed, job.id)
    return PaperAnswer(job_id=_queue_copy(deed, job, command.printer))


def retry_paper(deed: Deed, command: RetryPaper) -> PaperAnswer:
    """Queues the paper again; what may have been printed already becomes a copy."""
    job = _job(deed, command.job_id)
    if job.state is PrintState.UNKNOWN:
        deed.work.print_jobs.save(replace(job, state=PrintState.SKIPPED))
        deed.tell(PrintJobChanged(job.id))
        return PaperAnswer(job_id=_queue_copy(deed, job, command.printer))
    if job.state in (PrintState.FAILED, PrintState.QUEUED):
        if job.state is PrintState.FAILED:
            deed.work.print_jobs.save(replace(job, state=PrintState.QUEUED, problem=""))
        _send_to(deed, job.id, command.printer)
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
    job_id = queue_paper(deed, Receipt(paper(deed, PaperKind.TEST)))
    _send_to(deed, job_id, command.printer)
    return PaperAnswer(job_id=job_id)


def open_drawer(deed: Deed, command: OpenDrawer) -> Done:
    """Journals that the drawer was opened without a sale, and lets it be opened.

    Raises:
        DeskError: ``text.too_long`` or ``text.card_number``.
    """
    deed.reason = kept_words(command.reason, LONGEST_REASON, "reason")
    deed.tell(DrawerWanted(deed.till_id))
    return Done()


def mark_paper(deed: Deed, command: MarkPaper) -> Marked:
    """Stores a state that a print queue reports, where the paper is still that queue's.

    A paper skipped meanwhile stays skipped. Taking a paper (``sending``) succeeds once: of two
    queues that want it one is told that it came too late.
    """
    job = _job(deed, command.job_id)
    if not _may_become(job, command):
        return Marked(taken=False)
    sending = command.state is PrintState.SENDING
    deed.work.print_jobs.save(
        replace(
            job,
            state=command.state,
            problem=command.problem,
            tries=job.tries + sending,
            printer=command.by if sending else job.printer,
        )
    )
    deed.tell(PrintJobChanged(job.id))
    return Marked(taken=True)


def _may_become(job: PrintJob, command: MarkPaper) -> bool:
    is_sent_by_it = job.state is PrintState.SENDING and job.printer == command.by
    if job.state is PrintState.SKIPPED:
        return False
    if command.state is PrintState.SENDING:
        return job.state is PrintState.QUEUED
    if command.state in (PrintState.QUEUED, PrintState.FAILED):
        return job.state is PrintState.QUEUED or is_sent_by_it
    return True


def hold_old_papers(deed: Deed, command: HoldOldPapers) -> Done:
    """Skips what has been queued for longer than ``HOLD_AFTER``, also for the fiscal device."""
    held = (deed.work.print_jobs.get(job_id) for job_id in deed.work.fiscal.held_jobs())
    for job in [*deed.work.print_jobs.waiting(), *(one for one in held if one is not None)]:
        if job.state is PrintState.QUEUED and deed.now - job.created_at > HOLD_AFTER:
            deed.work.print_jobs.save(replace(job, state=PrintState.SKIPPED))
    return Done()


RULES: dict[type[Command], Rule] = {
    ReprintPaper: Rule(reprint_paper, PaperAnswer),
    RetryPaper: Rule(retry_paper, PaperAnswer),
    SkipPaper: Rule(skip_paper, Done),
    PrintTestPage: Rule(print_test_page, PaperAnswer),
    HoldOldPapers: Rule(hold_old_papers, Done, by_staff=False, journaled=False),
    OpenDrawer: Rule(open_drawer, Done, needs=Permission.CASH_IN_OUT),
    MarkPaper: Rule(mark_paper, Marked, by_staff=False, journaled=False),
}
