"""Guests who pay at the end, at the real desk: cash, card and both, and what a crash leaves."""

import pytest
from PySide6.QtCore import Qt

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.session import SessionState
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.rating import SetGuestPayment
from clubdesk.services.sessions import PauseSession, StartGuestSession
from clubdesk.services.shifts import CloseShift
from clubdesk.services.time_over import end_due_sessions
from clubdesk.terminals.simulator import SimulatedTerminal
from clubdesk.terminals.simulator_faults import Trouble
from clubdesk.terminals.simulator_server import TerminalServer
from clubdesk.ui.hall.end_unpaid import EndUnpaidDialog
from clubdesk.ui.look.approval import ApprovalDialog
from clubdesk.ui.operations.top_up_sum import Method
from tests.support.desk_terminal import connect, order, payments, taken

SEAT = 1
CARD = AccountKind.CARD_CLEARING


@pytest.fixture
def terminal():
    with TerminalServer(SimulatedTerminal(), 0) as server:
        yield server


@pytest.fixture
def paid(real, terminal):
    """The desk, driving that terminal; the cashier is at work, and guests may pay at the end."""
    connect(real, terminal)
    return at_work(real)


def at_work(real, login="dana"):
    real.do(SetGuestPayment(postpaid=True, postpaid_limit_minor=200_000), "owner")
    real.come_to_work(login)
    return real


def playing(real, minutes=45):
    """A guest plays on the seat and has played for a while; the session's id."""
    rates = [one for one in real.house.storage.queries.rates() if one.package is None]
    here = real.house.storage.queries.hall(real.clock.now()).cards[0].station.zone_id
    rate = next(one for one in rates if here in one.zone_ids)
    real.do(StartGuestSession(station_id=SEAT, rate_id=rate.id, postpaid=True))
    real.clock.advance(minutes * 60)
    return real.playing(SEAT).id


def ask_end(real):
    real.choose(SEAT)
    real.press("end")
    return real.dialog(EndUnpaidDialog)


def stopped(real):
    """The dialog once the time stands."""
    dialog = ask_end(real)
    assert dialog.primary.text().startswith("Stop the time: ")
    assert not dialog.guest.isVisible()
    real.click(dialog.primary)
    real.until(dialog.guest.isVisible)
    return dialog


def ended(real, session):
    return real.books(lambda work: work.sessions.get(session))


