"""A ZVT terminal made of nothing: it keeps its own truth of what it took.

It speaks as a real one does (acknowledges, shows steps, sends the status information, prints, and
completes) and fails when ordered. Any transport can carry it: a conversation is a generator that
says what it wants next, ``Hear`` a message, ``Say`` one, or ``HangUp``; see ``simulator_talk``.
The truth (``movements``) is what tests compare the desk's books with. Any thread, under ``lock``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from clubdesk.foundation.clock import Clock, SystemClock
from clubdesk.terminals import simulator_words as words
from clubdesk.terminals import zvt_codes as codes
from clubdesk.terminals.simulator_faults import Fault, Trouble
from clubdesk.terminals.zvt_apdu import Apdu, GarbledError, acknowledgement, refusal
from clubdesk.terminals.zvt_fields import AMOUNT, CURRENCY, RECEIPT, digits_of, read_fields


@dataclass(frozen=True, slots=True)
class Hear:
    """Wants the next message; None is given after ``timeout_s`` without one (0: never)."""

    timeout_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Say:
    """Says a message; ``raw`` is said as it is."""

    apdu: Apdu
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class HangUp:
    """Lets go of the link; after ``in_bytes`` more of traffic."""

    in_bytes: int = 0


Talk = Generator[Hear | Say | HangUp, Apdu | None, None]


class LinkGoneError(Exception):
    """Thrown into a conversation whose link broke."""


@dataclass(slots=True)
class Movement:
    """Money that moved at the terminal, or was refused.

    Attributes:
        result: 00 is success.
        of_receipt: The payment that a reversal takes back; 0 for others.
        asked_as: The how-manyth request this is the end of.
    """

    kind: str
    amount: int
    trace: int
    receipt: int
    result: int = 0
    is_reversed: bool = False
    of_receipt: int = 0
    asked_as: int = 0
    currency: str = "0978"

    @property
    def is_taken(self) -> bool:
        """Whether the customer's card is charged by it now."""
        return self.kind == "payment" and self.result == 0 and not self.is_reversed


@dataclass(slots=True)
class Character:
    """How a terminal behaves where the protocol leaves it open.

    Attributes:
        finishes_alone: A payment whose link broke goes on, and is taken ``lasts_s`` later.
        reverses_alone: A payment whose status information was not acknowledged is taken back.
        reversal_is_new: That reversal is a transaction of its own; else the payment's result says.
        shows_failures: A failed payment is the newest transaction too, with a trace of its own.
        has_traces: False: trace numbers are all zero, receipts are counted.
        only_last: Only the newest payment can be reversed.
    """

    finishes_alone: bool = False
    lasts_s: float = 0.0
    reverses_alone: bool = False
    reversal_is_new: bool = True
    shows_failures: bool = True
    has_traces: bool = True
    only_last: bool = False
    card_s: float = 0.0
    in_blocks: bool = False


