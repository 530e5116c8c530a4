"""What the screens show, read from committed books on the read-only worker's thread.

Frozen values; amounts are minor units, instants UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from clubdesk.domain.explaining import Explanation
from clubdesk.domain.fiscal import FiscalDocument
from clubdesk.domain.hall import Club, Rate, Station, Zone
from clubdesk.domain.people import Client, ClientGroup, Permission, Staff, StaffRole
from clubdesk.domain.promotion import Promotion
from clubdesk.domain.receipt import Receipt
from clubdesk.domain.reservation import Reservation
from clubdesk.domain.session import PlaySession
from clubdesk.domain.shift import Shift, ShiftFigures
from clubdesk.services.ports import JournalEntry, KeptMinutes, PrintJob
from clubdesk.services.ports_people import RetiredCard
from clubdesk.services.ports_reservations import Conflict, ReservationRow, TimelineView
from clubdesk.services.views_bar import BarQueries
from clubdesk.services.views_people import (
    ClientFile,
    ClientMoney,
    ExpiredReview,
    ExportedClient,
    HistoryFilter,
    JournalFilter,
    JournalRow,
    KnownNumbers,
    OperationRow,
    PendingPayment,
    StaffDeeds,
    StaffRow,
    TransactionView,
    UndoView,
    VisitRow,
)
from clubdesk.services.views_play import OutageRow
from clubdesk.services.views_till import OpenOrder, TillQueries


@dataclass(frozen=True, slots=True)
class StationCard:
    """One station with what runs on it.

    Attributes:
        session: The open session; None if the seat is free.
        payer_name: The client's name; empty for a guest or a free seat.
        payer_phone_end: The last four digits; empty for a guest.
        balance_minor: The payer's game (or guest) account in the ledger.
        points: The payer's bonus points; 0 for a guest.
        from_per_hour: The cheapest hourly price that can be sold here now; None if none.
        reserved: Who comes next within a day, or whose time it is; None if nobody.
    """

    station: Station
    session: PlaySession | None = None
    payer_name: str = ""
    payer_phone_end: str = ""
    balance_minor: int = 0
    points: int = 0
    from_per_hour: int | None = None
    reserved: Reservation | None = None

    @property
    def reserved_from(self) -> datetime | None:
        """When the next reservation begins; None if there is none."""
        return self.reserved.from_at if self.reserved else None


@dataclass(frozen=True, slots=True)
class HallView:
    """The whole hall: zones in order, stations by zone and number."""

    zones: tuple[Zone, ...]
    cards: tuple[StationCard, ...]


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A line of a session's story: ``what`` is a code that the screen puts into words.

    Codes: started, paused, resumed, moved (``text`` is the station it came from), package
    (``text`` is its name), top_up, guest_payment, order (``text`` is what), order_cancel (``text``
    is why), charge, ended.
    """

    at: datetime
    what: str
    text: str = ""
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client in a list, with what a cashier looks for first."""

    client: Client
    balance_minor: int
    points: int
    last_visit: datetime | None = None
    playing_on: str = ""


@dataclass(frozen=True, slots=True)
class TransactionRow:
    """One line of a client's history, newest first.

    Attributes:
        amount: Minor units, or points where ``in_points``; negative for what was taken.
        balance_after: Of the account that it moved, just after it.
        card_id: Whose account that is: the client's, or a card's that was merged into it.
    """

    transaction_id: int
    at: datetime
    kind: str
    amount: int
    balance_after: int
    staff_name: str
    reason: str = ""
    station_name: str = ""
    in_points: bool = False
    reversed_by: int | None = None
    session_id: int | None = None
    promotion: str = ""
    card_id: int = 0


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift in a list. ``report`` is there once it is closed."""

    shift: Shift
    opened_by: str
    closed_by: str = ""
    report: Receipt | None = None


@dataclass(frozen=True, slots=True)
class ShiftNow:
    """The running shift of a till with its figures so far and what keeps it from closing.

    Attributes:
        sessions_block: False while another till is open: the sessions go on there.
        open_orders: Orders of this till that somebody still waits for.
        is_long: It is open for longer than the club's rules say.
        taken_over_from: Who handed the till over; empty if it was opened.
    """

    shift: Shift | None
    opened_by: str = ""
    figures: ShiftFigures | None = None
    open_sessions: tuple[StationCard, ...] = field(default_factory=tuple)
    pending_payments: tuple[PendingPayment, ...] = field(default_factory=tuple)
    open_orders: tuple[OpenOrder, ...] = ()
    sessions_block: bool = True
    is_long: bool = False
    taken_over_from: str = ""


