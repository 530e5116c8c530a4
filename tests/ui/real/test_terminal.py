"""Cards at the real desk, over a terminal that speaks ZVT on a real port.

Every step goes through the widgets; books and the terminal's own list are looked at afterwards.
"""

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.ledger import AccountKind
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.shifts import CloseShift
from clubdesk.terminals.simulator import Character, SimulatedTerminal
from clubdesk.terminals.simulator_faults import Fault, Trouble
from clubdesk.terminals.simulator_server import TerminalServer
from clubdesk.ui.balance.screen import BalanceScreen
from clubdesk.ui.hall.start_dialog import StartDialog
from clubdesk.ui.look.approval import ApprovalDialog
from clubdesk.ui.look.button import Button
from clubdesk.ui.operations.client_first import ClientFirst
from clubdesk.ui.operations.dialogs import RefundDialog, TopUpDialog
from clubdesk.ui.operations.openers import open_refund, open_top_up
from clubdesk.ui.operations.pay_back_dialog import PayBackDialog
from clubdesk.ui.operations.refund_form import Tender
from clubdesk.ui.operations.reserve_dialog import ReserveDialog
from clubdesk.ui.operations.settle_dialog import SettleDialog
from clubdesk.ui.operations.top_up_sum import Method

CLIENT = 4
CARD = AccountKind.CARD_CLEARING


@pytest.fixture
def terminal():
    """The simulated terminal on a port of this computer."""
    with TerminalServer(SimulatedTerminal(), 0) as server:
        yield server


@pytest.fixture
def paid(real, terminal):
    """The desk, driving that terminal; the cashier is at work."""
    connect(real, terminal)
    real.come_to_work()
    return real


def connect(real, server):
    settings = msgspec.structs.replace(
        real.house.settings,
        terminal_kind="zvt_tcp",
        terminal_host="127.0.0.1",
        terminal_port=server.port,
    )
    real.house.save(settings)
    real.until(lambda: "terminal" in real.window.bar.lamps.states)


def order(server, trouble, number=0):
    server.terminal.order(Fault(trouble, number))


def taken(server):
    return [one.amount for one in server.terminal.taken]


def payments(real):
    return real.books(
        lambda work: [work.card_payments.get(n) for n in range(1, 20) if work.card_payments.get(n)]
    )


def begin_top_up(real, amount="2000", method=Method.CARD):
    open_top_up(real.window, real.runner, CLIENT)
    dialog = real.dialog(TopUpDialog)
    real.type(amount, dialog.amount.edit)
    dialog.form.method.choose(method)
    return dialog


def words(real, dialog):
    form = dialog.form
    return form.notice_text.text(), form.notice_more.text()


def test_an_approved_card_is_booked_by_itself(paid, terminal) -> None:
    dialog = begin_top_up(paid)
    paid.click(dialog.primary)
    paid.nothing_open()
    paid.until(lambda: paid.game(CLIENT) == 200_000)
    assert taken(terminal) == [200_000]
    assert paid.balance(CARD, 1) == 200_000
    [payment] = payments(paid)
    assert (payment.state, payment.driver) == (CardState.APPROVED, "zvt_tcp")
    assert payment.slip.lstrip("0") == str(terminal.terminal.taken[0].receipt)
    assert paid.done("TopUp") == 1
    assert paid.window.bar.lamps.states["terminal"].tone in ("green", "blue")


def test_a_split_top_up_asks_the_terminal_for_the_rest(paid, terminal) -> None:
    till = paid.till()
    dialog = begin_top_up(paid, "3500", Method.SPLIT)
    paid.type("1000", dialog.form.cash.edit)
    paid.click(dialog.primary)
    paid.nothing_open()
    paid.until(lambda: paid.game(CLIENT) == 350_000)
    assert (paid.till() - till, taken(terminal)) == (100_000, [250_000])


