"""Orders paid by card at the real desk, over a terminal that speaks ZVT on a real port.

Everything goes through the widgets; ledger, stock, journal, papers and the terminal's own list of
captures are looked at afterwards.
"""

import msgspec
import pytest
from PySide6.QtCore import Qt

from clubdesk.demo.cast import STAFF
from clubdesk.domain.bar import OrderState, Product, ProductCategory
from clubdesk.domain.card_payment import CardState
from clubdesk.domain.ledger import AccountKind
from clubdesk.services.menu import SaveCategory, SaveProduct, TakeDelivery
from clubdesk.services.order_refunds import BeginOrderRefund
from clubdesk.services.sessions import StartSession
from clubdesk.services.views_bar import OrderFilter
from clubdesk.terminals.simulator import Character, SimulatedTerminal
from clubdesk.terminals.simulator_faults import Fault, Trouble
from clubdesk.terminals.simulator_server import TerminalServer
from clubdesk.ui.operations.order_cancel_dialog import CancelOrderDialog
from tests.support.reader import Reader, plain

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

COLA, BURGER = "Test Cola", "Test Burger"
CLIENT = 4
CARD = AccountKind.CARD_CLEARING
PINS = {worker.login: worker.pin for worker in STAFF}


class Bar:
    """A desk that drives a terminal and sells two things."""

    def __init__(self, real, server, login: str) -> None:
        self.real, self.server = real, server
        self.category = real.do(SaveCategory(category=ProductCategory(0, "Test bar")), "dana").id
        self.cola = self._product(COLA, 60_000, stocked=True)
        self._product(BURGER, 190_000)
        item = TakeDelivery.Item(product_id=self.cola, quantity=10, cost_minor=31_000)
        real.do(TakeDelivery(items=(item,)), "dana")
        settings = msgspec.structs.replace(
            real.house.settings,
            terminal_kind="zvt_tcp",
            terminal_host="127.0.0.1",
            terminal_port=server.port,
        )
        real.house.save(settings)
        real.until(lambda: "terminal" in real.window.bar.lamps.states)
        real.come_to_work(login)
        self.reader = Reader(real)
        self.till_before = real.till()
        self.papers_before = len(real.papers)

    def _product(self, name: str, price: int, **more) -> int:
        product = Product(0, self.category, name, price, **more)
        return self.real.do(SaveProduct(product=product), "dana").id

    @property
    def queries(self):
        return self.real.house.storage.queries

    def orders(self):
        return list(self.queries.orders(OrderFilter()))

    def stock(self) -> int:
        return next(one.stock for one in self.queries.menu().products if one.id == self.cola)

    def till(self) -> int:
        """What came into the till since the beginning."""
        return self.real.till() - self.till_before

    def captures(self) -> list[int]:
        return [one.amount for one in self.server.terminal.taken]

    def movements(self) -> list[tuple[str, int]]:
        return [(one.kind, one.amount) for one in self.server.terminal.movements]

    def payments(self):
        return self.real.books(
            lambda work: [one for n in range(1, 12) if (one := work.card_payments.get(n))]
        )

    def trouble(self, trouble: Trouble, number: int = 0) -> None:
        self.server.terminal.order(Fault(trouble, number))

    def paper_with(self, *words: str) -> str:
        def found():
            texts = [plain(" ".join(one.text)) for one in self.real.papers[self.papers_before :]]
            return [text for text in texts if all(plain(word) in text for word in words)]

        self.real.until(found)
        return found()[-1]

    def at_counter(self, *clicks: str) -> Reader:
        return self.reader.click("Bar").click(*clicks)

    def sold_by_card(self) -> int:
        """Two colas and a burger at the counter by card; the order's id."""
        self.at_counter(COLA, COLA, BURGER, "Card").confirm("Sell")
        self.real.until(self.orders)
        assert self.captures() == [310_000]
        return self.orders()[0].order.id

    @property
    def form(self):
        return self.real.window.stack.currentWidget().order.form

    def open_cancel(self, order_id: int) -> CancelOrderDialog:
        number = str(self.queries.order(order_id).order.number)
        self.reader.click("Bar", "Order History")
        self.real.until(lambda: self.reader.column("No."))
        self.reader.click(number, "Cancel").fill("Reason", "Wrong item")
        return self.real.dialog(CancelOrderDialog)