@dataclass
class SimulatedTerminal:
    """The terminal; ``movements`` is its truth, the first of them made before the desk came."""

    clock: Clock = field(default_factory=SystemClock)
    character: Character = field(default_factory=Character)
    on_event: Callable[[str], None] = field(default=lambda _: None)
    movements: list[Movement] = field(
        default_factory=lambda: [Movement("payment", 100, 99, 99, is_reversed=True)]
    )
    faults: list[Fault] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    asked: int = 0
    busy_until: float = 0.0
    has_empty_receipt: bool = False
    _unfinished: list[tuple[float, Movement]] = field(default_factory=list)
    _talking: object = None

    @property
    def taken(self) -> list[Movement]:
        """The payments that cards are charged with now."""
        self.settle()
        return [one for one in self.movements if one.is_taken]

    def order(self, fault: Fault) -> None:
        """Has something go wrong at a payment to come."""
        with self.lock:
            self.faults.append(fault)

    def settle(self) -> None:
        """Finishes what goes on without the desk and whose time has come."""
        now = self.clock.monotonic()
        for when, movement in [one for one in self._unfinished if one[0] <= now]:
            self._unfinished.remove((when, movement))
            self._capture(movement)

    def talk(self) -> Talk:
        """One connection, from its first message on."""
        me = object()
        try:
            while True:
                command = yield Hear()
                if command is not None and not command.is_acknowledgement:
                    yield from self._answer(command, me)
        finally:
            if self._talking is me:
                self._talking = None

    def _answer(self, command: Apdu, me: object) -> Talk:
        self.settle()
        if self._talking not in (None, me) or self.clock.monotonic() < self.busy_until:
            yield Say(refusal(codes.PLEASE_WAIT))
            return
        self._talking = me
        try:
            yield from self._deed(command)(command)
        except (GarbledError, ValueError):
            yield Say(Apdu(codes.ABORT, bytes([0x9A])))
        finally:
            self._talking = None

    def _deed(self, command: Apdu) -> Callable[[Apdu], Talk]:
        return {
            codes.REGISTER: self._register,
            codes.AUTHORISE: self._pay,
            codes.REPEAT_RECEIPT: self._repeat,
            codes.REVERSE: self._reverse,
            codes.REFUND: self._refund,
            codes.END_OF_DAY: self._end_day,
            codes.STATUS_ENQUIRY: self._tell_state,
        }.get(command.control, self._refuse)

    def _refuse(self, command: Apdu) -> Talk:
        if not command.is_refusal:
            yield Say(refusal(codes.NOT_POSSIBLE))

    def _register(self, command: Apdu) -> Talk:
        yield Say(acknowledgement())
        yield Say(words.registered())

    def _tell_state(self, command: Apdu) -> Talk:
        yield Say(acknowledgement())
        yield Say(Apdu(codes.COMPLETION, b"\0"))

    def _repeat(self, command: Apdu) -> Talk:
        yield Say(acknowledgement())
        shown = [one for one in self.movements if one.result == 0 or self.character.shows_failures]
        if shown and not self.has_empty_receipt:
            yield from self._tell(self._status(shown[-1]))
        yield Say(Apdu(codes.COMPLETION))

    def _tell(self, apdu: Apdu) -> Talk:
        """Says a message and hears its acknowledgement, of whatever kind."""
        yield Say(apdu)
        yield Hear()

    def _pay(self, command: Apdu) -> Talk:
        fields = read_fields(command.data)
        amount = int(digits_of(fields[AMOUNT])) if AMOUNT in fields else 0
        self.asked += 1
        self.has_empty_receipt = False
        fault = self._next_fault()
        self.on_event(words.asked(amount, fault))
        movement = self._next("payment", amount, digits_of(fields.get(CURRENCY, b"\x09\x78")))
        if fault.trouble == Trouble.MUTE:
            yield from self._wait_for_ever()
        if fault.trouble in (Trouble.BUSY, Trouble.REFUSED):
            is_busy = fault.trouble == Trouble.BUSY
            yield Say(refusal(codes.PLEASE_WAIT if is_busy else codes.NOT_POSSIBLE))
            return
        yield Say(acknowledgement())
        if fault.trouble == Trouble.DROP_AT:
            yield HangUp(fault.number)
        yield from self._with_card(movement, fault)

    def _with_card(self, movement: Movement, fault: Fault) -> Talk:
        try:
            if (yield from self._is_broken_off(fault)):
                yield from self._fail(movement, codes.CANCELLED)
                return
            yield from self._tell(words.step(0x04))
        except LinkGoneError:
            self._go_on_alone(movement)
            raise
        result = words.RESULTS.get(fault.trouble, 0)
        if result:
            yield from self._fail(movement, result)
            return
        yield from self._take(movement, fault)

    def _is_broken_off(self, fault: Fault) -> Generator[Hear | Say | HangUp, Apdu | None, bool]:
        """The customer's time with the card; whether the desk asked to stop."""
        yield from self._tell(words.step(0x0A))
        if fault.trouble == Trouble.SILENT:
            yield from self._wait_for_ever()
        seconds = fault.number if fault.trouble == Trouble.SLOW else self.character.card_s
        if not seconds:
            return False
        heard = yield Hear(float(seconds))
        if heard is None or heard.control != codes.BREAK_OFF:
            return False
        yield Say(acknowledgement())
        return True

    def _wait_for_ever(self) -> Talk:
        while True:
            yield Hear()

    def _go_on_alone(self, movement: Movement) -> None:
        if not self.character.finishes_alone:
            return
        until = self.clock.monotonic() + self.character.lasts_s
        self.busy_until = max(self.busy_until, until)
        self._unfinished.append((until, movement))

    def _fail(self, movement: Movement, result: int) -> Talk:
        movement.result = result
        if self.character.shows_failures:
            self._capture(movement)
        else:
            self.on_event(words.ended(movement))
        yield from self._tell(self._status(movement))
        yield Say(Apdu(codes.ABORT, bytes([result])))

    def _take(self, movement: Movement, fault: Fault) -> Talk:
        if fault.trouble == Trouble.DROP_BEFORE_CAPTURE:
            yield HangUp()
        self._capture(movement)
        try:
            yield from self._confirm(movement, fault)
        except LinkGoneError:
            self._take_back_alone(movement)
            raise
        for line in words.slip(movement, in_block=self.character.in_blocks):
            yield from self._tell(line)
        yield Say(Apdu(codes.COMPLETION))

    def _confirm(self, movement: Movement, fault: Fault) -> Talk:
        if fault.trouble in (Trouble.DROP_AFTER_CAPTURE, Trouble.EMPTY_RECEIPT):
            self.has_empty_receipt = fault.trouble == Trouble.EMPTY_RECEIPT
            yield HangUp()
        if fault.trouble == Trouble.GARBLED:
            yield Say(acknowledgement(), raw=words.NONSENSE)
        if fault.trouble != Trouble.NO_STATUS:
            off_by = 1 if fault.trouble == Trouble.OTHER_AMOUNT else 0
            yield from self._tell(self._status(movement, off_by))

    def _take_back_alone(self, movement: Movement) -> None:
        if not self.character.reverses_alone or movement.kind != "payment":
            return
        movement.is_reversed = True
        self.on_event(words.reversed_alone(movement))
        if self.character.reversal_is_new:
            reversal = self._next("reversal", movement.amount, movement.currency)
            reversal.of_receipt = movement.receipt
            self._capture(reversal)
        else:
            movement.result = 0xFF

    def _reverse(self, command: Apdu) -> Talk:
        yield Say(acknowledgement())
        receipt = int(digits_of(read_fields(command.data[3:]).get(RECEIPT, b"\0\0")))
        payments = [one for one in self.movements if one.kind == "payment" and one.result == 0]
        found = next((one for one in payments if one.receipt == receipt), None)
        is_too_old = self.character.only_last and found is not payments[-1]
        if found is None or found.is_reversed or is_too_old:
            is_done = found is not None and found.is_reversed
            code = codes.ALREADY_REVERSED if is_done else codes.CANNOT_REVERSE
            yield Say(Apdu(codes.ABORT, bytes([code])))
            return
        reversal = self._next("reversal", found.amount, found.currency)
        reversal.of_receipt = receipt
        found.is_reversed = True
        yield from self._pay_out(reversal)

    def _refund(self, command: Apdu) -> Talk:
        yield Say(acknowledgement())
        fields = read_fields(command.data[3:])
        amount = int(digits_of(fields[AMOUNT])) if AMOUNT in fields else 0
        currency = digits_of(fields.get(CURRENCY, b"\x09\x78"))
        movement = self._next("refund", amount, currency)
        # Unlike a reversal, a refund needs the customer's card, and the bank's consent.
        yield from self._with_card(movement, self._pay_out_fault(movement))

    def _pay_out_fault(self, movement: Movement) -> Fault:
        self.asked += 1
        movement.asked_as = self.asked
        return self._next_fault()

    def _pay_out(self, movement: Movement) -> Talk:
        fault = self._pay_out_fault(movement)
        if fault.trouble == Trouble.DROP_BEFORE_CAPTURE:
            yield HangUp()
        yield from self._take(movement, fault)

    def _end_day(self, command: Apdu) -> Talk:
        yield Say(acknowledgement())
        for line in words.totals(self.movements, in_block=self.character.in_blocks):
            yield from self._tell(line)
        yield Say(Apdu(codes.COMPLETION))

    def _next_fault(self) -> Fault:
        due = next((fault for fault in self.faults if fault.at <= 1), Fault(Trouble.NONE))
        self.faults = [
            Fault(one.trouble, one.number, one.at - 1) for one in self.faults if one is not due
        ]
        return due

    def _next(self, kind: str, amount: int, currency: str) -> Movement:
        # Its numbers are given when it is written down, not when it begins.
        return Movement(kind, amount, 0, 0, asked_as=self.asked, currency=currency)

    def _capture(self, movement: Movement) -> None:
        newest = self.movements[-1]
        movement.trace = newest.trace % 999_999 + 1
        movement.receipt = newest.receipt % 9_999 + 1
        self.movements.append(movement)
        self.on_event(words.ended(movement))

    def _status(self, movement: Movement, off_by: int = 0) -> Apdu:
        return words.status(movement, self.character.has_traces, off_by)
