"""What can be sold: zones, stations and rates; and the club they belong to. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clubdesk.domain.people import ClientGroup
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.promotion import NEVER, PointsExpiry
from clubdesk.domain.session import Remainder, Terms
from clubdesk.foundation.money import Currency


class StationKind(StrEnum):
    """A PC has an agent, a console has none."""

    PC = "pc"
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the hall with its own prices."""

    id: int
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Station:
    """One seat.

    Attributes:
        number: What a cashier types to jump to it; unique in the club.
        agent_key: The paired agent's CURVE public key (Z85, 40 characters); empty if none.
        mac: For Wake-on-LAN, ``aa:bb:cc:dd:ee:ff``; empty if unknown.
        lease_seq: Grows with every change of what the agent is promised; never goes back.
        maintenance: Why it is not sold now; empty if it is.
    """

    id: int
    zone_id: int
    number: int
    name: str
    kind: StationKind = StationKind.PC
    agent_key: str = ""
    mac: str = ""
    lease_seq: int = 0
    maintenance: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """What play time costs in some zones."""

    id: int
    name: str
    zone_ids: frozenset[int]
    price: HourlyPrice
    guest_remainder: Remainder = Remainder.PAID_OUT
    active: bool = True
    position: int = 0

    def terms(self, group: ClientGroup | None = None) -> Terms:
        """The copy that a session keeps, for a client of a group (None: of none)."""
        return Terms(
            self.id,
            self.name,
            self.price,
            self.guest_remainder,
            group.discount_percent if group else 0,
            group.points_percent if group else 0,
        )


@dataclass(frozen=True, slots=True)
class Club:
    """The club's own facts and rules.

    Attributes:
        country: ISO 3166 alpha-2, for phone numbers without a country code.
        float_tolerance_minor: A difference at the close up to this needs no reason.
        warn_minutes: When the player and the desk are warned before the end.
        demo: Marked DEMO on every screen and receipt.
    """

    name: str
    currency: Currency
    time_zone: str
    country: str
    receipt_header: str = ""
    receipt_footer: str = ""
    float_tolerance_minor: int = 0
    warn_minutes: tuple[int, ...] = (10, 5, 1)
    pause_limit_minutes: int = 60
    demo: bool = False
    points_expiry: PointsExpiry = NEVER
