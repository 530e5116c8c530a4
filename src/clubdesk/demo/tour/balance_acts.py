"""The tour's acts at the counter: bonuses, and one that is undone. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt

from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.ui.balance.modes import Mode
from clubdesk.ui.balance.screen import BalanceScreen
from clubdesk.ui.operations.credit_form import CreditForm
from clubdesk.ui.operations.dialogs import UndoDialog

CLIENT = 4
POINTS = "500"


def balance_operations(scene: Scene) -> None:
    """Points with a reason, and their undo: by keys from start to end."""
    screen = scene.window.open_screen("balance")
    assert isinstance(screen, BalanceScreen)  # noqa: S101 - narrows the type
    _points_and_back(scene, screen)


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
