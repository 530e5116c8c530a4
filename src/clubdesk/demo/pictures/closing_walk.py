"""The end of the day in pictures: the shift's figures, the count, the Z-report and the papers.

GUI thread.
"""

from __future__ import annotations

from PySide6.QtTest import QTest

from clubdesk.demo.pictures.camera import LARGE, Camera
from clubdesk.demo.pictures.evening import MIDNIGHT
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.money import format_number
from clubdesk.foundation.translate import language
from clubdesk.services.sessions import EndSession
from clubdesk.services.time_over import end_due_sessions
from clubdesk.ui.look.receipt_preview import ReceiptPreview
from clubdesk.ui.shifts.close_dialog import CloseShiftDialog
from clubdesk.ui.shifts.screen import ShiftsScreen

SHORT_BY = 50_000
"""The till holds so much less than the books say, so that a difference shows."""
_REASONS = {"en": "Change given twice at PC 12", "ru": "Дважды выдали сдачу, PC 12"}
PAPERS = {
    PaperKind.TOP_UP: "paper-top-up",
    PaperKind.SESSION_END: "paper-session-bill",
    PaperKind.Z_REPORT: "paper-z-report",
}


def close_shift(scene: Scene, camera: Camera) -> None:
    """From the running shift to the Z-report; everyone goes home on the way."""
    screen = scene.window.open_screen("shifts")
    if not isinstance(screen, ShiftsScreen):
        raise TypeError("the screen Shifts")
    camera.take("shifts", scene.window)
    with camera.sized(scene.window, LARGE):
        camera.take("shifts-1920", scene.window)
    scene.clock.move_to(MIDNIGHT)
    _end_what_is_over(scene)
    screen.close_shift()
    camera.take("close-shift-open-sessions", scene.window)
    scene.dialog(CloseShiftDialog).finish(done=False)
    _send_all_home(scene)
    scene.hand.settle()
    scene.window.toasts.clear()
    _count(scene, camera, screen)


def _count(scene: Scene, camera: Camera, screen: ShiftsScreen) -> None:
    screen.close_shift()
    dialog = scene.dialog(CloseShiftDialog)
    club = scene.windows.house.storage.queries.club()
    if club is None:
        raise LookupError("no club is set up")
    counted = scene.balance(AccountKind.TILL_CASH, 1) - SHORT_BY
    QTest.keyClicks(dialog.count.total.edit, format_number(counted, club.currency, language()))
    camera.take("close-shift", scene.window)
    scene.hand.click(dialog.primary)
    if dialog.reason.isVisible():
        dialog.reason.editor.setText(_REASONS[language()])
        camera.take("close-shift-difference", scene.window)
        scene.hand.click(dialog.primary)
    camera.take("close-shift-done", scene.window)
    scene.hand.click(dialog.primary)
    preview = scene.dialog(ReceiptPreview)
    camera.take("z-report", scene.window)
    preview.finish(done=False)
    camera.take("shifts-closed", scene.window)


def _end_what_is_over(scene: Scene) -> None:
    house = scene.windows.house

    def end() -> None:
        end_due_sessions(house.storage.begin, scene.clock, house.dispatcher)

    house.writer.submit(end).result(60)
    scene.hand.settle()
    scene.window.toasts.clear()


def _send_all_home(scene: Scene) -> None:
    house = scene.windows.house
    cashier = scene.windows.runner.staff
    staff_id = cashier.id if cashier is not None else None

    def end_all() -> None:
        with house.storage.begin() as work:
            sessions = list(work.sessions.all_open())
        for session in sessions:
            house.dispatcher.carry_out(EndSession(session_id=session.id), staff_id)

    house.writer.submit(end_all).result(60)


def papers(scene: Scene, camera: Camera) -> None:
    """The last paper of each kind, as it comes out of the printer."""
    house = scene.windows.house
    jobs = house.storage.queries.print_jobs(500)
    for kind, name in PAPERS.items():
        of_kind = [job for job in jobs if job.receipt.paper.kind is kind]
        newest = max(of_kind, key=lambda job: job.id)
        camera.keep(name, house.desk.draw(newest.receipt).result(20))
