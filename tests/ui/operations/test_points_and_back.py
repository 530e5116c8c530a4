"""Credit, deduct, refund and undo: filled in by keys, told in one button, refused at the field."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.services.bonuses import CreditBonus, SlipAnswer
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.refunds import Refund, Tender
from clubdesk.services.undoing import UndoAnswer, UndoOperation
from clubdesk.services.views_people import ClientMoney
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.openers import open_credit, open_deduct, open_refund, open_undo
from tests.support.fake_desk import CASHIER, OWNER, TOP_UP_UNDO

ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture
def place(stage, runner):
    runner.staff = OWNER
    made = QWidget()
    stage(made)
    return made


@pytest.fixture
def opened(place, runner, settled):
    def begin(opener, then=None):
        opener(place, runner, 1, then)
        settled()
        return open_dialog_of(place)

    return begin


def words(dialog) -> str:
    return plain(dialog.primary.text())


# Credit.


def test_a_promotion_fills_points_and_reason(qtbot, desk, opened, settled) -> None:
    desk.answers[CreditBonus] = SlipAnswer(transaction_id=4, balance_after=750, job_id=3)
    dialog = opened(open_credit)
    assert [chip.text() for chip in dialog.form.chips] == ["Bring a Friend promo", "Loyalty"]
    dialog.form.chips[0].click()
    assert words(dialog) == "Credit 500 points"
    assert plain(dialog.form.figures.after.text()) == "750 pts"
    with qtbot.waitSignal(dialog.done) as told:
        qtbot.keyClick(QApplication.focusWidget(), ENTER)
    [command] = desk.done
    assert (command.points, command.reason, command.promotion_id) == (
        500, "Bring a Friend promo", 1,
    )  # fmt: skip
    assert (told.args[0].points_before, told.args[0].in_points) == (250, True)


def test_another_reason_is_no_promotion_any_more(qtbot, desk, opened, settled) -> None:
    desk.answers[CreditBonus] = SlipAnswer(transaction_id=4, balance_after=750, job_id=3)
    dialog = opened(open_credit)
    dialog.form.chips[0].click()
    dialog.form.reason.edit.setText("A gift")
    assert not dialog.form.chips[0].isChecked()
    dialog.primary.click()
    settled()
    assert (desk.done[0].reason, desk.done[0].promotion_id) == ("A gift", None)


def test_enter_leads_from_the_points_to_the_reason(qtbot, desk, opened) -> None:
    dialog = opened(open_credit)
    qtbot.keyClicks(dialog.form.amount.edit, "300")
    qtbot.keyClick(dialog.form.amount.edit, ENTER)
    assert QApplication.focusWidget() is dialog.form.reason.edit
    assert dialog.form.reason.field.error()
    assert desk.done == []


@pytest.mark.parametrize("typed", ["0", "-3", "1.5", "ten", "1" + "0" * 18])
def test_points_that_are_none_are_never_sent(desk, opened, typed) -> None:
    dialog = opened(open_credit)
    dialog.form.amount.edit.setText(typed)
    dialog.form.reason.edit.setText("A gift")
    dialog.primary.click()
    assert desk.done == []


def test_half_a_point_is_told_at_the_field(opened) -> None:
    dialog = opened(open_credit)
    dialog.form.amount.edit.setText("1.5")
    assert dialog.form.amount.field.error() == "Points are whole numbers."


# Deduct.


def test_the_account_type_has_no_default(qtbot, desk, opened) -> None:
    dialog = opened(open_deduct)
    qtbot.keyClicks(dialog.form.amount.edit, "100")
    dialog.form.reason.chips[0].click()
    assert dialog.form.account.key() is None
    assert words(dialog) == "Deduct"
    assert not dialog.primary.isEnabled()
    qtbot.keyClick(QApplication.focusWidget(), ENTER)
    assert "Choose the account type" in dialog.form.account.under.text()
    assert desk.done == []


def test_it_says_why_the_account_type_matters(opened) -> None:
    dialog = opened(open_deduct)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    assert "no real money is deducted instead of bonuses" in said
    assert [tile.choice.title for tile in dialog.form.account.tiles] == [
        "Game account",
        "Bonus account",
    ]


def test_the_manual_s_reasons_are_offered(opened) -> None:
    assert [chip.text() for chip in opened(open_deduct).form.reason.chips] == [
        "Correction of erroneous top-up",
        "Correction of cashier's error",
        "Product refund",
        "Write-off of expired bonuses",
    ]


def test_points_are_deducted_by_keys_alone(qtbot, desk, opened, settled) -> None:
    desk.answers[Deduct] = SlipAnswer(transaction_id=4, balance_after=150, job_id=3)
    dialog = opened(open_deduct)
    qtbot.keyClicks(QApplication.focusWidget(), "100\r")
    qtbot.keyClicks(QApplication.focusWidget(), "Expired\r")
    qtbot.keyClick(QApplication.focusWidget(), DOWN)
    qtbot.keyClick(QApplication.focusWidget(), DOWN)
    assert words(dialog) == "Deduct 100 points"
    assert plain(dialog.form.figures.before.text()) == "250 pts"
    assert plain(dialog.form.figures.after.text()) == "150 pts"
    with qtbot.waitSignal(dialog.done):
        qtbot.keyClick(QApplication.focusWidget(), ENTER)
    [command] = desk.done
    assert (command.amount, command.account, command.reason) == (
        100, AccountType.BONUS, "Expired",
    )  # fmt: skip


def test_the_same_digits_are_money_on_the_game_account(desk, opened, settled) -> None:
    desk.answers[Deduct] = SlipAnswer(transaction_id=4, balance_after=126_400, job_id=3)
    dialog = opened(open_deduct)
    dialog.form.amount.edit.setText("100")
    dialog.form.reason.edit.setText("Wrong sum")
    dialog.form.account.choose(AccountType.GAME)
    assert words(dialog) == "Deduct 100 ₸"
    dialog.primary.click()
    settled()
    assert (desk.done[0].amount, desk.done[0].account) == (10_000, AccountType.GAME)


def test_more_than_is_free_is_told_at_the_amount(desk, opened) -> None:
    desk.books.moneys[1] = ClientMoney(136_400, 100_000, 250, 250, 0, 0)
    dialog = opened(open_deduct)
    dialog.form.amount.edit.setText("1200")
    dialog.form.reason.edit.setText("Wrong sum")
    dialog.form.account.choose(AccountType.GAME)
    assert not dialog.primary.isEnabled()
    assert plain(dialog.form.amount.field.error()) == "There is less on this account: 1,000 ₸."


def test_the_tile_says_what_the_running_session_uses(desk, opened) -> None:
    desk.books.moneys[1] = ClientMoney(136_400, 100_000, 250, 250, 0, 0)
    game = opened(open_deduct).form.account.tiles[0].choice
    assert plain(game.figure) == "1,000 ₸"
    assert plain(game.under) == "364 ₸ is in use by the running session"


# Refund.


@pytest.fixture
def refund(desk, opened):
    desk.books.moneys[1] = ClientMoney(136_400, 136_400, 250, 250, 100_000, 36_400)
    desk.answers[Refund] = SlipAnswer(transaction_id=4, balance_after=86_400, job_id=3)
    return opened(open_refund)


def test_it_says_how_much_may_go_back_each_way(refund) -> None:
    assert [plain(tile.choice.under) for tile in refund.form.tender.tiles] == [
        "at most 1,000 ₸",
        "at most 364 ₸",
    ]
    assert [plain(chip.text()) for chip in refund.form.amount.chips] == ["1,000 ₸"]


def test_a_refund_says_that_points_stay_where_there_are_any(refund) -> None:
    form, money = refund.form, refund.form.purse.money
    assert form.points_stay.isVisible()
    form.know(replace(form.purse, money=replace(money, points=0)))
    assert not form.points_stay.isVisible()


def test_a_refund_in_cash_says_what_leaves_the_till(qtbot, desk, refund, settled) -> None:
    qtbot.keyClicks(refund.form.amount.edit, "500\r")
    qtbot.keyClicks(QApplication.focusWidget(), "Leaves town")
    assert words(refund) == "Refund 500 ₸ in cash"
    assert plain(refund.form.figures.third.text()) == "500 ₸"
    with qtbot.waitSignal(refund.done):
        qtbot.keyClick(QApplication.focusWidget(), ENTER)
    [command] = desk.done
    assert (command.amount_minor, command.tender, command.slip) == (50_000, Tender.CASH, "")
    assert command.reason == "Leaves town"


def test_a_refund_to_the_card_needs_the_slip(desk, refund, settled) -> None:
    refund.form.tender.choose(Tender.CARD)
    refund.form.amount.set_minor(30_000)
    refund.form.reason.edit.setText("Leaves town")
    assert not refund.primary.isEnabled()
    refund.form.slip.editor.setText("77")
    assert words(refund) == "Refund 300 ₸ to the card"
    refund.primary.click()
    settled()
    assert (desk.done[0].tender, desk.done[0].slip) == (Tender.CARD, "77")


def test_more_than_was_paid_in_is_told_at_the_amount(desk, refund) -> None:
    refund.form.amount.set_minor(100_001)
    refund.form.reason.edit.setText("Leaves town")
    assert not refund.primary.isEnabled()
    assert plain(refund.form.amount.field.error()) == "At most 1,000 ₸ can go back this way."


def test_where_only_a_card_paid_the_card_is_chosen(desk, opened) -> None:
    desk.books.moneys[1] = ClientMoney(136_400, 136_400, 250, 250, 0, 36_400)
    assert opened(open_refund).form.tender.key() is Tender.CARD


# Undo.


def test_undo_says_what_will_happen(desk, opened) -> None:
    desk.books.undos[1] = TOP_UP_UNDO
    dialog = opened(open_undo)
    said = plain(" | ".join(label.text() for label in dialog.findChildren(QLabel)))
    for part in ("Top-up +1,000 ₸", "Dana Abenova", "Out of the till", "100 pts"):
        assert part in said
    assert plain(dialog.form.game.before.text()) == "1,364 ₸"
    assert plain(dialog.form.game.after.text()) == "364 ₸"
    assert plain(dialog.form.bonus.after.text()) == "150 pts"
    assert words(dialog) == "Undo: top-up +1,000 ₸"
    assert not dialog.primary.isEnabled()


def test_undo_names_the_operation_that_was_shown(qtbot, desk, opened, settled) -> None:
    desk.books.undos[1] = TOP_UP_UNDO
    desk.answers[UndoOperation] = UndoAnswer(
        transaction_ids=(950,), balance_minor=36_400, points=150, job_id=8, cash_out_minor=100_000
    )
    dialog = opened(open_undo)
    qtbot.keyClicks(dialog.form.reason.edit, "Wrong client")
    with qtbot.waitSignal(dialog.done) as told:
        qtbot.keyClick(dialog.form.reason.edit, ENTER)
    settled()
    assert (desk.done[0].transaction_id, desk.done[0].reason) == (900, "Wrong client")
    assert not told.args[0].can_be_undone
    assert told.args[0].after == 36_400


def test_undo_says_why_it_cannot_be_done(desk, opened) -> None:
    desk.books.undos[1] = replace(TOP_UP_UNDO, why_not="800 ₸ of it has been spent.")
    dialog = opened(open_undo)
    assert dialog.form.blocked_text.text() == "800 ₸ of it has been spent."
    assert dialog.form.blocked.isVisible()
    assert not dialog.form.reason.isVisible()
    dialog.primary.click()
    assert desk.done == []


def test_a_closed_shift_needs_a_permission_of_its_own(desk, opened) -> None:
    desk.books.undos[1] = replace(TOP_UP_UNDO, closed_shift=True)
    dialog = opened(open_undo)
    assert dialog.form.needed is Permission.UNDO_CLOSED
    assert dialog.form.closed.isVisible()


def test_nothing_to_undo_says_so(opened) -> None:
    dialog = opened(open_undo)
    assert dialog.form.blocked_text.text() == "There is no operation to undo."
    assert not dialog.primary.isEnabled()


# All of them.


@pytest.mark.parametrize("opener", [open_credit, open_deduct, open_refund, open_undo])
def test_who_lacks_the_permission_may_have_it_approved(desk, runner, opened, opener) -> None:
    desk.books.undos[1] = TOP_UP_UNDO
    runner.staff = CASHIER
    assert opened(opener).primary.guarded


def test_a_refused_reason_is_marked_at_its_field(desk, opened, settled) -> None:
    desk.answers[CreditBonus] = DeskError(
        "r", "A reason is needed.", "Write why.", subject="reason"
    )
    dialog = opened(open_credit)
    dialog.form.chips[0].click()
    dialog.primary.click()
    settled()
    assert dialog.form.reason.field.error() == "A reason is needed."
    assert dialog.isVisible()
