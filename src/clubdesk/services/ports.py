"""What the use cases need from the outside world, as protocols. Storage and the devices fill them.

Everything here is called on the desk worker's thread, inside one transaction, unless it says
otherwise. Amounts are minor units, instants UTC with tzinfo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from clubdesk.domain.hall import Club, Rate, Station, Zone
from clubdesk.domain.ledger import AccountRef, LedgerTransaction, TransactionDraft
from clubdesk.domain.people import Client, Staff
from clubdesk.domain.receipt import Receipt
from clubdesk.domain.session import PlaySession
from clubdesk.domain.shift import LegSum, RateUse, Shift


class PrintState(StrEnum):
    """Where a paper is. "sent" is not "printed": only the printer's status confirms."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A paper and its way to the printer. ``copy`` papers are marked COPY."""

    id: int
    receipt: Receipt
    state: PrintState
    created_at: datetime
    copy: bool = False
    tries: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line of the journal: who did what, to whom, why, and whether it was refused.

    ``details`` is JSON text without secrets. ``refused`` holds the refusal's code.
    """

    at: datetime
    staff_id: int | None
    action: str
    client_id: int | None = None
    session_id: int | None = None
    station_id: int | None = None
    reason: str = ""
    details: str = "{}"
    refused: str = ""
    command_id: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A command that was carried out before: what it was and what it answered (JSON)."""

    command_id: str
    action: str
    digest: str
    answer: str


class LampState(StrEnum):
    """How the receipt printer is, as the top line shows it."""

    NONE = "none"
    READY = "ready"
    ATTENTION = "attention"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterLamp:
    """The printer's lamp. ``text`` says what to do; it is a marked text, ``tr`` it where shown."""

    state: LampState
    text: str = ""


class ClubStore(Protocol):
    """The club's own facts; exactly one row once the club is set up."""

    def find(self) -> Club | None: ...
    def save(self, club: Club) -> None: ...


class StaffStore(Protocol):
    """Who works here."""

    def get(self, staff_id: int) -> Staff | None: ...
    def by_login(self, login: str) -> Staff | None: ...
    def add(self, staff: Staff) -> Staff: ...
    def save(self, staff: Staff) -> None: ...
    def count(self) -> int: ...


class ClientStore(Protocol):
    """Who plays here. ``add`` ignores the given id and returns the client with its own."""

    def get(self, client_id: int) -> Client | None: ...
    def by_phone(self, phone: str) -> Client | None: ...
    def add(self, client: Client) -> Client: ...
    def save(self, client: Client) -> None: ...
    def touch_visit(self, client_id: int, at: datetime) -> None: ...


class StationStore(Protocol):
    """Zones and stations.

    ``next_lease_seq`` adds one and returns the new number; ``lift_lease_seq`` makes it one more
    than ``above`` where it is not above it yet; ``lease_seqs`` gives all by station.
    """

    def zones(self) -> Sequence[Zone]: ...
    def add_zone(self, zone: Zone) -> Zone: ...
    def get(self, station_id: int) -> Station | None: ...
    def all(self) -> Sequence[Station]: ...
    def add(self, station: Station) -> Station: ...
    def save(self, station: Station) -> None: ...
    def next_lease_seq(self, station_id: int) -> int: ...
    def lift_lease_seq(self, station_id: int, above: int) -> None: ...
    def lease_seqs(self) -> dict[int, int]: ...


class RateStore(Protocol):
    """What time costs."""

    def get(self, rate_id: int) -> Rate | None: ...
    def all(self) -> Sequence[Rate]: ...
    def add(self, rate: Rate) -> Rate: ...
    def save(self, rate: Rate) -> None: ...


class SessionStore(Protocol):
    """Sessions with their segments. ``add`` returns the session with its id.

    Adding a second open session for a station or a client fails in the database itself; the
    store raises ``DeskError`` ``session.station_taken`` or ``session.client_playing``.
    """

    def get(self, session_id: int) -> PlaySession | None: ...
    def add(self, session: PlaySession) -> PlaySession: ...
    def save(self, session: PlaySession) -> None: ...
    def open_on_station(self, station_id: int) -> PlaySession | None: ...
    def open_of_client(self, client_id: int) -> PlaySession | None: ...
    def all_open(self) -> Sequence[PlaySession]: ...
    def due(self, now: datetime) -> Sequence[PlaySession]: ...


class ShiftStore(Protocol):
    """Shifts. ``add`` numbers the shift; ``next_z_number`` counts without a gap."""

    def get(self, shift_id: int) -> Shift | None: ...
    def add(self, shift: Shift) -> Shift: ...
    def save(self, shift: Shift) -> None: ...
    def open_of_till(self, till_id: int) -> Shift | None: ...
    def last_closed(self, till_id: int) -> Shift | None: ...
    def next_z_number(self, till_id: int) -> int: ...
    def store_report(self, shift_id: int, receipt: Receipt) -> None: ...
    def report(self, shift_id: int) -> Receipt | None: ...


