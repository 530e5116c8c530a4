"""Whether what is about to be sold would run into somebody's reservation, in words. Pure.

A seat is sold to nobody else from the hold on, which begins before the reservation itself, so that
is when play has to be over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from clubdesk.domain.reservation import Reservation, ReservationState
from clubdesk.foundation.translate import tr
from clubdesk.ui.hall.face import Wording

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RunInto:
    """A reservation that is in the way.

    Attributes:
        ends_at: When play would end.
        free_until: When the seat begins to be held; not after ``now`` if it is held already.
    """

    reserved: Reservation
    now: datetime
    ends_at: datetime
    free_until: datetime

    @property
    def is_free_now(self) -> bool:
        """Whether a minute at least can be sold before it."""
        return self.free_until - self.now >= _MINUTE


def run_into(
    reserved: Reservation | None,
    client_id: int | None,
    now: datetime,
    ends_at: datetime | None,
    wording: Wording,
) -> RunInto | None:
    """What play until an instant would run into; None if nothing is in the way.

    Nobody is in their own way, and who has arrived or has been missed keeps no seat.
    """
    rules = wording.club.reserving
    if reserved is None or ends_at is None or reserved.state is not ReservationState.BOOKED:
        return None
    if client_id is not None and reserved.client_id == client_id:
        return None
    free_until = reserved.held_from(rules)
    if ends_at <= free_until or now >= reserved.missed_at(rules):
        return None
    return RunInto(reserved, now, ends_at, free_until)


def run_into_text(found: RunInto, wording: Wording) -> str:
    """A warning: from when and for whom; on a line of its own until when the seat is free."""
    at, name = _clock(found.reserved.from_at, found, wording), found.reserved.name
    if not found.is_free_now:
        return tr("Held for {name}, who comes at {time}.").format(name=name, time=at)
    first = tr("Reserved from {time} for {name}: play until {end} would run into it.")
    first = first.format(time=at, name=name, end=_clock(found.ends_at, found, wording))
    free = tr("Free until {time}.").format(time=_clock(found.free_until, found, wording))
    return f"{first}\n{free}"


def only_until_text(found: RunInto, wording: Wording) -> str:
    """The button that limits play so that it is over before."""
    return tr("Only until {time}").format(time=_clock(found.free_until, found, wording))


def _clock(instant: datetime, found: RunInto, wording: Wording) -> str:
    """The time of day; with the days to go where a clock alone would be read as today's."""
    at = wording.clock(instant)
    days = (instant - found.now).days
    return at if days < 1 else tr("{time}, in {days} d").format(time=at, days=days)