@pytest.fixture
def terminal():
    with TerminalServer(SimulatedTerminal(), 0) as server:
        yield server


@pytest.fixture
def bar(real, terminal):
    return lambda login="dana": Bar(real, terminal, login)


def one_cola(dialog: CancelOrderDialog) -> CancelOrderDialog:
    dialog.boxes[0].setValue(1)
    dialog.boxes[1].setValue(0)
    return dialog


def test_an_order_at_the_counter_is_taken_by_the_terminal(bar, real) -> None:
    here = bar("timur")
    order_id = here.sold_by_card()
    row = here.queries.order(order_id)
    assert (row.order.card_minor, row.order.cash_minor) == (310_000, 0)
    assert (real.balance(CARD, 1), here.till(), here.stock()) == (310_000, 0, 8)
    [payment] = here.payments()
    assert (payment.state, payment.purpose) == (CardState.APPROVED, "order")
    assert payment.transaction_id == row.order.transaction_id
    assert real.done("PlaceOrder") == real.done("BeginCardPayment") == 1
    here.paper_with(COLA, BURGER, "3,100", payment.slip)


def test_a_split_order_asks_the_terminal_for_the_rest(bar, real) -> None:
    here = bar("timur")
    here.at_counter(COLA, BURGER, "Split").fill("Of it in cash", "1000").confirm("Sell")
    real.until(here.orders)
    assert (here.till(), here.captures()) == (100_000, [150_000])
    order = here.orders()[0].order
    assert (order.cash_minor, order.card_minor) == (100_000, 150_000)


def test_a_declined_card_sells_nothing_and_cash_follows(bar, real) -> None:
    here = bar("timur")
    here.trouble(Trouble.DECLINED)
    reader = here.at_counter(BURGER, "Card").confirm("Sell")
    real.until(lambda: here.form.payment_id is None and here.payments())
    real.until(lambda: reader.sees("Bank declined"))
    assert (here.orders(), here.captures(), here.stock()) == ([], [], 10)
    assert [one.product.name for one in here.form.cart.lines] == [BURGER]
    reader.click("Cash").confirm("Sell")
    real.until(here.orders)
    assert (here.till(), here.captures()) == (190_000, [])
    assert [one.state for one in here.payments()] == [CardState.DECLINED]


def test_an_unknown_end_is_asked_for_and_sold_once(bar, real) -> None:
    here = bar("timur")
    here.trouble(Trouble.EMPTY_RECEIPT)
    reader = here.at_counter(COLA, "Card").confirm("Sell")
    talk = here.form.pay.terminal.talk
    real.until(talk.ask.isVisible)
    assert here.orders() == []
    here.server.terminal.has_empty_receipt = False
    reader.click("Ask the terminal")
    real.until(here.orders)
    assert (here.captures(), len(here.orders()), here.stock()) == ([60_000], 1, 9)


def test_an_order_from_the_hall_is_taken_by_the_terminal(bar, real) -> None:
    here = bar("timur")
    real.top_up(CLIENT, 500_000)
    session = real.do(StartSession(station_id=1, client_id=CLIENT, rate_id=1)).session_id
    before = real.game(CLIENT)
    real.choose(1)
    real.press("order")
    here.reader.click(COLA, "Card").confirm("Sell")
    real.nothing_open()
    [row] = here.orders()
    assert (row.order.session_id, row.order.card_minor) == (session, 60_000)
    assert (here.captures(), real.game(CLIENT)) == ([60_000], before)
    assert here.payments()[0].client_id == CLIENT


