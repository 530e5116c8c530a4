"""Printers through real windows: the lamp of several, the day's papers, a dead one beside others.

The longest time that the screen stood still while printers misbehave is measured here.
"""

from __future__ import annotations

import threading
from time import monotonic

import msgspec
import pytest
from PySide6.QtCore import QTimer

from clubdesk.demo.virtual_printer import VirtualPrinter
from clubdesk.foundation.printer_settings import PrinterSettings
from clubdesk.foundation.settings import load_settings, printers_of
from clubdesk.services.balance import TopUp
from clubdesk.services.papers import OpenDrawer, PrintTestPage, ReprintPaper
from clubdesk.services.ports import PrintState
from clubdesk.ui.frame.lamps import LampStory
from clubdesk.ui.papers.dialog import PapersDialog
from clubdesk.ui.settings.printer_dialog import PrinterDialog

CLIENT = 3
LONGEST_GAP_S = 0.5


@pytest.fixture
def second():
    """Another printer beside the desk's own."""
    printer = VirtualPrinter().start()
    yield printer
    printer.mend()
    printer.stop()


def set_up(real, second, **more) -> None:
    """Two printers: Till for receipts and reports, Kitchen for its slips."""
    till = PrinterSettings(
        name="Till", address="127.0.0.1", port=real.stage.printer.port, roles=("receipt", "report")
    )
    kitchen = PrinterSettings(
        name="Kitchen", address="127.0.0.1", port=second.port, roles=("kitchen",), **more
    )
    settings = msgspec.structs.replace(real.house.settings, printers=(till, kitchen))
    real.house.reader.submit(lambda: real.windows.save(settings)).result(20)


def lamp(real):
    return real.window.bar.lamps.states["printer"]


def open_papers(real) -> PapersDialog:
    # Not shown: a popup grabs the keyboard, which the offscreen platform cannot.
    story = LampStory(lamp(real), real.window)
    assert story.button is not None
    assert story.button.text() == "Papers"
    story.button.click()
    return real.dialog(PapersDialog)


def test_a_dead_kitchen_printer_never_holds_the_receipts_and_the_lamp_names_it(
    real, second
) -> None:
    real.come_to_work()
    set_up(real, second)
    second.refuse()
    slip = real.do(PrintTestPage(printer="Kitchen")).job_id
    real.until(lambda: next(j for j in real.jobs() if j.id == slip).problem)
    real.until(lambda: lamp(real).tone == "red")
    assert "Kitchen: The printer does not answer" in lamp(real).what
    assert "Till: The printer is ready." in lamp(real).what
    real.top_up(CLIENT, 5_000)
    real.until(lambda: len(real.papers) == 1)
    assert next(j for j in real.jobs() if j.id == slip).state is PrintState.QUEUED
    second.take_connections()
    real.do(ReprintPaper(job_id=slip))
    real.until(lambda: second.papers)
    real.until(lambda: lamp(real).tone == "green")


def test_a_waiting_paper_is_sent_to_the_other_printer_from_the_list(real, second) -> None:
    real.come_to_work()
    set_up(real, second)
    real.stage.printer.faults.paper_out = True
    real.top_up(CLIENT, 5_000)
    real.until(lambda: real.jobs()[0].problem)
    dialog = open_papers(real)
    real.until(lambda: dialog.table.current() is not None)
    assert "out of paper" in dialog.problem.text()
    dialog.printer.choose("Kitchen")
    assert dialog.primary.text() == "Try again"
    real.click(dialog.primary)
    real.until(lambda: second.papers)
    real.until(lambda: real.jobs()[0].state is PrintState.CONFIRMED)
    assert real.jobs()[0].printer == "Kitchen"
    assert not any("COPY" in row for row in second.papers[0].text)
    real.until(lambda: dialog.table.current().state is PrintState.CONFIRMED)
    assert dialog.primary.text() == "Print a Copy"
    assert not dialog.skip.isVisible()
    real.until(lambda: dialog.preview.widget() is not None)
    dialog.finish(done=False)


