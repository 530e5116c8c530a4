"""The tour's acts at the bar: an order from the hall, a walk-in in cash, a cancel with approval.

GUI thread; every deed goes through the widgets. The cashier is at the desk.
"""

from __future__ import annotations

from PySide6.QtCore import Qt

from clubdesk.demo.cast import STAFF
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.bar import OrderState, Product
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Permission
from clubdesk.domain.session import SessionState
from clubdesk.services.views import StationCard
from clubdesk.services.views_bar import OrderFilter, OrderRow
from clubdesk.ui.bar.screen import HISTORY, BarScreen
from clubdesk.ui.look.approval import ApprovalDialog
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.order_cancel_dialog import CancelOrderDialog
from clubdesk.ui.operations.order_dialog import OrderDialog
from clubdesk.ui.operations.order_form import OrderForm

APPROVER = "dana"
PINS = {person.login: person.pin for person in STAFF}
CONTROL = Qt.KeyboardModifier.ControlModifier


def bar(scene: Scene) -> None:
    """Somebody who plays orders, somebody at the counter buys, and one order is taken back."""
    order = _order_from_hall(scene)
    _walk_in(scene)
    _cancel(scene, order)


def _order_from_hall(scene: Scene) -> OrderRow:
    card, sold = _player(scene), _things(scene)
    session = card.session
    if session is None or session.client_id is None:
        raise LookupError("a client who plays")
    before = scene.balance(AccountKind.GAME, session.client_id)
    scene.choose_seat(card.station.number)
    scene.press(Qt.Key.Key_B)
    dialog = scene.dialog(OrderDialog)
    _add(scene, dialog.form, sold[0], 2)
    _add(scene, dialog.form, sold[1], 1)
    scene.hand.picture("bar-add-order")
    scene.hand.key(Qt.Key.Key_Return, CONTROL, into=dialog.form.menu.search)
    scene.hand.until(lambda: open_dialog_of(scene.window) is None, "the order to be sold")
    scene.hand.settle()
    order = _newest(scene)
    paid = before - scene.balance(AccountKind.GAME, session.client_id)
    scene.check(order.order.session_id == session.id, "the order belongs to the session")
    scene.check(paid == order.order.balance_minor, "the balance paid for the order")
    left = _stock(scene, sold[0].id)
    scene.check(left == sold[0].stock - 2, "two pieces left the stock")
    scene.say(f"Order {order.order.number} from the hall: {scene.shown(order.order.total_minor)}")
    return order


def _walk_in(scene: Scene) -> None:
    till = scene.balance(AccountKind.TILL_CASH, 1)
    screen = _bar(scene)
    form = screen.order.form
    sold = _things(scene)[0]
    _add(scene, form, sold, 1)
    handed = 10 * sold.price_minor
    form.pay.received.set_minor(handed)
    scene.hand.settle()
    scene.hand.picture("bar-walk-in")
    scene.hand.click(screen.order.primary)
    scene.hand.until(lambda: not form.cart.lines, "the sale at the counter")
    scene.hand.settle()
    took = scene.balance(AccountKind.TILL_CASH, 1) - till
    scene.check(took == sold.price_minor, "the till keeps the price, not what was handed over")
    scene.say(f"A walk-in paid {scene.shown(took)} in cash and got {scene.shown(handed - took)}")


def _cancel(scene: Scene, order: OrderRow) -> None:
    client_id = order.order.client_id or 0
    before = scene.balance(AccountKind.GAME, client_id)
    screen = _bar(scene)
    screen.open_tab(HISTORY)
    scene.hand.type(str(order.order.number), screen.history.filter.search)
    screen.history.filter.search.search_now()
    scene.hand.settle()
    screen.history.choose(order.order.id)
    scene.hand.settle()
    scene.hand.picture("bar-order-history")
    scene.hand.click(screen.history.detail.cancel)
    dialog = scene.dialog(CancelOrderDialog)
    scene.hand.type("Wrong drink", dialog.reason.edit)
    scene.hand.picture("bar-cancel")
    scene.hand.click(dialog.primary)
    if not scene.windows.runner.may(Permission.CANCEL_ORDER):
        _approve(scene)
    scene.hand.until(lambda: open_dialog_of(scene.window) is None, "the order to be cancelled")
    scene.hand.settle()
    after = scene.windows.house.storage.queries.order(order.order.id)
    is_gone = after is not None and after.order.state is OrderState.CANCELLED
    scene.check(is_gone, "the order is cancelled")
    back = scene.balance(AccountKind.GAME, client_id) - before
    scene.check(back == order.order.balance_minor, "the money is back on the balance")
    scene.say(f"Order {order.order.number} cancelled with an approval: {scene.shown(back)} back")


def _approve(scene: Scene) -> None:
    approval = scene.dialog(ApprovalDialog)
    scene.hand.until(approval.pick.login, "who may approve")
    approval.pick.choice.choose(APPROVER)
    scene.hand.type(PINS[APPROVER], approval.pick.secret.editor)
    scene.hand.click(approval.primary)


def _add(scene: Scene, form: OrderForm, product: Product, count: int) -> None:
    """By the scanner: the quantity, then the barcode with its Enter."""
    form.menu.search.setText(f"{count if count > 1 else ''}{product.barcode}")
    scene.hand.key(Qt.Key.Key_Return, into=form.menu.search)
    scene.check(form.cart.count_of(product.id) == count, f"{product.name} in the cart")


def _bar(scene: Scene) -> BarScreen:
    screen = scene.window.open_screen("bar")
    if not isinstance(screen, BarScreen):
        raise TypeError("the screen Bar")
    scene.hand.until(lambda: screen.tabs is not None, "the bar's pages")
    scene.hand.settle()
    return screen


def _things(scene: Scene) -> list[Product]:
    products = scene.windows.house.storage.queries.menu().products
    simple = [one for one in products if one.active and one.barcode and not one.choices]
    found = sorted((one for one in simple if one.stock > 3), key=lambda one: one.price_minor)
    if len(found) < 2:
        raise LookupError("two things on the menu that are in stock")
    return found[:2]


def _player(scene: Scene) -> StationCard:
    now = scene.clock.now()
    cards = scene.windows.house.storage.queries.hall(now).cards
    playing = [one for one in cards if one.session is not None and one.session.client_id]
    active = [one for one in playing
              if one.session is not None and one.session.state is SessionState.ACTIVE]  # fmt: skip
    return max(active, key=lambda one: one.balance_minor)


def _stock(scene: Scene, product_id: int) -> int:
    products = scene.windows.house.storage.queries.menu().products
    return next(one.stock for one in products if one.id == product_id)


def _newest(scene: Scene) -> OrderRow:
    return scene.windows.house.storage.queries.orders(OrderFilter(), 1)[0]
