"""What may be done with the chosen seats, and why something may not. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.services.permission_words import permission_word
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.deeds import (
    APPROVABLE,
    KEYS,
    PERMISSIONS,
    Deed,
    SeatFacts,
    deeds_for,
    deeds_for_many,
    more_for,
)
from clubdesk.ui.hall.words import deed_word

_PRIMARY = (Deed.START, Deed.GROUP, Deed.ARRIVED, Deed.TOP_UP, Deed.RESUME, Deed.WAKE)
_OPENED: dict[CardState, Deed] = {
    CardState.FREE: Deed.START,
    CardState.RESERVED: Deed.RESERVATION,
    CardState.STARTING: Deed.TOP_UP,
    CardState.ACTIVE: Deed.TOP_UP,
    CardState.ENDING: Deed.TOP_UP,
}
# The same keys on a keyboard that is switched to Russian.
_CYRILLIC = dict(zip("ЫПЦЕЗЬКУФЧЛШСТМЩИ", "SGWTPMREAXKICNVOB", strict=True))


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: what it does, how it looks, and why it cannot be pressed (empty if it can)."""

    deed: Deed
    text: str
    keys: str
    primary: bool
    danger: bool
    why_not: str = ""


def offers(seats: Sequence[SeatFacts], may: Callable[[Permission], bool]) -> tuple[Offer, ...]:
    """The buttons for one or several seats."""
    deeds = deeds_for(seats[0]) if len(seats) == 1 else deeds_for_many(seats)
    return tuple(
        Offer(
            deed,
            deed_word(deed),
            KEYS[deed],
            primary=place == 0 and deed in _PRIMARY,
            danger=deed is Deed.END,
            why_not=why_not(deed, may) or _missing(deed, seats),
        )
        for place, deed in enumerate(deeds)
    )


def more_offers(seats: Sequence[SeatFacts], may: Callable[[Permission], bool]) -> tuple[Offer, ...]:
    """What stands behind "More", for one seat."""
    if len(seats) != 1:
        return ()
    return tuple(
        Offer(
            deed,
            deed_word(deed),
            KEYS[deed],
            primary=False,
            danger=deed is Deed.CANCEL,
            why_not=why_not(deed, may),
        )
        for deed in more_for(seats[0])
    )


def why_not(deed: Deed, may: Callable[[Permission], bool]) -> str:
    """The permission that is missing for a deed, as a sentence; empty if none is."""
    needed = PERMISSIONS[deed]
    if deed in APPROVABLE or may(needed):
        return ""
    return tr("This needs the permission “{permission}”.").format(
        permission=permission_word(needed)
    )


def by_key(seats: Sequence[SeatFacts], letter: str) -> Deed | None:
    """What a key does with the chosen seats; None if nothing."""
    wanted = letter.upper()
    wanted = _CYRILLIC.get(wanted, wanted)
    if not seats:
        return None
    one = len(seats) == 1
    deeds = (*deeds_for(seats[0]), *more_for(seats[0])) if one else deeds_for_many(seats)
    return next((deed for deed in deeds if KEYS[deed] == wanted), None)


def opening_deed(seat: SeatFacts) -> Deed | None:
    """What Enter and a double click do: never something that happens without being asked."""
    deed = _OPENED.get(seat.state)
    return deed if deed in deeds_for(seat) else None


def _missing(deed: Deed, seats: Sequence[SeatFacts]) -> str:
    if deed is Deed.WAKE and any(not seat.card.station.mac for seat in seats):
        return tr("The PC's network address (MAC) is not known yet; it is learned by pairing.")
    return ""
