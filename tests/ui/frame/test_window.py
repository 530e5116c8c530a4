"""The frame opens screens when asked, says who and what, and shows what needs a person."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from clubdesk.domain import events as e
from clubdesk.foundation.errors import DeskError
from clubdesk.services.ports_hub import LinkState
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.crash_notice import CrashNotice, report_of
from clubdesk.ui.frame.entries import LampState
from clubdesk.ui.look.dialog import Dialog, open_dialog_of
from clubdesk.ui.look.notice import Notice
from tests.support.fake_hall import OWNER


def test_a_screen_is_made_when_it_is_opened_first_and_only_once(frame, qtbot):
    assert frame.made == ["hall"]
    qtbot.keyClick(frame.window, Qt.Key.Key_F3)
    qtbot.keyClick(frame.window, Qt.Key.Key_F2)
    frame.window.rail.buttons["clients"].click()
    assert frame.made == ["hall", "clients"]
    assert frame.window.rail.buttons["clients"].isChecked()


def test_the_window_has_its_sizes_and_its_club(frame):
    window = frame.window
    assert (window.width(), window.height()) == (1366, 768)
    assert (window.minimumWidth(), window.minimumHeight()) == (1200, 700)
    assert window.bar.club.text() == "Nomad Arena"
    assert window.bar.shift.whole() == "Shift 214 · Dana A. · since 12:12"
    assert window.bar.user.text() == "Dana"
    assert not window.bar.demo.isVisible()


def test_the_demo_is_marked_and_a_closed_shift_is_told(frame, desk, qtbot):
    desk.books.owner = replace(desk.books.owner, demo=True)
    desk.books.shift = None
    desk.events.publish(e.ShiftClosed(1, 1))
    qtbot.waitUntil(lambda: frame.window.bar.shift.whole() == "No shift is open")
    assert frame.window.bar.demo.isVisible()
    frame.window.bar.shift.pressed.emit()
    assert frame.made[-1] == "shifts"


def test_signing_out_covers_the_window_and_closes_what_is_open(frame, runner, qtbot):
    Dialog(frame.window, "Open").open()
    frame.window.toast("Done")
    frame.window.sign_out()
    assert frame.sign_in.isVisible()
    assert open_dialog_of(frame.window) is None
    assert frame.window.toasts.shown == []
    qtbot.keyClick(frame.window, Qt.Key.Key_F3)
    assert frame.made == ["hall"]
    runner.sign_in(OWNER)
    assert not frame.sign_in.isVisible()
    assert frame.window.bar.user.text() == "Dana"


def test_keys_do_not_reach_behind_a_dialog(frame, qtbot):
    dialog = Dialog(frame.window, "Question")
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_F3)
    assert frame.made == ["hall"]
    dialog.finish(done=False)


def test_a_refusal_says_what_to_do_and_stays(frame, runner):
    runner.refused.emit(DeskError("x", "The seat is taken.", "Choose another."))
    toast = frame.window.toasts.shown[0]
    assert toast.text.text() == "The seat is taken."
    assert not toast._stay.isActive()


def test_toasts_make_room_and_stay_inside(frame):
    for number in range(6):
        frame.window.toast(f"Deed {number}", "and what to do about it")
    shown = frame.window.toasts.shown
    assert [toast.text.text() for toast in shown] == [f"Deed {n}" for n in range(3, 6)]
    tops = [toast.y() for toast in shown]
    assert tops == sorted(tops)
    assert shown[-1].geometry().bottom() < frame.window.height() - 20
    assert tops[0] > 0


def test_the_same_at_several_pcs_is_said_once(frame):
    for name in ("PC 18", "PC 24", "PC 25", "PC 24"):
        frame.window.tell(Notice("Time is over: {names}", tone="amber", names=(name,)))
    frame.window.tell(Notice("Asked to restart: {names}", names=("PC 18",)))
    texts = [toast.text.text() for toast in frame.window.toasts.shown]
    assert texts == ["Time is over: PC 18, PC 24, PC 25", "Asked to restart: PC 18"]


def test_many_pcs_are_counted():
    names = tuple(f"PC {number}" for number in range(10, 20))
    words = Notice("Time is over: {names}", names=names).words()
    assert words == "Time is over: PC 10, PC 11, PC 12, PC 13, PC 14, PC 15 and 4 more"


def test_a_refusal_is_not_pushed_out_by_what_went_well(frame):
    frame.window.toast("Refused", tone="red")
    for number in range(5):
        frame.window.toast(f"Deed {number}")
    texts = [toast.text.text() for toast in frame.window.toasts.shown]
    assert texts == ["Refused", "Deed 3", "Deed 4"]


def test_a_crash_is_shown_once_with_a_report_to_copy(frame, runner, settled):
    runner.crashed.emit(ValueError("broken"))
    runner.crashed.emit(ValueError("again"))
    notice = open_dialog_of(frame.window)
    assert isinstance(notice, CrashNotice)
    notice.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "ValueError: broken" in copied
    assert copied.startswith("ClubDesk ")
    notice.finish(done=True)
    assert open_dialog_of(frame.window) is None


def test_a_report_holds_the_way_to_the_error():
    try:
        raise KeyError("rate")
    except KeyError as error:
        report = report_of(error)
    assert "test_a_report_holds_the_way_to_the_error" in report


def test_alerts_stay_until_they_are_taken_away(frame):
    pressed = []
    window = frame.window
    window.set_alert("paper", Alert("Out of paper.", "Put in a roll.", "Try", pressed.append))
    window.alert_news.emit("paper", Alert("Still out of paper."))
    assert list(window.alerts.bars) == ["paper"]
    assert window.alerts.isVisible()
    window.alert_news.emit("paper", None)
    window.set_alert("unknown", None)
    assert not window.alerts.isVisible()


def test_of_several_alerts_one_stands_and_the_others_unfold(frame):
    window, bars = frame.window, frame.window.alerts.bars

    def seen():
        return {key for key, bar in bars.items() if bar.isVisible()}

    window.set_alert("stock", Alert("Low in stock.", mild=True))
    window.set_alert("seat", Alert("Time is over."))
    height = window.alerts.sizeHint().height()
    window.set_alert("paper", Alert("Out of paper."))
    window.set_alert("day", Alert("The day is open.", mild=True))
    assert seen() == {"paper"}
    assert window.alerts.sizeHint().height() == height
    assert bars["paper"].more.text() == "3 more"
    bars["paper"].more.click()
    assert seen() == set(bars)
    assert bars["paper"].more.text() == "Fewer"
    bars["paper"].cross.click()
    assert bars["seat"].more.isVisible()
    bars["seat"].more.click()
    assert seen() == {"seat"}
    window.set_alert("seat", None)
    assert seen() == {"day"}
    window.set_alert("day", None)
    window.set_alert("stock", None)
    assert not window.alerts.isVisible()


def test_lamps_tell_their_story(frame):
    state = LampState("Printer", "red", "The cover is open.", "Close it.")
    frame.window.lamp_news.emit("printer", state)
    lamp = frame.window.bar.lamps.lamps["printer"]
    assert (lamp.text(), lamp.tone) == ("Printer", "red")
    assert lamp.toolTip() == "The cover is open. Close it."
    frame.window.set_lamp("printer", LampState("Printer", "green"))
    assert lamp.tone == "green"
    assert lamp.toolTip() == ""


def test_the_lamp_of_the_links_counts_who_answers(frame, desk, qtbot):
    lamp = frame.window.bar.lamps.lamps["links"]
    assert (lamp.text(), lamp.tone) == ("PCs 6/6", "green")
    desk.events.publish(replace(desk.hub.by_station[2], state=LinkState.LOST))
    qtbot.waitUntil(lambda: lamp.text() == "PCs 5/6")
    assert lamp.tone == "amber"
    assert "PC 02" in lamp.toolTip()


def test_without_a_paired_pc_the_lamp_is_grey(frame, desk, qtbot):
    for number, station in desk.books.stations.items():
        desk.books.stations[number] = replace(station, agent_key="")
    desk.events.publish(e.StationsChanged())
    lamp = frame.window.bar.lamps.lamps["links"]
    qtbot.waitUntil(lambda: lamp.tone == "grey")
