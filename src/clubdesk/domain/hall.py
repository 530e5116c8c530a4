"""What can be sold: zones, stations and rates; and the club they belong to. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from clubdesk.domain.people import ClientGroup
from clubdesk.domain.play_rules import PlayRules
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.promotion import NEVER, PointsExpiry
from clubdesk.domain.rates import PackageOffer, Unused
from clubdesk.domain.receipt_look import ReceiptLook
from clubdesk.domain.reservation import ReservationRules
from clubdesk.domain.session import Cover, Remainder, Terms
from clubdesk.domain.till_rules import TillRules
from clubdesk.foundation.money import Currency
from clubdesk.foundation.translate import tr


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
    """What play time costs in some zones: by the hour, or a package if it has one.

    Attributes:
        price: By the hour; of a package: what play after it costs, where that was agreed.
        package: None for an hourly rate.
        min_charge_minor: The least that a session costs once it has started; 0 for off.
        step_minutes: At a session's end the minutes paid by the hour are rounded up to it once;
            0 for off. It is not the minimum charge: a session of 61 minutes may be billed as 75.
        points_percent: How much of the price may be paid in points, 0-100.
        valid_from, valid_until: First and last day of sale on the club's wall; None for no bound.
        roles: Keys of the roles that may sell it; empty for all.
        guests: Whether guests may have it.
        colour: ``#rrggbb`` on the screens; empty for none.
        version: Grows with every change; the earlier ones are kept.
    """

    id: int
    name: str
    zone_ids: frozenset[int]
    price: HourlyPrice
    guest_remainder: Remainder = Remainder.PAID_OUT
    active: bool = True
    position: int = 0
    package: PackageOffer | None = None
    min_charge_minor: int = 0
    step_minutes: int = 0
    points_percent: int = 0
    valid_from: date | None = None
    valid_until: date | None = None
    roles: frozenset[str] = frozenset()
    guests: bool = True
    colour: str = ""
    version: int = 1

    def terms(self, group: ClientGroup | None = None) -> Terms:
        """The copy that a session keeps, for a client of a group (None: of none)."""
        return Terms(
            self.id,
            self.name,
            self.price,
            self.guest_remainder,
            group.discount_percent if group else 0,
            max(self.points_percent, group.points_percent if group else 0),
            self.min_charge_minor,
            self.step_minutes,
        )

    def cover(
        self,
        at: datetime,
        group: ClientGroup | None = None,
        *,
        guest: bool = False,
        begins_at: datetime | None = None,
    ) -> Cover:
        """The package as a session keeps it, bought at an instant; it begins then or later.

        A guest has no account to keep minutes on: where the rest is not forfeited it is given
        back, if the rate pays a guest's rest out at all.

        Raises:
            ValueError: This is an hourly rate (a bug).
        """
        offer = self.package
        if offer is None:
            raise ValueError("an hourly rate has no package")
        discount = group.discount_percent if group else 0
        return Cover(
            rate_id=self.id,
            name=self.name,
            minutes=offer.minutes,
            price_minor=offer.price_minor * (100 - discount) // 100,
            bought_at=at,
            hard_end=offer.hard_end_after(begins_at or at, self.price.time_zone),
            unused=self._unused_of_guest(offer) if guest else offer.unused,
            kept_days=offer.kept_days,
            list_minor=offer.price_minor,
            points_percent=max(self.points_percent, group.points_percent if group else 0),
            zone_ids=tuple(sorted(self.zone_ids)),
            offer=offer,
        )

    def sellable(
        self,
        now: datetime,
        zone_id: int,
        role_key: str,
        *,
        guest: bool = False,
        begins_at: datetime | None = None,
    ) -> str:
        """Why it cannot be sold now, here and by this role; empty if it can.

        A package that is queued begins later than now (``begins_at``).
        """
        today = now.astimezone(ZoneInfo(self.price.time_zone)).date()
        if not self.active:
            return tr("This rate is not sold any more.")
        if zone_id not in self.zone_ids:
            return tr("This rate is not sold in this zone.")
        if self.valid_from is not None and today < self.valid_from:
            return tr("This rate is not sold yet.")
        if self.valid_until is not None and today > self.valid_until:
            return tr("This rate is not sold any more.")
        if self.roles and role_key not in self.roles:
            return tr("Your role may not sell this rate.")
        if guest and not self.guests:
            return tr("This rate is for clients only.")
        starts = begins_at or now
        if self.package is not None and not self.package.may_start(starts, self.price.time_zone):
            return tr("This package cannot start at this time.")
        return ""

    def _unused_of_guest(self, offer: PackageOffer) -> Unused:
        paid_out = self.guest_remainder is Remainder.PAID_OUT
        if offer.unused is Unused.FORFEITED or not paid_out:
            return Unused.FORFEITED
        return Unused.GIVEN_BACK


@dataclass(frozen=True, slots=True)
class Club:
    """The club's own facts and rules.

    Attributes:
        country: ISO 3166 alpha-2, for phone numbers without a country code.
        float_tolerance_minor: A difference at the close up to this needs no reason.
        warn_minutes: When the player and the desk are warned before the end.
        demo: Marked DEMO on every screen and receipt.
        postpaid_guests: Guests may play first and pay at the end.
        postpaid_limit_minor: The most that such a guest may owe.
        play: What the club decided of cancelling, minors and outages.
        reserving: What it decided of holding seats and of those who do not come.
        look: How its receipts look, and which fiscal device registers payments.
        till: What it decided of expenses and of shifts that are too long.
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
    postpaid_guests: bool = False
    postpaid_limit_minor: int = 0
    play: PlayRules = field(default_factory=PlayRules)
    reserving: ReservationRules = field(default_factory=ReservationRules)
    look: ReceiptLook = field(default_factory=ReceiptLook)
    till: TillRules = field(default_factory=TillRules)
