"""Counts of a hall: what the top line, the bar and the zones' titles say. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from clubdesk.foundation.translate import tr
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat


def zone_note(seats: Sequence[Seat], wording: Wording) -> str:
    """What stands beside a zone's name: how full it is, and the cheapest hour."""
    full = tr("{taken} of {total} occupied").format(taken=taken(seats), total=len(seats))
    prices = {s.card.from_per_hour for s in seats if s.card.from_per_hour is not None}
    if not prices:
        return full
    price = tr("{money}/h").format(money=wording.money.exact(min(prices)))
    return f"{full} · {price}"


def taken(seats: Sequence[Seat]) -> int:
    """How many seats a session holds."""
    return sum(1 for seat in seats if seat.reading.state.is_taken)


def count_by_state(seats: Sequence[Seat]) -> Counter[CardState]:
    """How many seats are in each state."""
    return Counter(seat.reading.state for seat in seats)


def occupancy_note(seats: Sequence[Seat]) -> str:
    """What stands beside the count: free, paused, offline, in service."""
    counts = count_by_state(seats)
    words = [
        (tr("free {count}"), CardState.FREE, True),
        (tr("reserved {count}"), CardState.RESERVED, False),
        (tr("paused {count}"), CardState.PAUSED, True),
        (tr("offline {count}"), CardState.OFFLINE, True),
        (tr("service {count}"), CardState.MAINTENANCE, False),
    ]
    return " · ".join(
        text.format(count=counts[state]) for text, state, always in words if always or counts[state]
    )