@pytest.mark.parametrize(
    ("trouble", "says", "code"),
    [
        (Trouble.DECLINED, "Bank declined: another card or cash", "33 · NOT SUFFICIENT"),
        (Trouble.NO_CONNECTION, "No connection: check the internet", "A3"),
    ],
)
def test_what_the_terminal_refuses_is_told_with_its_own_words(
    paid, terminal, trouble, says, code
) -> None:
    order(terminal, trouble)
    dialog = begin_top_up(paid)
    paid.click(dialog.primary)
    paid.until(lambda: dialog.form.notice.isVisible())
    text, more = words(paid, dialog)
    assert text == says
    assert "The terminal says:" in more
    assert code in more
    assert dialog.amount.minor() == 200_000
    dialog.form.method.choose(Method.CASH)
    paid.click(dialog.primary)
    paid.nothing_open()
    assert paid.game(CLIENT) == 200_000
    assert taken(terminal) == []


def test_a_terminal_that_is_off_is_told_at_once(real, terminal) -> None:
    connect(real, terminal)
    real.come_to_work()
    terminal.__exit__(None, None, None)
    dialog = begin_top_up(real)
    real.click(dialog.primary)
    real.until(lambda: dialog.form.notice.isVisible())
    assert words(real, dialog)[0] == "Restart the terminal"
    assert payments(real)[0].state is CardState.NOT_STARTED
    real.until(lambda: real.window.bar.lamps.states["terminal"].tone == "red")
    dialog.finish(done=False)


def test_the_cashier_breaks_off(paid, terminal) -> None:
    order(terminal, Trouble.SLOW, 60)
    dialog = begin_top_up(paid)
    paid.click(dialog.primary)
    talk = dialog.form.terminal.talk
    paid.until(lambda: talk.says.text() == "Insert card")
    assert "2,000" in talk.amount.text()
    assert not dialog.primary.isEnabled()
    paid.key(Qt.Key.Key_F10, dialog.form.terminal.talk.cancel)
    paid.until(lambda: dialog.form.notice.isVisible())
    assert words(paid, dialog)[0] == "The card payment was cancelled"
    assert (taken(terminal), paid.game(CLIENT)) == ([], 0)
    dialog.finish(done=False)


def test_an_end_that_was_not_heard_is_asked_for_by_itself(paid, terminal) -> None:
    order(terminal, Trouble.DROP_AFTER_CAPTURE)
    dialog = begin_top_up(paid)
    paid.click(dialog.primary)
    paid.nothing_open()
    paid.until(lambda: paid.game(CLIENT) == 200_000)
    assert taken(terminal) == [200_000]
    assert paid.done("ResolveCardPayment") == 1


def unknown(real, terminal):
    """A payment that the terminal cannot tell the end of, at the form that began it."""
    order(terminal, Trouble.EMPTY_RECEIPT)
    dialog = begin_top_up(real)
    real.click(dialog.primary)
    talk = dialog.form.terminal.talk
    real.until(talk.ask.isVisible)
    return dialog, talk


def test_an_unknown_one_is_asked_again_from_the_form(paid, terminal) -> None:
    dialog, talk = unknown(paid, terminal)
    assert talk.says.text() == "Nobody knows whether the card was charged"
    assert not dialog.primary.isEnabled()
    terminal.terminal.has_empty_receipt = False
    paid.click(talk.ask)
    paid.nothing_open()
    paid.until(lambda: paid.game(CLIENT) == 200_000)
    assert taken(terminal) == [200_000]