def test_a_cancel_goes_back_to_the_card_by_itself(bar, real) -> None:
    here = bar()
    order_id = here.sold_by_card()
    dialog = here.open_cancel(order_id)
    assert not dialog.card.slip.isVisible()
    real.click(dialog.primary)
    real.nothing_open()
    real.until(lambda: here.queries.order(order_id).order.state is OrderState.CANCELLED)
    assert (here.captures(), here.movements()[-1]) == ([], ("reversal", 310_000))
    assert (real.balance(CARD, 1), here.till(), here.stock()) == (0, 0, 10)
    back = here.payments()[-1]
    assert back.transaction_id is not None
    [cancel] = here.queries.order(order_id).cancels
    assert (cancel.card_minor, cancel.approved_by) == (310_000, "")
    here.paper_with("Wrong item", BURGER, back.slip)
    assert "3,100 ₸ back to the card" in plain(real.toasts())


def test_a_piece_goes_back_as_a_refund_and_the_rest_later(bar, real) -> None:
    here = bar()
    order_id = here.sold_by_card()
    real.click(one_cola(here.open_cancel(order_id)).primary)
    real.nothing_open()
    assert here.movements()[-1] == ("refund", 60_000)
    assert (real.balance(CARD, 1), here.stock()) == (250_000, 9)
    real.click(here.open_cancel(order_id).primary)
    real.nothing_open()
    assert here.movements()[-1] == ("refund", 250_000)
    assert (real.balance(CARD, 1), here.stock()) == (0, 10)


def test_one_pin_covers_the_terminal_and_the_cancel(bar, real) -> None:
    here = bar("timur")
    order_id = here.sold_by_card()
    dialog = here.open_cancel(order_id)
    real.click(dialog.primary)
    assert here.reader.sees("Missing permission: Cancel an order.")
    here.reader.fill("PIN", f"D{PINS['dana']}").confirm("Approve")
    real.nothing_open()
    real.until(lambda: here.queries.order(order_id).cancels)
    [cancel] = here.queries.order(order_id).cancels
    assert (cancel.staff_name, cancel.approved_by) == ("Timur Nurlanov", "Dana Akhmetova")
    assert (here.captures(), real.balance(CARD, 1)) == ([], 0)


def test_a_refund_that_the_terminal_declines_is_done_by_hand(bar, real) -> None:
    here = bar()
    order_id = here.sold_by_card()
    here.trouble(Trouble.DECLINED)
    dialog = one_cola(here.open_cancel(order_id))
    real.click(dialog.primary)
    real.until(dialog.card.slip.isVisible)
    assert "by hand" in dialog.card.notice_more.text()
    assert here.queries.order(order_id).cancels == ()
    real.type("0077", dialog.card.slip.editor)
    real.click(dialog.primary)
    real.nothing_open()
    assert real.balance(CARD, 1) == 250_000
    # By hand at the terminal is outside the program: its own list has the sale alone.
    assert (here.captures(), here.stock()) == ([310_000], 9)
    here.paper_with("0077")


def test_a_terminal_that_knows_only_its_last_payment_leaves_it_to_a_person(real) -> None:
    with TerminalServer(SimulatedTerminal(character=Character(only_last=True)), 0) as server:
        here = Bar(real, server, "dana")
        order_id = here.sold_by_card()
        here.at_counter(COLA, "Card").confirm("Sell")
        real.until(lambda: len(here.orders()) == 2)
        dialog = here.open_cancel(order_id)
        real.click(dialog.primary)
        real.until(dialog.card.slip.isVisible)
        assert here.captures() == [310_000, 60_000]
        real.type("0078", dialog.card.slip.editor)
        real.click(dialog.primary)
        real.nothing_open()
        assert real.balance(CARD, 1) == 60_000


