"""The tour's acts at the till: a hand-over, an expense, a collection, a close that does not agree.

GUI thread; every deed goes through the widgets. In this order: ``hand_over``, ``cash_out``,
``collect``, ``close_with_difference``; the last stands in place of ``closing.close_shift`` and
needs a hall where nobody plays.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clubdesk.demo.cast import STAFF
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.foundation.money import format_number
from clubdesk.foundation.translate import language
from clubdesk.ui.look.approval import ApprovalDialog
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.look.receipt_preview import ReceiptPreview
from clubdesk.ui.shifts.cash_dialogs import CashOutDialog, CollectDialog
from clubdesk.ui.shifts.close_dialog import CloseShiftDialog
from clubdesk.ui.shifts.hand_over_dialog import HandOverDialog
from clubdesk.ui.shifts.screen import ShiftsScreen

ADMINISTRATOR, CASHIER = "dana", "timur"
PINS = {person.login: person.pin for person in STAFF}
SPENT, TO_SAFE = 450_000, 10_000_000


def hand_over(scene: Scene) -> None:
    """The administrator hands the till to the cashier; whoever plays plays on."""
    screen = _shifts(scene)
    playing = len(scene.windows.house.storage.queries.shift_now(1, scene.clock.now()).open_sessions)
    scene.hand.click(screen.hand_button)
    dialog = scene.dialog(HandOverDialog)
    scene.hand.until(dialog.pick.login, "who may take over")
    dialog.pick.choice.choose(CASHIER)
    scene.hand.type(PINS[CASHIER], dialog.pick.secret.editor)
    _type_count(scene, dialog, scene.balance(AccountKind.TILL_CASH, 1))
    scene.hand.picture("hand-over")
    scene.hand.click(dialog.primary)
    scene.hand.until(lambda: dialog.heading.text().endswith("now"), "the hand-over")
    scene.hand.picture("handed-over")
    scene.hand.key(Qt.Key.Key_Escape, into=dialog)
    runner = scene.windows.runner
    scene.hand.until(lambda: runner.staff and runner.staff.login == CASHIER, "the cashier")
    now = scene.windows.house.storage.queries.shift_now(1, scene.clock.now())
    scene.check(len(now.open_sessions) == playing, "sessions go on through a hand-over")
    scene.say(f"The till handed over to {CASHIER}; {playing} sessions went on")


def cash_out(scene: Scene) -> None:
    """Coffee beans are paid from the till, with their slip."""
    screen, till = _shifts(scene), scene.balance(AccountKind.TILL_CASH, 1)
    papers = len(scene.stage.printer.papers)
    scene.hand.click(screen.deeds.cash_out)
    dialog = scene.dialog(CashOutDialog)
    _type_amount(scene, dialog.amount.edit, SPENT)
    if dialog.category is not None:
        scene.hand.click(dialog.category.chips[0])
    scene.hand.type("Coffee beans", dialog.reason.edit)  # type: ignore[union-attr]
    scene.hand.picture("cash-out")
    scene.accept(dialog)
    paid = till - scene.balance(AccountKind.TILL_CASH, 1)
    scene.check(paid == SPENT, "the expense left the till once")
    scene.hand.until(lambda: len(scene.stage.printer.papers) > papers, "the expense's slip")
    scene.say(f"{scene.shown(paid)} paid from the till for coffee beans")


def collect(scene: Scene) -> None:
    """A part of the cash goes to the safe; the cashier needs the administrator's PIN for it."""
    screen, safe = _shifts(scene), scene.balance(AccountKind.SAFE)
    scene.hand.click(screen.deeds.collect)
    dialog = scene.dialog(CollectDialog)
    scene.hand.click(dialog.how_much.chips[1])
    _type_amount(scene, dialog.amount.edit, TO_SAFE)
    scene.hand.picture("collect")
    scene.hand.click(dialog.primary)
    _approve(scene)
    scene.hand.until(lambda: open_dialog_of(scene.window) is None, "the collection")
    taken = scene.balance(AccountKind.SAFE) - safe
    scene.check(taken == TO_SAFE, "the safe holds what was collected")
    scene.say(f"{scene.shown(taken)} taken to the safe with an administrator's approval")


def close_with_difference(scene: Scene) -> None:
    """A blind count lacks as much as the expense was; its causes, a reason, a PIN, the Z-report."""
    screen, papers = _shifts(scene), len(scene.stage.printer.papers)
    scene.hand.click(screen.close_button)
    dialog = scene.dialog(CloseShiftDialog)
    _type_count(scene, dialog, scene.balance(AccountKind.TILL_CASH, 1) - SPENT)
    scene.hand.picture("close-shift-count")
    scene.hand.click(dialog.primary)
    scene.hand.until(lambda: dialog.blind.causes.causes, "what may have happened")
    likeliest = dialog.blind.causes.causes[0]
    scene.check(likeliest.amount == SPENT, "the expense is the likeliest cause")
    scene.hand.type("The coffee was paid twice", dialog.reason.editor)
    scene.hand.picture("close-shift-difference")
    scene.hand.click(dialog.primary)
    _approve(scene)
    scene.hand.until(lambda: not dialog.blind.isVisible(), "the close")
    scene.hand.picture("close-shift-done")
    scene.hand.click(dialog.primary)
    preview = scene.dialog(ReceiptPreview)
    scene.hand.picture("z-report")
    scene.hand.key(Qt.Key.Key_Escape, into=preview)
    scene.hand.until(lambda: len(scene.stage.printer.papers) > papers, "the Z-report on paper")
    scene.hand.settle()
    scene.hand.picture("shift-closed")
    scene.say(f"Shift closed with {scene.shown(SPENT)} too little, explained and approved")


def _shifts(scene: Scene) -> ShiftsScreen:
    screen = scene.window.open_screen("shifts")
    if not isinstance(screen, ShiftsScreen):
        raise TypeError("the screen Shifts")
    scene.hand.settle()
    return screen


def _type_count(scene: Scene, dialog: CloseShiftDialog | HandOverDialog, minor: int) -> None:
    _type_amount(scene, dialog.count.total.edit, minor)
    scene.check(dialog.count.minor() == minor, "the count is what was typed")


def _type_amount(scene: Scene, edit: QWidget, minor: int) -> None:
    club = scene.windows.house.storage.queries.club()
    if club is None:
        raise LookupError("no club is set up")
    QTest.keyClicks(edit, format_number(minor, club.currency, language()))
    scene.hand.settle()


def _approve(scene: Scene) -> None:
    dialog = scene.dialog(ApprovalDialog)
    scene.hand.until(dialog.pick.login, "who may approve")
    dialog.pick.choice.choose(ADMINISTRATOR)
    scene.hand.type(PINS[ADMINISTRATOR], dialog.pick.secret.editor)
    scene.hand.picture("approval")
    scene.hand.click(dialog.primary)
    scene.hand.until(lambda: open_dialog_of(scene.window) is not dialog, "the approval")
