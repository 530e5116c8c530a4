"""The manual's chapter on balance operations, word for word, at the real desk.

Every step goes through the widgets; ledger, journal and paper are looked at afterwards.
"""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clubdesk.demo.cast import STAFF
from clubdesk.domain.ledger import AccountKind
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.sessions import StartSession
from clubdesk.services.shifts import OpenShift
from clubdesk.ui.balance.modes import Mode
from clubdesk.ui.balance.screen import BalanceScreen
from clubdesk.ui.look.approval import ApprovalDialog
from clubdesk.ui.operations.dialogs import RefundDialog, TopUpDialog, UndoDialog
from clubdesk.ui.operations.openers import open_refund, open_top_up, open_undo
from clubdesk.ui.operations.settle_dialog import SettleDialog
from clubdesk.ui.operations.top_up_sum import Method
from clubdesk.ui.shifts.close_dialog import CloseShiftDialog
from clubdesk.ui.shifts.open_dialog import OpenShiftDialog
from clubdesk.ui.shifts.screen import ShiftsScreen

CLIENT = 4
"""Тимур Сейтқали: nobody shares the end of his phone."""
ENTER = Qt.Key.Key_Return


class Hands:
    """Counts the keys that are not digits of the phone or of the amount."""

    def __init__(self, real) -> None:
        self.real = real
        self.struck = 0

    def digits(self, text: str) -> None:
        for sign in text:
            QTest.keyClick(QApplication.focusWidget(), sign)

    def key(self, key: Qt.Key) -> None:
        self.struck += 1
        QTest.keyClick(QApplication.focusWidget() or self.real.window, key)


def phone_end(real) -> str:
    return real.books(lambda work: work.clients.get(CLIENT)).phone[-4:]


def bonus(real) -> int:
    return real.balance(AccountKind.BONUS, CLIENT)


def screen_of(real) -> BalanceScreen:
    screen = real.window.open_screen("balance")
    assert isinstance(screen, BalanceScreen)
    real.settle()
    return screen


def find(real, screen) -> None:
    real.type(phone_end(real), screen.picker.search)
    real.until(lambda: screen.picker.list.rows)
    assert len(screen.picker.list.rows) == 1
    real.click(screen.picker.list.rows[0])
    assert screen.counter.form is not None


def listed(screen) -> list:
    return screen.operations.table.rows_model.rows


def test_a_known_client_is_topped_up_by_five_keys_and_digits_at_most(real) -> None:
    real.come_to_work()
    hands, till = Hands(real), real.till()
    hands.key(Qt.Key.Key_F4)
    real.settle()
    hands.digits(phone_end(real))
    hands.key(ENTER)
    screen = real.window.stack.currentWidget()
    assert isinstance(screen, BalanceScreen)
    real.until(lambda: screen.counter.form is not None)
    hands.digits("5000")
    hands.key(ENTER)
    real.until(lambda: screen.done.outcome is not None)
    real.settle()
    assert real.game(CLIENT) == 500_000
    assert real.till() == till + 500_000
    assert hands.struck == 3
    assert QApplication.focusWidget() is screen.picker.search


def test_steps_1_and_2_find_the_client_and_top_up_in_cash(real) -> None:
    real.come_to_work()
    screen = screen_of(real)
    assert screen.modes.tabs[Mode.TOP_UP].text() == "Top up account"
    real.click(screen.modes.tabs[Mode.TOP_UP])
    find(real, screen)
    form = screen.counter.form
    assert form.amount.field.label.text() == "Top-up amount"
    assert [chip.text() for chip in form.method.chips.chips[:2]] == ["Cash", "Card"]
    real.type("5000", form.amount.edit)
    assert screen.counter.primary.text().startswith("Top up")
    real.click(screen.counter.primary)
    assert real.game(CLIENT) == 500_000
    assert real.done("TopUp") == 1
    real.until(lambda: len(real.papers) == 1)
    assert "5,000" in " ".join(real.papers[0].text)
    real.until(lambda: screen.done.receipt.text() == "The receipt was printed.")
    line = next(one for one in listed(screen) if one.kind == "top_up")
    assert (line.client_id, line.amount, line.can_undo) == (CLIENT, 500_000, True)


def test_card_goes_over_the_terminal_and_is_told_apart_from_cash(real) -> None:
    real.come_to_work()
    till = real.till()
    screen = screen_of(real)
    find(real, screen)
    form = screen.counter.form
    real.type("2000", form.amount.edit)
    real.click(form.method.chips.chips[1])
    real.click(screen.counter.primary)
    assert form.payment_id is not None
    assert real.game(CLIENT) == 0
    real.type("0042", form.terminal.slip.editor)
    real.click(screen.counter.primary)
    assert real.game(CLIENT) == 200_000
    assert real.till() == till
    assert real.balance(AccountKind.CARD_CLEARING, 1) == 200_000
    real.until(lambda: any(line.card == 200_000 for line in listed(screen)))


