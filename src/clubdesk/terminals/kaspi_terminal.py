"""A Kaspi Smart POS (Kazakhstan): cards and Kaspi QR, over HTTPS on the club's network.

Terminal room's thread, but for ``close``. It gives each payment a name (``processId``) when it
begins; that name goes into the mark at once, as the terminal can only be asked by it. A payment
whose name was lost with the connection stays UNKNOWN. There is no way to break a payment off from
the desk. ``/v2/actualize`` asks the bank for a payment in doubt, at most once in ten seconds.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

from clubdesk.foundation.clock import Clock, SystemClock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.ports_terminal import (
    Attempt,
    Evidence,
    Outcome,
    OutcomeKind,
    TerminalLamp,
    TerminalState,
    keep_first_mark,
)
from clubdesk.terminals import hints
from clubdesk.terminals.kaspi_answers import (
    BUSY,
    Progress,
    Report,
    mark_of,
    method_of,
    process_in,
    process_of,
    read_report,
)
from clubdesk.terminals.kaspi_http import KaspiAnswer, UntrustedError
from clubdesk.terminals.kaspi_link import KaspiLink, NotRegisteredError
from clubdesk.terminals.long_names import shown, without_points
from clubdesk.terminals.wire import LinkLostError, UnreachableError
from clubdesk.terminals.zvt_apdu import GarbledError

_NOTHING_SENT = (UnreachableError, UntrustedError, NotRegisteredError)
_MAYBE_HEARD = (LinkLostError, GarbledError)
_CURRENCY = "KZT"


@dataclass(frozen=True, slots=True)
class KaspiWaits:
    """How long the desk waits, in seconds.

    Attributes:
        poll_s: Between two questions about a payment.
        longest_s: For the end of a payment.
        actualize_s: Between two questions to the bank; the terminal allows no less than 10.
    """

    poll_s: float = 1.0
    longest_s: float = 300.0
    actualize_s: float = 10.0


class KaspiTerminal:
    """The driver; see ``Terminal``."""

    def __init__(
        self, link: KaspiLink, clock: Clock | None = None, waits: KaspiWaits | None = None
    ) -> None:
        self._link = link
        self._clock = clock or SystemClock()
        self._waits = waits or KaspiWaits()
        self._closed = threading.Event()
        self._is_paying = False
        self._processes: dict[int, str] = {}
        self._actualized: float | None = None

    def probe(self) -> TerminalLamp:
        """Asks which device it is; see ``Terminal``."""
        if self._is_paying:
            return TerminalLamp(TerminalState.BUSY, hints.IS_BUSY)
        try:
            answer = self._link.call("/v2/deviceinfo")
        except (UnreachableError, *_MAYBE_HEARD):
            return TerminalLamp(TerminalState.OFFLINE, hints.NOT_THERE)
        except (UntrustedError, NotRegisteredError) as error:
            return TerminalLamp(TerminalState.ATTENTION, _hint(error))
        if answer.code == BUSY:
            return TerminalLamp(TerminalState.BUSY, hints.IS_BUSY)
        is_well = answer.code == 0
        return TerminalLamp(
            TerminalState.READY if is_well else TerminalState.ATTENTION,
            "" if is_well else hints.RESTART,
        )

    def mark(self) -> str:
        """Sees that it is there, and registers the desk at the first time; see ``Terminal``."""
        try:
            if not self._link.is_registered:
                self._link.register()
            answer = self._link.call("/v2/deviceinfo")
        except (*_NOTHING_SENT, *_MAYBE_HEARD) as error:
            raise _offline(_hint(error)) from None
        if answer.code == BUSY:
            raise DeskError(
                "terminal.busy",
                tr("The terminal is busy with something else. Nothing was asked of it."),
                tr("Finish what it shows, then try again."),
            )
        return mark_of("")

    def pay(
        self,
        attempt: Attempt,
        on_step: Callable[[str], None],
        on_mark: Callable[[str], None] = keep_first_mark,
    ) -> Outcome:
        """Asks for a payment and follows it to its end; see ``Terminal``."""
        return self._carry_out(attempt, "/v2/payment", {}, on_step, on_mark)

    def cancel(self, payment_id: int) -> bool:
        """It cannot be broken off from the desk: the customer or the cashier does at its keys."""
        return False

    def resolve(self, attempt: Attempt) -> Outcome:
        """Asks what became of the process; see ``Terminal``."""
        process = process_in(attempt.mark) or self._processes.get(attempt.payment_id, "")
        if not process:
            return Outcome(OutcomeKind.UNKNOWN, hint=hints.NOBODY_KNOWS)
        try:
            report = self._look(process)
            if report.progress == Progress.UNKNOWN:
                report = self._actualize(process) or report
        except (*_NOTHING_SENT, *_MAYBE_HEARD) as error:
            return Outcome(OutcomeKind.UNKNOWN, hint=_hint(error))
        hint = hints.IS_BUSY if report.progress == Progress.WAIT else hints.NOBODY_KNOWS
        return _end(report, attempt) or _unknown(report, hint)

    def reverse(self, attempt: Attempt, original: Evidence) -> Outcome:
        """The same as a refund of the whole: it knows nothing else."""
        return self.refund(attempt, original)

    def refund(self, attempt: Attempt, original: Evidence) -> Outcome:
        """Pays back to the payment's own card or phone; see ``Terminal``."""
        if not original.reference:
            return Outcome(OutcomeKind.NOT_STARTED, hint=hints.NO_RECEIPT_NUMBER)
        name = without_points(original.reference)
        given = {"method": method_of(original), "transactionId": name}
        return self._carry_out(attempt, "/v2/refund", given, lambda _: None, keep_first_mark)

    def end_of_day(self) -> Outcome:
        """There is none to be ordered."""
        return Outcome(OutcomeKind.NOT_STARTED, hint=hints.CLOSES_ITSELF)

    def close(self) -> None:
        """A payment that waits now ends UNKNOWN and can be asked about later. Any thread."""
        self._closed.set()

    def _carry_out(
        self,
        attempt: Attempt,
        path: str,
        given: dict[str, str],
        on_step: Callable[[str], None],
        on_mark: Callable[[str], None],
    ) -> Outcome:
        amount = _tenge(attempt)
        if amount is None:
            is_other = attempt.currency_code.strip().upper() != _CURRENCY
            hint = hints.NO_SUCH_CURRENCY if is_other else hints.NO_SUCH_AMOUNT
            return Outcome(OutcomeKind.NOT_STARTED, hint=hint)
        self._is_paying = True
        self._closed.clear()
        try:
            answer = self._link.call(path, amount=str(amount), **given)
            if answer.code != 0:
                return _refused(answer)
            process = process_of(answer)
            self._processes[attempt.payment_id] = process
            with contextlib.suppress(Exception):
                # That it could not be written down must not cost the payment its end.
                on_mark(mark_of(process))
            return self._follow(process, attempt, on_step)
        except _NOTHING_SENT as error:
            return Outcome(OutcomeKind.NOT_STARTED, hint=_hint(error))
        except Exception:
            # Heard or not, and whatever else went wrong: a byte has left.
            return Outcome(OutcomeKind.UNKNOWN, hint=hints.NOBODY_KNOWS)
        finally:
            self._is_paying = False

    def _follow(self, process: str, attempt: Attempt, on_step: Callable[[str], None]) -> Outcome:
        end = self._clock.monotonic() + self._waits.longest_s
        report = Report(Progress.UNKNOWN, evidence=Evidence(trace=shown(process)))
        step = ""
        while self._clock.monotonic() < end and not self._closed.is_set():
            with contextlib.suppress(*_NOTHING_SENT, *_MAYBE_HEARD):
                # The payment goes on while the network is away: it is asked again.
                report = self._look(process)
                if report.progress == Progress.UNKNOWN:
                    report = self._actualize(process) or report
                if outcome := _end(report, attempt):
                    return outcome
            if report.step and report.step != step:
                step = report.step
                with contextlib.suppress(Exception):
                    on_step(step)
            self._closed.wait(self._waits.poll_s)
        return _unknown(report, hints.NOBODY_KNOWS)

    def _look(self, process: str) -> Report:
        return read_report(self._link.call("/v2/status", processId=process), process)

    def _actualize(self, process: str) -> Report | None:
        """Has the terminal ask its bank; None if it was asked too short a time ago."""
        now = self._clock.monotonic()
        if self._actualized is not None and now - self._actualized < self._waits.actualize_s:
            return None
        self._actualized = now
        return read_report(self._link.call("/v2/actualize", processId=process), process)