def test_what_went_back_before_a_crash_is_listed_and_only_booked(bar, real) -> None:
    here = bar()
    order_id = here.sold_by_card()
    # The desk ended between the terminal's word and the cancel.
    real.do(BeginOrderRefund(order_id=order_id, driver="zvt_tcp"))
    real.until(lambda: here.payments()[-1].waits_for_booking)
    assert here.captures() == []
    screen = real.window.open_screen("balance")
    real.until(lambda: [one.text() for one in screen.pending.buttons] == ["Book it"])
    real.until(screen.pending.buttons[0].isVisible)
    real.click(screen.pending.buttons[0])
    dialog = real.dialog(CancelOrderDialog)
    assert "has paid back" in dialog.card.notice_text.text()
    # Other pieces than those that were paid back cannot be booked with it.
    dialog.boxes[0].setValue(1)
    assert "paid back" in dialog.primary.toolTip()
    assert not dialog.primary.isEnabled()
    dialog.boxes[0].setValue(2)
    real.type("Wrong item", dialog.reason.edit)
    real.click(dialog.primary)
    real.nothing_open()
    real.until(lambda: not screen.pending.isVisible())
    assert here.queries.order(order_id).order.state is OrderState.CANCELLED
    assert [kind for kind, _ in here.movements()].count("reversal") == 1
    assert (real.balance(CARD, 1), here.stock()) == (0, 10)
    assert "was cancelled" in real.toasts()


def test_a_cancel_that_is_left_meanwhile_is_listed_and_goes_on(bar, real) -> None:
    here = bar()
    order_id = here.sold_by_card()
    here.trouble(Trouble.SLOW, 1)
    dialog = one_cola(here.open_cancel(order_id))
    real.click(dialog.primary)
    real.until(lambda: here.payments()[-1].state is CardState.SENT)
    real.runner.desk.terminal.cancel = lambda _: None  # type: ignore[method-assign]
    real.key(Qt.Key.Key_Escape, dialog)
    assert real.refusals[-1] == "payment.left_to_terminal"
    real.until(lambda: here.payments()[-1].waits_for_booking)
    again = here.open_cancel(order_id)
    assert "has paid back" in again.card.notice_text.text()
    # It knows the pieces by what was paid back.
    assert again.pieces() == {0: 1}
    real.click(again.primary)
    real.nothing_open()
    assert [one.cancelled for one in here.queries.order(order_id).order.lines] == [1, 0]
    assert [move for move in here.movements() if move[0] == "refund"] == [("refund", 60_000)]
    assert real.balance(CARD, 1) == 250_000


def test_an_unknown_refund_keeps_the_order_until_it_is_settled(bar, real) -> None:
    here = bar("owner")
    order_id = here.sold_by_card()
    here.trouble(Trouble.EMPTY_RECEIPT)
    dialog = here.open_cancel(order_id)
    real.click(dialog.primary)
    talk = dialog.card.step.talk
    real.until(talk.ask.isVisible)
    real.click(talk.leave)
    real.nothing_open()
    assert real.refusals[-1] == "payment.left_unknown"
    again = here.open_cancel(order_id)
    assert "Nobody knows" in again.card.notice_text.text()
    assert not again.primary.isEnabled()
    again.finish(done=False)
    here.server.terminal.has_empty_receipt = False
    screen = real.window.open_screen("balance")
    real.until(lambda: screen.pending.buttons)
    assert [one.text() for one in screen.pending.buttons] == ["Ask the terminal", "Settle"]
    real.click(screen.pending.buttons[0])
    real.until(lambda: [one.text() for one in screen.pending.buttons] == ["Book it"])
    real.until(screen.pending.buttons[0].isVisible)
    real.click(screen.pending.buttons[0])
    last = real.dialog(CancelOrderDialog)
    real.type("Wrong item", last.reason.edit)
    real.click(last.primary)
    real.nothing_open()
    assert here.queries.order(order_id).order.state is OrderState.CANCELLED
    assert (here.captures(), real.balance(CARD, 1)) == ([], 0)
