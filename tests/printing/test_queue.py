"""Each paper comes out at most once, through every fault of a printer on real TCP."""

import threading
from dataclasses import replace

import pytest

from clubdesk.demo.virtual_printer import VirtualPrinter
from clubdesk.printing import queue as queue_module
from clubdesk.printing.encoding import PaperStyle, receipt_bytes
from clubdesk.printing.link import UNREACHABLE
from clubdesk.printing.network import NetworkPrinter
from clubdesk.printing.queue import Patience, PrintQueue
from clubdesk.services.ports import LampState, PrintJob, PrintState
from tests.support import papers

LENGTH = len(receipt_bytes(papers.top_up(), PaperStyle()))


class Books:
    """The papers as the database keeps them, with the moments at which it fails."""

    def __init__(self) -> None:
        self.jobs: dict[int, PrintJob] = {}
        self.history: list[tuple[int, PrintState]] = []
        self.lamps: list[LampState] = []
        self.fail_on: set[PrintState] = set()
        self.fail_reads = 0
        self.skipped: set[int] = set()
        self.on_mark = lambda state: None
        self.changed = threading.Condition()

    def add(self, receipt=None, state=PrintState.QUEUED, *, copy=False) -> int:
        with self.changed:
            number = len(self.jobs) + 1
            receipt = receipt or papers.top_up(number=1000 + number)
            self.jobs[number] = PrintJob(number, receipt, state, papers.AT, copy)
            return number

    def waiting(self):
        with self.changed:
            if self.fail_reads:
                self.fail_reads -= 1
                raise OSError("the database is busy")
            unfinished = (PrintState.QUEUED, PrintState.SENDING)
            return [job for job in self.jobs.values() if job.state in unfinished]

    def mark(self, job_id, state, problem):
        with self.changed:
            if state in self.fail_on:
                self.fail_on.remove(state)
                raise OSError("the database is full")
            taken = job_id not in self.skipped
            if not taken:
                state, problem = PrintState.SKIPPED, ""
            self.jobs[job_id] = replace(self.jobs[job_id], state=state, problem=problem)
            self.history.append((job_id, state))
            self.changed.notify_all()
        self.on_mark(state)
        return taken

    def show(self, lamp):
        with self.changed:
            self.lamps.append(lamp.state)
            self.changed.notify_all()

    def reaches(self, job_id: int, *states: PrintState) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: self.jobs[job_id].state in states, 10)

    def until(self, fact) -> bool:
        with self.changed:
            return self.changed.wait_for(fact, 10)


@pytest.fixture
def device():
    printer = VirtualPrinter().start()
    yield printer
    printer.mend()
    printer.stop()


@pytest.fixture
def books():
    return Books()


@pytest.fixture
def open_queue(books):
    queues = []

    def make(printer) -> PrintQueue:
        if isinstance(printer, VirtualPrinter):
            printer = NetworkPrinter("127.0.0.1", printer.port, timeout_s=1.0, status_s=0.2)
        queue = PrintQueue(
            printer,
            PaperStyle(),
            waiting=books.waiting,
            mark=books.mark,
            on_lamp=books.show,
            patience=Patience(after_failure_s=(0.01, 0.02), idle_s=60),
        )
        queues.append(queue)
        queue.start()
        return queue

    yield make
    for queue in queues:
        queue.stop()


def numbers(device: VirtualPrinter) -> list[str]:
    """The receipt numbers that came out, in order."""
    rows = [row for paper in device.papers for row in paper.text]
    return [row.split()[-1] for row in rows if row.startswith("Number")]


def test_a_paper_is_marked_before_its_first_byte_and_confirmed_after_its_last(
    books, device, open_queue
):
    seen = []
    books.on_mark = lambda state: seen.append((state, len(device.papers)))
    job = books.add()
    open_queue(device)
    assert books.reaches(job, PrintState.CONFIRMED)
    assert [state for state, _ in seen] == [PrintState.SENDING, PrintState.CONFIRMED]
    assert seen[0][1] == 0
    assert device.wait_for_papers(1)
    assert numbers(device) == ["1001"]
    assert books.lamps == [LampState.READY]
    assert device.kicks == 1


