"""No word of the till's dialogs is cut off at 1366x768, in either language."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clubdesk.domain.causes import Cause, CauseCode
from clubdesk.domain.hall import Station
from clubdesk.domain.ledger import TransactionKind
from clubdesk.foundation import translate
from clubdesk.foundation.errors import DeskError
from clubdesk.services.shifts import CloseShift
from clubdesk.services.views import StationCard
from clubdesk.services.views_till import CountCheck
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.shifts.count import BY_NOTES
from clubdesk.ui.shifts.report import show_paper
from clubdesk.ui.shifts.screen import ShiftsScreen
from tests.support.clipping import clipped
from tests.support.fake_desk import NOW, OWNER
from tests.support.pictures import white_paper

CAUSES = tuple(
    Cause(code, 50, 450_000, NOW, 7, 3, TransactionKind.TOP_UP, "Sanjar Tulegenov", "Dana Abenova")
    for code in CauseCode
)
OVER = DeskError(
    "shift.over_tolerance",
    "The till holds 4,500 ₸ less than the books say.",
    "Count once more. If it stays, write down why; an administrator's PIN closes it.",
    subject="reason",
)


@pytest.fixture(params=["en", "ru"], autouse=True)
def tongue(request):
    translate.set_language(request.param)
    yield
    translate.set_language("en")


@pytest.fixture
def screen(runner, bridge, stage, settled):
    runner.staff = OWNER
    made = ShiftsScreen(runner, bridge)
    stage(made)
    settled()
    made.setFocus()
    return made


@pytest.fixture
def fits(screen, settled):
    def check() -> None:
        settled()
        for _ in range(3):
            QApplication.processEvents()
        assert clipped(screen.window()) == []

    return check


@pytest.mark.parametrize("key", [Qt.Key.Key_I, Qt.Key.Key_U, Qt.Key.Key_L, Qt.Key.Key_A])
def test_what_the_keys_open(qtbot, screen, settled, fits, key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)
    settled()
    assert open_dialog_of(screen) is not None
    fits()


def test_a_hand_over_by_banknotes_with_a_full_hall(desk, screen, settled, fits) -> None:
    cards = tuple(StationCard(Station(n, 1, n, f"PC {n:02}"), None, "Sanjar") for n in range(40))
    desk.books.now = replace(desk.books.now, open_sessions=cards)
    screen.reload()
    settled()
    screen.hand_over()
    settled()
    open_dialog_of(screen).count.ways.choose(BY_NOTES)
    fits()


def test_every_cause_of_a_difference(desk, screen, settled, fits) -> None:
    desk.answers[CloseShift] = OVER
    desk.books.likely_causes = lambda till, counted, at: CountCheck(
        counted, counted + 450_000, -450_000, CAUSES
    )
    screen.close_shift()
    dialog = open_dialog_of(screen)
    QTest.keyClicks(dialog.count.total.edit, "99750")
    dialog.primary.click()
    settled()
    assert len(dialog.blind.causes.buttons) == len(CauseCode)
    fits()


def test_a_report_and_its_paper(desk, runner, screen, settled, fits) -> None:
    desk.paper = white_paper()
    screen.report_button.click()
    settled()
    fits()
    show_paper(screen, runner, desk.books.past[0].shift.id)
    settled()
    fits()
