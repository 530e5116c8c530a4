"""What the panel writes about one seat, state by state. Pure; the language in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import PlaySession, payable, rests
from clubdesk.domain.session_ends import owed_at_end
from clubdesk.foundation.translate import tr
from clubdesk.ui.hall.card_state import Attention, CardState
from clubdesk.ui.hall.deeds import has_to_pay
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.words import countdown, short_name
from clubdesk.ui.look.wording import phone, points, span


@dataclass(frozen=True, slots=True)
class SeatWords:
    """The panel's texts.

    Attributes:
        big: The large line: the time left, or what the seat is.
        alarm: Why a person is needed; empty if none is.
        advice: What to look at, line by line; empty if all is well.
        facts: Names and values; the first is the client while one plays.
    """

    big: str
    under_left: str = ""
    under_right: str = ""
    alarm: str = ""
    advice: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def seat_words(seat: Seat, wording: Wording) -> SeatWords:
    """The words for a seat as it is now."""
    session = seat.card.session
    state = seat.reading.state
    if session is not None and state.is_taken:
        return _taken(seat, session, wording)
    if state is CardState.OFFLINE:
        return _offline(seat, wording)
    if state is CardState.MAINTENANCE:
        why = seat.card.station.maintenance
        return SeatWords(tr("Service"), advice=tr("Not for sale: {why}").format(why=why))
    price = (tr("Price"), wording.from_price(seat.card.from_per_hour))
    coming = _coming(seat, wording)
    if state is CardState.RESERVED:
        return SeatWords(wording.coming(seat), tr("held for who reserved"), facts=(*coming, price))
    return SeatWords(tr("Ready"), facts=(price, *coming))


def _taken(seat: Seat, session: PlaySession, wording: Wording) -> SeatWords:
    reading = seat.reading
    return SeatWords(
        countdown(seat.left_s),
        _until(seat, session, wording),
        tr("played {time}").format(time=countdown(reading.played_s)),
        _alarm(seat, wording),
        _packages(seat, session),
        facts=(
            (tr("Client"), _client(seat)),
            (tr("Rate"), _rate(seat, session, wording)),
            (
                tr("Used so far"),
                wording.money.running(reading.used_minor, seat.reading.per_hour_minor),
            ),
            _money_fact(seat, session, wording),
            *_coming(seat, wording)[:1],
        ),
    )


def _coming(seat: Seat, wording: Wording) -> tuple[tuple[str, str], ...]:
    reserved = seat.card.reserved
    if reserved is None:
        return ()
    when = f"{wording.clock(reserved.from_at)}–{wording.clock(reserved.until_at)}"
    facts: tuple[tuple[str, str], ...] = (
        (tr("Reserved"), f"{when} · {short_name(reserved.name)}"),
    )
    if reserved.phone:
        facts = (*facts, (tr("Phone"), phone(reserved.phone)))
    return (*facts, (tr("Note"), reserved.note)) if reserved.note else facts


def _until(seat: Seat, session: PlaySession, wording: Wording) -> str:
    if seat.reading.until is not None:
        return tr("left, until {time}").format(time=wording.clock(seat.reading.until))
    since = session.segments[-1].started_at
    return tr("left, paused since {time}").format(time=wording.clock(since))


def _client(seat: Seat) -> str:
    card = seat.card
    if not card.payer_name:
        return tr("Guest")
    name = short_name(card.payer_name)
    return f"{name} · …{card.payer_phone_end}" if card.payer_phone_end else name


def _rate(seat: Seat, session: PlaySession, wording: Wording) -> str:
    price = tr("{money}/h").format(money=wording.money.exact(seat.reading.per_hour_minor))
    if session.terms.discount_percent:
        price = f"{price} −{session.terms.discount_percent} %"
    return f"{session.terms.rate_name} · {price}"


def _packages(seat: Seat, session: PlaySession) -> str:
    """What is left of the packages, in the order in which they are played; empty without any."""
    now = session.segments[-1].started_at
    if seat.reading.until is not None:
        now = seat.reading.until - timedelta(seconds=seat.left_s)
    left = [
        tr("{name}: {time} left").format(name=cover.name, time=span(rest))
        for cover, rest in zip(session.covers, rests(session, now), strict=True)
        if rest
    ]
    return tr(", then ").join(left)


def _money_fact(seat: Seat, session: PlaySession, wording: Wording) -> tuple[str, str]:
    """A guest who pays at the end has no balance, but may owe so much at most."""
    if not session.postpaid:
        return tr("Balance now"), _balance(seat, wording)
    most = payable(session, Purse(0))
    return tr("Pays at the end"), tr("up to {money}").format(money=wording.money.exact(most))


def _owed(session: PlaySession) -> int:
    return owed_at_end(session, session.segments[-1].started_at)


def _balance(seat: Seat, wording: Wording) -> str:
    left = wording.money.running(seat.reading.money_minor, seat.reading.per_hour_minor)
    if not seat.card.points:
        return left
    return f"{left} + {points(seat.reading.points, wording.club)}"


def _alarm(seat: Seat, wording: Wording) -> str:
    attention, session = seat.reading.attention, seat.card.session
    if session is not None and has_to_pay(seat.card):
        return tr("The guest has reached the limit: take {money} and end the session.").format(
            money=wording.money.exact(_owed(session))
        )
    if attention is Attention.NO_LINK:
        return tr(
            "The PC does not answer ({seen}). The time goes on; the PC keeps its own count "
            "and locks at the end."
        ).format(seen=wording.seen(seat.link))
    if attention is Attention.TIME_NEARLY_OVER:
        return tr("The time is nearly over: top up, or tell the player.")
    if attention is Attention.LONG_PAUSE:
        return tr("The pause is longer than the club allows. The time is kept.")
    if seat.reading.state is CardState.STARTING:
        return ""
    return ""


def _offline(seat: Seat, wording: Wording) -> SeatWords:
    if not seat.card.station.agent_key:
        return SeatWords(
            tr("No agent"),
            under_left=wording.seen(seat.link),
            advice=tr(
                "No agent is paired with this PC. Install the ClubDesk agent on it, then pair it "
                "on the screen Stations."
            ),
        )
    lines = (
        tr("No agent: the agent on this PC is not connected. Check that"),
        tr("1. the PC is on and has network,"),
        tr("2. the ClubDesk agent service is running,"),
        tr("3. the firewall lets TCP port {port} through.").format(port=wording.agent_port),
    )
    return SeatWords(tr("No agent"), under_left=wording.seen(seat.link), advice="\n".join(lines))


def hints() -> list[tuple[str, str]]:
    """Keys and what they do in the hall."""
    return [
        ("0–9", tr("type a number to jump to a PC")),
        ("←↑→↓", tr("go from PC to PC")),
        (tr("Enter"), tr("start, or top up who plays")),
        (tr("Ctrl"), tr("choose several PCs with the mouse")),
        ("S", tr("start a client")),
        ("G", tr("start a guest")),
        ("V", tr("reserve")),
        ("L", tr("timeline of the day")),
    ]