class LedgerStore(Protocol):
    """The books. Posting numbers, chains and seals a transaction; nothing changes it after.

    ``balance`` is as people say it (``domain.ledger.shown``). A guarded account that would go
    below zero makes ``post`` raise ``DeskError`` ``ledger.below_zero``.
    """

    def post(self, draft: TransactionDraft) -> LedgerTransaction: ...
    def balance(self, account: AccountRef) -> int: ...
    def head(self, till_id: int) -> tuple[int, str]: ...
    def sums_of_shift(self, shift_id: int) -> Sequence[LegSum]: ...
    def rates_of_shift(self, shift_id: int) -> Sequence[RateUse]: ...


class JournalStore(Protocol):
    """Append-only."""

    def add(self, entry: JournalEntry) -> None: ...


class AnswerStore(Protocol):
    """What commands were carried out already."""

    def find(self, command_id: str) -> Answered | None: ...
    def remember(self, answered: Answered, at: datetime) -> None: ...


class PrintJobStore(Protocol):
    """Papers on their way."""

    def add(self, receipt: Receipt, at: datetime, *, copy: bool = False) -> PrintJob: ...
    def get(self, job_id: int) -> PrintJob | None: ...
    def save(self, job: PrintJob) -> None: ...
    def waiting(self) -> Sequence[PrintJob]: ...


class UnitOfWork(Protocol):
    """All stores of one transaction."""

    @property
    def club(self) -> ClubStore: ...
    @property
    def staff(self) -> StaffStore: ...
    @property
    def clients(self) -> ClientStore: ...
    @property
    def stations(self) -> StationStore: ...
    @property
    def rates(self) -> RateStore: ...
    @property
    def sessions(self) -> SessionStore: ...
    @property
    def shifts(self) -> ShiftStore: ...
    @property
    def ledger(self) -> LedgerStore: ...
    @property
    def journal(self) -> JournalStore: ...
    @property
    def answers(self) -> AnswerStore: ...
    @property
    def print_jobs(self) -> PrintJobStore: ...


BeginWork = Callable[[], AbstractContextManager[UnitOfWork]]
"""Opens a write transaction; leaving it commits, an exception rolls everything back.

Raises ``DeskError`` ``storage.full``, ``storage.read_only`` or ``storage.busy`` with what to do
when the database cannot take the write; then nothing was changed.
"""


class LeaseState(StrEnum):
    """What a PC should be."""

    LOCKED = "locked"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class WantedLease:
    """What the desk promises one agent.

    Attributes:
        seq: The station's lease number; an agent ignores a lower one.
        deadline: The desk clock's ``monotonic()`` at which play ends; None while locked.
        session_id: 0 when no session holds the station.
        headline: A short text for the player, such as the client's first name; may be empty.
        warn_minutes: When the player is warned before the end.
    """

    station_id: int
    seq: int
    state: LeaseState
    session_id: int = 0
    deadline: float | None = None
    headline: str = ""
    warn_minutes: tuple[int, ...] = ()


class OrderKind(StrEnum):
    """A one-shot order to a PC."""

    RESTART = "restart"
    SHUT_DOWN = "shut_down"
    MESSAGE = "message"


class LinkState(StrEnum):
    """How an agent's link looks from the desk."""

    NEVER_SEEN = "never_seen"
    UP = "up"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class StationLink:
    """What the desk knows of one station's agent, by its last heartbeat.

    Attributes:
        applied_seq: The lease number the agent said it follows; 0 if none.
        is_open: The agent said that the PC is unlocked.
        last_seen: UTC; None if never since the desk started.
    """

    station_id: int
    state: LinkState
    applied_seq: int = 0
    is_open: bool = False
    last_seen: datetime | None = None
    agent_version: str = ""
    hostname: str = ""


@dataclass(frozen=True, slots=True)
class OrderReport:
    """What became of an order: ``acknowledged``, ``expired`` or ``refused``."""

    order_id: str
    station_id: int
    outcome: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class WaitingAgent:
    """An agent that asks to be paired; ``code`` is shown on both screens and compared by people.

    Attributes:
        public_key: Its CURVE public key (Z85, 40 characters).
        since: When it asked first, UTC.
    """

    public_key: str
    hostname: str
    mac: str
    address: str
    code: str
    since: datetime


@dataclass(frozen=True, slots=True)
class AgentsWaiting:
    """The list of agents that ask to be paired has changed."""

    agents: tuple[WaitingAgent, ...]


class Hub(Protocol):
    """The thread that talks to the agents. Every call returns at once; any thread may call."""

    def want(self, leases: Sequence[WantedLease]) -> None: ...
    def pair(self, keys: dict[int, str]) -> None: ...
    def order(
        self, station_id: int, kind: OrderKind, text: str = "", expires_s: float = 15.0
    ) -> str: ...
    def links(self) -> Sequence[StationLink]: ...
    def waiting(self) -> Sequence[WaitingAgent]: ...


class Waker(Protocol):
    """Sends Wake-on-LAN packets; returns at once."""

    def wake(self, mac: str) -> None: ...