def test_papers_come_out_in_order_and_once(books, device, open_queue):
    for _ in range(5):
        books.add()
    queue = open_queue(device)
    assert books.reaches(5, PrintState.CONFIRMED)
    books.add()
    queue.notify()
    assert books.reaches(6, PrintState.CONFIRMED)
    assert device.wait_for_papers(6)
    assert numbers(device) == [str(1000 + n) for n in range(1, 7)]


@pytest.mark.parametrize("fault", ["offline", "paper_out", "cover_open"])
def test_a_printer_that_cannot_print_leaves_the_paper_queued_with_the_reason(
    books, device, open_queue, fault
):
    setattr(device.faults, fault, True)
    job = books.add()
    queue = open_queue(device)
    assert books.until(lambda: books.jobs[job].problem)
    assert books.jobs[job].state is PrintState.QUEUED
    assert books.lamps[-1] is LampState.ATTENTION
    assert len(books.history) == 1
    device.mend()
    queue.notify()
    assert books.reaches(job, PrintState.CONFIRMED)
    assert books.jobs[job].problem == ""
    assert device.wait_for_papers(1)
    assert numbers(device) == ["1001"]


def test_a_printer_without_power_is_tried_again_until_it_answers(books, device, open_queue):
    device.refuse()
    job = books.add()
    open_queue(device)
    assert books.until(lambda: books.jobs[job].problem == UNREACHABLE)
    assert books.lamps[-1] is LampState.OFFLINE
    device.take_connections()
    assert books.reaches(job, PrintState.CONFIRMED)
    assert device.wait_for_papers(1)
    assert numbers(device) == ["1001"]


