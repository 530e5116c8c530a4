"""The end of the day: the till counted blind, the Z-report, and the three tellings compared."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.bootstrap.house import BOOKS
from clubdesk.demo.tour.check import compare_with_ledger, missing_on_paper
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.receipt import PaperKind, Receipt
from clubdesk.foundation.money import format_number
from clubdesk.foundation.translate import language
from clubdesk.services.ports import PrintState
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.look.receipt_preview import ReceiptPreview
from clubdesk.ui.shifts.close_dialog import CloseShiftDialog
from clubdesk.ui.shifts.screen import ShiftsScreen


def close_shift(scene: Scene) -> None:
    """Counts the till and closes; the Z-report is on the screen and on paper."""
    screen = scene.window.open_screen("shifts")
    assert isinstance(screen, ShiftsScreen)  # noqa: S101 - narrows the type
    scene.hand.settle()
    scene.hand.picture("shift-running")
    papers = len(scene.stage.printer.papers)
    screen.close_shift()
    dialog = scene.dialog(CloseShiftDialog)
    counted = scene.balance(AccountKind.TILL_CASH, 1)
    club = scene.windows.house.storage.queries.club()
    assert club is not None  # noqa: S101 - the club is set up
    QTest.keyClicks(dialog.count.total.edit, format_number(counted, club.currency, language()))
    scene.hand.settle()
    scene.check(dialog.count.minor() == counted, "the count is what was typed")
    scene.hand.picture("close-shift-count")
    scene.hand.click(dialog.primary)
    scene.hand.picture("close-shift-done")
    scene.hand.click(dialog.primary)
    preview = scene.dialog(ReceiptPreview)
    scene.hand.picture("z-report")
    scene.hand.key(Qt.Key.Key_Escape, into=preview)
    scene.hand.until(lambda: open_dialog_of(scene.window) is None, "the preview to close")
    scene.hand.until(lambda: len(scene.stage.printer.papers) > papers, "the Z-report on paper")
    scene.hand.settle()
    scene.hand.picture("shift-closed")
    scene.say(f"Shift closed: {scene.shown(counted)} counted")


def compare(scene: Scene) -> None:
    """Z-report, ledger and papers say the same to the cent, or the tour fails."""
    house = scene.windows.house
    shift = house.storage.queries.shifts(1)[0]
    receipt = shift.report
    scene.check(receipt is not None and receipt.report is not None, "the Z-report is stored")
    assert receipt is not None  # noqa: S101 - narrows the type
    report = receipt.report
    assert report is not None  # noqa: S101 - narrows the type
    club = house.storage.queries.club()
    assert club is not None  # noqa: S101 - the club is set up
    scene.say(f"Z-report {receipt.paper.number}, figure by figure, against the ledger:")
    for line in compare_with_ledger(house.folder / BOOKS, shift.shift.id, report):
        told = f"{line.reported} points" if line.in_points else scene.shown(line.reported)
        scene.say(f"  {line.name:<22} {told:>16}  ledger {line.summed}")
        scene.check(line.holds, f"{line.name}: report {line.reported}, ledger {line.summed}")
    _every_paper_came_out_once(scene)
    paper = next(p for p in reversed(scene.stage.printer.papers) if _is_z(p.text, receipt))
    absent = missing_on_paper(report, paper.text, club.currency)
    scene.check(not absent, f"the paper lacks {absent}")
    scene.say("The Z-report on paper says the same.")


def _is_z(text: tuple[str, ...], receipt: Receipt) -> bool:
    head = receipt.report.chain_head if receipt.report else ""
    return receipt.paper.kind is PaperKind.Z_REPORT and head[:4] in " ".join(text)


def _every_paper_came_out_once(scene: Scene) -> None:
    def all_confirmed() -> bool:
        jobs = scene.windows.house.storage.queries.print_jobs(100_000)
        today = [j for j in jobs if j.created_at >= scene.started]
        return all(j.state in (PrintState.CONFIRMED, PrintState.SENT) for j in today)

    scene.hand.until(all_confirmed, "every paper to be printed")
    jobs = scene.windows.house.storage.queries.print_jobs(100_000)
    wanted = sum(1 for job in jobs if job.created_at >= scene.started)
    printed = len(scene.stage.printer.papers)
    scene.check(wanted == printed, f"{wanted} papers asked for, {printed} came out")
    scene.say(f"{printed} papers were asked for, and {printed} came out.")
