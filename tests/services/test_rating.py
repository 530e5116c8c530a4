"""Rates that cannot be sold are refused at their field; order, versions, and who may."""

from datetime import date

import pytest

from clubdesk.domain.hall import Rate
from clubdesk.domain.people import Role
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.rates import PackageOffer
from clubdesk.foundation.errors import DeskError
from clubdesk.services.rating import ReorderRates, RetireRate, SaveRate, SetGuestPayment
from tests.support.rates_club import edit, sell, sell_package, zone_of

PRICE = HourlyPrice.flat(60_000)


def refused(world, command) -> DeskError:
    before = world.storage.queries.rates()
    with pytest.raises(DeskError) as caught:
        world.do(command)
    assert world.storage.queries.rates() == before
    assert caught.value.what_to_do
    return caught.value


@pytest.mark.parametrize(
    ("facts", "code", "subject"),
    [
        ({"name": ""}, "rate.name_missing", "name"),
        ({"name": "  \n"}, "rate.name_missing", "name"),
        ({"name": "x" * 61}, "text.too_long", "name"),
        ({"name": "я" * 2_000_000}, "text.too_long", "name"),
        ({"name": "standard HOURLY"}, "rate.name_taken", "name"),
        ({"zone_ids": frozenset()}, "rate.zones", "zones"),
        ({"zone_ids": frozenset({99})}, "rate.zones", "zones"),
        ({"price": HourlyPrice.flat(10**18)}, "rate.price", "price"),
        ({"min_charge_minor": -1}, "rate.min_charge", "min_charge"),
        ({"min_charge_minor": 10**18}, "rate.min_charge", "min_charge"),
        ({"step_minutes": -5}, "rate.step", "step"),
        ({"step_minutes": 1441}, "rate.step", "step"),
        ({"points_percent": 101}, "rate.percent", "points_percent"),
        (
            {"valid_from": date(2026, 2, 2), "valid_until": date(2026, 2, 1)},
            "rate.dates",
            "valid_until",
        ),
        ({"roles": frozenset({""})}, "rate.roles", "roles"),
        ({"colour": "red; DROP TABLE rates"}, "rate.colour", "colour"),
        ({"package": PackageOffer(0, 100)}, "rate.package", "minutes"),
        ({"package": PackageOffer(10**9, 100)}, "rate.package", "minutes"),
        ({"package": PackageOffer(60, 0)}, "rate.package", "package_price"),
        ({"package": PackageOffer(60, 10**18)}, "rate.package", "package_price"),
        ({"package": PackageOffer(60, 1, starts_from=1440)}, "rate.package", "starts_from"),
        (
            {"package": PackageOffer(60, 1, starts_from=60, starts_until=60)},
            "rate.package",
            "starts_until",
        ),
        ({"package": PackageOffer(60, 1, hard_end=-1)}, "rate.package", "hard_end"),
        ({"package": PackageOffer(60, 1, weekdays=frozenset({7}))}, "rate.package", "weekdays"),
        ({"package": PackageOffer(60, 1, kept_days=0)}, "rate.package", "kept_days"),
    ],
)
def test_a_rate_that_cannot_be_sold_is_refused_at_its_field(world, facts, code, subject) -> None:
    zones = frozenset({zone_of(world)})
    rate = Rate(0, **{"name": "New", "zone_ids": zones, "price": PRICE, **facts})
    refusal = refused(world, SaveRate(rate=rate))
    assert (refusal.code, refusal.subject) == (code, subject)


def test_names_of_any_alphabet_are_kept(world) -> None:
    rate = sell(world, "Ночь 🎮 '; DROP TABLE rates;--")
    assert world.storage.queries.rates()[-1].name == "Ночь 🎮 '; DROP TABLE rates;--"
    assert world.storage.queries.rates()[-1].id == rate


def test_two_people_do_not_overwrite_each_other(world) -> None:
    rate = sell(world, "Mine")
    stale = world.storage.queries.rates()[-1]
    edit(world, rate, name="First")
    refusal = refused(world, SaveRate(rate=stale))
    assert refusal.code == "rate.changed_meanwhile"


def test_what_does_not_exist_is_said_to(world) -> None:
    zones = frozenset({zone_of(world)})
    for command in (
        SaveRate(rate=Rate(99, "X", zones, PRICE)),
        RetireRate(rate_id=99),
        ReorderRates(rate_ids=(99,)),
    ):
        assert refused(world, command).code == "rate.unknown"


def test_a_retired_rate_is_sold_no_more_and_can_come_back(world) -> None:
    rate = sell(world, "Old")
    answer = world.do(RetireRate(rate_id=rate))
    assert answer.version == 2
    assert world.do(RetireRate(rate_id=rate)).version == 2
    assert rate not in [one.id for one in world.storage.queries.rates_for(world.stations[0])]
    assert edit(world, rate, active=True).version == 3
    assert rate in [one.id for one in world.storage.queries.rates_for(world.stations[0])]


def test_rates_come_in_the_order_that_was_given(world) -> None:
    first, second = sell(world, "First"), sell_package(world, name="Second")
    world.do(ReorderRates(rate_ids=(second, first)))
    assert [rate.id for rate in world.storage.queries.rates()] == [second, first, *world.rates]


def test_rates_are_edited_by_those_who_may(world) -> None:
    cashier = world.staff(Role.CASHIER)
    zones = frozenset({zone_of(world)})
    with pytest.raises(DeskError) as caught:
        world.do(SaveRate(rate=Rate(0, "New", zones, PRICE)), cashier)
    assert caught.value.code == "staff.not_allowed"


def test_a_whole_rate_comes_back_as_it_was_saved(world) -> None:
    rate_id = sell_package(
        world,
        starts_from=22 * 60,
        starts_until=2 * 60,
        weekdays=frozenset({4, 5}),
        hard_end=8 * 60,
        kept_days=3,
        min_charge_minor=5,
        step_minutes=15,
        points_percent=40,
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 1, 1),
        roles=frozenset({"owner", "custom-1"}),
        guests=False,
        colour="#A0B1C2",
    )
    (version,) = world.storage.queries.rate_versions(rate_id)
    stored = next(rate for rate in world.storage.queries.rates() if rate.id == rate_id)
    assert version.rate == stored
    assert stored.package is not None
    assert stored.package.weekdays == frozenset({4, 5})
    assert (stored.colour, stored.guests, stored.roles) == (
        "#a0b1c2",
        False,
        frozenset({"owner", "custom-1"}),
    )


def test_the_first_rates_of_a_club_have_their_first_version(world) -> None:
    assert [one.version for one in world.storage.queries.rate_versions(world.rates[0])] == [1]


@pytest.mark.parametrize("limit", [0, -5, 10**18])
def test_a_limit_for_guests_who_pay_at_the_end_is_needed(world, limit) -> None:
    command = SetGuestPayment(postpaid=True, postpaid_limit_minor=limit)
    assert refused(world, command).subject == "postpaid_limit_minor"
