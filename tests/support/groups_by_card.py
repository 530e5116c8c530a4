"""A group of guests that one card pays for, as the start of a group does it."""

from collections.abc import Callable, Sequence
from typing import Any

from clubdesk.domain.card_payment import CardState
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment
from clubdesk.services.group_start import SeatStart, StartGroup
from tests.support.club_world import World


def pay_group_by_card(
    world: World, rate_id: int, places: Sequence[int], each: int, done: Callable[[Any], Any]
) -> Sequence[int]:
    """The sessions in the order of the places; none, and the card is let go, if one cannot start.

    ``done`` carries a command out and gives None for a refusal.
    """
    begun = done(BeginCardPayment(amount_minor=each * len(places), guest=True))
    if begun is None:
        return ()
    seats = tuple(SeatStart(station_id=world.stations[one], card_minor=each) for one in places)
    paid = begun.payment_id
    group = done(StartGroup(seats=seats, rate_id=rate_id, card_payment_id=paid, slip="S-1"))
    if group is None:
        done(FailCardPayment(payment_id=paid, outcome=CardState.DECLINED.value))
        return ()
    return group.session_ids
