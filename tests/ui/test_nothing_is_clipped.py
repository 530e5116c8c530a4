"""No word is cut off at 1366x768, in either language."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from clubdesk.domain.ledger import TransactionKind
from clubdesk.foundation import translate
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun, FailCardPayment
from clubdesk.services.commands import Done
from clubdesk.services.views import ShiftNow
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.balance.modes import Mode
from clubdesk.ui.balance.screen import BalanceScreen
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.first_run.wizard import FirstRun
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.dialogs import TopUpDialog
from clubdesk.ui.operations.openers import (
    open_credit,
    open_deduct,
    open_refund,
    open_top_up,
    open_undo,
)
from clubdesk.ui.operations.purse import first_look
from clubdesk.ui.operations.terminal_step import NOT_TAKEN
from clubdesk.ui.operations.top_up_sum import Method
from clubdesk.ui.settings.screen import SettingsScreen
from clubdesk.ui.shifts.count import BY_NOTES
from clubdesk.ui.shifts.screen import ShiftsScreen
from clubdesk.ui.sign_in.screen import SignInScreen
from tests.support.clipping import clipped
from tests.support.fake_desk import CLUB, NOW, SANJAR, TOP_UP_UNDO, an_operation


class Kept:
    def load(self):
        return DeskSettings()

    def save(self, settings):
        raise AssertionError("nothing is saved here")


@pytest.fixture
def fits():
    """Every word fits once the layouts have settled."""

    def check(window) -> None:
        QApplication.processEvents()
        QApplication.processEvents()
        assert clipped(window) == []

    return check


@pytest.fixture(params=["en", "ru"], autouse=True)
def tongue(request):
    translate.set_language(request.param)


def test_sign_in(runner, bridge, stage, settled, fits) -> None:
    window = stage(SignInScreen(runner, bridge, demo_hint="dana / demo-dana"))
    settled()
    fits(window)


def test_clients_with_top_up(runner, bridge, stage, settled, fits) -> None:
    screen = ClientsScreen(runner, bridge)
    window = stage(screen)
    settled()
    fits(window)
    dialog = TopUpDialog(screen, runner, first_look(CLUB, SANJAR), suggested_minor=1_000_000_000)
    dialog.begin()
    settled()
    fits(window)


@pytest.mark.parametrize("mode", list(Mode))
def test_balance_operations(desk, runner, bridge, stage, settled, fits, mode) -> None:
    desk.books.operations = [
        an_operation(0, SANJAR, TransactionKind.TOP_UP, 900_000_000, cash=1, card=1),
        an_operation(1, SANJAR, TransactionKind.BONUS_CREDIT, 500, in_points=True, reason="Gift"),
    ]
    pending = PendingPayment(3, NOW, 200_000, "Dana Abenova", "Sanjar Tulegenov", "unknown")
    desk.books.now = replace(desk.books.now, pending_payments=(pending,))
    screen = BalanceScreen(runner, bridge)
    window = stage(screen)
    settled()
    fits(window)
    screen.begin(mode, SANJAR.client.id)
    settled()
    fits(window)


@pytest.mark.parametrize("opener", [open_credit, open_deduct, open_refund, open_undo])
def test_operations_in_dialogs(desk, runner, stage, settled, fits, opener) -> None:
    desk.books.undos[SANJAR.client.id] = TOP_UP_UNDO
    place = QWidget()
    window = stage(place)
    opener(place, runner, SANJAR.client.id)
    settled()
    fits(window)


@pytest.mark.parametrize("outcome", list(NOT_TAKEN))
def test_the_terminal_s_ends(desk, runner, stage, settled, fits, outcome) -> None:
    desk.answers[BeginCardPayment] = CardPaymentBegun(payment_id=5)
    desk.answers[FailCardPayment] = Done()
    place = QWidget()
    window = stage(place)
    open_top_up(place, runner, SANJAR.client.id, None, 200_000)
    settled()
    dialog = open_dialog_of(place)
    dialog.form.method.choose(Method.CARD)
    dialog.primary.click()
    settled()
    fits(window)
    dialog.form.terminal.told.emit(outcome)
    settled()
    fits(window)


def test_add_client(runner, bridge, stage, settled, fits) -> None:
    screen = ClientsScreen(runner, bridge)
    window = stage(screen)
    settled()
    screen.add_client()
    settled()
    fits(window)


def test_shifts_with_close_shift(runner, bridge, stage, settled, fits) -> None:
    screen = ShiftsScreen(runner, bridge)
    window = stage(screen)
    settled()
    fits(window)
    screen.close_shift()
    settled()
    fits(window)


@pytest.mark.parametrize("way", ["total", BY_NOTES])
def test_open_shift(desk, runner, bridge, stage, settled, fits, way) -> None:
    desk.books.now = ShiftNow(None)
    screen = ShiftsScreen(runner, bridge)
    window = stage(screen)
    settled()
    screen.open_shift()
    open_dialog_of(screen).count.ways.choose(way)
    settled()
    fits(window)


@pytest.mark.parametrize("step", range(4))
def test_first_run(runner, bridge, stage, settled, fits, step) -> None:
    wizard = FirstRun(runner, bridge)
    window = stage(wizard)
    for _ in range(step):
        wizard.next()
    settled()
    fits(window)


def test_settings(runner, bridge, stage, settled, fits) -> None:
    window = stage(SettingsScreen(runner, bridge, Kept()))
    settled()
    fits(window)
