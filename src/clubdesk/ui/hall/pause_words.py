"""What a pause leaves where the price changes with the hour: money is kept, not minutes. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from clubdesk.domain import session as rules
from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.translate import tr
from clubdesk.services.views import StationCard
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.words import countdown

_SECOND = timedelta(seconds=1)


def buys_hours(session: PlaySession, now: datetime) -> bool:
    """Whether another hour of the day would make what is left last longer or shorter."""
    return (
        session.go_on_hourly
        and not any(rules.rests(session, now))
        and session.terms.price.next_change(now) is not None
    )


def pause_words(card: StationCard, now: datetime) -> str:
    """To be said of a pause; empty where the very minutes are kept."""
    session = card.session
    if session is None or not buys_hours(session, now):
        return ""
    return tr(
        "The money is kept: {time} now. At another hour's price it lasts longer or shorter."
    ).format(time=_left(card, session, now)[0])


def resume_words(card: StationCard, wording: Wording, now: datetime) -> str:
    """To be said when play goes on: how long the money lasts from now; empty as above."""
    session = card.session
    if session is None or not buys_hours(session, now):
        return ""
    time, until = _left(card, session, now)
    return tr("{time} left at the prices from now on, until {until}.").format(
        time=time, until=wording.clock(until)
    )


def _left(card: StationCard, session: PlaySession, now: datetime) -> tuple[str, datetime]:
    purse = Purse(card.balance_minor, card.points)
    left = rules.time_left(session, purse.money, now, purse.points)
    return countdown(-(-left // _SECOND)), now + left
