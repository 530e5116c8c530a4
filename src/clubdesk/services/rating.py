"""Rates as the club sells them: kept with all their versions, retired, put in order.

Desk worker's thread. Amounts are minor units. A change is a new version; sessions that run keep
the terms of their start.
"""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.events import StationsChanged
from clubdesk.domain.hall import Rate
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.rate_checks import checked


class SaveRate(Command, frozen=True, kw_only=True):
    """Adds a rate (id 0) or writes a new version; running sessions keep their old terms."""

    rate: Rate


class RateAnswer(Answer, frozen=True, kw_only=True):
    """The rate and the version that is sold now."""

    rate_id: int
    version: int


class RetireRate(Command, frozen=True, kw_only=True):
    """Takes a rate out of sale; sessions that have it go on. ``SaveRate`` brings it back."""

    rate_id: int


class ReorderRates(Command, frozen=True, kw_only=True):
    """Puts rates in the order in which the desk offers them; those not named come after."""

    rate_ids: tuple[int, ...]


class SetGuestPayment(Command, frozen=True, kw_only=True):
    """Says whether guests may pay at the end, and how much they may owe at most."""

    postpaid: bool
    postpaid_limit_minor: int = 0


def save_rate(deed: Deed, command: SaveRate) -> RateAnswer:
    """Keeps a rate; one that is as it was makes no new version.

    Raises:
        DeskError: ``rate.unknown``, ``rate.changed_meanwhile`` or what ``checked`` raises.
    """
    rate = checked(deed, command.rate)
    if rate.id == 0:
        last = max((one.position for one in deed.work.rates.all()), default=-1)
        rate = deed.work.rates.add(replace(rate, version=1, position=last + 1))
    else:
        before = _known(deed, rate.id)
        if rate.version != before.version:
            raise DeskError(
                "rate.changed_meanwhile",
                tr("Somebody has changed this rate meanwhile."),
                tr("Nothing was changed. Open it again and make the change anew."),
            )
        if rate == before:
            return RateAnswer(rate_id=rate.id, version=rate.version)
        rate = replace(rate, version=before.version + 1)
        deed.work.rates.save(rate)
    return _keep(deed, rate)


def retire_rate(deed: Deed, command: RetireRate) -> RateAnswer:
    """Takes a rate out of sale.

    Raises:
        DeskError: ``rate.unknown``.
    """
    before = _known(deed, command.rate_id)
    if not before.active:
        return RateAnswer(rate_id=before.id, version=before.version)
    retired = replace(before, active=False, version=before.version + 1)
    deed.work.rates.save(retired)
    return _keep(deed, retired)


def reorder_rates(deed: Deed, command: ReorderRates) -> Done:
    """Writes the order; it is no part of a rate's versions, since it changes nothing of its terms.

    Raises:
        DeskError: ``rate.unknown``.
    """
    named = dict.fromkeys(command.rate_ids)
    rates = {rate.id: rate for rate in deed.work.rates.all()}
    for rate_id in named:
        _known(deed, rate_id)
    order = [*named, *(rate_id for rate_id in rates if rate_id not in named)]
    for position, rate_id in enumerate(order):
        if rates[rate_id].position != position:
            deed.work.rates.save(replace(rates[rate_id], position=position))
    deed.tell(StationsChanged())
    return Done()


def set_guest_payment(deed: Deed, command: SetGuestPayment) -> Done:
    """Keeps when guests pay; sessions that run keep what was agreed.

    Raises:
        DeskError: ``club.guest_limit``.
    """
    limit = command.postpaid_limit_minor
    if not 0 <= limit <= MAX_MINOR or (command.postpaid and not limit):
        raise DeskError(
            "club.guest_limit",
            tr("Say how much a guest who pays at the end may owe at most."),
            tr("Nothing was changed. Type an amount above zero."),
            subject="postpaid_limit_minor",
        )
    deed.work.club.save(
        replace(deed.club, postpaid_guests=command.postpaid, postpaid_limit_minor=limit)
    )
    deed.tell(StationsChanged())
    return Done()


def _keep(deed: Deed, rate: Rate) -> RateAnswer:
    deed.work.rates.keep_version(rate, deed.now, deed.staff.id if deed.staff else None)
    deed.notes.update(name=rate.name, version=rate.version)
    deed.tell(StationsChanged())
    return RateAnswer(rate_id=rate.id, version=rate.version)


def _known(deed: Deed, rate_id: int) -> Rate:
    rate = deed.work.rates.get(rate_id)
    if rate is None:
        raise DeskError(
            "rate.unknown",
            tr("This rate does not exist."),
            tr("Nothing was changed. Choose one from the list."),
        )
    return rate


RULES: dict[type[Command], Rule] = {
    SaveRate: Rule(save_rate, RateAnswer, needs=Permission.EDIT_RATES),
    RetireRate: Rule(retire_rate, RateAnswer, needs=Permission.EDIT_RATES),
    SetGuestPayment: Rule(set_guest_payment, Done, needs=Permission.EDIT_SETTINGS),
    ReorderRates: Rule(reorder_rates, Done, needs=Permission.EDIT_RATES),
}
