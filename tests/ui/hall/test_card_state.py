"""What a card shows follows from the books, the link and the clock alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clubdesk.domain import session as rules
from clubdesk.domain.hall import Station, StationKind
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.session import Terms
from clubdesk.services.ports_hub import LinkState, StationLink
from clubdesk.services.views import StationCard
from clubdesk.ui.hall.card_state import (
    Attention,
    CardState,
    Reading,
    Watch,
    has_link,
    read,
    watch_of,
)
from clubdesk.ui.hall.face import wording_of
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.seat_words import seat_words
from tests.support.fake_hall import CLUB, NOON, ZONE

TERMS = Terms(1, "Standard hourly", HourlyPrice.flat(600_00, ZONE))
PC = Station(7, 1, 7, "PC 07")
CONSOLE = replace(PC, kind=StationKind.CONSOLE)
UP_OPEN = StationLink(7, LinkState.UP, 3, is_open=True)
UP_LOCKED = replace(UP_OPEN, is_open=False)
LOST = replace(UP_OPEN, state=LinkState.LOST)
NEVER = StationLink(7, LinkState.NEVER_SEEN)
WATCH = Watch(ending_s=300, pause_limit_s=3600)


def playing(minutes_left, station=PC):
    """A session that began now with money for so many minutes (10 ₸ each)."""
    money = minutes_left * 10_00
    session = rules.with_end(rules.begin(1, station.id, TERMS, NOON), money)
    return StationCard(station, session, "Sanjar Tulegenov", "4417", money)


@pytest.mark.parametrize(
    ("card", "link", "state", "attention"),
    [
        (StationCard(PC), UP_LOCKED, CardState.FREE, Attention.NONE),
        (StationCard(PC), LOST, CardState.OFFLINE, Attention.NONE),
        (StationCard(PC), NEVER, CardState.OFFLINE, Attention.NONE),
        (StationCard(PC), None, CardState.OFFLINE, Attention.NONE),
        (StationCard(CONSOLE), None, CardState.FREE, Attention.NONE),
        (StationCard(replace(PC, maintenance="fan")), LOST, CardState.MAINTENANCE, Attention.NONE),
        (playing(60), UP_OPEN, CardState.ACTIVE, Attention.NONE),
        (playing(60), UP_LOCKED, CardState.STARTING, Attention.NONE),
        (playing(60, CONSOLE), None, CardState.ACTIVE, Attention.NONE),
        (playing(4, CONSOLE), None, CardState.ENDING, Attention.TIME_NEARLY_OVER),
        (playing(5), UP_OPEN, CardState.ENDING, Attention.TIME_NEARLY_OVER),
        (playing(6), UP_OPEN, CardState.ACTIVE, Attention.NONE),
        (playing(4), UP_LOCKED, CardState.STARTING, Attention.TIME_NEARLY_OVER),
        (playing(60), LOST, CardState.ACTIVE, Attention.NO_LINK),
        (playing(60), None, CardState.ACTIVE, Attention.NO_LINK),
        (playing(4), LOST, CardState.ENDING, Attention.NO_LINK),
    ],
)
def test_state_and_attention_follow_from_books_and_link(card, link, state, attention):
    reading = read(card, link, NOON, WATCH)
    assert (reading.state, reading.attention) == (state, attention)


def test_a_lost_agent_leaves_the_time_running():
    later = NOON + timedelta(minutes=10)
    assert read(playing(60), LOST, later, WATCH).left_s == 50 * 60


def test_figures_follow_the_clock():
    reading = read(playing(60), UP_OPEN, NOON + timedelta(minutes=15), WATCH)
    assert reading == Reading(
        CardState.ACTIVE,
        left_s=45 * 60,
        money_minor=450_00,
        used_minor=150_00,
        played_s=15 * 60,
        share=0.75,
        until=NOON + timedelta(hours=1),
        per_hour_minor=600_00,
    )


def test_a_started_second_counts_as_whole_and_zero_means_over():
    card = playing(1)
    almost = NOON + timedelta(seconds=59, milliseconds=200)
    assert read(card, UP_OPEN, almost, WATCH).left_s == 1
    assert read(card, UP_OPEN, NOON + timedelta(minutes=2), WATCH).left_s == 0


def paused_card():
    card = playing(60)
    session = rules.pause(card.session, NOON + timedelta(minutes=20))
    return replace(card, session=session)


def test_a_pause_keeps_time_and_money():
    reading = read(paused_card(), UP_LOCKED, NOON + timedelta(minutes=50), WATCH)
    assert reading.state is CardState.PAUSED
    assert reading.attention is Attention.NONE
    assert (reading.left_s, reading.money_minor, reading.until) == (40 * 60, 400_00, None)


def test_a_pause_over_the_limit_needs_a_person():
    late = NOON + timedelta(minutes=20, seconds=3601)
    assert read(paused_card(), UP_LOCKED, late, WATCH).attention is Attention.LONG_PAUSE


def test_a_paused_seat_without_link_says_so():
    assert (
        read(paused_card(), LOST, NOON + timedelta(hours=3), WATCH).attention is Attention.NO_LINK
    )


def test_an_ended_session_frees_the_seat():
    card = playing(60)
    over = replace(card, session=rules.end(card.session, NOON + timedelta(minutes=5)))
    assert read(over, UP_LOCKED, NOON + timedelta(minutes=6), WATCH).state is CardState.FREE


@pytest.mark.parametrize(
    ("minutes", "ending_s"), [((10, 5, 1), 300), ((3, 1), 180), ((15, 10), 0), ((), 0)]
)
def test_the_largest_warning_up_to_five_minutes_marks_the_end(minutes, ending_s):
    assert watch_of(minutes, 60) == Watch(ending_s, 3600)


def test_taken_states_are_those_with_a_session():
    taken = {state for state in CardState if state.is_taken}
    assert taken == {CardState.STARTING, CardState.ACTIVE, CardState.ENDING, CardState.PAUSED}


def test_a_console_needs_no_link():
    assert has_link(StationCard(CONSOLE), None)
    assert not has_link(StationCard(PC), LOST)


def test_points_pay_their_share_of_what_was_played():
    terms = replace(TERMS, discount_percent=50, points_percent=50)
    begun = rules.begin(1, PC.id, terms, NOON)
    planned = rules.with_end(begun, 150_00, 400_00)
    card = StationCard(PC, planned, "Sanjar", "4417", 150_00, 400_00)
    reading = read(card, UP_OPEN, NOON + timedelta(minutes=30), WATCH)
    # Half of 600 an hour, of it half in points: money and points last for an hour.
    assert (reading.used_minor, reading.money_minor, reading.points) == (150_00, 75_00, 325_00)
    assert reading.left_s == 30 * 60
    words = seat_words(Seat(card, UP_OPEN, reading, reading.left_s), wording_of(CLUB))
    facts = dict(words.facts)
    assert facts["Rate"].endswith("600\u00a0₸/h −50 %")
    assert facts["Balance now"] == "75\u00a0₸ + 32,500 pts"
