"""The answers of the cashier's guide, word for word, through the real widgets and real agents."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.session import SessionState
from clubdesk.services.sessions import StartGuestSession, StartSession
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.end_dialog import AskDialog, EndDialog
from clubdesk.ui.hall.move_dialog import MoveDialog
from clubdesk.ui.hall.start_dialog import StartDialog
from clubdesk.ui.look.button import Button
from clubdesk.ui.operations.dialogs import TopUpDialog
from clubdesk.ui.shifts.close_dialog import CloseShiftDialog
from clubdesk.ui.shifts.open_dialog import OpenShiftDialog
from clubdesk.ui.shifts.screen import ShiftsScreen

CLIENT = 4
"""Тимур Сейтқали: nobody shares the end of his phone."""


def phone_end(real) -> str:
    return real.books(lambda work: work.clients.get(CLIENT)).phone[-4:]


def play(real, number: int = 1, minor: int = 80_000) -> None:
    real.top_up(CLIENT, minor)
    real.do(StartSession(station_id=number, client_id=CLIENT, rate_id=1))
    real.until_pc(number, is_open=True)


def words(widget: QWidget) -> str:
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    buttons = [b.text() for b in widget.findChildren(Button) if b.isVisible()]
    return " | ".join(labels + buttons)


def test_start_a_session_for_a_client(real) -> None:
    real.come_to_work()
    real.top_up(CLIENT, 80_000)
    real.choose(1)
    assert real.button("start").text() == "Start"
    real.press("start")
    dialog = real.dialog(StartDialog)
    real.type(phone_end(real), dialog.client.search)
    real.until(lambda: dialog.client.row() is not None)
    assert dialog.primary.text() == "Start"
    real.click(dialog.primary)
    real.nothing_open()
    session = real.playing(1)
    assert session.client_id == CLIENT
    real.until_pc(1, is_open=True)
    seat = real.hall.controller.model.seat_of(1)
    real.until(lambda: real.hall.controller.model.seat_of(1).reading.state is CardState.ACTIVE)
    assert seat is not None


def test_pause_keeps_the_time_and_locks_the_pc_and_resume_goes_on(real) -> None:
    real.come_to_work()
    play(real)
    real.clock.advance(600)
    real.choose(1)
    assert real.button("pause").text() == "Pause Session"
    real.press("pause")
    assert real.playing(1).state is SessionState.PAUSED
    real.until_pc(1, is_open=False)
    real.clock.advance(1800)
    real.until(lambda: "resume" in real.hall.panel.buttons.buttons)
    assert real.button("resume").text() == "Resume"
    real.press("resume")
    session = real.playing(1)
    assert session.ends_at is not None
    assert (session.ends_at - real.clock.now()).total_seconds() == 2280
    real.until_pc(1, is_open=True)


def test_transfer_to_another_pc_with_the_same_time(real) -> None:
    real.come_to_work()
    play(real)
    real.clock.advance(600)
    ends_at = real.playing(1).ends_at
    real.choose(1)
    assert real.button("move").text() == "Move to Another PC"
    real.press("move")
    dialog = real.dialog(MoveDialog)
    real.click(dialog.chips[7])
    assert dialog.primary.text() == "Move to PC 07"
    real.click(dialog.primary)
    real.nothing_open()
    assert real.session_on(1) is None
    assert real.playing(7).ends_at == ends_at
    real.until_pc(7, is_open=True)
    real.until_pc(1, is_open=False)


def test_end_early_keeps_the_rest_on_the_account(real) -> None:
    real.come_to_work()
    play(real)
    real.clock.advance(900)
    real.choose(1)
    assert real.button("end").text() == "End Session"
    real.press("end")
    dialog = real.dialog(EndDialog)
    real.click(dialog.primary)
    real.nothing_open()
    assert real.session_on(1) is None
    assert real.game(CLIENT) == 55_000  # a quarter of an hour at the evening price of 1 000
    real.until_pc(1, is_open=False)


def test_a_walk_in_plays_without_an_account(real) -> None:
    real.come_to_work()
    till = real.till()
    real.choose(2)
    assert real.button("guest").text() == "Guest Session"
    real.press("guest")
    dialog = real.dialog(StartDialog)
    real.type("800", dialog.guest.amount.edit)
    real.type("1000", dialog.guest.received.edit)
    assert dialog.primary.text() == "Start and take 800\u00a0₸"
    real.click(dialog.primary)
    real.nothing_open()
    session = real.playing(2)
    assert session.is_guest
    assert real.till() == till + 80_000
    assert "Change to give: 200\u00a0₸" in real.toasts()
    real.until_pc(2, is_open=True)
    assert real.balance(AccountKind.GUEST, session.id) == 80_000


def test_the_first_log_in_asks_to_open_a_shift(real) -> None:
    real.sign_in()
    dialog = real.dialog(OpenShiftDialog)
    assert not dialog.primary.isEnabled()
    real.type("50000", dialog.count.total.edit)
    assert dialog.primary.text() == "Open Shift with 50\u00a0000\u00a0₸".replace(
        "50\u00a0000", "50,000"
    )
    real.click(dialog.primary)
    assert dialog.primary.text() == "Go to Work"
    real.click(dialog.primary)
    real.nothing_open()
    assert real.till() == 5_000_000
    assert real.done("OpenShift") == 1


def test_cash_top_up_from_the_client_card_prints_the_receipt(real) -> None:
    real.come_to_work()
    screen = real.window.open_screen("clients")
    assert isinstance(screen, ClientsScreen)
    real.settle()
    real.type(phone_end(real), screen.search)
    real.until(lambda: screen.table is not None and screen.table.current() is not None)
    real.until(lambda: screen.table.current().client.id == CLIENT)
    real.key(Qt.Key.Key_Return, screen.search)
    button = next(b for b in screen.card.findChildren(Button) if b.text() == "Top Up Balance")
    real.click(button)
    dialog = real.dialog(TopUpDialog)
    real.type("5000", dialog.amount.edit)
    real.click(dialog.primary)
    real.nothing_open()
    assert real.game(CLIENT) == 500_000
    real.until(lambda: len(real.papers) == 1)
    assert "5,000" in " ".join(real.papers[0].text)


def test_a_shift_with_players_does_not_close_and_leads_to_them(real) -> None:
    real.come_to_work()
    play(real, 3)
    screen = real.window.open_screen("shifts")
    assert isinstance(screen, ShiftsScreen)
    real.settle()
    real.click(screen.close_button)
    dialog = real.dialog(CloseShiftDialog)
    assert not dialog.primary.isEnabled()
    assert dialog.primary.toolTip() == "End the open sessions first."
    assert [button.text() for button in dialog.blockers.buttons] == ["Go to PC 03"]
    real.click(dialog.blockers.buttons[0])
    real.nothing_open()
    chosen = [seat.card.station.id for seat in real.hall.view.chosen_seats()]
    assert chosen == [3]
    assert real.done("CloseShift") == 0


def test_close_shift_gives_the_z_report(real) -> None:
    real.come_to_work()
    real.top_up(CLIENT, 80_000)
    screen = real.window.open_screen("shifts")
    assert isinstance(screen, ShiftsScreen)
    real.settle()
    real.click(screen.close_button)
    dialog = real.dialog(CloseShiftDialog)
    real.type("50800", dialog.count.total.edit)
    real.click(dialog.primary)
    assert dialog.heading.text() == "The shift is closed"
    shift = real.house.storage.queries.shifts(1)[0]
    assert shift.report is not None
    assert shift.report.report.figures.top_ups == 80_000
    assert shift.report.report.difference == 0
    real.until(lambda: len(real.papers) == 2)
    assert "Z-REPORT" in " ".join(real.papers[-1].text)
    real.click(dialog.primary)


def test_a_grey_pc_is_explained(real) -> None:
    real.come_to_work()
    grey = 9
    real.until(lambda: real.hall.controller.model.seat_of(grey).reading.state is CardState.OFFLINE)
    real.choose(grey)
    said = words(real.hall.panel)
    assert "agent" in said.lower()
    assert str(real.house.hub.port) in said
    assert real.button("wake").text() == "Wake Up (Wake-on-LAN)"


def test_wake_up_sends_one_packet(real, monkeypatch) -> None:
    woken = []
    monkeypatch.setattr(real.house.waker, "wake", woken.append)
    real.come_to_work()
    real.choose(9)
    real.press("wake")
    assert woken == ["02:00:00:00:00:09"]
    assert real.done("WakePC") == 1


def test_restart_pauses_first_and_offers_resume(real) -> None:
    real.come_to_work()
    play(real)
    real.clock.advance(60)
    real.choose(1)
    assert real.button("restart").text() == "Restart PC"
    real.press("restart")
    real.click(real.dialog(AskDialog).primary)
    real.nothing_open()
    assert real.playing(1).state is SessionState.PAUSED
    machine = real.stage.machines[1]
    real.until(lambda: any(deed.what == "restart" for deed in machine.deeds))
    real.choose(1)
    real.until(lambda: "resume" in real.hall.panel.buttons.buttons)
    machine.power_on()
    real.press("resume")
    assert real.playing(1).state is SessionState.ACTIVE
    real.until_pc(1, is_open=True)


def test_the_keys_of_the_guide_do_the_same(real) -> None:
    real.come_to_work()
    play(real)
    hall = real.choose(1)
    real.key(Qt.Key.Key_P, hall.view)
    assert real.playing(1).state is SessionState.PAUSED
    real.until(lambda: "resume" in real.hall.panel.buttons.buttons)
    real.key(Qt.Key.Key_P, hall.view)
    assert real.playing(1).state is SessionState.ACTIVE
    real.key(Qt.Key.Key_E, hall.view)
    real.click(real.dialog(EndDialog).primary)
    real.nothing_open()
    assert real.session_on(1) is None
    real.do(StartGuestSession(station_id=1, rate_id=1, cash_minor=10_000))
    assert real.playing(1).is_guest
