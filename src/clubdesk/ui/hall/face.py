"""What is written on a card, apart from the digits that count. Pure; the language in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import language, tr
from clubdesk.services.ports_hub import StationLink
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.short_money import ShortMoney, short_money
from clubdesk.ui.hall.words import (
    attention_word,
    countdown,
    short_name,
    state_icon,
    state_word,
)
from clubdesk.ui.look.wording import clock_time


@dataclass(frozen=True, slots=True)
class Face:
    """The part of a card that stands still; equal faces look equal.

    Attributes:
        main: The large line; empty where the countdown stands.
        left: The small line; who plays where the money counts beside it.
        ordered: An order from the bar is waited for here.
    """

    state: CardState
    urgent: bool
    name: str
    icon: str
    word: str
    main: str
    left: str
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """How this club writes money and the time of day, in one language.

    Attributes:
        agent_port: Where agents reach this desk; named in the advice for a grey PC.
    """

    club: Club
    money: ShortMoney
    agent_port: int = 5870

    def clock(self, instant: datetime) -> str:
        """Hours and minutes on the club's wall."""
        return clock_time(instant, self.club)

    def seen(self, link: StationLink | None) -> str:
        """When the agent was heard last."""
        if link is None or link.last_seen is None:
            return tr("never seen")
        return tr("seen {time}").format(time=self.clock(link.last_seen))

    def money_left(self, seat: Seat) -> str:
        """What the payer has left, as the card shows it."""
        session = seat.card.session
        if session is None:
            return ""
        return self.money.running(seat.reading.money_minor, seat.reading.per_hour_minor)

    def coming(self, seat: Seat) -> str:
        """When somebody comes next; empty if nobody does within a day."""
        reserved = seat.card.reserved
        return self.clock(reserved.from_at) if reserved else ""

    def free_until(self, seat: Seat) -> str:
        """Until when a seat is sold to anybody, before it is held; empty without an end."""
        reserved = seat.card.reserved
        return self.clock(reserved.held_from(self.club.reserving)) if reserved else ""

    def from_price(self, per_hour_minor: int | None) -> str:
        """The cheapest hour that can be bought now."""
        if per_hour_minor is None:
            return tr("no rate now")
        return tr("from {money}/h").format(money=self.money.exact(per_hour_minor))


def face_of(seat: Seat, wording: Wording) -> Face:
    """The card's words."""
    reading = seat.reading
    main, left = _lines(seat, wording)
    return Face(
        reading.state,
        bool(reading.attention),
        seat.card.station.name,
        state_icon(reading.state, reading.attention),
        state_word(reading.state, reading.attention),
        main,
        left,
        seat.ordered,
    )


def _lines(seat: Seat, wording: Wording) -> tuple[str, str]:
    card = seat.card
    state = seat.reading.state
    if state.is_taken:
        return "", short_name(card.payer_name) if card.payer_name else tr("Guest")
    if state is CardState.RESERVED:
        return wording.coming(seat), _coming_name(seat)
    if state is CardState.FREE:
        until = wording.free_until(seat)
        price = wording.from_price(card.from_per_hour)
        if until:
            then = tr("then {name}").format(name=_coming_name(seat))
            return tr("until {time}").format(time=until), then
        return tr("Ready"), price
    if state is CardState.OFFLINE:
        return tr("No agent"), wording.seen(seat.link)
    return card.station.maintenance, tr("not for sale")


def _coming_name(seat: Seat) -> str:
    return short_name(seat.card.reserved.name) if seat.card.reserved else ""


def sentence(seat: Seat, wording: Wording) -> str:
    """The whole card in words: for a screen reader and the tool tip."""
    face = face_of(seat, wording)
    parts = [face.name, face.word]
    if seat.reading.state.is_taken:
        parts += [
            seat.card.payer_name or tr("Guest"),
            tr("{time} left").format(time=countdown(seat.left_s)),
            wording.money_left(seat),
        ]
    else:
        parts += [face.main, face.left]
    if seat.card.reserved is not None:
        text = tr("reserved from {time} for {name}")
        parts.append(text.format(time=wording.coming(seat), name=seat.card.reserved.name))
    if seat.ordered:
        parts.append(tr("an order is waited for"))
    if seat.reading.attention:
        parts.append(attention_word(seat.reading.attention))
    return ", ".join(part for part in parts if part)


def wording_of(club: Club, agent_port: int = 5870) -> Wording:
    """The wording of a club in the language in use."""
    return Wording(club, short_money(club.currency, language()), agent_port)
