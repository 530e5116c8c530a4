"""Who works here and who plays here: staff with roles and permissions, and clients. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Permission(StrEnum):
    """One thing that a person may or may not do."""

    RUN_SESSIONS = "run_sessions"
    CANCEL_SESSION = "cancel_session"
    CREDIT_OUTAGE = "credit_outage"
    TOP_UP = "top_up"
    CREDIT_BONUS = "credit_bonus"
    DEDUCT = "deduct"
    REFUND = "refund"
    SKIP_VERIFICATION = "skip_verification"
    EDIT_CLIENTS = "edit_clients"
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
    """The built-in roles."""

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
class Staff:
    """A person who works here; secrets are argon2id hashes.

    Attributes:
        failed_tries: Wrong passwords in a row.
        locked_until: No sign-in before this instant (UTC); None if free.
    """

    id: int
    login: str
    name: str
    role: Role
    password_hash: str
    pin_hash: str = ""
    active: bool = True
    failed_tries: int = 0
    locked_until: datetime | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """What this person may do."""
        return ROLE_PERMISSIONS[self.role] if self.active else frozenset()


@dataclass(frozen=True, slots=True)
class Client:
    """A registered customer. ``phone`` is E.164; ``card_number`` and ``email`` may be empty."""

    id: int
    phone: str
    name: str
    email: str = ""
    card_number: str = ""
    phone_verified: bool = False
    blocked: bool = False
    note: str = ""
    created_at: datetime | None = None


def fold(text: str) -> str:
    """The form of a name that search compares: case folded, ё as е, single spaces."""
    return " ".join(text.casefold().replace("ё", "е").split())
