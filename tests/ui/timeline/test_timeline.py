"""The timeline: what it shows, what the mouse and the keyboard change, what it refuses."""

import time
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from clubdesk.domain.hall import Station, Zone
from clubdesk.domain.reservation import (
    MissedDeposit,
    Reservation,
    ReservationRules,
    ReservationState,
)
from clubdesk.services.ports_reservations import ReservationRow, TimelineView
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.reservation_deeds import CancelReservationDialog
from clubdesk.ui.operations.reservation_rules import ReturnDialog, RulesDialog
from clubdesk.ui.operations.reserve_dialog import ReserveDialog
from clubdesk.ui.timeline.board import EDGE_PX, TimelineBoard
from clubdesk.ui.timeline.lines import Kind, lines_of
from clubdesk.ui.timeline.paint import block_rect
from clubdesk.ui.timeline.scale import DayScale
from clubdesk.ui.timeline.screen import TimelineScreen
from tests.support.fake_desk import CLUB, NOW

LEFT = Qt.MouseButton.LeftButton
HOUR = timedelta(hours=1)
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def middle(day, reservation_id: int) -> QPoint:
    return rect(day, reservation_id).center()


def rect(day, reservation_id: int):
    block = day.board.lines.reservation_block(reservation_id)
    return block_rect(
        day.board.scene(), day.board.lines.line_of(block.station_id), block.since, block.until
    )


