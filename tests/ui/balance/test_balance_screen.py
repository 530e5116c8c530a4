"""Balance operations: client after client by keys, the list of the shift, what is pending."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clubdesk.domain.events import BalanceChanged, PrintJobChanged
from clubdesk.domain.ledger import TransactionKind
from clubdesk.services.balance import MoneyAnswer, TopUp
from clubdesk.services.bonuses import CreditBonus, SlipAnswer
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.ports import LampState, PrinterLamp, PrintJob, PrintState
from clubdesk.services.views import ShiftNow
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.balance.done_panel import receipt_words
from clubdesk.ui.balance.modes import Mode
from clubdesk.ui.balance.operations_list import what_was_done
from clubdesk.ui.balance.screen import BalanceScreen
from clubdesk.ui.frame.scanner import Scanner
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.dialogs import UndoDialog
from clubdesk.ui.operations.settle_dialog import SettleDialog
from clubdesk.ui.operations.top_up_sum import Method
from tests.support.fake_desk import (
    MARIA,
    NOW,
    OWNER,
    RUSLAN,
    SANJAR,
    TECHNICIAN,
    TOP_UP_UNDO,
    a_client,
    a_report,
    a_shift,
    an_operation,
)

ENTER, ESC, CTRL = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.KeyboardModifier.ControlModifier
BOOKED = MoneyAnswer(transaction_id=31, balance_minor=1_020_000, job_id=7, change_minor=50_000)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture
def screen(desk, runner, bridge, stage, settled):
    runner.staff = OWNER
    desk.answers[TopUp] = BOOKED
    desk.books.operations = [
        an_operation(0, MARIA, TransactionKind.TOP_UP, 500_000, cash=500_000, can_undo=True),
        an_operation(1, SANJAR, TransactionKind.TOP_UP, 900_000, card=900_000, reversed_by=995),
        an_operation(2, SANJAR, TransactionKind.BONUS_CREDIT, 500, in_points=True),
    ]
    made = BalanceScreen(runner, bridge)
    stage(made)
    settled()
    made.setFocus()
    return made


def keys(qtbot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def key(qtbot, which, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), which, modifier)


def test_a_known_client_is_topped_up_by_two_enters(qtbot, desk, screen, settled) -> None:
    keys(qtbot, "984417\r")
    qtbot.waitUntil(lambda: screen.counter.form is not None)
    keys(qtbot, "5000\r")
    qtbot.waitUntil(lambda: screen.done.outcome is not None)
    settled()
    [command] = desk.done
    assert (command.client_id, command.cash_minor) == (RUSLAN.client.id, 500_000)
    assert plain(screen.done.what.text()) == "Topped up 5,000 ₸ in cash"
    assert plain(screen.done.figures.before.text()) == "5,200 ₸"
    assert plain(screen.done.figures.after.text()) == "10,200 ₸"
    assert plain(screen.done.figures.third.text()) == "500 ₸"
    assert QApplication.focusWidget() is screen.picker.search
    assert screen.picker.search.text() == ""


def test_the_card_beside_says_who_it_is(screen, settled) -> None:
    screen.picker.pick(SANJAR)
    settled()
    header = screen.counter.header
    assert header.name.whole() == "Sanjar Tulegenov"
    assert plain(header.balance.value.text()) == "1,364 ₸"
    assert plain(screen.counter.primary.text()) == "Top up"


def test_esc_goes_to_another_client(qtbot, screen, settled) -> None:
    screen.picker.pick(SANJAR)
    settled()
    key(qtbot, ESC)
    assert screen.counter.form is None
    assert QApplication.focusWidget() is screen.picker.search


@pytest.mark.parametrize(
    ("struck", "mode", "label"),
    [
        (Qt.Key.Key_1, Mode.TOP_UP, "Top-up amount"),
        (Qt.Key.Key_2, Mode.CREDIT, "Number of points"),
        (Qt.Key.Key_3, Mode.DEDUCT, "Deduction amount"),
    ],
)
def test_the_three_ways_have_keys_and_keep_the_client(
    qtbot, screen, settled, struck, mode, label
) -> None:
    screen.picker.pick(SANJAR)
    settled()
    key(qtbot, struck, CTRL)
    assert screen.modes.mode() is mode
    assert screen.counter.form.amount.field.label.text() == label
    assert QApplication.focusWidget() is screen.counter.form.first()


def test_bonuses_are_credited_as_the_manual_says(qtbot, desk, screen, settled) -> None:
    desk.answers[CreditBonus] = SlipAnswer(transaction_id=4, balance_after=500, job_id=3)
    screen.modes.tabs[Mode.CREDIT].click()
    assert screen.picker.field.label.text() == "User"
    keys(qtbot, "984417\r")
    qtbot.waitUntil(lambda: screen.counter.form is not None)
    keys(qtbot, "500\r")
    keys(qtbot, "Bring a Friend promo")
    assert plain(screen.counter.primary.text()) == "Credit 500 points"
    screen.counter.primary.click()
    qtbot.waitUntil(lambda: screen.done.outcome is not None)
    assert (desk.done[0].points, desk.done[0].reason) == (500, "Bring a Friend promo")
    assert plain(screen.done.figures.after.text()) == "500 pts"


def test_a_deduction_asks_for_everything_in_turn(qtbot, desk, screen, settled) -> None:
    desk.answers[Deduct] = SlipAnswer(transaction_id=4, balance_after=0, job_id=3)
    screen.begin(Mode.DEDUCT, SANJAR.client.id)
    qtbot.waitUntil(lambda: screen.counter.form is not None)
    settled()
    keys(qtbot, "250\r")
    keys(qtbot, "Write-off of expired bonuses\r")
    form = screen.counter.form
    assert "Choose the account type" in form.account.under.text()
    key(qtbot, ENTER)
    assert form.account.key() is None
    key(qtbot, Qt.Key.Key_Down)
    key(qtbot, Qt.Key.Key_Down)
    assert plain(screen.counter.primary.text()) == "Deduct 250 points"
    key(qtbot, ENTER)
    qtbot.waitUntil(lambda: screen.done.outcome is not None)
    assert (desk.done[0].amount, desk.done[0].account) == (250, AccountType.BONUS)


def test_the_receipt_says_where_it_is(qtbot, desk, screen, settled) -> None:
    desk.books.jobs = [PrintJob(7, a_report(a_shift()), PrintState.QUEUED, NOW)]
    screen.picker.pick(RUSLAN)
    settled()
    keys(qtbot, "5000\r")
    qtbot.waitUntil(lambda: "no printer" in screen.done.receipt.text())
    desk.books.jobs = [replace(desk.books.jobs[0], state=PrintState.CONFIRMED)]
    desk.events.publish(PrintJobChanged(7))
    qtbot.waitUntil(lambda: screen.done.receipt.text() == "The receipt was printed.")


def test_a_receipt_in_the_queue_waits_where_there_is_a_printer() -> None:
    waits = receipt_words(PrintState.QUEUED, PrinterLamp(LampState.READY))
    assert waits == "The receipt waits for the printer."


def test_ctrl_z_after_an_operation_shows_what_undoing_does(qtbot, desk, screen, settled) -> None:
    desk.books.undos[RUSLAN.client.id] = TOP_UP_UNDO
    screen.picker.pick(RUSLAN)
    settled()
    keys(qtbot, "5000\r")
    qtbot.waitUntil(lambda: screen.done.outcome is not None)
    settled()
    screen.done.undo.click()
    settled()
    assert isinstance(open_dialog_of(screen), UndoDialog)


def test_the_list_tells_the_shift_newest_first(screen) -> None:
    rows = screen.operations.table.rows_model.rows
    assert [row.client_name for row in rows] == [
        "Мария Ким", "Sanjar Tulegenov", "Sanjar Tulegenov",
    ]  # fmt: skip
    assert [what_was_done(row) for row in rows] == [
        "Top-up · cash", "Top-up · card", "Bonus credited",
    ]  # fmt: skip


def test_only_the_newest_offers_undo(desk, screen, settled) -> None:
    operations = screen.operations
    assert operations.undo.isEnabled()
    operations.table.go_to(1)
    assert operations.undo.toolTip() == "This operation has been undone already."
    operations.table.go_to(2)
    assert operations.undo.toolTip() == "Only the newest operation of a client can be undone."
    operations.table.go_to(0)
    operations.undo.click()
    settled()
    assert isinstance(open_dialog_of(screen), UndoDialog)


def test_without_a_shift_it_says_so_and_leads_to_one(qtbot, desk, screen, settled) -> None:
    desk.books.now = ShiftNow(None)
    screen.reload()
    settled()
    assert screen.no_shift.isVisible()
    screen.picker.pick(SANJAR)
    settled()
    keys(qtbot, "5000\r")
    assert desk.done == []
    assert screen.counter.primary.toolTip() == "No shift is open at this till."
    with qtbot.waitSignal(screen.open_shift_wanted):
        screen.no_shift.open.click()


def test_pending_payments_can_be_settled(desk, screen, settled) -> None:
    assert not screen.pending.isVisible()
    payment = PendingPayment(3, NOW - timedelta(minutes=9), 200_000, "Dana", "Maria", "unknown")
    desk.books.now = replace(desk.books.now, pending_payments=(payment,))
    screen.reload()
    settled()
    assert "1 card payment is pending" in screen.pending.title.text()
    screen.pending.buttons[0].click()
    assert isinstance(open_dialog_of(screen), SettleDialog)


def test_newer_figures_reach_the_form_and_leave_what_was_typed(
    qtbot, desk, screen, settled
) -> None:
    screen.picker.pick(SANJAR)
    settled()
    keys(qtbot, "5000")
    desk.books.clients[0] = a_client(1, "Sanjar Tulegenov", "+77015554417", 200_000)
    desk.events.publish(BalanceChanged(1))
    figures = screen.counter.form.figures
    qtbot.waitUntil(lambda: plain(figures.before.text()) == "2,000 ₸")
    assert plain(figures.after.text()) == "7,000 ₸"
    assert screen.counter.form.amount.minor() == 500_000


def test_a_reload_while_the_terminal_is_asked_loses_nothing(qtbot, desk, screen, settled) -> None:
    desk.answers[BeginCardPayment] = CardPaymentBegun(payment_id=5)
    screen.picker.pick(SANJAR)
    settled()
    form = screen.counter.form
    form.amount.set_minor(200_000)
    form.method.choose(Method.CARD)
    screen.counter.primary.click()
    settled()
    keys(qtbot, "00")
    screen.reload()
    settled()
    keys(qtbot, "42")
    assert form.terminal.slip.text() == "0042"
    screen.counter.primary.click()
    settled()
    assert (desk.done[1].card_minor, desk.done[1].slip) == (200_000, "0042")


def test_two_enters_in_a_row_top_up_once(qtbot, desk, screen, settled) -> None:
    screen.picker.pick(SANJAR)
    settled()
    keys(qtbot, "5000")
    desk.hold()
    key(qtbot, ENTER)
    key(qtbot, ENTER)
    screen.counter.primary.click()
    assert len(desk.done) == 1
    desk.release()
    settled()


def test_a_scanned_card_brings_its_client(screen, settled) -> None:
    screen.take_card(MARIA.client.id)
    settled()
    assert screen.picker.row == MARIA
    assert screen.counter.form is not None


def test_who_lacks_the_permission_sees_the_lock(runner, screen, settled) -> None:
    runner.staff = TECHNICIAN
    screen.picker.pick(SANJAR)
    settled()
    assert screen.counter.primary.guarded


def test_write_off_leads_elsewhere(qtbot, screen) -> None:
    with qtbot.waitSignal(screen.write_off_wanted):
        screen.write_off.click()


def test_the_payment_at_the_terminal_is_no_alarm(desk, screen, settled) -> None:
    desk.answers[BeginCardPayment] = CardPaymentBegun(payment_id=5)
    screen.picker.pick(SANJAR)
    settled()
    screen.counter.form.amount.set_minor(200_000)
    screen.counter.form.method.choose(Method.CARD)
    screen.counter.primary.click()
    settled()
    payment = PendingPayment(5, NOW, 200_000, "Dana", "Sanjar", "sent")
    desk.books.now = replace(desk.books.now, pending_payments=(payment,))
    screen.reload()
    settled()
    assert not screen.pending.isVisible()


def test_left_at_the_terminal_it_is_listed(qtbot, desk, runner, screen, settled) -> None:
    desk.answers[BeginCardPayment] = CardPaymentBegun(payment_id=5)
    screen.picker.pick(SANJAR)
    settled()
    screen.counter.form.amount.set_minor(200_000)
    screen.counter.form.method.choose(Method.CARD)
    screen.counter.primary.click()
    settled()
    payment = PendingPayment(5, NOW, 200_000, "Dana", "Sanjar", "sent")
    desk.books.now = replace(desk.books.now, pending_payments=(payment,))
    with qtbot.waitSignal(runner.refused):
        key(qtbot, ESC)
    qtbot.waitUntil(screen.pending.isVisible)


def test_the_client_card_is_one_press_away(qtbot, screen, settled) -> None:
    screen.picker.pick(SANJAR)
    settled()
    with qtbot.waitSignal(screen.open_card_wanted) as told:
        screen.counter.card.click()
    assert told.args == [SANJAR.client.id]


def test_another_way_while_the_terminal_is_asked_says_that_it_is_pending(
    qtbot, desk, runner, screen, settled
) -> None:
    desk.answers[BeginCardPayment] = CardPaymentBegun(payment_id=5)
    screen.picker.pick(SANJAR)
    settled()
    screen.counter.form.amount.set_minor(200_000)
    screen.counter.form.method.choose(Method.CARD)
    screen.counter.primary.click()
    settled()
    with qtbot.waitSignal(runner.refused) as told:
        key(qtbot, Qt.Key.Key_2, CTRL)
    assert told.args[0].code == "payment.left_pending"


def test_a_card_read_into_the_amount_presses_nothing(qtbot, desk, screen, settled) -> None:
    scanner = Scanner(screen.window())
    scanner.listen()
    screen.picker.pick(SANJAR)
    settled()
    handle = screen.window().windowHandle()
    for sign in "0004417":
        QTest.keyClick(handle, sign)
    QTest.keyClick(handle, ENTER)
    settled()
    assert desk.done == []
    assert screen.counter.form.amount.minor() is None
