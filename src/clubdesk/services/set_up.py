"""The first start: the club, its zones and stations, a price for each, and the owner.

Desk worker's thread. One deed: either all of it stands or nothing does.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from clubdesk.domain.events import StationsChanged
from clubdesk.domain.hall import Club, Rate, Station, StationKind, Zone
from clubdesk.domain.people import Role, Staff
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import currency_of
from clubdesk.foundation.translate import tr
from clubdesk.services.clients import clean_name
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.passwords import check_password, hash_secret

MOST_STATIONS = 2000


class NewZone(msgspec.Struct, frozen=True, kw_only=True):
    """A zone to be made with its stations; ``per_hour_minor`` is its first hourly rate."""

    name: str
    stations: int
    per_hour_minor: int
    kind: StationKind = StationKind.PC


class SetUpClub(Command, frozen=True, kw_only=True):
    """Everything the first start asks for."""

    name: str
    currency: str
    time_zone: str
    country: str
    zones: tuple[NewZone, ...]
    owner_name: str
    owner_login: str
    owner_password: str
    float_tolerance_minor: int = 0
    demo: bool = False


class SetUpAnswer(Answer, frozen=True, kw_only=True):
    """The owner's account."""

    staff_id: int


def set_up_club(deed: Deed, command: SetUpClub) -> SetUpAnswer:
    """Sets the club up; refused once it is."""
    if deed.work.club.find() is not None:
        raise DeskError("club.set_up_already", tr("The club is set up already."))
    check_password(command.owner_password)
    deed.work.club.save(_club(command))
    number = 1
    for position, wanted in enumerate(command.zones):
        number = _add_zone(deed, wanted, position, number, command.time_zone)
    owner = deed.work.staff.add(
        Staff(
            id=0,
            login=_login(command.owner_login),
            name=clean_name(command.owner_name),
            role=Role.OWNER,
            password_hash=hash_secret(command.owner_password),
        )
    )
    deed.tell(StationsChanged())
    return SetUpAnswer(staff_id=owner.id)


def _login(text: str) -> str:
    login = text.strip().casefold()
    if not login:
        raise DeskError(
            "staff.login_missing",
            tr("The login is missing."),
            tr("Type a short name to sign in with."),
            subject="login",
        )
    return login


def _club(command: SetUpClub) -> Club:
    try:
        ZoneInfo(command.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise DeskError(
            "club.bad_time_zone",
            tr("“{zone}” is not a time zone.").format(zone=command.time_zone),
            tr("Choose one from the list, such as Asia/Almaty."),
            subject="time_zone",
        ) from error
    stations = sum(zone.stations for zone in command.zones)
    if not 0 < stations <= MOST_STATIONS or any(zone.stations < 0 for zone in command.zones):
        raise DeskError(
            "club.bad_stations",
            tr("A club has 1 to {most} stations.").format(most=MOST_STATIONS),
            tr("Correct the number of stations."),
            subject="zones",
        )
    return Club(
        name=clean_name(command.name),
        currency=currency_of(command.currency),
        time_zone=command.time_zone,
        country=command.country.strip().upper(),
        float_tolerance_minor=command.float_tolerance_minor,
        demo=command.demo,
    )


def _add_zone(deed: Deed, wanted: NewZone, position: int, number: int, time_zone: str) -> int:
    if wanted.per_hour_minor <= 0:
        raise DeskError(
            "rate.price_missing",
            tr("The price of an hour in {zone} is missing.").format(zone=wanted.name),
            tr("Type a price above zero."),
            subject="zones",
        )
    zone = deed.work.stations.add_zone(Zone(0, clean_name(wanted.name), position))
    prefix = "PC" if wanted.kind is StationKind.PC else "PS"
    for offset in range(wanted.stations):
        deed.work.stations.add(
            Station(
                id=0,
                zone_id=zone.id,
                number=number + offset,
                name=f"{prefix} {number + offset:02d}",
                kind=wanted.kind,
            )
        )
    rate = deed.work.rates.add(
        Rate(
            id=0,
            name=tr("{zone} hourly").format(zone=zone.name),
            zone_ids=frozenset({zone.id}),
            price=HourlyPrice.flat(wanted.per_hour_minor, time_zone),
            position=position,
        )
    )
    deed.work.rates.keep_version(rate, deed.now, None)
    return number + wanted.stations


RULES: dict[type[Command], Rule] = {
    SetUpClub: Rule(set_up_club, SetUpAnswer, by_staff=False, remembered=False),
}