def test_a_waiting_paper_is_skipped_and_a_printed_one_printed_again_as_a_copy(real) -> None:
    real.come_to_work()
    real.top_up(CLIENT, 5_000)
    real.until(lambda: len(real.papers) == 1)
    dialog = open_papers(real)
    real.until(lambda: dialog.table.current() is not None)
    real.click(dialog.primary)
    real.until(lambda: len(real.papers) == 2)
    assert any(row.strip() == "COPY" for row in real.papers[1].text)
    real.stage.printer.faults.cover_open = True
    real.top_up(CLIENT, 7_000)
    real.until(lambda: real.jobs()[0].problem)
    real.until(lambda: dialog.table.rows_model.rows[0].problem)
    dialog.table.go_to(0)
    real.click(dialog.skip)
    real.until(lambda: real.jobs()[0].state is PrintState.SKIPPED)
    dialog.finish(done=False)


def test_the_drawer_opens_without_a_sale_and_a_dead_printer_is_told(real) -> None:
    real.come_to_work()
    real.until(lambda: lamp(real).tone == "green")
    real.do(OpenDrawer(reason="Change for the courier"), "owner")
    real.until(lambda: real.stage.printer.kicks == 1)
    real.until(lambda: "drawer was opened" in real.toasts())
    line = real.journal("OpenDrawer")[0]
    assert line.reason == "Change for the courier"
    real.stage.printer.refuse()
    real.do(OpenDrawer(), "owner")
    real.until(lambda: "did not open" in real.toasts())
    real.stage.printer.take_connections()
    real.top_up(CLIENT, 5_000)
    real.until(lambda: len(real.papers) == 1)
    assert real.stage.printer.kicks == 2


def test_a_printer_is_added_in_settings_and_prints_its_test_page(real, second) -> None:
    real.come_to_work("owner")
    writers = []
    before = real.house.save

    def save(settings):
        writers.append(threading.current_thread())
        before(settings)

    real.house.save = save
    page = real.window.open_screen("settings").tabs.open("desk").printers
    real.settle()
    real.click(page.add)
    dialog = real.dialog(PrinterDialog)
    dialog.name.editor.setText("Kitchen")
    dialog.address.editor.setText("127.0.0.1")
    dialog.port.editor.setValue(second.port)
    real.click(dialog.primary)
    real.nothing_open()
    assert writers
    assert threading.main_thread() not in writers
    kept = printers_of(load_settings(real.house.folder).settings)
    assert [printer.name for printer in kept][-1] == "Kitchen"
    page.table.go_to(len(kept) - 1)
    real.click(page.test)
    real.until(lambda: second.papers)
    assert real.papers == []


@pytest.mark.parametrize("fault", ["refused", "stalled", "silent", "power lost"])
def test_the_screen_never_waits_for_a_printer(real, second, fault) -> None:
    real.come_to_work()
    set_up(real, second)
    misbehave(real.stage.printer, fault)
    gaps: list[float] = []
    last = [monotonic()]
    ticks = QTimer()

    def tick() -> None:
        now = monotonic()
        gaps.append(now - last[0])
        last[0] = now

    ticks.timeout.connect(tick)
    ticks.start(5)
    for amount in (1_000, 2_000, 3_000):
        real.house.desk.do(TopUp(client_id=CLIENT, cash_minor=amount), real.runner.staff.id)
    dialog = open_papers(real)
    real.until(lambda: len(gaps) > 300)
    ticks.stop()
    dialog.finish(done=False)
    assert max(gaps) < LONGEST_GAP_S


def misbehave(printer: VirtualPrinter, fault: str) -> None:
    if fault == "refused":
        printer.refuse()
    elif fault == "stalled":
        printer.faults.stall_after = 50
    elif fault == "silent":
        printer.faults.silent = True
    else:
        printer.faults.drop_after = 50