def test_a_declined_card_is_paid_in_cash_without_typing_again(real) -> None:
    real.come_to_work()
    screen = screen_of(real)
    find(real, screen)
    form = screen.counter.form
    real.type("2000", form.amount.edit)
    form.method.choose(Method.CARD)
    real.click(screen.counter.primary)
    real.click(form.terminal.declined)
    assert form.notice_text.text() == "Bank declined: another card or cash"
    real.click(form.method.chips.chips[0])
    real.click(screen.counter.primary)
    assert real.game(CLIENT) == 200_000
    assert real.balance(AccountKind.CARD_CLEARING, 1) == 0


def test_an_unknown_card_payment_blocks_the_close_until_it_is_settled(real) -> None:
    real.come_to_work()
    real.do(BeginCardPayment(amount_minor=200_000, client_id=CLIENT))
    shifts = real.window.open_screen("shifts")
    assert isinstance(shifts, ShiftsScreen)
    real.settle()
    real.click(shifts.close_button)
    dialog = real.dialog(CloseShiftDialog)
    assert not dialog.primary.isEnabled()
    assert dialog.primary.toolTip() == "Settle the card payments first."
    real.click(dialog.payments.button)
    real.nothing_open()
    screen = real.window.stack.currentWidget()
    assert isinstance(screen, BalanceScreen)
    real.click(screen.pending.buttons[0])
    settle = real.dialog(SettleDialog)
    real.click(settle.outcome.tiles[0])
    real.type("0099", settle.slip.editor)
    real.type("By the slip", settle.reason.edit)
    real.click(settle.primary)
    real.nothing_open()
    assert real.game(CLIENT) == 200_000
    real.until(lambda: not screen.pending.isVisible())


def test_step_3_credits_points_with_the_reason(real) -> None:
    real.come_to_work()
    screen = screen_of(real)
    assert screen.modes.tabs[Mode.CREDIT].text() == "Credit bonuses"
    real.click(screen.modes.tabs[Mode.CREDIT])
    assert screen.picker.field.label.text() == "User"
    before = bonus(real)
    find(real, screen)
    form = screen.counter.form
    real.type("500", form.amount.edit)
    assert not screen.counter.primary.isEnabled()
    real.type("Bring a Friend promo", form.reason.edit)
    assert screen.counter.primary.text() == "Credit 500 points"
    real.click(screen.counter.primary)
    assert bonus(real) == before + 500
    assert real.journal("CreditBonus")[0].reason == "Bring a Friend promo"


def test_step_4_deducts_from_the_account_that_was_chosen(real) -> None:
    real.come_to_work()
    real.top_up(CLIENT, 900_000)
    screen = screen_of(real)
    assert screen.modes.tabs[Mode.DEDUCT].text() == "Deduct balance"
    real.click(screen.modes.tabs[Mode.DEDUCT])
    find(real, screen)
    form, points = screen.counter.form, bonus(real)
    assert form.amount.field.label.text() == "Deduction amount"
    real.type("4000", form.amount.edit)
    real.click(form.reason.chips[0])
    assert not screen.counter.primary.isEnabled()
    assert [tile.choice.title for tile in form.account.tiles] == ["Game account", "Bonus account"]
    real.click(form.account.tiles[0])
    assert screen.counter.primary.text() == "Deduct 4,000\u00a0₸"
    real.click(screen.counter.primary)
    assert (real.game(CLIENT), bonus(real)) == (500_000, points)
    assert real.journal("Deduct")[0].reason == "Correction of erroneous top-up"


def test_expired_bonuses_are_written_off_the_bonus_account(real) -> None:
    real.come_to_work()
    screen = screen_of(real)
    screen.begin(Mode.CREDIT)
    find(real, screen)
    real.type("300", screen.counter.form.amount.edit)
    real.type("A gift", screen.counter.form.reason.edit)
    real.click(screen.counter.primary)
    before = bonus(real)
    real.click(screen.modes.tabs[Mode.DEDUCT])
    find(real, screen)
    form = screen.counter.form
    real.type("300", form.amount.edit)
    real.click(form.reason.chips[3])
    real.click(form.account.tiles[1])
    real.click(screen.counter.primary)
    assert bonus(real) == before - 300
    assert real.journal("Deduct")[0].reason == "Write-off of expired bonuses"


