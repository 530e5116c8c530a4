"""The way of a payment to the fiscal device: asked for with the deed, registered, then printed.

Desk worker's thread. A document is stored in the deed's own transaction; the fiscal room takes it
to the device and says here what became of it. Its receipt waits, unless a person lets it go.
"""

from __future__ import annotations

import uuid
from dataclasses import replace

from clubdesk.domain.events import FiscalChanged, ReceiptQueued
from clubdesk.domain.fiscal import FiscalDocument, FiscalState, draft_of
from clubdesk.domain.people import Permission
from clubdesk.domain.receipt import FiscalSeal, Receipt
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.ports_fiscal import FiscalOutcome
from clubdesk.services.typed_money import give_reason

DEVICES = ("", "simulator")


class MarkFiscal(Command, frozen=True, kw_only=True):
    """The fiscal room's own deed: stores that a document is about to be asked for (UNKNOWN)."""

    document_id: int


class ReportFiscal(Command, frozen=True, kw_only=True):
    """The fiscal room's own deed: stores what the device did."""

    document_id: int
    outcome: FiscalOutcome
    sign: str = ""
    link: str = ""
    words: str = ""


class RetryFiscal(Command, frozen=True, kw_only=True):
    """Asks the device once more for a document that it refused."""

    document_id: int


class ReleaseFiscal(Command, frozen=True, kw_only=True):
    """Lets a receipt go without the device's sign, with a reason; the document stays to be done."""

    document_id: int
    reason: str


class SetFiscalDevice(Command, frozen=True, kw_only=True):
    """Which device registers payments from now on: ``simulator``, or empty for none."""

    device: str


def fiscalise(deed: Deed, receipt: Receipt, job_id: int) -> None:
    """Asks for the document of a paper that is printed for the first time."""
    if not deed.club.look.fiscal:
        return
    draft = draft_of(receipt)
    if draft is None:
        return
    store = deed.work.fiscal
    original = store.about(draft.takes_back) if draft.takes_back else None
    if original is not None and original.till_id != deed.till_id:
        original = None  # another till's device knows that sale, and this one would refuse
    document = store.add(
        FiscalDocument(
            id=0,
            uuid=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{deed.command_id}:{job_id}")),
            kind=draft.kind,
            till_id=deed.till_id,
            at=deed.now,
            facts=draft.facts,
            about=draft.about,
            original_uuid=original.uuid if original else "",
            job_id=job_id,
        )
    )
    deed.tell(FiscalChanged(document.id))


def refuse_unregistered(deed: Deed, job_id: int) -> None:
    """Keeps a copy from being the way round the fiscal device.

    Raises:
        DeskError: ``fiscal.not_registered``.
    """
    if deed.work.fiscal.holds(job_id):
        raise DeskError(
            "fiscal.not_registered",
            tr("The fiscal device has not registered this payment yet."),
            tr("Nothing was printed. Wait for it, or print it without, with a reason."),
        )


def mark_fiscal(deed: Deed, command: MarkFiscal) -> Done:
    """From here on nobody knows what the device did until it is told."""
    document = _document(deed, command.document_id)
    if document.state is not FiscalState.REGISTERED:
        deed.work.fiscal.save(replace(document, state=FiscalState.UNKNOWN))
    return Done()


def report_fiscal(deed: Deed, command: ReportFiscal) -> Done:
    """Stores the outcome; a registered document puts the device's sign on its receipt."""
    document = _document(deed, command.document_id)
    if document.state is FiscalState.REGISTERED:
        return Done()
    states = {
        FiscalOutcome.REGISTERED: FiscalState.REGISTERED,
        FiscalOutcome.REFUSED: FiscalState.FAILED,
        FiscalOutcome.NOT_ASKED: FiscalState.PENDING,
        FiscalOutcome.NOT_THERE: FiscalState.PENDING,
        FiscalOutcome.UNKNOWN: FiscalState.UNKNOWN,
    }
    told = replace(
        document,
        state=states[command.outcome],
        sign=command.sign[:80],
        link=command.link[:500],
        problem=command.words[:200],
    )
    deed.work.fiscal.save(told)
    if told.state is FiscalState.REGISTERED:
        _seal(deed, told)
    deed.tell(FiscalChanged(told.id))
    return Done()


def retry_fiscal(deed: Deed, command: RetryFiscal) -> Done:
    """Puts a refused document back in the line."""
    document = _document(deed, command.document_id)
    if document.state is FiscalState.FAILED:
        deed.work.fiscal.save(replace(document, state=FiscalState.PENDING, problem=""))
        deed.tell(FiscalChanged(document.id))
    return Done()


def release_fiscal(deed: Deed, command: ReleaseFiscal) -> Done:
    """Prints the receipt as it is; the device is still asked for its document."""
    document = _document(deed, command.document_id)
    give_reason(deed, command.reason)
    if document.state is not FiscalState.REGISTERED:  # it may have come while somebody typed
        deed.work.fiscal.save(replace(document, released=True))
    if document.job_id is not None:
        deed.tell(ReceiptQueued(document.job_id))
    deed.tell(FiscalChanged(document.id))
    return Done()


def set_fiscal_device(deed: Deed, command: SetFiscalDevice) -> Done:
    """Keeps the choice; what was asked for before is still registered.

    Raises:
        DeskError: ``fiscal.no_such_device``.
    """
    if command.device not in DEVICES:
        raise DeskError(
            "fiscal.no_such_device",
            tr("This fiscal device is not known."),
            tr("Choose one of the list."),
            subject="device",
        )
    look = replace(deed.club.look, fiscal=command.device)
    deed.work.club.save(replace(deed.club, look=look))
    return Done()


def _seal(deed: Deed, document: FiscalDocument) -> None:
    """Writes the device's sign on the receipt that waited for it, and sends that to print."""
    job = deed.work.print_jobs.get(document.job_id or 0)
    if job is None:
        return
    seal = FiscalSeal(document.uuid, document.sign, document.link)
    if not document.released:
        deed.work.print_jobs.rewrite(job.id, replace(job.receipt, fiscal=seal))
    deed.tell(ReceiptQueued(job.id))


def _document(deed: Deed, document_id: int) -> FiscalDocument:
    document = deed.work.fiscal.get(document_id)
    if document is None:
        raise DeskError("fiscal.unknown", tr("This fiscal document does not exist."))
    return document


RULES: dict[type[Command], Rule] = {
    MarkFiscal: Rule(mark_fiscal, Done, by_staff=False, journaled=False),
    ReportFiscal: Rule(report_fiscal, Done, by_staff=False, journaled=False),
    RetryFiscal: Rule(retry_fiscal, Done),
    ReleaseFiscal: Rule(release_fiscal, Done, needs=Permission.REFUND),
    SetFiscalDevice: Rule(set_fiscal_device, Done, needs=Permission.EDIT_SETTINGS),
}
