"""Sets the demo club up through the same commands that a first start uses. Caller's thread."""

from __future__ import annotations

from clubdesk.demo.bar import set_up_bar
from clubdesk.demo.cast import CLIENT_NAMES, CLUB_NAME, OWNER, PASSWORD, STAFF, phone_of
from clubdesk.demo.rates import set_up_rates
from clubdesk.demo.rewards import birthday_of, group_of, set_up_rewards
from clubdesk.domain.hall import StationKind
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.clients import AddClient
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.ports import BeginWork
from clubdesk.services.set_up import NewZone, SetUpAnswer, SetUpClub
from clubdesk.services.staff_secrets import SetPin
from clubdesk.services.staffing import AddStaff

PRICES_MINOR = (80_000, 140_000, 100_000)


def zones_for(stations: int) -> tuple[NewZone, ...]:
    """Three zones that share out the stations: about 60 % Standard, 30 % VIP, the rest consoles."""
    consoles = max(1, stations // 10) if stations >= 3 else 0
    vip = stations * 3 // 10 if stations >= 3 else 0
    shares = (stations - vip - consoles, vip, consoles)
    names = (mark("Standard"), mark("VIP"), mark("Consoles"))
    kinds = (StationKind.PC, StationKind.PC, StationKind.CONSOLE)
    return tuple(
        NewZone(name=tr(name), stations=count, per_hour_minor=price, kind=kind)
        for name, count, price, kind in zip(names, shares, PRICES_MINOR, kinds, strict=True)
        if count
    )


def set_up_demo(dispatcher: Dispatcher, stations: int, begin: BeginWork) -> int:
    """Makes the club, its staff, rates, rewards and clients; returns the owner's id."""
    answer = dispatcher.carry_out(
        SetUpClub(
            name=CLUB_NAME,
            currency="KZT",
            time_zone="Asia/Almaty",
            country="KZ",
            zones=zones_for(stations),
            owner_name=OWNER.name,
            owner_login=OWNER.login,
            owner_password=PASSWORD,
            float_tolerance_minor=20_000,
            demo=True,
        ),
        None,
    )
    assert isinstance(answer, SetUpAnswer)  # noqa: S101 - narrows the type
    owner = answer.staff_id
    own_pin = SetPin(staff_id=owner, pin=OWNER.pin, own_password=PASSWORD)
    dispatcher.carry_out(own_pin, owner)
    for worker in STAFF:
        account = AddStaff(
            login=worker.login,
            name=worker.name,
            role=worker.role,
            password=PASSWORD,
            pin=worker.pin,
        )
        dispatcher.carry_out(account, owner)
    set_up_rates(dispatcher, begin, owner)
    groups = set_up_rewards(dispatcher, owner)
    set_up_bar(dispatcher, owner)
    for index, name in enumerate(CLIENT_NAMES):
        client = AddClient(
            phone=phone_of(index),
            name=name,
            birthday=birthday_of(index),
            group_id=group_of(index, groups),
        )
        dispatcher.carry_out(client, owner)
    return owner
