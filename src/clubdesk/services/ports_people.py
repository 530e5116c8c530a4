"""What the use cases around clients, staff and promotions need stored, as protocols.

Called on the desk worker's thread, inside one transaction. Amounts are minor units, instants UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from clubdesk.domain.card_payment import CardPayment
from clubdesk.domain.people import Client, ClientGroup, StaffRole
from clubdesk.domain.promotion import Promotion


@dataclass(frozen=True, slots=True)
class RetiredCard:
    """A membership card out of use; ``why`` is blocked or replaced."""

    number: str
    client_id: int
    why: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """The code a client may type now: an argon2id hash, when it ends, how often it was tried.

    Attributes:
        state: A ``verification.MessageState``'s value.
        detail: The gateway's own words about a failure; never the code.
    """

    client_id: int
    phone: str
    code_hash: str = field(repr=False)
    sent_at: datetime
    expires_at: datetime
    tries: int = 0
    state: str = "queued"
    detail: str = ""
    gateway_id: str = ""


@dataclass(frozen=True, slots=True)
class PromotionUse:
    """A credit that came from a promotion, and the top-up that set it off (None if none)."""

    transaction_id: int
    promotion_id: int
    client_id: int
    cause_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ExpiredPoints:
    """Points of one client that have expired and not been spent."""

    client_id: int
    client_name: str
    points: int
    oldest_at: datetime


class CardStore(Protocol):
    """Membership cards out of use; the one in use is on the client."""

    def retired(self, number: str) -> RetiredCard | None: ...
    def of_client(self, client_id: int) -> Sequence[RetiredCard]: ...
    def retire(self, card: RetiredCard) -> None: ...
    def free(self, number: str) -> None: ...
    def hand_over(self, from_id: int, into_id: int) -> None: ...
    def forget(self, client_id: int) -> None: ...


class StagedStore(Protocol):
    """Clients of a list that is being imported, not seen by anyone until ``show``.

    ``add`` returns how many the portion has, ``show`` how many the list has. ``drop_portion``
    takes one portion out again, of a list or (without a key) of any that the till left behind,
    and says whether it found one.
    """

    def add(self, list_key: str, till_id: int, portion: Sequence[Client]) -> int: ...
    def show(self, list_key: str) -> int: ...
    def drop_portion(self, till_id: int, list_key: str = "") -> bool: ...


class CodeStore(Protocol):
    """Codes sent to phones; one a client."""

    def of_client(self, client_id: int) -> PhoneCode | None: ...
    def save(self, code: PhoneCode) -> None: ...
    def forget(self, client_id: int) -> None: ...


class GroupStore(Protocol):
    """Client groups."""

    def get(self, group_id: int) -> ClientGroup | None: ...
    def all(self) -> Sequence[ClientGroup]: ...
    def add(self, group: ClientGroup) -> ClientGroup: ...
    def save(self, group: ClientGroup) -> None: ...
    def remove(self, group_id: int) -> None: ...
    def members(self, group_id: int) -> int: ...


class RoleStore(Protocol):
    """Roles as the club has them: ``all`` gives the built-in ones too, changed or not."""

    def get(self, key: str) -> StaffRole | None: ...
    def all(self) -> Sequence[StaffRole]: ...
    def save(self, role: StaffRole) -> None: ...
    def remove(self, key: str) -> None: ...
    def members(self, key: str) -> int: ...


class PromotionStore(Protocol):
    """Promotions and the credits that came from them; credits that were undone do not count.

    ``topped_up_besides`` tells whether a client has any top-up that stands but the given one.
    """

    def get(self, promotion_id: int) -> Promotion | None: ...
    def all(self) -> Sequence[Promotion]: ...
    def by_code(self, code: str) -> Promotion | None: ...
    def add(self, promotion: Promotion) -> Promotion: ...
    def save(self, promotion: Promotion) -> None: ...
    def note_use(self, use: PromotionUse) -> None: ...
    def uses(self, promotion_id: int, client_id: int | None = None) -> Sequence[PromotionUse]: ...
    def caused_by(self, transaction_id: int) -> Sequence[PromotionUse]: ...
    def topped_up_besides(self, client_id: int, transaction_id: int) -> bool: ...


class CardPaymentStore(Protocol):
    """Payments asked of terminals.

    ``open_of_till`` gives those whose end is not known or not booked; ``is_open_for`` says whether
    a client has one, at whichever till; ``open_of_session`` gives those of a guest's session, at
    whichever till. ``booked_of_client``: driven ones, the newest first.
    """

    def get(self, payment_id: int) -> CardPayment | None: ...
    def add(self, payment: CardPayment) -> CardPayment: ...
    def save(self, payment: CardPayment) -> None: ...
    def open_of_till(self, till_id: int) -> Sequence[CardPayment]: ...
    def is_open_for(self, client_id: int) -> bool: ...
    def open_of_session(self, session_id: int) -> Sequence[CardPayment]: ...
    def was_asked_after(self, payment: CardPayment) -> bool: ...
    def booked_of_client(self, client_id: int) -> Sequence[CardPayment]: ...
    def gone_back(self, payment_id: int) -> int: ...
    def booked_with(self, transaction_id: int) -> CardPayment | None: ...