def test_cash_is_taken_at_the_end_with_change(real) -> None:
    at_work(real)
    session, till = playing(real), real.till()
    dialog = stopped(real)
    owed = dialog.owed_minor()
    assert owed > 0
    real.clock.advance(600)
    dialog.refresh()
    assert dialog.owed_minor() == owed
    real.type(str(owed // 100 + 500), dialog.guest.received.edit)
    assert "500" in dialog.form.change.value.text()
    real.click(dialog.primary)
    real.nothing_open()
    assert real.session_on(SEAT) is None
    assert real.till() - till == owed == ended(real, session).charged_minor
    assert "Change to give" in real.toasts()
    bill = real.jobs()[0].receipt.bill
    assert (bill.cash, bill.received, bill.change) == (owed, owed + 50_000, 50_000)


def test_a_card_is_asked_and_the_session_ends_by_itself(paid, terminal) -> None:
    session, till = playing(paid), paid.till()
    dialog = stopped(paid)
    owed = dialog.owed_minor()
    dialog.guest.method.choose(Method.CARD)
    paid.click(dialog.primary)
    paid.nothing_open()
    paid.until(lambda: paid.session_on(SEAT) is None)
    assert taken(terminal) == [owed]
    assert (paid.balance(CARD, 1), paid.till()) == (owed, till)
    assert ended(paid, session).charged_minor == owed
    [payment] = payments(paid)
    assert (payment.state, payment.session_id) == (CardState.APPROVED, session)
    assert payment.transaction_id is not None
    assert paid.jobs()[0].receipt.bill.card == owed
    assert paid.done("EndSession") == 1


def test_the_guest_does_not_pay_for_the_time_the_terminal_takes(paid, terminal) -> None:
    order(terminal, Trouble.SLOW, 1)
    playing(paid)
    dialog = stopped(paid)
    owed = dialog.owed_minor()
    dialog.guest.method.choose(Method.CARD)
    paid.click(dialog.primary)
    paid.until(lambda: payments(paid)[0].state is CardState.SENT)
    paid.clock.advance(20)
    paid.nothing_open()
    paid.until(lambda: paid.session_on(SEAT) is None)
    assert taken(terminal) == [owed]


def test_a_split_asks_the_terminal_for_the_rest(paid, terminal) -> None:
    playing(paid)
    till, dialog = paid.till(), stopped(paid)
    owed = dialog.owed_minor()
    dialog.guest.method.choose(Method.SPLIT)
    paid.type("100", dialog.guest.cash.edit)
    paid.click(dialog.primary)
    paid.nothing_open()
    paid.until(lambda: paid.session_on(SEAT) is None)
    assert (paid.till() - till, taken(terminal)) == (10_000, [owed - 10_000])


def test_a_declined_card_leaves_the_price_to_be_paid_in_cash(paid, terminal) -> None:
    order(terminal, Trouble.DECLINED)
    playing(paid)
    dialog = stopped(paid)
    dialog.guest.method.choose(Method.CARD)
    paid.click(dialog.primary)
    paid.until(dialog.guest.notice.isVisible)
    assert dialog.guest.notice_text.text() == "Bank declined: another card or cash"
    dialog.guest.method.choose(Method.CASH)
    paid.click(dialog.primary)
    paid.nothing_open()
    assert (paid.session_on(SEAT), taken(terminal)) == (None, [])


def test_a_form_that_was_left_is_told_and_its_payment_is_found_again(paid, terminal) -> None:
    order(terminal, Trouble.SLOW, 1)
    session = playing(paid)
    dialog = stopped(paid)
    owed = dialog.owed_minor()
    dialog.guest.method.choose(Method.CARD)
    paid.click(dialog.primary)
    paid.until(lambda: payments(paid)[0].state is CardState.SENT)
    paid.runner.desk.terminal.cancel = lambda _: None  # type: ignore[method-assign]
    dialog.finish(done=False)
    assert paid.refusals[-1] == "payment.left_to_terminal"
    paid.until(lambda: payments(paid)[0].state is CardState.APPROVED)
    with pytest.raises(Exception, match=r"shift\.sessions_open"):
        paid.do(CloseShift(counted_minor=paid.till()))
    dialog = ask_end(paid)
    paid.until(dialog.form.lines.isVisible)
    assert not dialog.guest.isVisible()
    assert dialog.primary.text() == "Book it and end"
    paid.click(dialog.primary)
    paid.nothing_open()
    assert ended(paid, session).state is SessionState.ENDED
    assert (taken(terminal), paid.balance(CARD, 1)) == ([owed], owed)


def left_by_a_crash(real):
    """The terminal approved and the desk went out before it booked."""
    session = playing(real)
    real.do(PauseSession(session_id=session))
    wish = BeginCardPayment(
        amount_minor=10_000,
        guest=True,
        purpose="session",
        session_id=session,
        driver="zvt_tcp",
    )
    real.do(wish)
    real.until(lambda: payments(real)[0].state is CardState.APPROVED)
    return session


def test_the_rest_of_what_a_card_paid_before_a_crash_is_taken_in_cash(paid, terminal) -> None:
    session = left_by_a_crash(paid)
    till, dialog = paid.till(), ask_end(paid)
    paid.until(dialog.form.lines.isVisible)
    owed = dialog.owed_minor()
    assert "in cash and end" in dialog.primary.text()
    paid.click(dialog.primary)
    paid.nothing_open()
    assert ended(paid, session).charged_minor == owed
    assert (paid.till() - till, taken(terminal)) == (owed - 10_000, [10_000])


def test_book_it_in_the_pending_list_ends_the_session(paid, terminal) -> None:
    session = playing(paid)
    dialog = stopped(paid)
    owed = dialog.owed_minor()
    dialog.finish(done=False)
    assert "stands still" in paid.toasts()
    paid.do(
        BeginCardPayment(
            amount_minor=owed,
            guest=True,
            purpose="session",
            session_id=session,
            driver="zvt_tcp",
        )
    )
    screen = paid.window.open_screen("balance")
    paid.until(
        lambda: (
            [one.text() for one in screen.pending.buttons if one.isVisible()]
            == ["Book it", "Pay back"]
        )
    )
    paid.click(screen.pending.buttons[0])
    paid.until(lambda: not screen.pending.isVisible())
    assert ended(paid, session).state is SessionState.ENDED
    assert taken(terminal) == [owed] == [paid.balance(CARD, 1)]


def test_an_unknown_one_holds_the_cash_back_until_it_is_settled(paid, terminal) -> None:
    order(terminal, Trouble.EMPTY_RECEIPT)
    playing(paid)
    dialog = stopped(paid)
    dialog.guest.method.choose(Method.CARD)
    paid.click(dialog.primary)
    talk = dialog.guest.terminal.talk
    paid.until(talk.ask.isVisible)
    paid.click(talk.leave)
    paid.until(dialog.form.lines.isVisible)
    assert not dialog.guest.isVisible()
    assert not dialog.primary.isEnabled()
    assert [one.text() for one in dialog.form.lines.buttons] == ["Ask the terminal", "Settle"]
    terminal.terminal.has_empty_receipt = False
    paid.click(dialog.form.lines.buttons[0])
    paid.until(lambda: dialog.primary.text() == "Book it and end" and dialog.primary.isEnabled())
    paid.click(dialog.primary)
    paid.nothing_open()
    assert paid.session_on(SEAT) is None
    assert len(taken(terminal)) == 1


def test_a_session_that_stopped_at_its_limit_is_paid_the_same_way(real) -> None:
    at_work(real)
    playing(real, 600)
    till = real.till()
    house = real.house
    house.writer.submit(
        lambda: end_due_sessions(house.storage.begin, house.clock, house.dispatcher)
    ).result(20)
    real.settle()
    real.choose(SEAT)
    alarm = real.hall.panel.figures.alarm.text()
    assert alarm.startswith("The guest has reached the limit: take 2,000")
    assert "resume" not in real.hall.panel.buttons.buttons
    with pytest.raises(Exception, match=r"shift\.sessions_open"):
        real.do(CloseShift(counted_minor=till))
    dialog = ask_end(real)
    real.until(dialog.guest.isVisible)
    real.click(dialog.primary)
    real.nothing_open()
    assert real.till() - till == 200_000


def test_a_guest_who_left_is_written_off_with_a_reason_and_a_right(real) -> None:
    at_work(real, "timur")
    session, till = playing(real), real.till()
    dialog = stopped(real)
    owed = dialog.owed_minor()
    real.click(dialog.gone)
    assert not dialog.primary.isEnabled()
    real.click(dialog.form.reason.chips[0])
    real.click(dialog.primary)
    real.dialog(ApprovalDialog).finish(done=False)
    assert real.playing(SEAT).id == session
    dialog.finish(done=False)
    assert real.till() == till
    assert owed > 0


def test_enter_leads_through_it(real) -> None:
    at_work(real)
    playing(real)
    dialog = ask_end(real)
    real.key(Qt.Key.Key_Return)
    real.until(dialog.guest.isVisible)
    real.key(Qt.Key.Key_Return)
    real.nothing_open()
    assert real.session_on(SEAT) is None
