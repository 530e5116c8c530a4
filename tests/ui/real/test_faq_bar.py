"""The FAQ's two answers on the bar, each done word for word by someone who reads it.

The words of the answer are found on the screen and clicked; ledger, stock, journal and the printed
papers are looked at afterwards.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.demo.cast import STAFF
from clubdesk.domain.bar import OrderState, Part, Product, ProductCategory, StockMoveKind
from clubdesk.domain.ledger import AccountKind, TransactionKind
from clubdesk.domain.people import ROLE_PERMISSIONS, Permission, Role
from clubdesk.services.menu import SaveCategory, SaveProduct, TakeDelivery
from clubdesk.services.selling import AdvanceOrder
from clubdesk.services.sessions import StartSession
from clubdesk.services.staff_roles import SaveRole
from clubdesk.services.staffing import EditStaff
from clubdesk.services.views_bar import OrderFilter
from clubdesk.services.views_people import JournalFilter
from tests.support.reader import Reader, plain

# A menu grabs the keyboard, which the platform without a screen cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CLIENT, NAME = 4, "Тимур Сейтқали"
DANA, TIMUR = "Dana Akhmetova", "Timur Nurlanov"
SEARCH = "Phone end, name or card"
PINS = {worker.login: worker.pin for worker in STAFF}
COLA, BURGER = "Test Cola", "Test Burger"
CODE = "4870001112223"


class Bar:
    """A reader at the desk of a club that sells two things."""

    def __init__(self, real, login: str) -> None:
        self.real = real
        self.category = real.do(SaveCategory(category=ProductCategory(0, "Test bar")), "dana").id
        self.cola = self._product(COLA, 60_000, barcode=CODE, stocked=True, points_percent=50)
        self.burger = self._product(BURGER, 190_000, kitchen=True)
        item = TakeDelivery.Item(product_id=self.cola, quantity=10, cost_minor=31_000)
        real.do(TakeDelivery(items=(item,)), "dana")
        real.come_to_work(login)
        self.reader = Reader(real)
        self.papers = len(real.papers)

    def _product(self, name: str, price: int, **more) -> int:
        product = Product(0, self.category, name, price, **more)
        return self.real.do(SaveProduct(product=product), "dana").id

    @property
    def queries(self):
        return self.real.house.storage.queries

    def stock(self) -> int:
        return next(one.stock for one in self.queries.menu().products if one.id == self.cola)

    def orders(self):
        return list(self.queries.orders(OrderFilter()))

    def legs(self, row) -> dict[str, int]:
        money = self.queries.transaction(row.order.transaction_id)
        return {leg.account: leg.amount for leg in money.legs}

    def journaled(self, action: str):
        return self.queries.journal_rows(JournalFilter(actions=frozenset({action})), 1)[0]

    def paper_with(self, *words: str) -> str:
        """The text of the newest paper that says all of this."""

        def found():
            texts = [plain(" ".join(paper.text)) for paper in self.real.papers[self.papers :]]
            return [text for text in texts if all(plain(word) in text for word in words)]

        self.real.until(found)
        return found()[-1]

    def open_card(self) -> Reader:
        phone = self.real.books(lambda work: work.clients.get(CLIENT)).phone
        return self.reader.click("Clients").fill(SEARCH, phone[-4:]).click(NAME)


@pytest.fixture
def bar(real):
    return lambda login="timur": Bar(real, login)


def test_how_do_you_add_a_bar_order_to_a_clients_account(bar, real) -> None:
    here = bar()
    real.top_up(CLIENT, 500_000)
    here.papers = len(real.papers)
    # Client card → Add Order → select items from the menu → confirm.
    here.open_card().click("Add Order").click(COLA).click(COLA).click(BURGER).confirm("Sell")
    real.nothing_open()
    [row] = here.orders()
    assert [(one.name, one.quantity) for one in row.order.lines] == [(COLA, 2), (BURGER, 1)]
    assert (row.client_name, row.staff_name) == (NAME, TIMUR)
    # The amount is deducted from the balance.
    points = row.order.points
    assert real.game(CLIENT) == 500_000 - (310_000 - points)
    assert here.legs(row)["game"] == 310_000 - points
    assert here.stock() == 8
    line = here.journaled("PlaceOrder")
    assert (line.staff_name, line.client_name, line.entry.refused) == (TIMUR, NAME, "")
    here.paper_with(COLA, BURGER, NAME)
    assert f"Order {row.order.number} is sold" in real.toasts()


def test_or_directly_in_the_hall_during_a_session(bar, real) -> None:
    here = bar()
    real.top_up(CLIENT, 500_000)
    session = real.do(StartSession(station_id=1, client_id=CLIENT, rate_id=1)).session_id
    before = real.game(CLIENT)
    real.choose(1)
    real.press("order")
    here.reader.click(COLA).confirm("Sell")
    real.nothing_open()
    [row] = here.orders()
    assert (row.order.session_id, row.client_name) == (session, NAME)
    assert real.game(CLIENT) == before - row.order.balance_minor
    assert row.order.balance_minor + row.order.points == 60_000
    assert here.stock() == 9
    real.choose(1)
    told = [(what, plain(amount)) for _, what, amount in real.hall.panel.story.lines]
    assert (f"Order · 1 × {COLA}", "−600 ₸") in told
    real.until(lambda: real.hall.controller.model.seat_of(1).ordered)
    real.do(AdvanceOrder(order_id=row.order.id, state="served"))
    real.until(lambda: not real.hall.controller.model.seat_of(1).ordered)


def test_the_hall_s_key_b_orders_for_who_plays(bar, real) -> None:
    here = bar()
    real.top_up(CLIENT, 500_000)
    real.do(StartSession(station_id=1, client_id=CLIENT, rate_id=1))
    hall = real.choose(1)
    real.key(Qt.Key.Key_B, hall.view)
    # The whole order by the keyboard: a letter or two, Enter, Ctrl+Enter.
    here.reader.type("test c").press(Qt.Key.Key_Return)
    QTest.keyClick(
        real.open_dialog.form.menu.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    real.settle()
    real.nothing_open()
    [row] = here.orders()
    assert [one.name for one in row.order.lines] == [COLA]


def order_of_client(here: Bar):
    here.real.top_up(CLIENT, 500_000)
    here.open_card().click("Add Order").click(COLA).click(COLA).click(BURGER).confirm("Sell")
    here.real.nothing_open()
    [row] = here.orders()
    return row


def find_and_cancel(here: Bar, number: int) -> None:
    # Bar → Order History → find the order → Cancel.
    reader = here.reader.click("Bar", "Order History")
    reader.fill("Number, product or client", str(number))
    here.real.until(lambda: reader.column("No.") == [str(number)])
    reader.click(str(number), "Cancel").fill("Reason", "Wrong item")
    assert reader.sees(NAME)
    assert reader.sees("What goes back")
    reader.confirm("Cancel order")


def test_how_do_you_cancel_a_bar_order(bar, real) -> None:
    here = bar("dana")
    row = order_of_client(here)
    bonus = real.balance(AccountKind.BONUS, CLIENT)
    here.papers = len(real.papers)
    find_and_cancel(here, row.order.number)
    real.nothing_open()
    after = here.queries.order(row.order.id)
    assert after.order.state is OrderState.CANCELLED
    # The amount is refunded to the client's balance.
    assert real.game(CLIENT) == 500_000
    assert real.balance(AccountKind.BONUS, CLIENT) == bonus + row.order.points
    assert here.stock() == 10
    [cancel] = after.cancels
    assert (cancel.staff_name, cancel.approved_by, cancel.reason) == (DANA, "", "Wrong item")
    assert here.journaled("CancelOrder").entry.reason == "Wrong item"
    kinds = [one.move.kind for one in here.queries.stock_moves(here.cola, 10)]
    assert StockMoveKind.CANCEL in kinds
    here.paper_with("Wrong item", COLA)


def test_it_requires_administrator_level_access(bar, real) -> None:
    here = bar("timur")
    row = order_of_client(here)
    find_and_cancel(here, row.order.number)
    assert here.reader.sees("Missing permission: Cancel an order.")
    assert here.queries.order(row.order.id).order.state is not OrderState.CANCELLED
    here.reader.fill("PIN", f"D{PINS['dana']}").confirm("Approve")
    real.nothing_open()
    [cancel] = here.queries.order(row.order.id).cancels
    assert (cancel.staff_name, cancel.approved_by) == (TIMUR, DANA)
    assert real.game(CLIENT) == 500_000
    assert here.stock() == 10


def test_or_a_custom_role_with_the_order_cancellation_permission(bar, real) -> None:
    more = (*ROLE_PERMISSIONS[Role.CASHIER], Permission.CANCEL_ORDER)
    role = real.do(SaveRole(name="Senior cashier", permissions=more), "owner").key
    timur = real.books(lambda work: work.staff.by_login("timur")).id
    real.do(EditStaff(staff_id=timur, name=TIMUR, login="timur", role=role), "owner")
    here = bar("timur")
    row = order_of_client(here)
    find_and_cancel(here, row.order.number)
    real.nothing_open()
    [cancel] = here.queries.order(row.order.id).cancels
    assert (cancel.staff_name, cancel.approved_by) == (TIMUR, "")


def test_a_piece_is_cancelled_and_the_rest_stays(bar, real) -> None:
    here = bar("dana")
    row = order_of_client(here)
    reader = here.reader.click("Bar", "Order History").click(str(row.order.number), "Cancel")
    dialog = real.open_dialog
    dialog.boxes[0].setValue(1)
    dialog.boxes[1].setValue(0)
    reader.fill("Reason", "One too many").confirm("Cancel order")
    real.nothing_open()
    after = here.queries.order(row.order.id).order
    assert [one.cancelled for one in after.lines] == [1, 0]
    assert after.state is not OrderState.CANCELLED
    assert here.stock() == 9


def test_a_walk_in_pays_part_in_cash_and_part_by_card_with_change(bar, real) -> None:
    here = bar()
    till = real.till()
    reader = here.reader.click("Bar").click(COLA, BURGER, "Split")
    reader.fill("Of it in cash", "1000").fill("Received in cash", "2000")
    assert reader.sees("Change to give")
    reader.confirm("Sell").fill("Slip number", "000123").confirm("Approved:")
    real.until(here.orders)
    [row] = here.orders()
    assert (row.order.cash_minor, row.order.card_minor) == (100_000, 150_000)
    assert real.till() == till + 100_000
    assert here.legs(row)["till_cash"] == 100_000
    here.paper_with(COLA, BURGER, "1,000", "1,500")
    assert reader.sees("Change to give: 1,000 ₸")


def test_the_scanner_adds_on_the_bar_and_in_the_dialog(bar, real) -> None:
    here = bar()
    real.top_up(CLIENT, 500_000)
    here.reader.click("Bar")
    real.window.scanner.scanned.emit(CODE)
    real.window.scanner.scanned.emit(CODE)
    real.settle()
    screen = real.window.stack.currentWidget()
    assert [(one.product.name, one.quantity) for one in screen.order.form.cart.lines] == [(COLA, 2)]
    here.open_card().click("Add Order")
    real.window.scanner.scanned.emit(CODE)
    real.settle()
    assert [one.product.name for one in real.open_dialog.form.cart.lines] == [COLA]


def test_more_than_the_books_say_is_asked_about_first(bar, real) -> None:
    here = bar()
    reader = here.reader.click("Bar")
    reader.fill("Name, barcode, or a quantity", "12")
    reader.click(COLA).confirm("Sell")
    assert reader.sees("10 left, 12 wanted")
    assert here.orders() == []
    reader.confirm("Sell all the same")
    real.until(here.orders)
    assert here.stock() == -2


def test_a_combo_takes_its_parts_from_the_stock(bar, real) -> None:
    here = bar()
    lunch = Product(0, here.category, "Test lunch", 230_000, parts=(Part(here.cola, 2),))
    real.do(SaveProduct(product=lunch), "dana")
    here.reader.click("Bar").click("Test lunch").confirm("Sell")
    real.until(here.orders)
    assert here.stock() == 8
    assert here.orders()[0].order.cash_minor == 230_000
    assert TransactionKind.BAR_SALE in {
        here.queries.transaction(row.order.transaction_id).kind for row in here.orders()
    }
