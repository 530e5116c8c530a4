"""What has happened, told after the commit; names are past tense. Pure.

Ids only: whoever hears of it asks the books for the rest. A code is the exception: no book has it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """A seat was taken."""

    session_id: int
    station_id: int
    client_id: int | None


@dataclass(frozen=True, slots=True)
class SessionPaused:
    """The timer stopped."""

    session_id: int
    station_id: int


@dataclass(frozen=True, slots=True)
class SessionResumed:
    """The timer runs again."""

    session_id: int
    station_id: int


@dataclass(frozen=True, slots=True)
class SessionMoved:
    """A session went on at another station."""

    session_id: int
    from_station_id: int
    to_station_id: int


@dataclass(frozen=True, slots=True)
class SessionExtended:
    """A running session's end changed (a top-up, a deduction)."""

    session_id: int
    station_id: int


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A session is over; ``time_over`` if its money ran out."""

    session_id: int
    station_id: int
    client_id: int | None
    time_over: bool


@dataclass(frozen=True, slots=True)
class OutageMeasured:
    """A PC was gone in a session, or it was decided what is given back for it."""

    outage_id: int
    session_id: int
    station_id: int


@dataclass(frozen=True, slots=True)
class BalanceChanged:
    """A client's account moved."""

    client_id: int


@dataclass(frozen=True, slots=True)
class ClientChanged:
    """A client was added or edited."""

    client_id: int


@dataclass(frozen=True, slots=True)
class CodeIssued:
    """A code waits to be sent to a phone. It lives in this event alone, and in no log.

    Attributes:
        sent_at: Names this code among the client's, UTC; ``expires_at`` is its end.
    """

    client_id: int
    phone: str = field(repr=False)
    code: str = field(repr=False)
    club: str
    sent_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ClientsImported:
    """A whole list of clients was added."""

    count: int


@dataclass(frozen=True, slots=True)
class PromotionsChanged:
    """A promotion, a client group or the rule for expired points was edited."""


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """A till can take money."""

    shift_id: int
    till_id: int


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    """A Z-report exists."""

    shift_id: int
    till_id: int


@dataclass(frozen=True, slots=True)
class StationsChanged:
    """Stations, zones, rates or pairings were edited."""


@dataclass(frozen=True, slots=True)
class SeatsChanged:
    """What these stations should be was changed by another desk over the same books."""

    station_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReservationChanged:
    """Seats were promised, a promise was changed, kept or broken.

    Attributes:
        station_ids: Those that it had before or has now.
        became: What became of it just now: booked, changed, arrived, cancelled or no_show.
    """

    reservation_id: int
    station_ids: tuple[int, ...]
    became: str


@dataclass(frozen=True, slots=True)
class PCOrdered:
    """A PC is to be restarted or woken; ``order`` is restart, shut_down or wake."""

    station_id: int
    order: str


@dataclass(frozen=True, slots=True)
class ReceiptQueued:
    """A paper waits for the printer."""

    job_id: int


@dataclass(frozen=True, slots=True)
class DrawerWanted:
    """The cash drawer of a till is to be opened now, without a sale."""

    till_id: int


@dataclass(frozen=True, slots=True)
class PrintJobChanged:
    """A paper's state changed."""

    job_id: int


@dataclass(frozen=True, slots=True)
class CardPaymentChanged:
    """A card payment was begun, or its outcome told."""

    payment_id: int
    till_id: int


@dataclass(frozen=True, slots=True)
class CardPaymentAsked:
    """A payment for a terminal that the desk drives is stored: the terminal is to be asked."""

    payment_id: int
    till_id: int


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """An order was placed, moved on in the queue, or cancelled."""

    order_id: int
    till_id: int
    session_id: int | None = None
    placed: bool = False


@dataclass(frozen=True, slots=True)
class MenuChanged:
    """Products, prices or the stock changed."""


@dataclass(frozen=True, slots=True)
class FiscalChanged:
    """A fiscal document was asked for, or its state changed."""

    document_id: int


@dataclass(frozen=True, slots=True)
class ReceiptLookChanged:
    """What stands on every receipt is another: header, footer, logo."""


@dataclass(frozen=True, slots=True)
class CashMoved:
    """Cash was put into a till or taken out of it beside sales."""

    till_id: int


@dataclass(frozen=True, slots=True)
class StaffSignedIn:
    """Someone took over the desk."""

    staff_id: int


@dataclass(frozen=True, slots=True)
class StaffChanged:
    """Someone's account or rights changed; ``staff_id`` is None where it may be anyone's."""

    staff_id: int | None = None


Event = (
    SessionStarted
    | SessionPaused
    | SessionResumed
    | SessionMoved
    | SessionExtended
    | SessionEnded
    | BalanceChanged
    | OutageMeasured
    | ClientChanged
    | ClientsImported
    | CodeIssued
    | PromotionsChanged
    | ShiftOpened
    | ShiftClosed
    | StationsChanged
    | SeatsChanged
    | ReservationChanged
    | PCOrdered
    | ReceiptQueued
    | DrawerWanted
    | PrintJobChanged
    | CardPaymentChanged
    | CardPaymentAsked
    | OrderChanged
    | MenuChanged
    | CashMoved
    | FiscalChanged
    | ReceiptLookChanged
    | StaffSignedIn
    | StaffChanged
)