def _tenge(attempt: Attempt) -> int | None:
    whole, rest = divmod(attempt.amount_minor, int(10**attempt.currency_exponent))
    is_kazakh = attempt.currency_code.strip().upper() == _CURRENCY
    return whole if is_kazakh and whole > 0 and not rest else None


def _end(report: Report, attempt: Attempt) -> Outcome | None:
    """The outcome of a payment that has ended for certain; None for any other."""
    if report.progress == Progress.SUCCESS:
        if report.amount not in (None, _tenge(attempt)):
            return _unknown(report, hints.OTHER_AMOUNT)
        return Outcome(OutcomeKind.APPROVED, words=report.words, evidence=report.evidence)
    if report.progress != Progress.FAIL:
        return None
    kind = OutcomeKind.CANCELLED if report.is_cancelled else OutcomeKind.DECLINED
    return Outcome(kind, "", report.words, hints.BY_KIND[kind], report.evidence)


def _unknown(report: Report, hint: str) -> Outcome:
    return Outcome(OutcomeKind.UNKNOWN, "", report.words, hint, report.evidence)


def _refused(answer: KaspiAnswer) -> Outcome:
    if 500 <= answer.code < 600:
        # A fault of its web server: the payment may have begun behind it.
        return Outcome(OutcomeKind.UNKNOWN, str(answer.code), hint=hints.NOBODY_KNOWS)
    hint = hints.IS_BUSY if answer.code == BUSY else hints.RESTART
    return Outcome(OutcomeKind.NOT_STARTED, str(answer.code), answer.words, hint)


def _hint(error: Exception) -> str:
    if isinstance(error, UntrustedError):
        return hints.UNTRUSTED
    return hints.REGISTER_DESK if isinstance(error, NotRegisteredError) else hints.NOT_THERE


def _offline(hint: str) -> DeskError:
    return DeskError(
        "terminal.offline", tr("The terminal cannot be asked. Nothing was asked of it."), tr(hint)
    )
