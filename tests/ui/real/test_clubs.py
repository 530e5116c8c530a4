"""Clubs unlike the demo: other money, one seat, hundreds of seats, names that nobody expects."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from clubdesk.bootstrap.house import BOOKS, House
from clubdesk.bootstrap.windows import DeskWindows
from clubdesk.demo.virtual_printer import VirtualPrinter
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Client
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.balance import TopUp
from clubdesk.services.clients import AddClient
from clubdesk.services.sessions import StartSession
from clubdesk.services.set_up import NewZone, SetUpClub
from clubdesk.services.shifts import OpenShift
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.verify import verify
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.hall.end_dialog import EndDialog
from clubdesk.ui.hall.move_dialog import MoveDialog
from clubdesk.ui.hall.start_dialog import StartDialog
from clubdesk.ui.operations.dialogs import TopUpDialog
from clubdesk.ui.shifts.close_dialog import CloseShiftDialog
from clubdesk.ui.shifts.open_dialog import OpenShiftDialog
from clubdesk.ui.shifts.screen import ShiftsScreen
from tests.support.real_desk import START, RealDesk

PASSWORD = "right-password"


@pytest.fixture
def club(tmp_path, qtbot):
    """A maker of a desk over a club of one zone; no agents, a printer on TCP."""
    made = []

    def make(
        currency: str, zone: str, country: str, stations: int = 3, hour: int = 1_000
    ) -> RealDesk:
        printer = VirtualPrinter(None).start()
        settings = DeskSettings(
            language="en", theme="dark", hub_host="127.0.0.1", hub_port=0,
            printer_host="127.0.0.1", printer_port=printer.port,
        )  # fmt: skip
        house = House(tmp_path, sqlite_url(tmp_path / BOOKS), settings, ManualClock(START))
        house.start()
        house.desk.do(
            SetUpClub(
                name="Club", currency=currency, time_zone=zone, country=country,
                zones=(NewZone(name="Hall", stations=stations, per_hour_minor=hour),),
                owner_name="Olga Owner", owner_login="owner", owner_password=PASSWORD,
            ),
            None,
        ).result(20)  # fmt: skip
        windows = DeskWindows(house)
        windows.open()
        stage = SimpleNamespace(house=house, printer=printer, machines={})
        desk = RealDesk(stage, windows, qtbot)
        made.append(desk)
        desk.window.activateWindow()
        desk.settle()
        return desk

    yield make
    for desk in made:
        desk.window.close()
        desk.windows.bridge.close()
        desk.house.stop()
        desk.stage.printer.stop()
        qtbot.waitUntil(lambda desk=desk: desk.runner.pending == 0)
        desk.window.deleteLater()
        assert desk.crashes == []
        assert verify(desk.house.url).ok


@pytest.mark.parametrize(
    ("currency", "zone", "country", "scale"),
    [
        ("JPY", "Asia/Tokyo", "JP", 1),
        ("KWD", "Asia/Kuwait", "KW", 1_000),
        ("EUR", "Pacific/Kiritimati", "KI", 100),
    ],
)
def test_a_day_in_other_money(club, currency, zone, country, scale) -> None:
    desk = club(currency, zone, country, hour=1_000 * scale)
    desk.sign_in("owner", PASSWORD)
    shift = desk.dialog(OpenShiftDialog)
    desk.type("20000", shift.count.total.edit)
    desk.click(shift.primary)
    desk.click(shift.primary)
    desk.nothing_open()
    assert desk.till() == 20_000 * scale
    a_guest_plays_a_quarter_of_an_hour(desk, scale)
    screen = desk.window.open_screen("shifts")
    assert isinstance(screen, ShiftsScreen)
    desk.settle()
    desk.click(screen.close_button)
    closing = desk.dialog(CloseShiftDialog)
    desk.type("20250", closing.count.total.edit)
    desk.click(closing.primary)
    report = desk.house.storage.queries.shifts(1)[0].report
    assert report.report.difference == 0
    assert report.report.figures.play_revenue == 250 * scale
    desk.until(lambda: len(desk.papers) == 3)
    assert "20,250" in " ".join(desk.papers[-1].text)


def a_guest_plays_a_quarter_of_an_hour(desk, scale) -> None:
    desk.choose(1)
    seat = desk.hall.controller.model.seat_of(1)
    assert seat is not None
    desk.hall.errands.ask_start(seat, guest=True)
    guest = desk.dialog(StartDialog)
    chip = next(c for c in guest.guest.amount.chips if c.isVisible())
    desk.click(chip)
    by_chip = guest.guest.amount.minor()
    assert by_chip is not None
    assert by_chip % scale == 0
    guest.guest.amount.edit.clear()
    desk.type("1,000", guest.guest.amount.edit)
    assert guest.guest.amount.minor() == 1_000 * scale
    desk.click(guest.primary)
    desk.nothing_open()
    session = desk.playing(1)
    assert (session.ends_at - START).total_seconds() == 3_600
    desk.clock.advance(900)
    desk.hall.errands.ask_end(desk.hall.controller.model.seat_of(1))
    desk.click(desk.dialog(EndDialog).primary)
    desk.nothing_open()
    assert desk.balance(AccountKind.PLAY_REVENUE) == 250 * scale
    assert desk.till() == 20_250 * scale


def test_a_club_of_one_seat_has_nowhere_to_move_to(club) -> None:
    desk = club("KZT", "Asia/Almaty", "KZ", stations=1, hour=80_000)
    desk.do(OpenShift(counted_minor=0), "owner")
    desk.sign_in("owner", PASSWORD)
    client = desk.do(AddClient(phone="+77015554417", name="Anna"), "owner").client_id
    desk.do(TopUp(client_id=client, cash_minor=80_000), "owner")
    desk.do(StartSession(station_id=1, client_id=client, rate_id=1), "owner")
    desk.choose(1)
    desk.press("move")
    dialog = desk.dialog(MoveDialog)
    assert not dialog.primary.isEnabled()
    assert dialog.chips == {}


@pytest.mark.parametrize("stations", [1, 300])
def test_a_hall_of_any_size_shows_every_seat(club, stations) -> None:
    desk = club("KZT", "Asia/Almaty", "KZ", stations=stations)
    desk.do(OpenShift(counted_minor=0), "owner")
    desk.sign_in("owner", PASSWORD)
    desk.until(lambda: len(desk.hall.controller.model.seats) == stations)
    desk.choose(stations)
    [seat] = desk.hall.view.chosen_seats()
    assert seat.card.station.number == stations
    desk.hall.tick()
    assert not desk.window.grab().isNull()


NAMES = [
    "😀👨\u200d👩\u200d👧 Эмодзи",
    "Robert'); DROP TABLE clients;--",
    "<b>Bold</b> <img src=x onerror=1>",
    "W" * 120,
    "Z\u0351\u0352\u0353a\u0354l\u0355g\u0356o",
    "عمر الخيام",
    "{amount} %s {0}",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_as_it_is_everywhere_and_printed(club, name) -> None:
    desk = club("KZT", "Asia/Almaty", "KZ", hour=80_000)
    desk.do(OpenShift(counted_minor=0), "owner")
    desk.sign_in("owner", PASSWORD)
    # Such names are not taken any more, but books of earlier days may hold them.
    odd = Client(id=0, phone="+77015554417", name=name)
    client = desk.books(lambda work: work.clients.add(odd)).id
    screen = desk.window.open_screen("clients")
    assert isinstance(screen, ClientsScreen)
    desk.settle()
    desk.until(lambda: screen.table is not None and screen.table.current() is not None)
    desk.window.grab()
    screen.top_up()
    dialog = desk.dialog(TopUpDialog)
    desk.type("800", dialog.amount.edit)
    desk.window.grab()
    assert dialog.panel.width() <= desk.window.width()
    desk.click(dialog.primary)
    desk.nothing_open()
    the_client_plays(desk)
    assert desk.game(client) + desk.balance(AccountKind.PLAY_REVENUE) == 80_000
    desk.until(lambda: len(desk.papers) == 2)
    assert desk.window.width() == 1366


def the_client_plays(desk) -> None:
    """Ten minutes, every screen and dialog on the way painted."""
    desk.choose(1)
    seat = desk.hall.controller.model.seat_of(1)
    desk.hall.errands.ask_start(seat)
    start = desk.dialog(StartDialog)
    desk.type("4417", start.client.search)
    desk.until(lambda: start.client.row() is not None)
    desk.window.grab()
    desk.click(start.primary)
    desk.nothing_open()
    desk.choose(1)
    desk.window.grab()
    desk.clock.advance(600)
    desk.hall.errands.ask_end(desk.hall.controller.model.seat_of(1))
    desk.window.grab()
    desk.click(desk.dialog(EndDialog).primary)
    desk.nothing_open()


PASTED = ["1e9", "-500", "5 000,555", "0", "٥٠٠", "5000\n5000", "1" * 400, "NaN", "<b>5</b>", "💰"]


@pytest.mark.parametrize("text", PASTED)
def test_what_is_no_amount_is_never_booked(club, text) -> None:
    desk = club("KZT", "Asia/Almaty", "KZ")
    desk.do(OpenShift(counted_minor=0), "owner")
    desk.sign_in("owner", PASSWORD)
    desk.do(AddClient(phone="+77015554417", name="Anna"), "owner")
    screen = desk.window.open_screen("clients")
    assert isinstance(screen, ClientsScreen)
    desk.settle()
    desk.until(lambda: screen.table is not None and screen.table.current() is not None)
    screen.top_up()
    dialog = desk.dialog(TopUpDialog)
    QApplication.clipboard().setText(text)
    dialog.amount.edit.paste()
    desk.settle()
    assert not dialog.primary.isEnabled()
    assert dialog.primary.toolTip()
    assert desk.done("TopUp") == 0
    assert dialog.panel.width() <= desk.window.width()


def test_the_most_that_can_be_typed_is_shown_whole_and_booked(club) -> None:
    desk = club("KZT", "Asia/Almaty", "KZ", hour=80_000)
    desk.do(OpenShift(counted_minor=0), "owner")
    desk.sign_in("owner", PASSWORD)
    client = desk.do(AddClient(phone="+77015554417", name="Anna"), "owner").client_id
    most = 10**15
    for _ in range(3):
        desk.do(TopUp(client_id=client, cash_minor=most), "owner")
    desk.do(StartSession(station_id=1, client_id=client, rate_id=1), "owner")
    desk.choose(1)
    desk.window.grab()
    for key in ("clients", "shifts", "hall"):
        desk.window.open_screen(key)
        desk.settle()
        desk.window.grab()
    desk.hall.errands.ask_end(desk.hall.controller.model.seat_of(1))
    desk.window.grab()
    desk.click(desk.dialog(EndDialog).primary)
    desk.nothing_open()
    assert desk.game(client) == 3 * most
    assert desk.window.width() == 1366