def drag(day, start: QPoint, by: QPoint) -> None:
    port = day.board.viewport()
    QTest.mousePress(port, LEFT, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(port, start + by / 2)
    QTest.mouseMove(port, start + by)
    QTest.mouseRelease(port, LEFT, Qt.KeyboardModifier.NoModifier, start + by)


def key(day, key, held=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(day.board, key, held)


def test_who_plays_and_who_comes_stand_on_their_seats(day):
    made = day.reserve(2)
    day.world.start(day.world.client(money=100_000), 1)
    seat = day.world.stations[1]
    day.qtbot.waitUntil(lambda: seat in day.board.lines.blocks)
    assert day.board.lines.blocks[seat][0].kind is Kind.PLAYING
    block = day.board.lines.reservation_block(made)
    assert (block.station_id, block.kind) == (day.world.stations[2], Kind.BOOKED)


def test_dragging_moves_it_in_time_and_to_another_seat(day):
    made = day.reserve()
    before = day.stored(made)
    drag(day, middle(day, made), QPoint(day.board.scale.hour_px, 32))
    day.qtbot.waitUntil(lambda: day.stored(made).station_ids == (day.world.stations[1],))
    assert day.stored(made).from_at == before.from_at + HOUR
    assert day.stored(made).until_at == before.until_at + HOUR


def test_dragging_the_edge_changes_the_length(day):
    made = day.reserve()
    box = rect(day, made)
    edge = QPoint(box.right() - EDGE_PX // 2, box.center().y())
    drag(day, edge, QPoint(day.board.scale.hour_px, 0))
    day.qtbot.waitUntil(lambda: day.stored(made).until_at - day.stored(made).from_at == 3 * HOUR)


def test_it_cannot_be_dropped_on_another(day):
    made, _ = day.reserve(0), day.reserve(1)
    port, start = day.board.viewport(), middle(day, made)
    QTest.mousePress(port, LEFT, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(port, start + QPoint(0, 32))
    assert day.board.ghost.wrong
    QTest.mouseRelease(port, LEFT, Qt.KeyboardModifier.NoModifier, start + QPoint(0, 32))
    assert day.board.ghost is None
    assert day.desk.done == []


def test_the_keyboard_moves_lengthens_and_changes_the_seat(day):
    made = day.reserve()
    before = day.stored(made)
    QTest.mouseClick(day.board.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, middle(day, made))
    key(day, Qt.Key.Key_Right, ALT)
    day.qtbot.waitUntil(lambda: day.stored(made).from_at > before.from_at)
    day.settle()
    key(day, Qt.Key.Key_Right, SHIFT)
    longer = before.until_at + timedelta(minutes=30)
    day.qtbot.waitUntil(lambda: day.stored(made).until_at == longer)
    day.settle()
    key(day, Qt.Key.Key_Down, ALT)
    day.qtbot.waitUntil(lambda: day.stored(made).station_ids == (day.world.stations[1],))


def test_delete_asks_why_and_cancels(day):
    made = day.reserve()
    QTest.mouseClick(day.board.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, middle(day, made))
    key(day, Qt.Key.Key_Delete)
    day.qtbot.waitUntil(lambda: isinstance(open_dialog_of(day.screen), CancelReservationDialog))
    dialog = open_dialog_of(day.screen)
    dialog.primary.click()
    assert dialog.reason.field.error()
    dialog.reason.put("Called off")
    dialog.primary.click()
    day.qtbot.waitUntil(lambda: day.stored(made).state is ReservationState.CANCELLED)
    day.qtbot.waitUntil(lambda: day.board.lines.reservation_block(made) is None)


def test_a_arrives_and_leads_to_the_start(day):
    made = day.reserve()
    QTest.mouseClick(day.board.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, middle(day, made))
    with day.qtbot.waitSignal(day.screen.start_wanted) as told:
        key(day, Qt.Key.Key_A)
    assert told.args == [None, day.world.stations[0]]
    assert day.stored(made).state is ReservationState.ARRIVED


def test_a_double_click_on_a_free_place_reserves_it(day):
    now = day.world.clock.now()
    board = day.board
    line = board.lines.line_of(day.world.stations[2])
    at = block_rect(board.scene(), line, now + 2 * HOUR, now + 3 * HOUR).center()
    QTest.mouseDClick(board.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    day.qtbot.waitUntil(lambda: isinstance(open_dialog_of(day.screen), ReserveDialog))
    form = open_dialog_of(day.screen).form
    assert form.seats.station_ids() == (day.world.stations[2],)
    form.who.choose(False)
    form.name.editor.setText("Aigerim")
    open_dialog_of(day.screen).primary.click()
    day.qtbot.waitUntil(lambda: bool(board.lines.blocks.get(day.world.stations[2])))


def test_the_dialog_names_who_is_in_the_way_before_saving(day):
    day.reserve(0)
    since = day.world.clock.now() + HOUR
    day.screen.deeds.reserve((day.world.stations[0],), since, since + HOUR)
    day.qtbot.waitUntil(lambda: isinstance(open_dialog_of(day.screen), ReserveDialog))
    dialog = open_dialog_of(day.screen)
    day.qtbot.waitUntil(lambda: dialog.note.isVisible())
    assert "Aigerim" in dialog.note.text()
    assert not dialog.primary.isEnabled()
    dialog.form.seats.editor.setText("2")
    day.qtbot.waitUntil(lambda: not dialog.note.isVisible())
    assert dialog.primary.isEnabled()


def test_a_running_session_only_warns(day):
    day.world.start(day.world.client(money=1_000_000), 0)
    since = day.world.clock.now() + HOUR
    day.screen.deeds.reserve((day.world.stations[0],), since, since + HOUR)
    day.qtbot.waitUntil(lambda: isinstance(open_dialog_of(day.screen), ReserveDialog))
    dialog = open_dialog_of(day.screen)
    day.qtbot.waitUntil(lambda: dialog.note.isVisible())
    assert "Sanjar" in dialog.note.text()
    assert dialog.primary.isEnabled()


def test_the_dialog_says_at_its_fields_what_is_wrong(day):
    since = day.world.clock.now() + HOUR
    day.screen.deeds.reserve((day.world.stations[0],), since, since + HOUR)
    day.qtbot.waitUntil(lambda: isinstance(open_dialog_of(day.screen), ReserveDialog))
    form = open_dialog_of(day.screen).form
    form.who.choose(False)
    for field, typed in ((form.seats, "abc"), (form.since, "25:99"), (form.day, "31.02.2026")):
        field.editor.setText(typed)
    open_dialog_of(day.screen).primary.click()
    fields = (form.seats, form.since, form.day, form.name)
    assert all(field.error() for field in fields)
    assert day.desk.done == []


def test_page_keys_go_from_day_to_day_and_home_comes_back(day):
    first = day.board.scale.day
    key(day, Qt.Key.Key_PageDown)
    day.qtbot.waitUntil(lambda: day.board.scale.day == first + timedelta(days=1))
    key(day, Qt.Key.Key_Home)
    day.qtbot.waitUntil(lambda: day.board.scale.day == first)
    wide = day.board.scale.hour_px
    key(day, Qt.Key.Key_Plus)
    assert day.board.scale.hour_px > wide


def test_a_day_of_the_clock_change_is_as_long_as_it_is():
    from datetime import date

    def hours(day: date) -> float:
        scale = DayScale(day, "Europe/Berlin")
        return (scale.until - scale.since) / HOUR

    assert hours(date(2026, 3, 29)) == 29
    assert hours(date(2026, 10, 25)) == 31
    shown = [words for _, words in DayScale(date(2026, 10, 25), "Europe/Berlin").hours()]
    assert shown[:5] == ["00:00", "01:00", "02:00", "02:00", "03:00"]


def test_a_thousand_seats_are_painted_fast(qtbot):
    zones = tuple(Zone(n, f"Zone {n}", n) for n in range(1, 11))
    stations = tuple(Station(n, 1 + n % 10, n, f"PC {n:04}") for n in range(1, 1001))
    rows = tuple(
        ReservationRow(
            Reservation(
                n * 6 + k, (n,), "Aigerim", NOW + (k * 3 - 9) * HOUR, NOW + (k * 3 - 7) * HOUR
            ),
            (f"PC {n:04}",),
        )
        for n in range(1, 1001)
        for k in range(6)
    )
    view = TimelineView(CLUB, zones, stations, (), rows)
    board = TimelineBoard()
    qtbot.addWidget(board)
    board.resize(1280, 700)
    board.show()
    board.show_day(lines_of(view, NOW), DayScale(NOW.date(), CLUB.time_zone), CLUB, NOW)
    board.look_at(NOW)
    board.viewport().grab()
    took = []
    for step in range(10):
        board.verticalScrollBar().setValue(step * 3000)
        began = time.perf_counter()
        board.viewport().grab()
        took.append(time.perf_counter() - began)
    # The best of ten: others may be using this computer.
    print(f"1,000 seats: {min(took) * 1000:.1f} ms a painting, at worst {max(took) * 1000:.1f} ms")
    assert min(took) < 0.05


def test_the_rules_are_saved_from_the_timeline(day):
    day.screen.rules.click()
    day.qtbot.waitUntil(lambda: isinstance(open_dialog_of(day.screen), RulesDialog))
    dialog = open_dialog_of(day.screen)
    dialog.hold.editor.setValue(45)
    dialog.missed.choose(MissedDeposit.GIVEN_BACK)
    dialog.primary.click()
    rules = ReservationRules(45, 20, MissedDeposit.GIVEN_BACK, 10)
    day.qtbot.waitUntil(lambda: day.world.storage.queries.club().reserving == rules)


def test_a_missed_deposit_of_a_guest_is_paid_back_from_the_timeline(day):
    made = day.reserve(deposit_minor=10_000)
    with day.world.storage.begin() as work:
        club = work.club.find()
        rules = replace(club.reserving, missed_deposit=MissedDeposit.GIVEN_BACK)
        work.club.save(replace(club, reserving=rules))
    day.world.clock.advance(3600)
    day.screen.deeds.look_at(made)
    day.qtbot.waitUntil(lambda: isinstance(open_dialog_of(day.screen), ReserveDialog))
    open_dialog_of(day.screen).findChild(Button, "no_show").click()
    day.qtbot.waitUntil(lambda: day.stored(made).state is ReservationState.NO_SHOW)
    till = day.world.till()
    day.settle()
    day.screen.deeds.look_at(made)
    day.qtbot.waitUntil(lambda: isinstance(open_dialog_of(day.screen), ReturnDialog))
    open_dialog_of(day.screen).primary.click()
    day.qtbot.waitUntil(lambda: day.world.till() == till - 10_000)


def test_it_opens_with_now_in_sight_whatever_comes_meanwhile(day):
    screen = TimelineScreen(day.runner, day.bridge)
    day.reserve()
    day.qtbot.addWidget(screen)
    screen.resize(1280, 640)
    screen.show()
    now = day.world.clock.now()

    def is_in_sight() -> bool:
        board = screen.board
        if board.scale is None:
            return False
        x = board.scale.x_of(now) - board.horizontalScrollBar().value()
        return board.horizontalScrollBar().value() > 0 and 0 < x < board.viewport().width() // 2

    day.qtbot.waitUntil(is_in_sight)
