"""The end of the day: Z-reports, ledger and papers compared, figure by figure."""

from __future__ import annotations

from clubdesk.bootstrap.house import BOOKS
from clubdesk.demo.tour.check import compare_with_ledger, missing_on_paper
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.receipt import PaperKind, Receipt
from clubdesk.services.ports import PrintState
from clubdesk.services.views import ShiftRow


def compare(scene: Scene) -> None:
    """Z-report, ledger and papers say the same to the cent, or the tour fails."""
    closed = [row for row in scene.windows.house.storage.queries.shifts(1) if row.report]
    today = [row for row in closed if row.shift.opened_at >= scene.started]
    scene.check(len(today) == 2, "the shift that was handed over and the last one")
    for row in reversed(today):
        _compare_one(scene, row)
    _every_paper_came_out_once(scene)


def _compare_one(scene: Scene, shift: ShiftRow) -> None:
    house, receipt = scene.windows.house, shift.report
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