@pytest.mark.parametrize("after", [1, 2, 40, 500, LENGTH // 2, LENGTH - 60])
def test_a_connection_lost_within_a_paper_is_unknown_and_never_tried_again(
    books, device, open_queue, after
):
    device.faults.drop_after = after
    job = books.add()
    queue = open_queue(device)
    assert books.reaches(job, PrintState.UNKNOWN)
    assert books.jobs[job].problem == queue_module.BROKE_OFF
    device.mend()
    following = books.add()
    queue.notify()
    assert books.reaches(following, PrintState.CONFIRMED)
    assert device.wait_for_papers(1)
    assert numbers(device) == ["1002"]
    assert (job, PrintState.QUEUED) not in books.history


def test_a_printer_that_stops_reading_gets_a_paper_sent_but_not_confirmed(
    books, device, open_queue
):
    device.faults.stall_after = 100
    job = books.add()
    open_queue(device)
    assert books.reaches(job, PrintState.SENT)
    assert books.lamps[-1] is LampState.UNKNOWN
    device.mend()
    assert device.wait_for_papers(1)
    assert numbers(device) == ["1001"]


def test_a_printer_that_never_answers_prints_but_confirms_nothing(books, device, open_queue):
    device.faults.silent = True
    job = books.add()
    open_queue(device)
    assert books.reaches(job, PrintState.SENT)
    assert device.wait_for_papers(1)


def test_paper_that_runs_out_meanwhile_leaves_it_sent_and_it_comes_out_later_once(
    books, device, open_queue
):
    def run_out(state):
        if state is PrintState.SENDING:
            device.faults.paper_out = True

    books.on_mark = run_out
    job = books.add()
    queue = open_queue(device)
    assert books.reaches(job, PrintState.SENT)
    assert "paper" in books.jobs[job].problem
    assert device.papers == []
    books.on_mark = lambda state: None
    device.mend()
    queue.notify()
    assert device.wait_for_papers(1)
    assert numbers(device) == ["1001"]


def test_a_paper_in_sending_after_a_crash_is_unknown_and_those_behind_it_print(
    books, device, open_queue
):
    crashed = books.add(state=PrintState.SENDING)
    behind = books.add()
    open_queue(device)
    assert books.reaches(behind, PrintState.CONFIRMED)
    assert books.jobs[crashed].state is PrintState.UNKNOWN
    assert books.jobs[crashed].problem == queue_module.INTERRUPTED
    assert device.wait_for_papers(1)
    assert numbers(device) == ["1002"]


@pytest.mark.parametrize("state", [PrintState.SENDING, PrintState.CONFIRMED])
def test_books_that_fail_at_any_step_never_cost_a_second_paper(books, device, open_queue, state):
    books.fail_on = {state}
    job = books.add()
    with _silenced():
        open_queue(device)
        assert books.reaches(job, PrintState.CONFIRMED)
    assert device.wait_for_papers(1)
    assert numbers(device) == ["1001"]


def test_books_that_cannot_be_read_are_read_again(books, device, open_queue):
    books.fail_reads = 2
    job = books.add()
    with _silenced():
        open_queue(device)
        assert books.reaches(job, PrintState.CONFIRMED)


def test_a_paper_that_cannot_be_made_fails_alone(books, device, open_queue):
    broken = books.add(papers.top_up(time_zone="Nowhere/None"))
    behind = books.add()
    with _silenced():
        open_queue(device)
        assert books.reaches(behind, PrintState.CONFIRMED)
    assert books.jobs[broken].state is PrintState.FAILED
    assert books.jobs[broken].problem == queue_module.UNPRINTABLE


def test_without_a_printer_papers_wait_untouched_until_there_is_one(books, device, open_queue):
    job = books.add()
    queue = open_queue(None)
    assert books.until(lambda: books.lamps == [LampState.NONE])
    assert books.history == []
    queue.change(NetworkPrinter("127.0.0.1", device.port), PaperStyle())
    assert books.reaches(job, PrintState.CONFIRMED)


def test_a_paper_skipped_at_the_last_moment_is_not_printed(books, device, open_queue):
    skipped = books.add()
    books.skipped.add(skipped)
    behind = books.add()
    open_queue(device)
    assert books.reaches(behind, PrintState.CONFIRMED)
    assert device.wait_for_papers(1)
    assert numbers(device) == ["1002"]
    assert books.jobs[skipped].state is PrintState.SKIPPED


def test_the_lamp_is_true_before_anything_is_printed(books, device, open_queue):
    device.faults.cover_open = True
    open_queue(device)
    assert books.until(lambda: books.lamps == [LampState.ATTENTION])


def test_a_copy_is_printed_as_a_copy_with_the_drawer_shut(books, device, open_queue):
    job = books.add(copy=True)
    open_queue(device)
    assert books.reaches(job, PrintState.CONFIRMED)
    assert device.wait_for_papers(1)
    assert any(row.strip() == "COPY" for row in device.papers[0].text)
    assert device.kicks == 0


def test_a_queue_that_waits_for_its_printer_stops_at_once(books, device, open_queue):
    device.refuse()
    books.add()
    queue = open_queue(device)
    assert books.until(lambda: books.history)
    queue.stop(timeout_s=5)
    assert not any(thread.name == "print-queue" for thread in threading.enumerate())


def test_each_paper_is_kept_as_bytes_and_as_a_picture(books, tmp_path, open_queue):
    device = VirtualPrinter(tmp_path / "papers").start()
    books.add()
    open_queue(device)
    assert device.wait_for_papers(1)
    device.stop()
    names = sorted(path.name for path in (tmp_path / "papers").iterdir())
    assert names == ["paper-001.bin", "paper-001.png"]
    picture = device.papers[0].picture
    assert picture is not None
    assert picture.read_bytes().startswith(b"\x89PNG")


def _silenced():
    """The failure is on purpose; its traceback does not belong in the test's output."""
    return _Level()


class _Level:
    def __enter__(self):
        queue_module.log.disabled = True

    def __exit__(self, *error):
        queue_module.log.disabled = False
