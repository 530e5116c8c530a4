"""A second of a hall with 1,000 running sessions, against the same hall made of labels.

Both halls show every card at once, count the same sessions down and are painted to the end of
the second: what is measured is the whole time the GUI thread is busy.
"""

from __future__ import annotations

import os
import statistics
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from clubdesk.domain.hall import Station, Zone
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.session import PlaySession, Terms, begin, with_end
from clubdesk.services.ports_hub import LinkState, StationLink
from clubdesk.services.views import HallView as Hall
from clubdesk.services.views import StationCard
from clubdesk.ui.hall.face import wording_of
from clubdesk.ui.hall.model import HallModel
from clubdesk.ui.hall.view import HallView
from clubdesk.ui.hall.words import countdown
from clubdesk.ui.look import app_look
from tests.support.fake_hall import CLUB, NOON, ZONE

CARDS = 1000
TICKS = 90
COLUMNS = 32
SIZE = (COLUMNS * 118 + 24, 33 * 101)


def run() -> list[dict[str, Any]]:
    """The tick of both halls, their ratio, and the share of one core."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app_look.apply(app, "dark")
    ours, labels = _measure(app)
    return [
        _line("hall tick, 1,000 live cards", ours, "ms", 5.0, labels / ours, labels),
        _line("hall tick, share of one core", ours / 10, "%", 1.0, labels / ours, labels / 10),
        {
            "name": "hall tick against labels in frames",
            "value": labels / ours,
            "unit": "x",
            "reference": labels,
            "ratio": labels / ours,
            "target": 15.0,
            "met": labels / ours >= 15.0,
        },
    ]


def _line(
    name: str, value: float, unit: str, target: float, ratio: float, reference: float
) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "reference": reference,
        "ratio": ratio,
        "target": target,
        "met": value <= target,
    }


def _measure(app: QApplication) -> tuple[float, float]:
    sessions = [_session(number) for number in range(1, CARDS + 1)]
    hall, labels = _painted(sessions), _labelled(sessions)
    hall[0].show()
    labels[0].show()
    for _ in range(3):
        app.processEvents()
    # In blocks by turns, so that whatever else the machine does meets both.
    ours: list[float] = []
    theirs: list[float] = []
    for second in range(1, TICKS + 1):
        now = NOON + timedelta(seconds=second)
        if second % 15 >= 4:
            ours.append(_timed(app, hall[1], now))
        else:
            theirs.append(_timed(app, labels[1], now))
    hall[0].close()
    labels[0].close()
    return statistics.median(ours), statistics.median(theirs)


def _timed(app: QApplication, tick: Any, now: datetime) -> float:
    began = perf_counter()
    tick(now)
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    return (perf_counter() - began) * 1000


def _session(number: int) -> PlaySession:
    terms = Terms(1, "Standard hourly", HourlyPrice.flat(800_00, ZONE))
    fresh = begin(None, number, terms, NOON - timedelta(minutes=number % 90))
    return with_end(fresh, 900_00 + number * 700)


def _painted(sessions: list[PlaySession]) -> tuple[QWidget, Any]:
    model = HallModel()
    view = HallView(model)
    view.wording = wording_of(CLUB)
    view.resize(*SIZE)
    cards = [
        StationCard(Station(s.station_id, 1, s.station_id, f"PC {s.station_id:03}"), s,
                    balance_minor=900_00 + s.station_id * 700)
        for s in sessions
    ]  # fmt: skip
    links = [StationLink(s.station_id, LinkState.UP, 1, is_open=True) for s in sessions]
    model.set_hall(Hall((Zone(1, "Standard", 0),), tuple(cards)), links, NOON)
    model.setParent(view)
    return view, model.tick


def _labelled(sessions: list[PlaySession]) -> tuple[QWidget, Any]:
    window = QWidget()
    window.resize(*SIZE)
    grid = QGridLayout(window)
    grid.setSpacing(8)
    timers: list[tuple[QLabel, float]] = []
    for place, session in enumerate(sessions):
        frame = QFrame()
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        lines = QVBoxLayout(frame)
        timer = QLabel()
        for label in (QLabel(f"PC {session.station_id:03}"), timer, QLabel("Guest  900 ₸")):
            lines.addWidget(label)
        grid.addWidget(frame, place // COLUMNS, place % COLUMNS)
        assert session.ends_at is not None
        timers.append((timer, session.ends_at.timestamp()))

    def tick(now: datetime) -> None:
        now_s = now.timestamp()
        for label, ends_s in timers:
            label.setText(countdown(int(ends_s - now_s)))

    return window, tick


if __name__ == "__main__":
    for line in run():
        print(line)
