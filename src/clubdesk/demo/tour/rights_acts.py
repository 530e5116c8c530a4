"""The tour's acts about who may do what: taking over, an approval, the lock, journal and settings.

GUI thread; every deed goes through the widgets.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clubdesk.demo.cast import STAFF
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.ui.clients.card_deeds import CardDeed
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.frame.switch_dialog import SwitchDialog
from clubdesk.ui.journal.screen import JournalScreen
from clubdesk.ui.look.approval import ApprovalDialog
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.dialogs import RefundDialog
from clubdesk.ui.settings.screen import SettingsScreen
from clubdesk.ui.sign_in.screen import SignInScreen

ADMINISTRATOR, CASHIER = "dana", "timur"
BACK = "1000"
PINS = {person.login: person.pin for person in STAFF}
CONTROL = Qt.KeyboardModifier.ControlModifier


def refund_with_approval(scene: Scene) -> None:
    """The cashier takes over, refunds what only an administrator may, and she types her PIN."""
    _take_over(scene)
    who, till = scene.money["new client"], scene.balance(AccountKind.TILL_CASH, 1)
    screen = scene.window.open_screen("clients")
    if not isinstance(screen, ClientsScreen):
        raise TypeError("the screen Clients")
    screen.show_client(who)
    card = screen.card
    if card is None:
        raise LookupError("the card of the client")
    scene.hand.until(lambda: card.facts and card.facts.client.id == who, "the client's card")
    card.bar.ask(CardDeed.REFUND)
    dialog = scene.dialog(RefundDialog)
    scene.hand.type(BACK, dialog.form.amount.edit)
    scene.hand.type("The client leaves town", dialog.form.reason.edit)
    scene.hand.picture("refund")
    scene.hand.click(dialog.primary)
    _approve(scene)
    paid = till - scene.balance(AccountKind.TILL_CASH, 1)
    scene.check(paid == int(BACK) * 100, "the till paid the refund once")
    scene.check(open_dialog_of(scene.window) is None, "the refund is done")
    scene.hand.picture("refunded")
    screen.close_card()
    scene.say(f"{scene.shown(paid)} refunded by the cashier with an administrator's approval")


def _take_over(scene: Scene) -> None:
    scene.window.switch_person()
    dialog = scene.dialog(SwitchDialog)
    scene.hand.until(dialog.pick.login, "who may take over")
    dialog.pick.choice.choose(CASHIER)
    scene.hand.type(PINS[CASHIER], dialog.pick.secret.editor)
    scene.hand.picture("quick-switch")
    scene.accept(dialog)
    _until_at_desk(scene, CASHIER)


def _approve(scene: Scene) -> None:
    dialog = scene.dialog(ApprovalDialog)
    scene.hand.until(dialog.pick.login, "who may approve")
    dialog.pick.choice.choose(ADMINISTRATOR)
    scene.hand.type(PINS[ADMINISTRATOR], dialog.pick.secret.editor)
    scene.hand.picture("approval")
    scene.accept(dialog)


def lock(scene: Scene) -> None:
    """The cashier leaves the desk locked; the administrator opens it with her PIN."""
    _press(scene, scene.window, Qt.Key.Key_L)
    screen = scene.window.findChild(SignInScreen)
    if screen is None:
        raise LookupError("the sign-in screen")
    scene.hand.until(lambda: screen.isVisible() and screen.tiles, "the desk to be locked")
    scene.check(scene.windows.runner.staff is None, "nobody is at a locked desk")
    scene.hand.picture("locked")
    scene.hand.click(next(one for one in screen.tiles if one.person.login == ADMINISTRATOR))
    scene.hand.type(PINS[ADMINISTRATOR], screen.password.editor)
    scene.hand.click(screen.button)
    _until_at_desk(scene, ADMINISTRATOR)
    scene.say(f"Locked by the cashier, opened by {ADMINISTRATOR} with her PIN")


def journal(scene: Scene) -> None:
    """Who did what today; what was approved, and what one person did by hand."""
    screen = scene.window.open_screen("journal")
    if not isinstance(screen, JournalScreen):
        raise TypeError("the screen Journal")
    scene.window.toasts.clear()
    screen.filters.period.choose("today")
    scene.hand.until(lambda: screen.table and screen.table.rows_model.rows, "the journal")
    scene.hand.picture("journal")
    screen.filters.approved.setChecked(True)
    scene.hand.settle()
    lines = screen.table.rows_model.rows if screen.table is not None else []
    approved = len(lines) == 2 and all(line.approved_by for line in lines)
    scene.check(approved, "the refund's approval and the cancelled order's are in the journal")
    scene.hand.picture("journal-approved")
    screen.open_line(lines[0])
    scene.hand.settle()
    scene.hand.picture("journal-line")
    dialog = open_dialog_of(scene.window)
    if dialog is not None:
        dialog.finish(done=False)
    screen.filters.approved.setChecked(False)
    strip = screen.strip.rows_model.rows if screen.strip is not None else []
    told = ", ".join(f"{one.staff_name} {one.refunds}" for one in strip if one.refunds)
    scene.check(bool(told), "the strip counts the refund")
    scene.say(f"The journal names who approved; refunds by person: {told}")


def settings(scene: Scene) -> None:
    """The club's rules, promotions and groups, messages, staff and roles."""
    screen = scene.window.open_screen("settings")
    if not isinstance(screen, SettingsScreen):
        raise TypeError("the screen Settings")
    tabs = ("rules", "promotions", "receipts", "terminal", "messages", "staff")
    for key in tabs:
        screen.tabs.open(key)
        scene.hand.settle()
        scene.hand.picture(f"settings-{key}")
    scene.say(f"Settings looked through: {', '.join(tabs)}")


def _press(scene: Scene, widget: QWidget, key: Qt.Key) -> None:
    scene.hand.key(key, CONTROL, widget)


def _until_at_desk(scene: Scene, login: str) -> None:
    runner = scene.windows.runner
    scene.hand.until(lambda: runner.staff is not None and runner.staff.login == login, login)
    scene.hand.settle()
