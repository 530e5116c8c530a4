"""Several printers of one desk: each paper where it belongs, none waiting for another's printer."""

from __future__ import annotations

import shutil
import threading

import msgspec
import pytest

from clubdesk.demo.virtual_printer import VirtualPrinter
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.papers import OpenDrawer, ReprintPaper, RetryPaper
from clubdesk.services.ports import LampState, PrintState
from clubdesk.services.shifts import PrintXReport
from clubdesk.storage.address import sqlite_url
from tests.support.print_desk import PrintDesk, numbers, printer_at, set_up


@pytest.fixture
def till():
    device = VirtualPrinter().start()
    yield device
    device.mend()
    device.stop()


@pytest.fixture
def office():
    device = VirtualPrinter().start()
    yield device
    device.mend()
    device.stop()


@pytest.fixture
def open_desk(tmp_path, sqlite_template):
    file = tmp_path / "club.db"
    shutil.copyfile(sqlite_template, file)
    owner, client = set_up(sqlite_url(file))
    opened = []

    def make(*printers) -> PrintDesk:
        desk = PrintDesk(sqlite_url(file), owner, printers).start()
        desk.client = client
        opened.append(desk)
        return desk

    yield make
    for desk in opened:
        desk.stop()


def both(till, office, **more):
    return (
        printer_at(till, "Till", roles=("receipt",)),
        printer_at(office, "Office", roles=("report",), **more),
    )


def test_each_paper_comes_out_by_its_role(open_desk, till, office) -> None:
    desk = open_desk(*both(till, office))
    receipt = desk.top_up(desk.client)
    report = desk.deed(PrintXReport()).job_id
    assert desk.reaches(receipt, PrintState.CONFIRMED)
    assert desk.reaches(report, PrintState.CONFIRMED)
    assert (len(till.papers), len(office.papers)) == (1, 1)
    assert (desk.job(receipt).printer, desk.job(report).printer) == ("Till", "Office")
    assert (till.kicks, office.kicks) == (1, 0)


def test_a_role_without_a_printer_comes_out_where_receipts_do(open_desk, till) -> None:
    desk = open_desk(printer_at(till, roles=("receipt",)))
    assert desk.reaches(desk.deed(PrintXReport()).job_id, PrintState.CONFIRMED)
    assert len(till.papers) == 1


def test_a_dead_printer_keeps_only_its_own_papers_and_the_lamp_names_it(
    open_desk, till, office
) -> None:
    office.refuse()
    desk = open_desk(*both(till, office))
    report = desk.deed(PrintXReport()).job_id
    assert desk.until(lambda: desk.job(report).problem)
    for _ in range(3):
        assert desk.reaches(desk.top_up(desk.client), PrintState.CONFIRMED)
    assert desk.job(report).state is PrintState.QUEUED
    assert desk.until(lambda: desk.lamps and len(desk.lamps[-1].parts) == 2)
    lamp = desk.lamps[-1]
    assert (lamp.state, lamp.printer) == (LampState.OFFLINE, "Office")
    assert {part.printer: part.state for part in lamp.parts} == {
        "Till": LampState.READY,
        "Office": LampState.OFFLINE,
    }
    desk.deed(RetryPaper(job_id=report, printer="Till"))
    assert desk.reaches(report, PrintState.CONFIRMED)
    assert office.papers == []
    assert len(till.papers) == 4


def test_printers_changed_while_papers_wait_print_each_once(open_desk, till, office) -> None:
    till.faults.offline = True
    desk = open_desk(printer_at(till))
    jobs = [desk.top_up(desk.client, 1_000 + n) for n in range(6)]
    assert desk.until(lambda: desk.job(jobs[0]).problem)
    settings = DeskSettings(receipt_language="en", printers=(printer_at(office, "Office"),))
    changes = [
        settings,
        msgspec.structs.replace(settings, printers=both(till, office)),
        settings,
    ]
    till.mend()
    for changed in changes:
        desk.room.change(changed)
    assert all(desk.reaches(job, PrintState.CONFIRMED) for job in jobs)
    came = numbers(till, copies=False) + numbers(office, copies=False)
    assert sorted(came) == sorted(str(desk.job(job).transaction_id) for job in jobs)


@pytest.mark.parametrize(("pin", "pulse"), [(2, b"\x1bp\x00"), (5, b"\x1bp\x01")])
def test_the_drawer_opens_on_its_pin_for_cash_alone_and_never_for_a_copy(
    open_desk, till, pin, pulse
) -> None:
    desk = open_desk(printer_at(till, drawer_pin=pin))
    receipt = desk.top_up(desk.client)
    assert desk.reaches(receipt, PrintState.CONFIRMED)
    assert pulse in till.papers[0].data
    copy = desk.deed(ReprintPaper(job_id=receipt)).job_id
    assert desk.reaches(copy, PrintState.CONFIRMED)
    report = desk.deed(PrintXReport()).job_id
    assert desk.reaches(report, PrintState.CONFIRMED)
    assert till.kicks == 1


def test_no_pulse_goes_to_a_printer_without_a_drawer_and_that_is_told(open_desk, till) -> None:
    desk = open_desk(printer_at(till, drawer_pin=0, cut=False))
    assert desk.reaches(desk.top_up(desk.client), PrintState.CONFIRMED)
    desk.deed(OpenDrawer())
    assert desk.until(lambda: desk.drawers)
    assert "No drawer" in desk.drawers[0]
    assert till.kicks == 0


@pytest.mark.parametrize("trouble", ["off", "cover open"])
def test_a_drawer_that_cannot_open_now_does_not_open_later_by_itself(
    open_desk, till, trouble
) -> None:
    desk = open_desk(printer_at(till))
    if trouble == "off":
        till.refuse()
    else:
        till.faults.cover_open = True
    desk.deed(OpenDrawer())
    assert desk.until(lambda: desk.drawers)
    assert desk.drawers[0]
    if trouble == "off":
        till.take_connections()
    till.mend()
    assert desk.reaches(desk.top_up(desk.client), PrintState.CONFIRMED)
    assert till.kicks == 1


def test_without_a_printer_the_lamp_is_out_and_papers_wait(open_desk, till) -> None:
    desk = open_desk()
    job = desk.top_up(desk.client)
    assert desk.until(lambda: desk.lamps)
    assert desk.lamps[-1].state is LampState.NONE
    assert desk.job(job).state is PrintState.QUEUED
    desk.room.change(DeskSettings(receipt_language="en", printers=(printer_at(till),)))
    assert desk.reaches(job, PrintState.CONFIRMED)


def test_all_queues_end_with_the_desk(open_desk, till, office) -> None:
    before = set(threading.enumerate())
    desk = open_desk(*both(till, office))
    assert desk.reaches(desk.top_up(desk.client), PrintState.CONFIRMED)
    desk.stop()
    left = {thread for thread in threading.enumerate() if thread.name == "print-queue"} - before
    assert not left