def test_an_unknown_one_is_settled_from_the_slip_and_never_charged_twice(real, terminal) -> None:
    connect(real, terminal)
    real.come_to_work("timur")
    dialog, talk = unknown(paid := real, terminal)
    paid.click(talk.settle)
    settle = paid.dialog(SettleDialog)
    paid.click(settle.outcome.tiles[0])
    paid.type("0099", settle.slip.editor)
    paid.type("By the slip", settle.reason.edit)
    paid.click(settle.primary)
    paid.dialog(ApprovalDialog).finish(done=False)
    settle.finish(done=False)
    assert paid.game(CLIENT) == 0
    # A cashier may not settle it, and the same client's card is not charged again either.
    dialog.amount.set_minor(200_000)
    dialog.form.method.choose(Method.CARD)
    paid.click(dialog.primary)
    assert "still open" in dialog.refusal.text.text()
    assert taken(terminal) == [200_000]
    dialog.finish(done=False)
    screen = paid.window.open_screen("balance")
    assert isinstance(screen, BalanceScreen)
    paid.settle()
    assert [button.text() for button in screen.pending.buttons] == ["Ask the terminal", "Settle"]
    terminal.terminal.has_empty_receipt = False
    paid.click(screen.pending.buttons[0])
    paid.until(lambda: [b.text() for b in screen.pending.buttons] == ["Book it", "Pay back"])
    assert paid.refused("CloseShift") == []
    paid.click(screen.pending.buttons[0])
    paid.until(lambda: paid.game(CLIENT) == 200_000)
    paid.until(lambda: not screen.pending.isVisible())


def test_what_was_approved_for_a_form_that_was_left_is_not_lost(paid, terminal) -> None:
    order(terminal, Trouble.SLOW, 1)
    dialog = begin_top_up(paid)
    paid.click(dialog.primary)
    paid.until(lambda: payments(paid)[0].state is CardState.SENT)
    # Not cancelled at the terminal in time: the customer's card is read already.
    paid.runner.desk.terminal.cancel = lambda _: None  # type: ignore[method-assign]
    dialog.finish(done=False)
    assert paid.refusals[-1] == "payment.left_to_terminal"
    screen = paid.window.open_screen("balance")
    paid.until(lambda: [b.text() for b in screen.pending.buttons] == ["Book it", "Pay back"])
    with pytest.raises(Exception, match=r"shift\.payments_pending"):
        paid.do(CloseShift(counted_minor=5_000_000))
    paid.until(screen.pending.buttons[0].isVisible)
    paid.click(screen.pending.buttons[0])
    paid.until(lambda: paid.game(CLIENT) == 200_000)
    assert taken(terminal) == [200_000]


def guest_payment(real, server):
    real.do(BeginCardPayment(amount_minor=90_000, guest=True, driver="zvt_tcp"))
    screen = real.window.open_screen("balance")
    real.until(lambda: [b.text() for b in screen.pending.buttons] == ["Book it", "Pay back"])
    assert taken(server) == [90_000]
    return screen


def test_a_guests_payment_is_booked_on_a_client_who_is_chosen(paid, terminal) -> None:
    screen = guest_payment(paid, terminal)
    paid.click(screen.pending.buttons[0])
    chooser = paid.dialog(ClientFirst)
    chooser.picker.pick_client(CLIENT)
    paid.until(lambda: paid.game(CLIENT) == 90_000)
    assert paid.balance(CARD, 1) == 90_000


def test_a_guests_payment_goes_back_at_the_terminal(real, terminal) -> None:
    connect(real, terminal)
    real.come_to_work("owner")
    screen = guest_payment(real, terminal)
    real.click(screen.pending.buttons[1])
    dialog = real.dialog(PayBackDialog)
    real.type("Nothing was sold", dialog.reason.edit)
    real.click(dialog.primary)
    real.nothing_open()
    assert taken(terminal) == []
    assert [one.state for one in payments(real)] == [CardState.PAID_BACK, CardState.PAID_BACK]
    real.until(lambda: not screen.pending.isVisible())
    assert real.balance(CARD, 1) == 0


def test_a_guests_session_starts_once_the_card_is_taken(paid, terminal) -> None:
    hall = paid.choose(1)
    hall.errands.start(guest=True) if hasattr(hall.errands, "start") else paid.press("start")
    dialog = paid.dialog(StartDialog)
    dialog.mode.choose("guest")
    paid.type("800", dialog.guest.amount.edit)
    dialog.guest.method.choose(Method.CARD)
    paid.click(dialog.primary)
    paid.nothing_open()
    paid.until(lambda: paid.session_on(1) is not None)
    assert taken(terminal) == [80_000]
    assert payments(paid)[0].transaction_id is not None


