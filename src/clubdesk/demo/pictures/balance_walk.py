"""Balance operations in pictures: three ways, the dialogs of any screen, the terminal's ends.

GUI thread. No money moves: the card that is photographed is declined.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from clubdesk.demo.pictures import evening as club
from clubdesk.demo.pictures.camera import LARGE, Camera
from clubdesk.demo.tour.scene import Scene
from clubdesk.services.deductions import AccountType
from clubdesk.ui.balance.modes import Mode
from clubdesk.ui.balance.screen import BalanceScreen
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.operations.credit_form import CreditForm
from clubdesk.ui.operations.deduct_form import DeductForm
from clubdesk.ui.operations.dialogs import OperationDialog, RefundDialog, UndoDialog
from clubdesk.ui.operations.openers import open_refund, open_undo
from clubdesk.ui.operations.top_up_form import TopUpForm
from clubdesk.ui.operations.top_up_sum import Method

END_OF_PHONE = "4417"
Opener = Callable[[QWidget, DeskRunner, int], None]


def balance_operations(scene: Scene, camera: Camera) -> None:
    """The screen from the empty search to each form, and the dialogs."""
    screen = scene.window.open_screen("balance")
    if not isinstance(screen, BalanceScreen):
        raise TypeError("the screen Balance operations")
    camera.take("balance", scene.window)
    scene.hand.type(END_OF_PHONE, screen.picker.search)
    scene.hand.until(lambda: screen.picker.list.rows, "clients in the list")
    camera.take("balance-found", scene.window)
    _top_up(scene, camera, screen)
    _credit(scene, camera, screen)
    _deduct(scene, camera, screen)
    screen.picker.change()
    scene.hand.settle()
    _dialog(scene, camera, open_refund, (RefundDialog, "refund"))
    _dialog(scene, camera, open_undo, (UndoDialog, "undo"))


def _form(scene: Scene, screen: BalanceScreen, mode: Mode) -> object:
    screen.begin(mode, club.HERO_CLIENT)
    scene.hand.until(lambda: screen.counter.form is not None, "the client's card")
    scene.hand.settle()
    return screen.counter.form


def _top_up(scene: Scene, camera: Camera, screen: BalanceScreen) -> None:
    form = _form(scene, screen, Mode.TOP_UP)
    if not isinstance(form, TopUpForm):
        raise TypeError("the form of a top-up")
    scene.hand.type("3000", form.amount.edit)
    scene.hand.type("5000", form.received.edit)
    camera.take("balance-top-up", scene.window)
    with camera.sized(scene.window, LARGE):
        camera.take("balance-top-up-1920", scene.window)
    form.method.choose(Method.CARD)
    scene.hand.click(screen.counter.primary)
    camera.take("balance-terminal", scene.window)
    scene.hand.click(form.terminal.declined)
    camera.take("balance-declined", scene.window)


def _credit(scene: Scene, camera: Camera, screen: BalanceScreen) -> None:
    form = _form(scene, screen, Mode.CREDIT)
    if not isinstance(form, CreditForm):
        raise TypeError("the form of a credit")
    scene.hand.type("500", form.amount.edit)
    if form.chips:
        scene.hand.click(form.chips[0])
    camera.take("balance-credit", scene.window)


def _deduct(scene: Scene, camera: Camera, screen: BalanceScreen) -> None:
    form = _form(scene, screen, Mode.DEDUCT)
    if not isinstance(form, DeductForm):
        raise TypeError("the form of a deduction")
    scene.hand.type("100", form.amount.edit)
    scene.hand.click(form.reason.chips[1])
    camera.take("balance-deduct-undecided", scene.window)
    form.account.choose(AccountType.GAME)
    camera.take("balance-deduct", scene.window)


def _dialog(
    scene: Scene, camera: Camera, opener: Opener, what: tuple[type[OperationDialog], str]
) -> None:
    kind, name = what
    opener(scene.window, scene.windows.runner, club.HERO_CLIENT)
    dialog = scene.dialog(kind)
    camera.take(name, scene.window)
    dialog.finish(done=False)
    scene.hand.settle()
