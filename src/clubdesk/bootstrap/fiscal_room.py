"""The fiscal device's part of the house: takes documents to it and stores what it did.

Runs on a thread of its own and asks the desk worker for everything it stores. What was asked for
and never answered is looked up by its number before anything else is sent.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from clubdesk.domain.events import FiscalChanged
from clubdesk.domain.fiscal import FiscalDocument, FiscalState
from clubdesk.services.desk import Desk
from clubdesk.services.event_feed import News
from clubdesk.services.fiscalising import DEVICES, MarkFiscal, ReportFiscal
from clubdesk.services.ports import BeginWork
from clubdesk.services.ports_fiscal import FiscalAnswer, FiscalDevice, FiscalOutcome

log = logging.getLogger(__name__)

TRIES_AGAIN_S = 5.0
_ON = (FiscalOutcome.REGISTERED, FiscalOutcome.REFUSED)


class FiscalRoom:
    """Registers what waits, once ``start`` was called.

    Args:
        begin: Opens a transaction, on the desk worker.
        device_of: Makes the device of a club's choice (of none chosen: the one of before); None
            where it is not known.
    """

    def __init__(
        self,
        begin: BeginWork,
        device_of: Callable[[str], FiscalDevice | None],
        again_s: float = TRIES_AGAIN_S,
    ) -> None:
        self._begin = begin
        self._device_of = device_of
        self._again_s = again_s
        self._desk: Desk | None = None
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="fiscal", daemon=True)

    def start(self, desk: Desk) -> None:
        """Begins; the desk's writer must run."""
        self._desk = desk
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ends after the document in hand; what waits stays."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def hear(self, news: News) -> None:
        """Wakes when a document was asked for; the event feed calls it."""
        if isinstance(news, FiscalChanged):
            self._wake.set()

    # On the room's own thread.

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            done = False
            try:
                done = self._round()
            except Exception:
                # The books may be busy or full: the documents are safe there, so try again later.
                log.exception("the fiscal documents could not be read or stored")
            if not self._stopping:
                self._wake.wait(None if done else self._again_s)

    def _round(self) -> bool:
        """True if nothing is left to be done until the next document."""
        code, documents, chosen = self._look()
        if not documents:
            return True
        device = self._device_of(chosen)
        if device is None:
            return True
        for document in documents:
            if self._stopping or not self._take(device, document, code):
                return False
        return True

    def _take(self, device: FiscalDevice, document: FiscalDocument, code: str) -> bool:
        """True if the next document may follow; they keep their order."""
        if document.state is FiscalState.UNKNOWN:
            found = device.resolve(document.uuid)
            if found.outcome is not FiscalOutcome.NOT_THERE:
                self._report(document, found)
                return found.outcome in _ON
        self._desk_now().do(MarkFiscal(document_id=document.id), None).result()
        answer = device.register(document, code)
        self._report(document, answer)
        return answer.outcome in _ON

    def _report(self, document: FiscalDocument, answer: FiscalAnswer) -> None:
        same = document.problem == answer.words and document.state is FiscalState.UNKNOWN
        if same and answer.outcome is FiscalOutcome.UNKNOWN:
            return
        report = ReportFiscal(
            document_id=document.id,
            outcome=answer.outcome,
            sign=answer.sign,
            link=answer.link,
            words=answer.words,
        )
        self._desk_now().do(report, None).result()

    def _look(self) -> tuple[str, Sequence[FiscalDocument], str]:
        till_id = self._desk_now().till_id

        def question() -> tuple[str, Sequence[FiscalDocument], str]:
            with self._begin() as work:
                club = work.club.find()
                if club is None:
                    return "", [], ""
                return club.currency.code, work.fiscal.waiting(till_id), club.look.fiscal

        return self._desk_now().writer.submit(question).result()

    def _desk_now(self) -> Desk:
        if self._desk is None:
            raise RuntimeError("start() comes first")
        return self._desk


def device_in(folder: Path) -> Callable[[str], FiscalDevice | None]:
    """Makes devices by their name; a simulator keeps its register in the desk's folder."""

    def device_of(name: str) -> FiscalDevice | None:
        from clubdesk.fiscal.simulator import FILE_NAME, FiscalSimulator

        # Documents that were asked for stay to be registered, also after the choice of none.
        return FiscalSimulator(folder / FILE_NAME) if name in DEVICES else None

    return device_of