@dataclass(frozen=True, slots=True)
class SignInName:
    """Someone who may sign in, as the sign-in screen lists them."""

    login: str
    name: str
    role: str
    role_name: str = ""
    has_pin: bool = False


@dataclass(frozen=True, slots=True)
class RateVersion:
    """A rate as it was from an instant on, and who made it so (empty at the club's set-up)."""

    version: int
    at: datetime
    staff_name: str
    rate: Rate


class DeskQueries(TillQueries, BarQueries, Protocol):
    """Reads for the screens; each call sees one committed state of the books."""

    def club(self) -> Club | None: ...
    def staff(self, staff_id: int) -> Staff | None: ...
    def sign_in_names(self) -> Sequence[SignInName]: ...
    def hall(self, now: datetime) -> HallView: ...
    def cards(self, station_ids: Sequence[int], now: datetime) -> Sequence[StationCard]: ...
    def station_of_session(self, session_id: int) -> int | None: ...
    def station_of_client(self, client_id: int) -> int | None: ...
    def story(self, session_id: int) -> Sequence[StoryLine]: ...
    def open_outages(self) -> Sequence[OutageRow]: ...
    def explain(self, session_id: int, now: datetime) -> Explanation | None: ...
    def rates(self) -> Sequence[Rate]: ...
    def rate_versions(self, rate_id: int) -> Sequence[RateVersion]: ...
    def kept_minutes(self, client_id: int, now: datetime) -> Sequence[KeptMinutes]: ...
    def timeline(self, since: datetime, until: datetime) -> TimelineView | None: ...
    def reservation(self, reservation_id: int) -> ReservationRow | None: ...
    def reservations(self, since: datetime, until: datetime) -> Sequence[ReservationRow]: ...
    def conflicts(
        self, station_ids: Sequence[int], since: datetime, until: datetime, besides: int = 0
    ) -> Sequence[Conflict]: ...
    def rates_for(self, station_id: int) -> Sequence[Rate]: ...
    def search_clients(self, text: str, limit: int = 50) -> Sequence[ClientRow]: ...
    def client(self, client_id: int) -> ClientRow | None: ...
    def find_card(self, number: str) -> ClientRow | RetiredCard | None: ...
    def transactions(
        self, client_id: int, limit: int = 200, only: HistoryFilter | None = None
    ) -> Sequence[TransactionRow]: ...
    def transaction(self, transaction_id: int) -> TransactionView | None: ...
    def visits(self, client_id: int, now: datetime, limit: int = 200) -> Sequence[VisitRow]: ...
    def money_of(self, client_id: int, now: datetime) -> ClientMoney | None: ...
    def undo_view(self, client_id: int, till_id: int, now: datetime) -> UndoView: ...
    def client_file(self, client_id: int, now: datetime) -> ClientFile: ...
    def groups(self) -> Sequence[ClientGroup]: ...
    def promotions(self) -> Sequence[Promotion]: ...
    def expired_points(self, now: datetime) -> ExpiredReview: ...
    def known_numbers(self, phones: Sequence[str], cards: Sequence[str]) -> KnownNumbers: ...
    def export_clients(self, after_id: int, limit: int) -> Sequence[ExportedClient]: ...
    def count_clients(self) -> int: ...
    def roles(self) -> Sequence[StaffRole]: ...
    def people(self) -> Sequence[StaffRow]: ...
    def approvers(self, permission: Permission) -> Sequence[SignInName]: ...
    def journal_rows(self, only: JournalFilter, limit: int = 200) -> Sequence[JournalRow]: ...
    def staff_deeds(self, since: datetime, until: datetime) -> Sequence[StaffDeeds]: ...
    def shift_now(self, till_id: int, now: datetime) -> ShiftNow: ...
    def shifts(self, till_id: int, limit: int = 100) -> Sequence[ShiftRow]: ...
    def operations_of_shift(self, shift_id: int, limit: int = 100) -> Sequence[OperationRow]: ...
    def journal(self, limit: int = 200) -> Sequence[JournalEntry]: ...
    def print_jobs(self, limit: int = 50) -> Sequence[PrintJob]: ...
    def fiscal_troubles(self) -> Sequence[FiscalDocument]: ...
