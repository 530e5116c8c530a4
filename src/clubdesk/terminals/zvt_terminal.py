"""A card terminal that speaks ZVT, over TCP or a serial line.

Terminal room's thread, but for ``cancel`` and ``close``. Each request has a connection of its own:
connect, register (06 00), ask, let go. So nothing that an earlier request left on a line is ever
taken for the answer to a later one.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

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
from clubdesk.terminals import hints, zvt_messages
from clubdesk.terminals.currencies import number_of, terminal_amount
from clubdesk.terminals.wire import UnreachableError
from clubdesk.terminals.zvt_apdu import Apdu
from clubdesk.terminals.zvt_codes import BUSY, STATUS_ENQUIRY, SUCCESS
from clubdesk.terminals.zvt_dialog import Dialog, Ending, Heard, Waits
from clubdesk.terminals.zvt_line import ZvtLine
from clubdesk.terminals.zvt_outcome import (
    Asked,
    LastSeen,
    evidence_of,
    last_seen,
    outcome_of,
    seen_in,
    unknown,
)
from clubdesk.terminals.zvt_resolve import judge

Connect = Callable[[Clock], ZvtLine]
"""Opens a line. Raises ``UnreachableError``, or ``DeskError`` where the way itself is missing."""


@dataclass(frozen=True, slots=True)
class ZvtSettings:
    """How a terminal is spoken to.

    Attributes:
        password: Six digits; 000000 unless the terminal's provider changed it.
        config: The registration's config byte.
    """

    currency_code: str
    password: str = field(default="000000", repr=False)
    config: int = zvt_messages.DESK_PRINTS
    waits: Waits = field(default_factory=Waits)


class _NotReadyError(Exception):
    """Nothing was asked; the hint says why."""

    def __init__(self, hint: str, code: str = "", is_busy: bool = False) -> None:
        super().__init__(hint)
        self.hint = hint
        self.code = code
        self.is_busy = is_busy


class ZvtTerminal:
    """The driver; see ``Terminal``."""

    def __init__(self, connect: Connect, settings: ZvtSettings, clock: Clock | None = None) -> None:
        self._connect = connect
        self._settings = settings
        self._clock = clock or SystemClock()
        self._guard = threading.Lock()
        self._line: ZvtLine | None = None
        self._paying: int | None = None
        self._out = threading.Event()

    def probe(self) -> TerminalLamp:
        """Asks for its state (05 01); see ``Terminal``."""
        try:
            with self._registered() as line:
                return self._lamp(self._dialog(line).run(Apdu(STATUS_ENQUIRY)))
        except _NotReadyError as error:
            state = TerminalState.BUSY if error.is_busy else TerminalState.ATTENTION
            return TerminalLamp(state, error.hint)
        except (UnreachableError, DeskError):
            return TerminalLamp(TerminalState.OFFLINE, hints.NOT_THERE)

    def mark(self) -> str:
        """Notes its newest transaction (06 20); see ``Terminal``."""
        try:
            with self._registered() as line:
                heard = self._repeat(line)
        except UnreachableError:
            raise _offline() from None
        except _NotReadyError as error:
            raise (_busy() if error.is_busy else _offline()) from None
        if heard.ending == Ending.REFUSED and heard.code in BUSY:
            raise _busy()
        if heard.ending in (Ending.LOST, Ending.NOT_SENT):
            raise _offline()
        is_clear = heard.ending == Ending.COMPLETED and len(heard.statuses) == 1
        return (seen_in(evidence_of(heard)) if is_clear else LastSeen()).mark()

    def pay(
        self,
        attempt: Attempt,
        on_step: Callable[[str], None],
        on_mark: Callable[[str], None] = keep_first_mark,
    ) -> Outcome:
        """Asks for a payment (06 01); see ``Terminal``."""
        with self._to_be_broken_off(attempt):
            return self._asked(attempt, zvt_messages.authorise, on_step)

    def cancel(self, payment_id: int) -> bool:
        """Has 06 B0 sent; the terminal heeds it until the card is read. See ``Terminal``."""
        if self._paying != payment_id:
            return False
        self._out.set()
        return True

    def resolve(self, attempt: Attempt) -> Outcome:
        """Asks for its newest transaction and compares; see ``zvt_resolve``."""
        try:
            asked = self._in_its_units(attempt)
            with self._registered() as line:
                was_idle = self._is_idle(line)
                repeated = self._repeat(line)
                return judge(repeated, asked, was_idle, was_idle and self._is_idle(line))
        except _NotReadyError as error:
            return Outcome(OutcomeKind.UNKNOWN, error.code, hint=error.hint)
        except (UnreachableError, DeskError):
            return Outcome(OutcomeKind.UNKNOWN, hint=hints.NOT_THERE)

    def reverse(self, attempt: Attempt, original: Evidence) -> Outcome:
        """Takes a payment back by its receipt number (06 30); see ``Terminal``."""
        number = original.receipt_number
        if not number.strip("0"):
            return Outcome(OutcomeKind.NOT_STARTED, hint=hints.NO_RECEIPT_NUMBER)
        password = self._settings.password
        # A wish that came too late for the payment before is not this one's.
        self._out.clear()
        return self._asked(attempt, lambda _amount, _code: zvt_messages.reverse(password, number))

    def refund(self, attempt: Attempt, original: Evidence) -> Outcome:
        """Pays back to a card that is shown to the terminal (06 31); see ``Terminal``."""
        password = self._settings.password
        with self._to_be_broken_off(attempt):
            return self._asked(
                attempt, lambda amount, code: zvt_messages.refund(password, amount, code)
            )

    def end_of_day(self) -> Outcome:
        """Closes its day (06 50); see ``Terminal``. A completion is enough: no money moves."""
        try:
            with self._registered() as line:
                heard = self._dialog(line).run(zvt_messages.end_of_day(self._settings.password))
        except (UnreachableError, DeskError, _NotReadyError) as error:
            return _not_started(error)
        asked = Asked(0, "", LastSeen())
        if heard.ending != Ending.COMPLETED or any(one.result for one in heard.statuses):
            return outcome_of(heard, asked)
        return Outcome(OutcomeKind.APPROVED, "00", evidence=evidence_of(heard))

    def close(self) -> None:
        """Lets go; a payment that waits ends UNKNOWN. Any thread."""
        with self._guard:
            line, self._line = self._line, None
        if line is not None:
            line.close()

    @contextlib.contextmanager
    def _to_be_broken_off(self, attempt: Attempt) -> Iterator[None]:
        """While a card is waited for, ``cancel`` is heeded."""
        self._out.clear()
        self._paying = attempt.payment_id
        try:
            yield
        finally:
            self._paying = None

    def _asked(
        self,
        attempt: Attempt,
        command: Callable[[int, str], Apdu],
        on_step: Callable[[str], None] = lambda _: None,
    ) -> Outcome:
        dialog: Dialog | None = None
        try:
            asked = self._in_its_units(attempt)
            message = command(asked.amount, number_of(attempt.currency_code))
            with self._registered() as line:
                dialog = self._dialog(line, on_step, self._is_out)
                return outcome_of(dialog.run(message), asked)
        except (UnreachableError, DeskError, _NotReadyError) as error:
            return _not_started(error)
        except Exception:
            # A fault of ours after a byte has left must not read as "nothing happened".
            return unknown(dialog.heard) if dialog else _not_started(_NotReadyError(hints.RESTART))

    def _in_its_units(self, attempt: Attempt) -> Asked:
        code = attempt.currency_code
        try:
            number = number_of(code)
        except ValueError:
            raise _NotReadyError(hints.NO_SUCH_CURRENCY) from None
        try:
            amount = terminal_amount(attempt.amount_minor, code, attempt.currency_exponent)
        except ValueError:
            raise _NotReadyError(hints.NO_SUCH_AMOUNT) from None
        return Asked(amount, number[1:], last_seen(attempt.mark))

    @contextlib.contextmanager
    def _registered(self) -> Iterator[ZvtLine]:
        settings = self._settings
        try:
            register = zvt_messages.register(
                settings.password, settings.config, number_of(settings.currency_code)
            )
        except ValueError:
            raise _NotReadyError(hints.NO_SUCH_CURRENCY) from None
        line = self._connect(self._clock)
        with self._guard:
            self._line = line
        try:
            _must_be_ready(self._dialog(line).run(register))
            yield line
        finally:
            self.close()

    def _dialog(
        self,
        line: ZvtLine,
        on_step: Callable[[str], None] = lambda _: None,
        wants_out: Callable[[], bool] = lambda: False,
    ) -> Dialog:
        return Dialog(line, self._clock, self._settings.waits, on_step, wants_out)

    def _is_out(self) -> bool:
        wanted = self._out.is_set()
        self._out.clear()
        return wanted

    def _repeat(self, line: ZvtLine) -> Heard:
        return self._dialog(line).run(zvt_messages.repeat_receipt(self._settings.password))

    def _is_idle(self, line: ZvtLine) -> bool:
        heard = self._dialog(line).run(Apdu(STATUS_ENQUIRY))
        return heard.ending == Ending.COMPLETED and heard.state in (None, SUCCESS)

    def _lamp(self, heard: Heard) -> TerminalLamp:
        if heard.ending == Ending.COMPLETED and heard.state in (None, SUCCESS):
            return TerminalLamp(TerminalState.READY)
        if heard.ending in (Ending.LOST, Ending.NOT_SENT):
            return TerminalLamp(TerminalState.OFFLINE, hints.NOT_THERE)
        if heard.code in BUSY or heard.state in BUSY:
            return TerminalLamp(TerminalState.BUSY, hints.IS_BUSY)
        return TerminalLamp(TerminalState.ATTENTION, hints.RESTART)


def _must_be_ready(heard: Heard) -> None:
    if heard.ending == Ending.COMPLETED:
        return
    if heard.ending in (Ending.LOST, Ending.NOT_SENT):
        raise UnreachableError
    code = "" if heard.code is None else f"{heard.code:02X}"
    is_busy = heard.code in BUSY
    raise _NotReadyError(hints.IS_BUSY if is_busy else hints.RESTART, code, is_busy)


def _not_started(error: Exception) -> Outcome:
    if isinstance(error, _NotReadyError):
        return Outcome(OutcomeKind.NOT_STARTED, error.code, hint=error.hint)
    words = error.text if isinstance(error, DeskError) else ""
    return Outcome(OutcomeKind.NOT_STARTED, words=words, hint=hints.NOT_THERE)


def _offline() -> DeskError:
    return DeskError(
        "terminal.offline",
        tr("The terminal does not answer. Nothing was asked of it."),
        tr("Check that it is switched on and connected, or take cash."),
    )


def _busy() -> DeskError:
    return DeskError(
        "terminal.busy",
        tr("The terminal is busy with something else. Nothing was asked of it."),
        tr("Finish what it shows, then try again."),
    )
