"""Top Up Balance: cash, card, split; the terminal's four ends; what is missing is pointed at."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import MoneyAnswer, TopUp
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun, FailCardPayment
from clubdesk.services.commands import Done
from clubdesk.services.views import ShiftNow
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.dialogs import TopUpDialog
from clubdesk.ui.operations.openers import open_top_up
from clubdesk.ui.operations.top_up_sum import Method, Sum
from tests.support.fake_desk import SANJAR, TECHNICIAN, a_client

BOOKED = MoneyAnswer(transaction_id=31, balance_minor=636_400, job_id=7, change_minor=0)
ENTER = Qt.Key.Key_Return


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture
def place(stage):
    made = QWidget()
    stage(made)
    return made


@pytest.fixture
def dialog(desk, runner, place, settled) -> TopUpDialog:
    desk.answers[TopUp] = BOOKED
    desk.answers[BeginCardPayment] = CardPaymentBegun(payment_id=5)
    desk.answers[FailCardPayment] = Done()
    open_top_up(place, runner, SANJAR.client.id)
    settled()
    made = open_dialog_of(place)
    assert isinstance(made, TopUpDialog)
    return made


def words(dialog) -> str:
    return plain(dialog.primary.text())


def test_it_begins_in_the_amount_and_says_what_it_will_do(qtbot, desk, dialog, settled) -> None:
    assert QApplication.focusWidget() is dialog.amount.edit
    assert words(dialog) == "Top up"
    qtbot.keyClicks(dialog.amount.edit, "5000")
    assert words(dialog) == "Top up 5,000 ₸ in cash"
    assert plain(dialog.form.figures.before.text()) == "1,364 ₸"
    assert plain(dialog.form.figures.after.text()) == "6,364 ₸"
    with qtbot.waitSignal(dialog.done) as told:
        qtbot.keyClick(dialog.amount.edit, ENTER)
    settled()
    [command] = desk.done
    assert (command.client_id, command.cash_minor, command.received_minor) == (1, 500_000, None)
    assert (command.card_minor, command.card_payment_id) == (0, None)
    outcome = told.args[0]
    assert (outcome.before, outcome.after, outcome.job_id) == (136_400, 636_400, 7)
    assert plain(outcome.text) == "Topped up 5,000 ₸ in cash"


def test_everyone_hears_of_it_with_the_points_that_a_promotion_added(
    qtbot, desk, runner, dialog, settled
) -> None:
    desk.books.clients[0] = a_client(1, "Sanjar Tulegenov", "+77015554417", 636_400, points=750)
    dialog.amount.set_minor(500_000)
    with qtbot.waitSignal(runner.operated) as told:
        dialog.primary.click()
    settled()
    assert (told.args[0].points_before, told.args[0].extra_points) == (250, 500)


def test_change_is_worked_out_and_too_little_is_told_at_the_field(dialog) -> None:
    dialog.amount.set_minor(350_000)
    dialog.received.set_minor(500_000)
    assert plain(dialog.form.figures.third.text()) == "1,500 ₸"
    assert dialog.primary.isEnabled()
    dialog.received.set_minor(300_000)
    assert not dialog.primary.isEnabled()
    assert dialog.received.field.error() == "Less was received than the amount to pay."
    dialog.received.edit.setText("five")
    assert not dialog.primary.isEnabled()


def test_what_is_handed_over_is_offered_on_chips(dialog) -> None:
    dialog.amount.set_minor(350_000)
    assert "4,000 ₸" in [plain(chip.text()) for chip in dialog.received.chips]


def test_enter_twice_tops_up_once(qtbot, desk, dialog, settled) -> None:
    dialog.amount.set_minor(100_000)
    desk.hold()
    for _ in range(2):
        qtbot.keyClick(dialog.amount.edit, ENTER)
        qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    assert len(desk.done) == 1
    desk.release()
    settled()


def test_enter_without_an_amount_says_so_and_does_nothing(qtbot, desk, dialog) -> None:
    qtbot.keyClick(dialog.amount.edit, ENTER)
    assert dialog.amount.field.error() == "Type the amount."
    assert desk.done == []


@pytest.mark.parametrize("typed", ["0", "-5", "abc", "1.234", "1" + "0" * 18, "5 000 000 x", "🎮"])
def test_what_is_no_amount_is_never_sent(qtbot, desk, dialog, typed) -> None:
    dialog.amount.edit.setText(typed)
    qtbot.keyClick(dialog.amount.edit, ENTER)
    dialog.primary.click()
    assert desk.done == []
    assert dialog.amount.field.error()


def test_arrows_change_the_method_from_the_amount(qtbot, dialog) -> None:
    dialog.amount.set_minor(350_000)
    qtbot.keyClick(dialog.amount.edit, Qt.Key.Key_Down)
    assert words(dialog) == "Top up 3,500 ₸ by card"
    assert not dialog.received.isVisible()
    qtbot.keyClick(dialog.amount.edit, Qt.Key.Key_Down)
    assert dialog.form.method.method() is Method.SPLIT
    qtbot.keyClick(dialog.amount.edit, Qt.Key.Key_Down)
    assert dialog.form.method.method() is Method.CASH


def by_card(qtbot, dialog, settled) -> None:
    dialog.amount.set_minor(200_000)
    dialog.form.method.choose(Method.CARD)
    qtbot.keyClick(dialog.amount.edit, ENTER)
    settled()


def test_a_card_is_stored_before_the_terminal_is_asked(qtbot, desk, dialog, settled) -> None:
    by_card(qtbot, dialog, settled)
    [begun] = desk.done
    assert (type(begun), begun.amount_minor, begun.client_id) == (BeginCardPayment, 200_000, 1)
    assert plain(dialog.form.terminal.what.text()) == "Card 2,000 ₸: take it on the terminal"
    assert QApplication.focusWidget() is dialog.form.terminal.slip.editor
    assert words(dialog) == "Approved: top up 2,000 ₸"
    assert not dialog.primary.isEnabled()


def test_approved_books_the_top_up_under_its_slip(qtbot, desk, dialog, settled) -> None:
    by_card(qtbot, dialog, settled)
    qtbot.keyClicks(dialog.form.terminal.slip.editor, "0042")
    with qtbot.waitSignal(dialog.done):
        qtbot.keyClick(dialog.form.terminal.slip.editor, ENTER)
    settled()
    booked = desk.done[1]
    assert (booked.cash_minor, booked.card_minor) == (0, 200_000)
    assert (booked.card_payment_id, booked.slip, booked.received_minor) == (5, "0042", None)


@pytest.mark.parametrize(
    ("key", "outcome", "told"),
    [
        (Qt.Key.Key_F10, "declined", "Bank declined: another card or cash"),
        (Qt.Key.Key_F11, "no_connection", "No connection: check the internet"),
    ],
)
def test_not_taken_goes_on_with_another_method_without_retyping(
    qtbot, desk, dialog, settled, key, outcome, told
) -> None:
    by_card(qtbot, dialog, settled)
    qtbot.keyClick(dialog.form.terminal.slip.editor, key)
    settled()
    assert (desk.done[1].payment_id, desk.done[1].outcome) == (5, outcome)
    assert dialog.form.notice_text.text() == told
    assert not dialog.form.terminal.isVisible()
    assert dialog.amount.minor() == 200_000
    dialog.form.method.choose(Method.CASH)
    qtbot.keyClick(dialog.amount.edit, ENTER)
    settled()
    assert (desk.done[2].cash_minor, desk.done[2].card_payment_id) == (200_000, None)


def test_not_sure_leaves_it_pending_and_never_tries_again_by_itself(
    qtbot, desk, dialog, settled
) -> None:
    by_card(qtbot, dialog, settled)
    dialog.form.terminal.not_sure.click()
    settled()
    assert desk.done[1].outcome == "unknown"
    assert "pending card payments" in dialog.form.notice_more.text()
    assert dialog.amount.minor() is None
    qtbot.keyClick(dialog.amount.edit, ENTER)
    assert len(desk.done) == 2


def test_a_wrong_slip_is_marked_and_the_payment_stays(qtbot, desk, dialog, settled) -> None:
    desk.answers[TopUp] = DeskError("slip.card_number", "A card's number.", "x", subject="slip")
    by_card(qtbot, dialog, settled)
    qtbot.keyClicks(dialog.form.terminal.slip.editor, "4000000000000002\r")
    settled()
    assert dialog.form.terminal.slip.error() == "A card's number."
    assert dialog.form.payment_id == 5
    desk.answers[TopUp] = BOOKED
    dialog.form.terminal.slip.editor.setText("17")
    dialog.primary.click()
    settled()
    assert desk.done[2].card_payment_id == 5


def test_split_asks_the_terminal_for_the_rest(qtbot, desk, dialog, settled) -> None:
    dialog.amount.set_minor(350_000)
    dialog.form.method.choose(Method.SPLIT)
    assert not dialog.primary.isEnabled()
    dialog.form.cash.set_minor(100_000)
    dialog.received.set_minor(200_000)
    assert words(dialog) == "Top up 1,000 ₸ in cash and 2,500 ₸ by card"
    dialog.primary.click()
    settled()
    assert desk.done[0].amount_minor == 250_000
    dialog.form.terminal.slip.editor.setText("9")
    dialog.primary.click()
    settled()
    booked = desk.done[1]
    assert (booked.cash_minor, booked.received_minor, booked.card_minor) == (
        100_000, 200_000, 250_000,
    )  # fmt: skip


@pytest.mark.parametrize("cash", [None, 0, 350_000, 400_000])
def test_a_split_that_is_none_is_not_sent(desk, dialog, cash) -> None:
    dialog.amount.set_minor(350_000)
    dialog.form.method.choose(Method.SPLIT)
    dialog.form.cash.set_minor(cash)
    dialog.primary.click()
    assert desk.done == []
    assert Sum(Method.SPLIT, 350_000, cash).lacks_cash()


def test_a_refusal_stays_open_and_says_why(desk, dialog, settled) -> None:
    desk.answers[TopUp] = DeskError("x", "The disk is full.", "Free some room.")
    dialog.amount.set_minor(100_000)
    dialog.primary.click()
    settled()
    assert dialog.isVisible()
    assert dialog.refusal.text.text() == "The disk is full."


def test_a_refusal_about_a_field_stands_at_the_field(desk, dialog, settled) -> None:
    desk.answers[TopUp] = DeskError("m", "Too much.", "Type less.", subject="amount")
    dialog.amount.set_minor(100_000)
    dialog.primary.click()
    settled()
    assert dialog.amount.field.error() == "Too much."
    assert dialog.refusal.text.text() == "Type less."
    assert QApplication.focusWidget() is dialog.amount.edit


def test_without_a_shift_the_notice_says_what_to_do(qtbot, desk, runner, place) -> None:
    desk.books.now = ShiftNow(None)
    with qtbot.waitSignal(runner.refused) as told:
        open_top_up(place, runner, SANJAR.client.id)
    assert told.args[0].code == "shift.not_open"
    assert "F6" in told.args[0].what_to_do
    assert open_dialog_of(place) is None


def test_a_client_that_is_gone_is_told(qtbot, runner, place) -> None:
    with qtbot.waitSignal(runner.refused) as told:
        open_top_up(place, runner, 4711)
    assert told.args[0].code == "client.unknown"


def test_a_suggested_amount_waits_marked(runner, place, settled) -> None:
    open_top_up(place, runner, SANJAR.client.id, None, 63_600)
    settled()
    dialog = open_dialog_of(place)
    assert dialog.amount.minor() == 63_600
    assert dialog.amount.edit.selectedText() == "636"


def test_who_lacks_the_permission_sees_the_lock(runner, place, settled) -> None:
    runner.staff = TECHNICIAN
    open_top_up(place, runner, SANJAR.client.id)
    settled()
    assert "Top up a balance" in open_dialog_of(place).primary.guarded


def test_leaving_while_the_terminal_is_asked_says_that_it_is_pending(
    qtbot, runner, dialog, settled
) -> None:
    by_card(qtbot, dialog, settled)
    with qtbot.waitSignal(runner.refused) as told:
        qtbot.keyClick(dialog.form.terminal.slip.editor, Qt.Key.Key_Escape)
    assert told.args[0].code == "payment.left_pending"


def test_leaving_before_says_nothing(qtbot, runner, dialog) -> None:
    with qtbot.assertNotEmitted(runner.refused, wait=20):
        qtbot.keyClick(dialog.amount.edit, Qt.Key.Key_Escape)


def test_who_was_allowed_to_ask_the_terminal_needs_nobody_for_its_end(
    desk, runner, place, settled
) -> None:
    runner.staff = TECHNICIAN
    desk.answers[BeginCardPayment] = CardPaymentBegun(payment_id=5)
    open_top_up(place, runner, SANJAR.client.id)
    settled()
    dialog = open_dialog_of(place)
    dialog.amount.set_minor(200_000)
    for method, still_missing in ((Method.CARD, False), (Method.SPLIT, True)):
        dialog.form.payment_id = None
        dialog.form.method.choose(method)
        dialog.form.cash.set_minor(50_000)
        assert "TOP" in dialog.primary.guarded.upper()
        dialog.form.carry_out(lambda _command, then: then(CardPaymentBegun(payment_id=5)))
        assert bool(dialog.primary.guarded) is still_missing
