"""Who works here and who plays here: staff with roles and permissions, and clients. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Permission(StrEnum):
    """One thing that a person may or may not do."""

    RUN_SESSIONS = "run_sessions"
    CANCEL_SESSION = "cancel_session"
    CREDIT_OUTAGE = "credit_outage"
    ADD_TIME = "add_time"
    LET_PLAY = "let_play"
    TOP_UP = "top_up"
    CREDIT_BONUS = "credit_bonus"
    DEDUCT = "deduct"
    REFUND = "refund"
    UNDO = "undo"
    UNDO_CLOSED = "undo_closed"
    SKIP_VERIFICATION = "skip_verification"
    EDIT_CLIENTS = "edit_clients"
    MERGE_CLIENTS = "merge_clients"
    CLIENT_DATA = "client_data"
    EDIT_PROMOTIONS = "edit_promotions"
    SELL = "sell"
    CANCEL_ORDER = "cancel_order"
    EDIT_MENU = "edit_menu"
    EDIT_RATES = "edit_rates"
    RUN_SHIFT = "run_shift"
    CLOSE_OVER_TOLERANCE = "close_over_tolerance"
    CASH_IN_OUT = "cash_in_out"
    COLLECT = "collect"
    SEE_REPORTS = "see_reports"
    SEE_JOURNAL = "see_journal"
    MANAGE_STAFF = "manage_staff"
    EDIT_SETTINGS = "edit_settings"
    PAIR_AGENTS = "pair_agents"
    RESTART_PCS = "restart_pcs"
    MAINTENANCE = "maintenance"


class Role(StrEnum):
    """The built-in roles; a club's own roles have keys of their own."""

    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    CASHIER = "cashier"
    TECHNICIAN = "technician"


_CASHIER = frozenset(
    {
        Permission.RUN_SESSIONS,
        Permission.TOP_UP,
        Permission.EDIT_CLIENTS,
        Permission.SELL,
        Permission.RUN_SHIFT,
        Permission.CASH_IN_OUT,
        Permission.RESTART_PCS,
    }
)
_OWNER_ONLY = frozenset({Permission.MANAGE_STAFF, Permission.EDIT_SETTINGS})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ADMINISTRATOR: frozenset(Permission) - _OWNER_ONLY,
    Role.CASHIER: _CASHIER,
    Role.TECHNICIAN: frozenset(
        {Permission.PAIR_AGENTS, Permission.RESTART_PCS, Permission.MAINTENANCE}
    ),
}


@dataclass(frozen=True, slots=True)
class StaffRole:
    """A role as the club has it.

    Attributes:
        key: A ``Role``'s value, or ``custom-N`` for one of the club's own.
        name: What a custom role is called; a built-in one is named by the language in use.
        built_in: Built-in roles cannot be removed; the owner's cannot be changed either.
    """

    key: str
    name: str
    permissions: frozenset[Permission]
    built_in: bool = False


@dataclass(frozen=True, slots=True)
class Staff:
    """A person who works here; secrets are argon2id hashes.

    Attributes:
        role: A role's key: a ``Role``'s value or a custom role's.
        failed_tries: Wrong passwords or PINs in a row.
        locked_until: No sign-in before this instant (UTC); None if free.
        granted: What the club made of the role; None where the built-in role stands as it is.
        role_name: A custom role's name; empty for a built-in one.
    """

    id: int
    login: str
    name: str
    role: str
    password_hash: str
    pin_hash: str = ""
    active: bool = True
    failed_tries: int = 0
    locked_until: datetime | None = None
    granted: frozenset[Permission] | None = None
    role_name: str = ""

    @property
    def permissions(self) -> frozenset[Permission]:
        """What this person may do."""
        if not self.active:
            return frozenset()
        if self.role == Role.OWNER:
            return frozenset(Permission)
        if self.granted is not None:
            return self.granted
        built_in = {role.value: granted for role, granted in ROLE_PERMISSIONS.items()}
        return built_in.get(self.role, frozenset())


@dataclass(frozen=True, slots=True)
class Client:
    """A registered customer.

    Attributes:
        phone: E.164; empty on an erased card.
        card_number: The membership card in use; empty if none.
        birthday: None if it was not told.
        group_id: The client's group; None if none.
        blocked: May not play or take orders; ``blocked_reason`` says why.
        erased_at: When the personal data was taken out, UTC; None on a living card.
        merged_into: The card that this one was merged into; None on a living card.
        daily_limit_minutes: The most play a local day that the client or a parent asked for;
            None for no limit.
    """

    id: int
    phone: str
    name: str
    email: str = ""
    card_number: str = ""
    phone_verified: bool = False
    blocked: bool = False
    note: str = ""
    created_at: datetime | None = None
    birthday: date | None = None
    group_id: int | None = None
    blocked_reason: str = ""
    erased_at: datetime | None = None
    merged_into: int | None = None
    daily_limit_minutes: int | None = None

    @property
    def is_living(self) -> bool:
        """False for a card that was erased or merged into another."""
        return self.erased_at is None and self.merged_into is None


@dataclass(frozen=True, slots=True)
class ClientGroup:
    """Clients with a price or points rule of their own.

    Attributes:
        discount_percent: Off the price of play, 0-100; copied into a session's terms at its start.
        points_percent: How much of the price of play may be paid in points, 0-100.
    """

    id: int
    name: str
    discount_percent: int = 0
    points_percent: int = 0
    position: int = 0


def fold(text: str) -> str:
    """The form of a name that search compares: case folded, ё as е, single spaces."""
    return " ".join(text.casefold().replace("ё", "е").split())
