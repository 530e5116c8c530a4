"""The frame's search box over a real reading worker: from a key press to the painted list."""

from __future__ import annotations

import os
from time import perf_counter
from types import SimpleNamespace

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clubdesk.services.workers import Worker
from clubdesk.storage.address import parse_address
from clubdesk.storage.reader import open_reader
from clubdesk.storage.view_queries import SqlDeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.frame.entries import SearchTargets
from clubdesk.ui.frame.search import Search
from clubdesk.ui.look import app_look
from tests.support.fake_hall import CLUB

_PATIENCE_S = 10


class _Painted(QObject):
    """Counts how often a widget was painted."""

    times = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() is QEvent.Type.Paint
        return False


def key_to_list(url: str, texts: list[str]) -> list[float]:
    """Milliseconds from the last key of each text until its list was painted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app_look.apply(app, "dark")
    reader, worker = open_reader(parse_address(url)), Worker("reading")
    books = SqlDeskQueries(reader)
    worker.start()
    desk = SimpleNamespace(ask=lambda question: worker.submit(lambda: question(books)))
    window = QWidget()
    search = _search(window, DeskRunner(desk))
    seen, clock = _Painted(), QTimer()
    clock.start(500)
    search.list.installEventFilter(seen)
    try:
        times = [_key_press(search, seen, text) for text in texts]
    finally:
        worker.stop()
        reader.close()
        window.close()
    return times


def _search(window: QWidget, runner: DeskRunner) -> Search:
    window.resize(1366, 768)
    search = Search(window, runner, SearchTargets(lambda _id: None, lambda _id: None))
    search.know(CLUB, ())
    column = QVBoxLayout(window)
    column.addWidget(search.box)
    column.addStretch(1)
    window.show()
    search.box.setFocus()
    return search


def _key_press(search: Search, seen: _Painted, text: str) -> float:
    search.box.blockSignals(True)
    search.box.setText(text[:-1])
    search.box.blockSignals(False)
    plain = Qt.KeyboardModifier.NoModifier
    began, before = perf_counter(), seen.times
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, plain, text[-1])
    QCoreApplication.sendEvent(search.box, key)
    while search.shown_for != text.strip() or seen.times == before:
        # Waiting, as the program does: a loop that turns would hold Python's lock.
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if perf_counter() - began > _PATIENCE_S:
            raise AssertionError(f"no list for {text!r}")
        if search.shown_for != text.strip():
            before = seen.times
    return (perf_counter() - began) * 1000
