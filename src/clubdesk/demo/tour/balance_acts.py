"""The tour's acts at the counter: by card, with bonuses, and one that is undone. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt

from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.ui.balance.modes import Mode
from clubdesk.ui.balance.screen import BalanceScreen
from clubdesk.ui.operations.credit_form import CreditForm
from clubdesk.ui.operations.dialogs import UndoDialog
from clubdesk.ui.operations.top_up_form import TopUpForm
from clubdesk.ui.operations.top_up_sum import Method

CLIENT = 4
BY_CARD = "2000"
POINTS = "500"


def balance_operations(scene: Scene) -> None:
    """A top-up by card, points with a reason, and their undo: by keys from start to end."""
    screen = scene.window.open_screen("balance")
    assert isinstance(screen, BalanceScreen)  # noqa: S101 - narrows the type
    _by_card(scene, screen)
    _points_and_back(scene, screen)


def _by_card(scene: Scene, screen: BalanceScreen) -> None:
    before = scene.balance(AccountKind.GAME, CLIENT)
    clearing = scene.balance(AccountKind.CARD_CLEARING, 1)
    find_at_counter(scene, screen, Mode.TOP_UP, CLIENT)
    form = screen.counter.form
    assert isinstance(form, TopUpForm)  # noqa: S101 - narrows the type
    scene.hand.type(BY_CARD, form.amount.edit)
    form.method.choose(Method.CARD)
    scene.hand.key(Qt.Key.Key_Return, into=form.amount.edit)
    scene.check(form.payment_id is not None, "the card payment is stored before it is taken")
    scene.hand.picture("terminal")
    scene.hand.type("000417", form.terminal.slip.editor)
    scene.hand.key(Qt.Key.Key_Return, into=form.terminal.slip.editor)
    scene.hand.until(lambda: screen.done.outcome is not None, "the top-up by card")
    added = int(BY_CARD) * 100
    scene.check(scene.balance(AccountKind.GAME, CLIENT) == before + added, "the balance grew")
    now = scene.balance(AccountKind.CARD_CLEARING, 1)
    scene.check(now == clearing + added, "the money is with the bank, not in the till")
    scene.hand.picture("balance-operations")
    scene.say(f"Topped up by card over the terminal: {scene.shown(added)}")


def _points_and_back(scene: Scene, screen: BalanceScreen) -> None:
    before = scene.balance(AccountKind.BONUS, CLIENT)
    find_at_counter(scene, screen, Mode.CREDIT, CLIENT)
    form = screen.counter.form
    assert isinstance(form, CreditForm)  # noqa: S101 - narrows the type
    scene.hand.type(POINTS, form.amount.edit)
    scene.hand.type("Bring a Friend promo", form.reason.edit)
    scene.hand.picture("credit-bonuses")
    scene.hand.key(Qt.Key.Key_Return, into=form.reason.edit)
    scene.hand.until(lambda: scene.balance(AccountKind.BONUS, CLIENT) > before, "the points")
    scene.hand.settle()
    screen.done.undo.click()
    dialog = scene.dialog(UndoDialog)
    scene.hand.type("Wrong client", dialog.form.reason.edit)
    scene.hand.picture("undo")
    scene.accept(dialog)
    scene.check(scene.balance(AccountKind.BONUS, CLIENT) == before, "the credit was undone")
    scene.say("Points credited with a reason, and the credit undone")


def find_at_counter(scene: Scene, screen: BalanceScreen, mode: Mode, client_id: int) -> None:
    """By the last digits of the phone; the arrow keys choose among those that share them."""
    screen.begin(mode)
    client = scene.windows.house.storage.queries.client(client_id)
    scene.check(client is not None, "the client is in the books")
    phone = client.client.phone if client is not None else ""
    scene.hand.type(phone[-6:], screen.picker.search)
    scene.hand.until(lambda: screen.picker.list.rows, "the client in the list")
    scene.hand.key(Qt.Key.Key_Return, into=screen.picker.search)
    row = screen.picker.row
    scene.check(row is not None and row.client.id == client_id, "the client at the counter")
    scene.hand.settle()
