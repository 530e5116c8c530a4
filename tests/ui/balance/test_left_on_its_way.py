"""A form that is left while its deed is on its way: what became of it is told all the same."""

import pytest
from PySide6.QtTest import QTest

from clubdesk.services.balance import MoneyAnswer, TopUp
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun
from clubdesk.ui.balance.modes import Mode
from clubdesk.ui.balance.screen import BalanceScreen
from clubdesk.ui.operations.top_up_sum import Method
from tests.support.fake_desk import OWNER, RUSLAN, SANJAR


@pytest.fixture
def screen(desk, runner, bridge, stage, settled):
    runner.staff = OWNER
    desk.answers[TopUp] = MoneyAnswer(transaction_id=31, balance_minor=186_400, job_id=7)
    made = BalanceScreen(runner, bridge)
    stage(made)
    settled()
    made.setFocus()
    return made


@pytest.mark.parametrize("leaves", ["scans", "changes the way"])
def test_a_top_up_on_its_way_is_told_although_its_form_was_left(
    desk, runner, screen, settled, leaves
) -> None:
    heard = []
    runner.operated.connect(heard.append)
    screen.picker.pick(SANJAR)
    settled()
    screen.counter.form.amount.set_minor(50_000)
    desk.hold()
    screen.counter.primary.click()
    if leaves == "scans":
        screen.take_card(RUSLAN.client.id)
    else:
        screen.modes.choose(Mode.CREDIT)
    QTest.qWait(0)
    desk.release()
    settled()
    assert [(one.client_id, one.transaction_id) for one in heard] == [(SANJAR.client.id, 31)]
    assert screen.counter.form is not None
    assert screen.counter.form.isVisible()
    assert screen.picker.row.client.id == (RUSLAN if leaves == "scans" else SANJAR).client.id


def test_a_card_payment_begun_as_its_form_was_left_is_told_as_pending(
    desk, runner, screen, settled
) -> None:
    told = []
    runner.refused.connect(lambda error: told.append(error.code))
    desk.answers[BeginCardPayment] = CardPaymentBegun(payment_id=5)
    screen.picker.pick(SANJAR)
    settled()
    screen.counter.form.amount.set_minor(50_000)
    screen.counter.form.method.choose(Method.CARD)
    desk.hold()
    screen.counter.primary.click()
    screen.modes.choose(Mode.CREDIT)
    assert told == []
    desk.release()
    settled()
    assert told == ["payment.left_pending"]
    assert screen.counter.form.isVisible()
