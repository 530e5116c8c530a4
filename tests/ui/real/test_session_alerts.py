"""What the desk calls out by itself: outages, warnings, long pauses, a console at its end."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from clubdesk.services.ports_hub import LinkState, StationLink
from clubdesk.services.sessions import PauseSession, StartGuestSession, StartSession
from clubdesk.ui.look.button import Button

CLIENT = 4
CONSOLE = 10


def link(real, state: LinkState, ago_s: float = 0) -> None:
    """News of a PC as the hub tells it."""
    seen = real.clock.now() - timedelta(seconds=ago_s)
    real.house.events.publish(StationLink(1, state, last_seen=seen))


def bars(real) -> dict:
    return real.window.alerts.bars


def words(bar) -> str:
    return " ".join(label.text() for label in bar.findChildren(QLabel))


def play(real, number: int = 1) -> int:
    real.top_up(CLIENT, 80_000)
    return real.do(StartSession(station_id=number, client_id=CLIENT, rate_id=1)).session_id


def outages(real) -> list:
    return [bar for key, bar in bars(real).items() if key.startswith("outage_")]


def lose_the_pc(real):
    """7 min 40 s of play without the agent; the bar that offers them."""
    real.clock.advance(6)
    link(real, LinkState.LOST, ago_s=6)
    real.clock.advance(454)
    link(real, LinkState.UP)
    real.until(lambda: outages(real))
    (bar,) = outages(real)
    return bar


def press(bar, words: str) -> None:
    (button,) = [one for one in bar.findChildren(Button) if one.text() == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_outage_is_offered_and_given_back_with_one_click(real) -> None:
    real.come_to_work("owner")
    play(real)
    before = real.playing(1).ends_at
    bar = lose_the_pc(real)
    assert "was gone for 7 min 40 s: give back 8 minutes?" in words(bar)
    press(bar, "Give back 8 minutes")
    real.until(lambda: not outages(real))
    assert real.playing(1).ends_at == before + timedelta(minutes=8)


def test_nothing_is_given_back_for_an_outage_with_one_click(real) -> None:
    real.come_to_work("owner")
    play(real)
    before = real.playing(1).ends_at
    press(lose_the_pc(real), "Give nothing back")
    real.until(lambda: not outages(real))
    assert real.playing(1).ends_at == before
    assert real.done("LeaveOutage") == 1
    assert real.done("CreditOutage") == 0
    assert list(real.house.storage.queries.open_outages()) == []


def test_the_desk_is_warned_at_the_set_minutes(real) -> None:
    real.come_to_work()
    play(real)
    real.settle()
    watch = real.window.findChild(_seat_alerts())
    real.until(lambda: watch._left)
    left_s = (real.playing(1).ends_at - real.clock.now()).total_seconds()
    real.clock.advance(left_s - 599)
    real.until(lambda: "10 minutes left" in real.toasts())


def test_a_long_pause_is_called_out_until_it_ends(real) -> None:
    real.come_to_work()
    session_id = play(real)
    real.do(PauseSession(session_id=session_id))
    real.clock.advance(3601)
    real.until(lambda: f"pause_{session_id}" in bars(real))
    assert "more than 60 minutes" in words(bars(real)[f"pause_{session_id}"])
    real.choose(1)
    real.press("resume")
    real.until(lambda: f"pause_{session_id}" not in bars(real))


def test_a_console_whose_time_is_over_is_called_out(real) -> None:
    real.come_to_work()
    rate = next(
        rate.id for rate in real.books(lambda work: list(work.rates.all())) if 3 in rate.zone_ids
    )
    real.do(StartGuestSession(station_id=CONSOLE, rate_id=rate, cash_minor=50_000))
    real.until(lambda: real.window.findChild(_seat_alerts())._left)
    left_s = (real.playing(CONSOLE).ends_at - real.clock.now()).total_seconds()
    real.clock.advance(left_s + 1)
    real.until(lambda: f"over_{CONSOLE}" in bars(real))
    assert "Time is over" in words(bars(real)[f"over_{CONSOLE}"])


def _seat_alerts() -> type:
    from clubdesk.bootstrap.seat_alerts import SeatAlerts

    return SeatAlerts
