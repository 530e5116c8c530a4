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
from clubdesk.domain.ledger import (
    AccountKind,
    AccountRef,
    LedgerTransaction,
    TransactionDraft,
    TransactionKind,
)
from clubdesk.domain.people import Client, Staff
from clubdesk.domain.receipt import Receipt
from clubdesk.domain.session import Cover, PlaySession
from clubdesk.domain.shift import LegSum, RateUse, Shift
from clubdesk.services.ports_bar import MenuStore, OrderStore, StockStore
from clubdesk.services.ports_fiscal import FiscalStore
from clubdesk.services.ports_people import (
    CardPaymentStore,
    CardStore,
    CodeStore,
    ExpiredPoints,
    GroupStore,
    PromotionStore,
    RoleStore,
    StagedStore,
)
from clubdesk.services.ports_play import OutageStore
from clubdesk.services.ports_reservations import ReservationStore
from clubdesk.services.ports_till import TillStore


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
    """A paper and its way to the printer. ``copy`` papers are marked COPY.

    Attributes:
        role: Which of the desk's printers it is for: receipt, kitchen or report.
        printer: The name of the one that it went to or was sent to by hand; empty: by role.
    """

    id: int
    receipt: Receipt
    state: PrintState
    created_at: datetime
    copy: bool = False
    tries: int = 0
    problem: str = ""
    client_id: int | None = None
    transaction_id: int | None = None
    role: str = "receipt"
    printer: str = ""


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
    approved_by: int | None = None


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
    """The printers' lamp: the worst of them. ``text`` says what to do; ``tr`` it where shown.

    Attributes:
        printer: Which printer the text is about; empty where there is only one.
        parts: The lamp of each printer, where there are several.
    """

    state: LampState
    text: str = ""
    printer: str = ""
    parts: tuple[PrinterLamp, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawerTold:
    """What became of opening the drawer; ``problem`` is a marked text, empty if it was opened."""

    problem: str = ""


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
    def all(self) -> Sequence[Staff]: ...


class ClientStore(Protocol):
    """Who plays here. ``add`` ignores the given id and returns the client with its own.

    ``merged_from`` gives the ids of the cards that were merged into one; ``phones_taken`` and
    ``cards_taken`` those of the given ones that belong to someone already, with the client's id;
    ``add_many`` adds all of them or, raising, none. Clients of a list that is being imported are
    found by nobody but ``phone_is_staged`` and the ``StagedStore``.
    """

    def get(self, client_id: int) -> Client | None: ...
    def by_phone(self, phone: str) -> Client | None: ...
    def by_card(self, card_number: str) -> Client | None: ...
    def merged_from(self, client_id: int) -> Sequence[int]: ...
    def point_merged(self, from_id: int, into_id: int) -> None: ...
    def phones_taken(self, phones: Sequence[str]) -> dict[str, int]: ...
    def cards_taken(self, numbers: Sequence[str]) -> dict[str, int]: ...
    def phone_is_staged(self, phone: str) -> bool: ...
    def add_many(self, clients: Sequence[Client]) -> int: ...
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
    def keep_version(self, rate: Rate, at: datetime, staff_id: int | None) -> None: ...


@dataclass(frozen=True, slots=True)
class KeptMinutes:
    """What is left of a package on a client.

    Attributes:
        from_session_id, position: The session it is left of, and which of its covers.
        cover: The package as it was sold.
        left_s: How much is left, seconds.
    """

    id: int
    client_id: int
    from_session_id: int
    position: int
    cover: Cover
    left_s: int
    expires_at: datetime
    used_by_session_id: int | None = None


class KeptStore(Protocol):
    """Minutes of packages that clients have left.

    ``usable`` are those of a client that have not expired and are not used yet, the first to
    expire first.
    """

    def usable(self, client_id: int, now: datetime) -> Sequence[KeptMinutes]: ...
    def add(self, kept: KeptMinutes) -> KeptMinutes: ...
    def use(self, kept_id: int, session_id: int) -> None: ...
    def free(self, kept_id: int) -> None: ...
    def hand_over(self, from_client_id: int, to_client_id: int) -> None: ...


class SessionStore(Protocol):
    """Sessions with their segments. ``add`` returns the session with its id.

    Adding a second open session for a station or a client fails in the database itself; the
    store raises ``DeskError`` ``session.station_taken`` or ``session.client_playing``.
    ``change_places`` saves two sessions of which each sits where the other was.
    """

    def get(self, session_id: int) -> PlaySession | None: ...
    def add(self, session: PlaySession) -> PlaySession: ...
    def save(self, session: PlaySession) -> None: ...
    def change_places(self, session: PlaySession, other: PlaySession) -> None: ...
    def open_on_station(self, station_id: int) -> PlaySession | None: ...
    def open_of_client(self, client_id: int) -> PlaySession | None: ...
    def of_client(self, client_id: int, since: datetime) -> Sequence[PlaySession]: ...
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
    below zero makes ``post`` raise ``DeskError`` ``ledger.below_zero``. ``newest_of_client`` gives
    the client's newest transaction of these kinds that is not reversed (with its draft);
    ``paid_in`` what these clients paid that way (till cash or card clearing) less what went back;
    ``expired_points`` whose points, credited before an instant, were not spent (oldest go first).
    """

    def post(self, draft: TransactionDraft) -> LedgerTransaction: ...
    def balance(self, account: AccountRef) -> int: ...
    def head(self, till_id: int) -> tuple[int, str]: ...
    def sums_of_shift(self, shift_id: int) -> Sequence[LegSum]: ...
    def rates_of_shift(self, shift_id: int) -> Sequence[RateUse]: ...
    def get(self, transaction_id: int) -> LedgerTransaction | None: ...
    def reversal_of(self, transaction_id: int) -> int | None: ...
    def newest_of_client(
        self, client_id: int, kinds: Sequence[TransactionKind]
    ) -> LedgerTransaction | None: ...
    def paid_in(self, client_ids: Sequence[int], by: AccountKind) -> int: ...
    def expired_points(self, credited_before: datetime) -> Sequence[ExpiredPoints]: ...


class JournalStore(Protocol):
    """Append-only; ``approver_of`` tells who approved what a person did at an instant."""

    def add(self, entry: JournalEntry) -> None: ...
    def approver_of(self, action: str, staff_id: int, at: datetime) -> int | None: ...


class AnswerStore(Protocol):
    """What commands were carried out already."""

    def find(self, command_id: str) -> Answered | None: ...
    def remember(self, answered: Answered, at: datetime) -> None: ...


class PrintJobStore(Protocol):
    """Papers on their way."""

    def add(
        self,
        receipt: Receipt,
        at: datetime,
        *,
        copy: bool = False,
        client_id: int | None = None,
        transaction_id: int | None = None,
        role: str = "receipt",
    ) -> PrintJob: ...
    def get(self, job_id: int) -> PrintJob | None: ...
    def save(self, job: PrintJob) -> None: ...
    def waiting(self) -> Sequence[PrintJob]: ...
    def of_client(self, client_id: int) -> Sequence[PrintJob]: ...
    def rewrite(self, job_id: int, receipt: Receipt) -> None: ...


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
    def kept(self) -> KeptStore: ...
    @property
    def outages(self) -> OutageStore: ...
    @property
    def sessions(self) -> SessionStore: ...
    @property
    def reservations(self) -> ReservationStore: ...
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
    @property
    def cards(self) -> CardStore: ...
    @property
    def staged(self) -> StagedStore: ...
    @property
    def codes(self) -> CodeStore: ...
    @property
    def groups(self) -> GroupStore: ...
    @property
    def roles(self) -> RoleStore: ...
    @property
    def promotions(self) -> PromotionStore: ...
    @property
    def card_payments(self) -> CardPaymentStore: ...
    @property
    def till(self) -> TillStore: ...
    @property
    def fiscal(self) -> FiscalStore: ...
    @property
    def menu(self) -> MenuStore: ...
    @property
    def stock(self) -> StockStore: ...
    @property
    def orders(self) -> OrderStore: ...


BeginWork = Callable[[], AbstractContextManager[UnitOfWork]]
"""Opens a write transaction; leaving it commits, an exception rolls everything back.

Raises ``DeskError`` ``storage.full``, ``storage.read_only`` or ``storage.busy`` with what to do
when the database cannot take the write; then nothing was changed.
"""