def test_a_refund_pays_from_the_till_and_is_told_in_a_toast_with_undo(real) -> None:
    real.come_to_work()
    real.top_up(CLIENT, 500_000)
    till = real.till()
    open_refund(real.window, real.runner, CLIENT)
    dialog = real.dialog(RefundDialog)
    assert "5,000" in dialog.form.tender.tiles[0].choice.under
    real.type("1200", dialog.form.amount.edit)
    real.type("Leaves town", dialog.form.reason.edit)
    assert dialog.primary.text() == "Refund 1,200\u00a0₸ in cash"
    real.click(dialog.primary)
    real.nothing_open()
    assert (real.game(CLIENT), real.till()) == (380_000, till - 120_000)
    assert "Refunded 1,200\u00a0₸ in cash" in real.toasts()
    toast = real.window.toasts.shown[-1]
    toast.act()
    undo = real.dialog(UndoDialog)
    real.type("Wrong client", undo.form.reason.edit)
    real.click(undo.primary)
    real.nothing_open()
    assert (real.game(CLIENT), real.till()) == (500_000, till)


def test_ctrl_z_undoes_what_the_toast_offers(real) -> None:
    real.come_to_work()
    open_top_up(real.window, real.runner, CLIENT)
    dialog = real.dialog(TopUpDialog)
    real.type("5000", dialog.amount.edit)
    real.click(dialog.primary)
    real.nothing_open()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(real.window.windowHandle(), Qt.Key.Key_Z, control)
    undo = real.dialog(UndoDialog)
    assert undo.primary.text() == "Undo: top-up +5,000\u00a0₸"
    real.type("Wrong amount\r", undo.form.reason.edit)
    real.nothing_open()
    assert real.game(CLIENT) == 0


def undo_newest(real, screen) -> None:
    real.click(screen.operations.undo)
    dialog = real.dialog(UndoDialog)
    real.type("Correction of cashier's error", dialog.form.reason.edit)
    real.click(dialog.primary)
    real.nothing_open()


def test_the_list_undoes_the_newest_one_and_then_the_one_before(real) -> None:
    real.come_to_work()
    real.top_up(CLIENT, 500_000)
    screen = screen_of(real)
    screen.begin(Mode.DEDUCT)
    find(real, screen)
    real.type("4500", screen.counter.form.amount.edit)
    real.click(screen.counter.form.reason.chips[2])
    real.click(screen.counter.form.account.tiles[0])
    real.click(screen.counter.primary)
    real.until(lambda: listed(screen)[0].kind == "deduction")
    assert [line.kind for line in listed(screen) if line.can_undo] == ["deduction"]
    undo_newest(real, screen)
    assert real.game(CLIENT) == 500_000
    real.until(lambda: [line.kind for line in listed(screen) if line.can_undo] == ["top_up"])


def test_a_cashier_without_the_permission_is_offered_an_approval(real) -> None:
    real.come_to_work("timur")
    screen = screen_of(real)
    real.click(screen.modes.tabs[Mode.DEDUCT])
    find(real, screen)
    assert "Deduct from a balance" in screen.counter.primary.guarded
    assert real.done("Deduct") == 0


def test_without_a_shift_the_screen_leads_to_one(real) -> None:
    real.sign_in()
    real.dialog(OpenShiftDialog).finish(done=False)
    real.settle()
    screen = screen_of(real)
    assert screen.no_shift.isVisible()
    real.click(screen.no_shift.open)
    assert isinstance(real.open_dialog, OpenShiftDialog)
    real.open_dialog.finish(done=False)
    real.do(OpenShift(counted_minor=100_000))
    real.until(lambda: not screen.no_shift.isVisible())


def test_a_spent_top_up_is_not_undone_and_says_why(real) -> None:
    real.come_to_work()
    real.top_up(CLIENT, 500_000)
    real.do(StartSession(station_id=1, client_id=CLIENT, rate_id=1))
    real.until_pc(1, is_open=True)
    real.clock.advance(2 * 3600)
    real.settle()
    open_undo(real.window, real.runner, CLIENT)
    dialog = real.dialog(UndoDialog)
    assert dialog.form.blocked.isVisible()
    assert dialog.form.blocked_text.text()
    assert not dialog.primary.isEnabled()
    assert real.done("UndoOperation") == 0


def test_a_colleague_s_pin_lends_one_deduction(real) -> None:
    real.come_to_work("timur")
    real.top_up(CLIENT, 500_000)
    screen = screen_of(real)
    real.click(screen.modes.tabs[Mode.DEDUCT])
    find(real, screen)
    form = screen.counter.form
    real.type("1000", form.amount.edit)
    real.click(form.reason.chips[1])
    real.click(form.account.tiles[0])
    real.click(screen.counter.primary)
    approval = real.dialog(ApprovalDialog)
    assert "Deduct 1,000" in approval.what.text()
    approval.pick.choice.choose("dana")
    real.type(
        next(worker.pin for worker in STAFF if worker.login == "dana"), approval.pick.secret.editor
    )
    real.click(approval.primary)
    real.nothing_open()
    assert real.game(CLIENT) == 400_000
    line = next(line for line in real.journal("Deduct") if not line.refused)
    names = [
        real.books(lambda work, one=one: work.staff.get(one)).login
        for one in (line.staff_id, line.approved_by)
    ]
    assert names == ["timur", "dana"]
    assert screen.done.outcome is not None
