"""The table of faults and job states, a test a cell: nothing is lost, nothing comes out twice.

Each fault strikes while the paper is queued, in sending, or written and not yet confirmed, and each
time the desk lives or is killed there. Afterwards the printer is mended, the desk starts anew if it
was killed, and a person answers the question about a doubtful paper with "print again".
"""

from __future__ import annotations

import shutil
import socket
import struct
import threading

import pytest

from clubdesk.demo.virtual_printer import VirtualPrinter
from clubdesk.services.papers import MarkPaper, RetryPaper
from clubdesk.services.ports import PrintState
from clubdesk.storage.address import sqlite_url
from tests.support.print_desk import PrintDesk, die, numbers, printer_at, set_up

FAULTS = [
    "offline",
    "refused",
    "paper_out",
    "cover_open",
    "silent",
    "stall_after_1",
    "stall_after_300",
    "power_lost_after_1",
    "power_lost_after_300",
]
MOMENTS = ["queued", "sending", "written"]
ENDS = ["desk lives", "desk killed"]
OVER = (PrintState.SENT, PrintState.CONFIRMED, PrintState.UNKNOWN, PrintState.SKIPPED)


class Device(VirtualPrinter):
    """A printer whose fault strikes at the moment that the cell asks for."""

    def __init__(self, fault: str) -> None:
        super().__init__()
        self.fault = fault
        self.strikes_when_written = False
        self.written = threading.Event()

    def strike(self) -> None:
        """The fault is there from now on, until the printer is repaired."""
        if not self.fault:
            return
        name, _, count = self.fault.rpartition("_after_")
        if name == "power_lost" and self.strikes_when_written:
            self._cut_off()
        elif name == "power_lost":
            self.faults.drop_after = int(count)
        elif name == "stall":
            self.faults.stall_after = int(count)
        elif self.fault == "refused":
            self._shut(self._listener)
            self._cut_off()
        else:
            setattr(self.faults, self.fault, True)

    def repair(self) -> None:
        """All is well again."""
        self.fault, self.strikes_when_written = "", False
        self.mend()
        if self._listener.fileno() < 0:
            self._thread.join(5)
            self.take_connections()

    def _cut_off(self) -> None:
        if self._open is not None:
            reset = struct.pack("ii", 1, 0)
            self._open.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
            self._shut(self._open)

    def _finish(self, tray) -> None:
        super()._finish(tray)
        if self.strikes_when_written:
            self.strike()
            self.strikes_when_written = False
        self.written.set()


class Cell:
    """One cell of the table: its club, its printer, its desks."""

    def __init__(self, url: str, fault: str) -> None:
        self.device = Device(fault)
        self.device.start()
        self.url = url
        self.owner, self.client = set_up(url)
        self.desks: list[PrintDesk] = []

    def desk(self, **more) -> PrintDesk:
        made = PrintDesk(self.url, self.owner, [printer_at(self.device)], **more)
        self.desks.append(made)
        return made

    def close(self) -> None:
        self.device.mend()
        for desk in self.desks:
            desk.stop()
        self.device.stop()


@pytest.fixture
def cell(request, tmp_path, sqlite_template):
    file = tmp_path / "club.db"
    shutil.copyfile(sqlite_template, file)
    made = Cell(sqlite_url(file), request.param)
    yield made
    made.close()


def play(cell: Cell, moment: str, *, killed: bool) -> tuple[PrintDesk, int]:
    """Lets the fault strike at its moment; gives the desk that goes on and the paper's job."""
    dead = threading.Event()

    def on_mark(mark: MarkPaper, is_done: bool) -> None:
        sending = mark.state is PrintState.SENDING
        if sending and is_done and moment == "sending":
            cell.device.strike()
        at_kill = {
            "queued": sending and not is_done,
            "sending": sending and is_done,
            "written": not sending and not is_done,
        }[moment]
        postponed = mark.state is PrintState.QUEUED and is_done and moment == "queued"
        if killed and not dead.is_set() and (at_kill or postponed):
            dead.set()
            die()

    if moment == "queued":
        cell.device.strike()
    cell.device.strikes_when_written = moment == "written"
    desk = cell.desk(on_mark=on_mark)
    job_id = desk.top_up(cell.client)
    desk.start()
    if killed:
        assert dead.wait(20)
        desk.stop()
        return cell.desk(), job_id
    assert desk.until(lambda: desk.job(job_id).state in OVER or desk.job(job_id).problem)
    return desk, job_id


# A killed desk's thread ends by an exception that nobody may catch.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("cell", FAULTS, indirect=True)
def test_a_paper_comes_out_and_its_original_at_most_once(cell, moment, end) -> None:
    killed = end == "desk killed"
    desk, job_id = play(cell, moment, killed=killed)
    behind = desk.top_up(cell.client, 7_000)
    cell.device.repair()
    if killed:
        desk.start()
    assert desk.reaches(job_id, *OVER)
    if desk.job(job_id).state is PrintState.UNKNOWN:
        copy_id = desk.deed(RetryPaper(job_id=job_id)).job_id
        assert desk.reaches(copy_id, PrintState.CONFIRMED)
    assert desk.reaches(behind, PrintState.CONFIRMED)
    number = str(desk.job(job_id).transaction_id)
    originals = numbers(cell.device, copies=False)
    copies = numbers(cell.device, copies=True)
    assert number in originals + copies
    assert originals.count(number) <= 1
    assert copies.count(number) <= 1
    assert originals.count(str(desk.job(behind).transaction_id)) == 1
    assert cell.device.kicks <= 2
    assert not {PrintState.QUEUED, PrintState.SENDING} & {
        desk.job(n).state for n in (job_id, behind)
    }
