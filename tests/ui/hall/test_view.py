"""The cards under mouse and keyboard; and a tick paints what a full painting would."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent

from clubdesk.services.ports_hub import LinkState
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.view import SEAT_MIME
from tests.support.fake_hall import play


@pytest.fixture
def desk(desk):
    play(desk, 1, 1)
    play(desk, 2, None, money=80_00)
    play(desk, 3, 3)
    return desk


def names(hall):
    return [seat.card.station.name for seat in hall.view.chosen_seats()]


def middle(hall, station_id):
    row = hall.controller.model.row_of(station_id)
    return hall.view.visualRect(hall.controller.model.index(row)).center()


def click(qtbot, hall, station_id, keys=Qt.KeyboardModifier.NoModifier):
    qtbot.mouseClick(
        hall.view.viewport(), Qt.MouseButton.LeftButton, keys, middle(hall, station_id)
    )


def test_a_click_chooses_one_and_ctrl_adds(qtbot, hall):
    click(qtbot, hall, 1)
    assert names(hall) == ["PC 01"]
    click(qtbot, hall, 4, Qt.KeyboardModifier.ControlModifier)
    assert names(hall) == ["PC 01", "PC 04"]
    click(qtbot, hall, 5)
    assert names(hall) == ["PC 05"]


def test_shift_chooses_up_to_the_click(qtbot, hall):
    click(qtbot, hall, 1)
    click(qtbot, hall, 3, Qt.KeyboardModifier.ShiftModifier)
    assert names(hall) == ["PC 01", "PC 02", "PC 03"]


def test_a_click_between_cards_chooses_nothing(qtbot, hall):
    click(qtbot, hall, 1)
    place = QPoint(hall.view.viewport().width() - 3, hall.view.viewport().height() - 3)
    qtbot.mouseClick(
        hall.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    assert names(hall) == []


def test_arrows_walk_across_zones(qtbot, hall):
    hall.choose_station(1)
    for key, expected in (
        (Qt.Key.Key_Right, "PC 02"),
        (Qt.Key.Key_Left, "PC 01"),
        (Qt.Key.Key_End, "PS 08"),
        (Qt.Key.Key_Up, "PC 02"),
        (Qt.Key.Key_Down, "PS 08"),
        (Qt.Key.Key_Home, "PC 01"),
    ):
        qtbot.keyClick(hall.view, key)
        assert names(hall) == [expected]


def test_typed_digits_jump_to_a_seat(qtbot, hall):
    qtbot.keyClicks(hall.view, "05")
    assert names(hall) == ["PC 05"]
    hall.view.jump.forget()
    qtbot.keyClick(hall.view, Qt.Key.Key_8)
    assert names(hall) == ["PS 08"]


def test_a_number_that_is_no_seat_changes_nothing(qtbot, hall):
    hall.choose_station(3)
    qtbot.keyClicks(hall.view, "99")
    assert names(hall) == ["PC 03"]


def test_a_zone_alone_hides_the_others(hall):
    hall.top.zones.choose(2)
    model = hall.controller.model
    assert hall.view.isIndexHidden(model.index(0))
    assert not hall.view.isIndexHidden(model.index(model.row_of(7)))
    hall.choose_station(1)
    assert names(hall) == ["PC 01"]
    assert not hall.view.isIndexHidden(model.index(0))


def drop(hall, from_id, onto_id):
    mime = QMimeData()
    mime.setData(SEAT_MIME, str(from_id).encode())
    event = QDropEvent(
        QPointF(middle(hall, onto_id)),
        Qt.DropAction.MoveAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    hall.view.dropEvent(event)


def test_a_drop_on_a_free_or_taken_seat_asks_and_on_its_own_nothing(hall, qtbot):
    asked = []
    hall.view.move_requested.disconnect(hall.errands.move_onto)
    hall.view.move_requested.connect(lambda a, b: asked.append((a, b)))
    drop(hall, 1, 5)
    drop(hall, 1, 3)
    drop(hall, 1, 1)
    assert asked == [(1, 5), (1, 3)]


def test_only_taken_seats_can_be_dragged(hall):
    model = hall.controller.model
    flags = [bool(model.flags(model.index(r)) & Qt.ItemFlag.ItemIsDragEnabled) for r in range(4)]
    assert flags == [True, True, True, False]


def test_every_card_reads_as_a_sentence(hall):
    model = hall.controller.model
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(0), role) == (
        "PC 01, Active, Sanjar Tulegenov, 1:42:18 left, 1,364\u00a0₸"
    )
    assert model.data(model.index(3), role) == "PC 04, Free, Ready, from 800\u00a0₸/h"


def test_a_tick_paints_what_a_full_painting_would(hall, desk, qtbot):
    view, model = hall.view, hall.controller.model
    hall.choose_station(3)
    view.grab()
    for seconds in (1, 1, 9, 30, 61, 3600):
        desk.clock.advance(seconds)
        for _ in range(len(model.seats)):
            model.tick(desk.clock.now())
        ticked = view._the_board().picture.toImage()
        view._board = None
        whole = view._the_board().picture.toImage()
        differing = [
            (x, y)
            for y in range(whole.height())
            for x in range(whole.width())
            if whole.pixel(x, y) != ticked.pixel(x, y)
        ]
        assert not differing, (seconds, differing[0], differing[-1])


def test_the_end_drawing_near_changes_the_card_by_the_tick_alone(hall, desk):
    model = hall.controller.model
    assert model.seat_of(2).reading.state is CardState.ACTIVE
    desk.clock.advance(61)
    model.tick(desk.clock.now())
    assert model.seat_of(2).reading.state is CardState.ENDING
    desk.clock.advance(3600)
    model.tick(desk.clock.now())
    assert model.seat_of(2).left_s == 0


def test_a_tick_touches_only_what_counts(hall, desk):
    seen = []
    hall.controller.model.ticked.connect(seen.append)
    desk.clock.advance(1)
    hall.controller.model.tick(desk.clock.now())
    assert seen[0].counted == [0, 1, 2]
    hall.controller.model.tick(desk.clock.now())
    assert all(change.counted == [] for change in seen[1:])


def test_a_link_that_is_lost_flags_the_running_card(hall, desk, qtbot):
    link = replace(desk.hub.by_station[1], state=LinkState.LOST)
    desk.events.publish(link)
    qtbot.waitUntil(lambda: hall.controller.model.seat_of(1).reading.attention == "no_link")
    assert hall.controller.model.seat_of(1).reading.state is CardState.ACTIVE


def test_cards_outlive_a_change_of_theme_and_size(hall, qtbot):
    from clubdesk.ui.look import app_look

    view = hall.view
    before = view.grab().toImage()
    app_look.apply(app_look.QApplication.instance(), "light")
    try:
        assert view.grab().toImage() != before
        hall.window_.resize(1600, 900)
        view.grab()
        assert view._layout.card_width > 0
    finally:
        app_look.apply(app_look.QApplication.instance(), "dark")


def test_current_without_selection_is_kept_apart(hall, qtbot):
    view = hall.view
    hall.choose_station(2)
    index = hall.controller.model.index(4)
    view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
    assert names(hall) == ["PC 02"]
    assert view._marks(4).current
    assert not view._marks(4).chosen
