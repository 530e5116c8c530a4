"""The charge of a session on paper, line by line, as the screen shows it. Desk worker's thread."""

from __future__ import annotations

from clubdesk.domain.explaining import explain
from clubdesk.domain.people import Permission
from clubdesk.domain.receipt import PaperKind, Receipt
from clubdesk.services.commands import Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.paper_facts import paper, queue_paper
from clubdesk.services.settling import find_session, purse_of
from clubdesk.services.shifts import PaperAnswer


class PrintExplanation(Command, frozen=True, kw_only=True):
    """Prints how a session's charge came about, or comes about so far."""

    session_id: int


def print_explanation(deed: Deed, command: PrintExplanation) -> PaperAnswer:
    """Queues the paper.

    Raises:
        DeskError: ``session.unknown``.
    """
    session = find_session(deed, command.session_id)
    client = None if session.client_id is None else deed.work.clients.get(session.client_id)
    stations = {seat.id: seat.name for seat in deed.work.stations.all()}
    payer = client.name if client else ""
    told = explain(session, stations, payer, purse_of(deed, session), deed.now)
    receipt = Receipt(paper(deed, PaperKind.EXPLANATION, session.id), explanation=told)
    return PaperAnswer(job_id=queue_paper(deed, receipt, client_id=session.client_id))


RULES: dict[type[Command], Rule] = {
    PrintExplanation: Rule(print_explanation, PaperAnswer, needs=Permission.RUN_SESSIONS),
}
