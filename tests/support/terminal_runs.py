"""Seeded runs of a desk at a card terminal whose link drops, stalls, or whose desk dies.

The desk here does what the flow of a card payment does: it notes the mark, pays, and asks what
became of a payment whose end it did not hear; it asks again only for what surely took nothing. The
terminal's own truth is compared at the end, when everything that went on alone has ended.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.services.ports_terminal import Attempt, Outcome, OutcomeKind
from clubdesk.terminals.simulator import Character, Movement, SimulatedTerminal
from clubdesk.terminals.simulator_faults import Fault, Trouble
from clubdesk.terminals.zvt_dialog import Waits
from clubdesk.terminals.zvt_terminal import ZvtSettings, ZvtTerminal
from tests.support.terminal_wire import DeskDiedError, Traffic, Way, memory_way

START = datetime(2026, 11, 22, 10, tzinfo=UTC)
WAITS = Waits(acknowledge_s=5, between_s=180, longest_s=900, look_s=60)
LONGEST_TRAFFIC = 1_300
FIRST_PAYMENT = (180, 560)
"""Bytes of traffic, both ways; on a serial line the frames take more than on TCP."""

ASKED_AGAIN = 4
SURE = {
    OutcomeKind.DECLINED,
    OutcomeKind.CANCELLED,
    OutcomeKind.NO_CONNECTION,
    OutcomeKind.NOT_STARTED,
}


@dataclass
class Entry:
    """What the desk's books say of one attempt, and which requests of the terminal were its."""

    amount: int
    outcome: Outcome
    first: int
    last: int


@dataclass
class Run:
    """One seed played to its end."""

    seed: int
    entries: list[Entry] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    was_cut: int = 0
    resolved: int = 0

    @property
    def unknown(self) -> int:
        return sum(one.outcome.kind == OutcomeKind.UNKNOWN for one in self.entries)


def play(seed: int) -> Run:
    """Plays a seed; ``faults`` says what does not hold."""
    stage = _Stage(seed)
    for _ in range(stage.chance.randint(1, 3)):
        stage.sell()
    stage.compare()
    return stage.run


class _Stage:
    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.clock = ManualClock(START)
        self.run = Run(seed)
        self.terminal = SimulatedTerminal(
            self.clock, _character(self.chance), movements=[_before(self.chance)]
        )
        self.in_frames = self.chance.random() < 0.4
        ways = list(Way) if self.in_frames else [way for way in Way if way is not Way.CORRUPT]
        # Half of the cuts fall where the first payment itself is, between its mark and its end.
        near, far = range(*FIRST_PAYMENT), range(LONGEST_TRAFFIC)
        spots = {
            self.chance.choice(near if self.chance.random() < 0.5 else far)
            for _ in range(self.chance.randint(1, 3))
        }
        self.traffic = Traffic([(at, self.chance.choice(ways)) for at in sorted(spots)])
        self.cuts = len(spots)
        if self.chance.random() < 0.3:
            number = self.chance.randint(1, 90)
            trouble = self.chance.choice(list(Trouble))
            self.terminal.order(Fault(trouble, number, self.chance.randint(1, 2)))
        self.terminal.has_empty_receipt = self.chance.random() < 0.05

    def sell(self) -> None:
        amount = 1_500 if self.chance.random() < 0.8 else self.chance.randint(1, 10**7)
        for _ in range(3):
            entry = self.attempt(amount)
            if entry.outcome.kind not in SURE or self.chance.random() < 0.2:
                return

    def attempt(self, amount: int) -> Entry:
        first = self.terminal.asked
        outcome = self.ask(Attempt(len(self.run.entries) + 1, amount, "EUR", 2))
        entry = Entry(amount, outcome, first, self.terminal.asked)
        self.run.entries.append(entry)
        return entry

    def ask(self, attempt: Attempt) -> Outcome:
        driver = self.driver()
        try:
            mark = driver.mark()
        except (DeskError, DeskDiedError):
            return Outcome(OutcomeKind.NOT_STARTED)
        attempt = Attempt(attempt.payment_id, attempt.amount_minor, "EUR", 2, mark)
        try:
            outcome = driver.pay(attempt, lambda _: None)
        except DeskDiedError:
            outcome = Outcome(OutcomeKind.UNKNOWN)
        was_unknown = outcome.kind == OutcomeKind.UNKNOWN
        for _ in range(ASKED_AGAIN):
            if outcome.kind == OutcomeKind.UNKNOWN:
                self.clock.advance(self.chance.choice((0, 1, 10, 60)))
                outcome = self.resolve(attempt)
        self.run.resolved += was_unknown and outcome.kind != OutcomeKind.UNKNOWN
        return outcome

    def resolve(self, attempt: Attempt) -> Outcome:
        try:
            return self.driver().resolve(attempt)
        except DeskDiedError:
            return Outcome(OutcomeKind.UNKNOWN)

    def driver(self) -> ZvtTerminal:
        connect = memory_way(self.terminal, self.clock, self.traffic, self.in_frames)
        return ZvtTerminal(connect, ZvtSettings("EUR", waits=WAITS), self.clock)

    def compare(self) -> None:
        self.clock.advance(100_000)
        taken = self.terminal.taken
        for number, entry in enumerate(self.run.entries, 1):
            own = [one for one in taken if entry.first < one.asked_as <= entry.last]
            if fault := _fault(entry, own):
                self.run.faults.append(f"seed {self.run.seed}, attempt {number}: {fault}")
        self.run.was_cut = self.cuts - len(self.traffic.cuts)


def _fault(entry: Entry, own: list[Movement]) -> str:
    kind = entry.outcome.kind
    if len(own) > 1:
        return "charged twice"
    if kind == OutcomeKind.APPROVED:
        if not own:
            return "approved, and nothing was taken"
        told = entry.outcome.evidence
        if own[0].amount != entry.amount or int(told.receipt_number or 0) != own[0].receipt:
            return "approved by another payment"
    if kind in SURE and own:
        return f"{kind}, and money was taken"
    return ""


def _character(chance: Random) -> Character:
    return Character(
        finishes_alone=chance.random() < 0.5,
        lasts_s=chance.choice((0.0, 5.0, 45.0, 170.0)),
        reverses_alone=chance.random() < 0.4,
        reversal_is_new=chance.random() < 0.5,
        shows_failures=chance.random() < 0.6,
        has_traces=chance.random() < 0.85,
        card_s=chance.choice((0.0, 0.0, 12.0, 100.0)),
        in_blocks=chance.random() < 0.5,
    )


def _before(chance: Random) -> Movement:
    trace, receipt = chance.choice(((99, 99), (999_999, 9_999), (998, 9_998), (16, 1_616)))
    return Movement("payment", chance.choice((1_500, 700)), trace, receipt, is_reversed=True)
