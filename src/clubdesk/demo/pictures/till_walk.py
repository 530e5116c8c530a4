"""Cash beside sales, the hand-over and a shift's report in pictures. GUI thread.

Nothing that is photographed is carried out: the same evening shows in every picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtTest import QTest

from clubdesk.demo.pictures.camera import LARGE, Camera
from clubdesk.demo.tour.scene import Scene
from clubdesk.foundation.translate import language
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.shifts.cash_dialogs import CashInDialog, CashOutDialog, CollectDialog
from clubdesk.ui.shifts.count import BY_NOTES
from clubdesk.ui.shifts.hand_over_dialog import HandOverDialog
from clubdesk.ui.shifts.report import ReportDialog, RunningReport
from clubdesk.ui.shifts.screen import ShiftsScreen

D = TypeVar("D", bound=Dialog)
_BOUGHT = {"en": "Coffee beans, corner shop", "ru": "Кофе в зёрнах, магазин на углу"}
_SOME_PIECES = ("1", "2", "4", "3", "6", "5", "8", "7", "10", "12", "9", "20")


def cash_beside_sales(scene: Scene, camera: Camera) -> None:
    """Cash in, Cash out, Collect, the figures so far and the hand-over, over the running shift."""
    screen = _screen(scene)
    moved = _opened(scene, screen.deeds.cash_in.click, CashInDialog)
    QTest.keyClicks(moved.amount.edit, "20000")
    moved.reason.setFocus()
    camera.take("cash-in", scene.window)
    moved.finish(done=False)
    paid = _opened(scene, screen.deeds.cash_out.click, CashOutDialog)
    QTest.keyClicks(paid.amount.edit, "4500")
    if paid.category is not None:
        paid.category.chips[0].click()
    paid.reason.setFocus()
    paid.reason.edit.setText(_BOUGHT[language()])  # type: ignore[union-attr]
    camera.take("cash-out", scene.window)
    paid.finish(done=False)
    collected = _opened(scene, screen.deeds.collect.click, CollectDialog)
    camera.take("collect", scene.window)
    collected.finish(done=False)
    running = _opened(scene, screen.all_figures.click, RunningReport)
    camera.take("x-report-figures", scene.window)
    running.finish(done=False)
    _hand_over(scene, camera, screen)


def report(scene: Scene, camera: Camera) -> None:
    """The report of the shift that was closed last, as a page."""
    screen = _screen(scene)
    shown = _opened(scene, screen.report_button.click, ReportDialog)
    camera.take("shift-report", scene.window)
    shown.finish(done=False)
    with camera.sized(scene.window, LARGE):
        shown = _opened(scene, screen.report_button.click, ReportDialog)
        camera.take("shift-report-1920", scene.window)
        shown.finish(done=False)


def _hand_over(scene: Scene, camera: Camera, screen: ShiftsScreen) -> None:
    handing = _opened(scene, screen.hand_button.click, HandOverDialog)
    QTest.keyClicks(handing.pick.secret.editor, "123456")
    camera.take("hand-over", scene.window)
    handing.count.ways.choose(BY_NOTES)
    for box, pieces in zip(handing.count.notes.boxes, _SOME_PIECES, strict=False):
        QTest.keyClicks(box, pieces)
    camera.take("hand-over-notes", scene.window)
    handing.finish(done=False)


def _opened(scene: Scene, press: Callable[[], None], kind: type[D]) -> D:
    press()
    scene.hand.settle()
    return scene.dialog(kind)


def _screen(scene: Scene) -> ShiftsScreen:
    screen = scene.window.open_screen("shifts")
    if not isinstance(screen, ShiftsScreen):
        raise TypeError("the screen Shifts")
    scene.hand.settle()
    return screen