def refund(real, amount="2000"):
    open_refund(real.window, real.runner, CLIENT)
    dialog = real.dialog(RefundDialog)
    dialog.form.tender.choose(Tender.CARD)
    real.type(amount, dialog.form.amount.edit)
    real.type("The client asked", dialog.form.reason.edit)
    assert not dialog.form.slip.isVisible()
    real.click(dialog.primary)
    return dialog


def by_owner(real, server):
    connect(real, server)
    real.come_to_work("owner")
    dialog = begin_top_up(real)
    real.click(dialog.primary)
    real.nothing_open()
    real.until(lambda: real.game(CLIENT) == 200_000)


@pytest.mark.parametrize(("amount", "kind"), [("2000", "reversal"), ("500", "refund")])
def test_a_refund_goes_back_to_the_card_and_is_booked(real, terminal, amount, kind) -> None:
    by_owner(real, terminal)
    refund(real, amount)
    real.nothing_open()
    back = int(amount) * 100
    real.until(lambda: real.game(CLIENT) == 200_000 - back)
    assert real.balance(CARD, 1) == 200_000 - back
    moved = terminal.terminal.movements[-1]
    assert (moved.kind, moved.amount) == (kind, back)
    assert payments(real)[-1].transaction_id is not None


def test_a_terminal_that_reverses_only_the_last_payment_leaves_it_to_a_person(real) -> None:
    with TerminalServer(SimulatedTerminal(character=Character(only_last=True)), 0) as server:
        by_owner(real, server)
        real.do(BeginCardPayment(amount_minor=100, guest=True, driver="zvt_tcp"), "owner")
        real.until(lambda: len(taken(server)) == 2)
        dialog = refund(real)
        real.until(lambda: dialog.form.slip.isVisible())
        assert "by hand" in dialog.form.notice_more.text()
        real.type("0077", dialog.form.slip.editor)
        real.click(dialog.primary)
        real.nothing_open()
        assert real.game(CLIENT) == 0
        assert taken(server) == [200_000, 100]


def reserve_with_card(real):
    now = real.clock.now()
    stations = real.house.storage.queries.hall(now).cards
    club = real.house.storage.queries.club()
    dialog = ReserveDialog(real.window, real.runner, club, [card.station for card in stations])
    dialog.begin((1,), now + timedelta(hours=2), now + timedelta(hours=4), CLIENT)
    real.settle()
    dialog.form.deposit.set_minor(50_000)
    dialog.form.way.choose(True)
    return dialog


def test_a_deposit_is_paid_by_card(paid, terminal) -> None:
    dialog = reserve_with_card(paid)
    paid.click(dialog.primary)
    paid.nothing_open()
    kept = paid.books(lambda work: work.reservations.get(1))
    assert (kept.deposit_minor, taken(terminal)) == (50_000, [50_000])
    assert paid.balance(AccountKind.DEPOSIT, 1) == paid.balance(CARD, 1) == 50_000


def test_a_card_that_is_declined_leaves_the_seats_without_a_deposit(qtbot, paid, terminal) -> None:
    order(terminal, Trouble.DECLINED)
    dialog = reserve_with_card(paid)
    with qtbot.waitSignal(dialog.saved) as told:
        paid.click(dialog.primary)
        paid.nothing_open()
    assert told.args[0].text.endswith("Bank declined: another card or cash")
    kept = paid.books(lambda work: work.reservations.get(1))
    assert (kept.deposit_minor, paid.balance(CARD, 1)) == (0, 0)


def test_the_terminals_day_is_offered_to_be_closed_after_the_shift(paid, terminal) -> None:
    dialog = begin_top_up(paid)
    paid.click(dialog.primary)
    paid.nothing_open()
    paid.until(lambda: paid.game(CLIENT) == 200_000)
    paid.do(CloseShift(counted_minor=5_000_000))
    paid.until(lambda: "terminal_day" in paid.window.alerts.bars)
    offered = paid.window.alerts.bars["terminal_day"].findChildren(Button)
    [button] = [one for one in offered if one.isVisible()]
    paid.click(button)
    paid.until(lambda: "totals print" in paid.toasts())
    assert any(job.receipt.lines for job in paid.jobs())
