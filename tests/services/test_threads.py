"""The workers' order and end, and a feed whose listeners may fail."""

import logging
import threading

import pytest

from clubdesk.domain.events import ReceiptQueued
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.ports import LampState, PrinterLamp
from clubdesk.services.workers import Worker


@pytest.fixture
def worker():
    made = Worker("test-worker")
    made.start()
    yield made
    made.stop()


def test_jobs_run_one_after_the_other_in_the_order_they_came(worker) -> None:
    done: list[int] = []
    futures = [worker.submit(lambda n=n: done.append(n)) for n in range(200)]
    for future in futures:
        future.result(10)
    assert done == list(range(200))


def test_a_job_that_fails_tells_its_asker_and_stops_no_other(worker) -> None:
    failing = worker.submit(lambda: 1 // 0)
    assert worker.submit(lambda: 7).result(10) == 7
    assert isinstance(failing.exception(10), ZeroDivisionError)


def test_a_job_that_was_cancelled_while_it_waited_is_not_done(worker) -> None:
    gate, done = threading.Event(), []
    worker.submit(gate.wait)
    waiting = worker.submit(lambda: done.append(1))
    assert waiting.cancel()
    gate.set()
    worker.submit(lambda: None).result(10)
    assert done == []


def test_stopping_finishes_what_is_queued_and_takes_no_more() -> None:
    worker, done = Worker("test-worker"), []
    worker.start()
    for number in range(50):
        worker.submit(lambda n=number: done.append(n))
    assert worker.stop()
    assert done == list(range(50))
    with pytest.raises(RuntimeError, match="stopped"):
        worker.submit(lambda: None)
    assert worker.stop(), "stopping twice does no harm"


def test_stopping_says_so_if_a_job_does_not_end() -> None:
    worker, gate = Worker("test-worker"), threading.Event()
    worker.start()
    worker.submit(gate.wait)
    assert not worker.stop(timeout_s=0.05)
    gate.set()
    assert worker.stop()


def test_whoever_submits_at_the_very_end_gets_an_answer_or_a_refusal() -> None:
    for _ in range(200):
        worker = Worker("test-worker")
        worker.start()
        futures = []
        gate = threading.Barrier(2)

        def ask(worker=worker, futures=futures, gate=gate) -> None:
            gate.wait()
            try:
                for _ in range(20):
                    futures.append(worker.submit(lambda: 1))
            except RuntimeError:
                pass

        asker = threading.Thread(target=ask)
        asker.start()
        gate.wait()
        worker.stop()
        asker.join(10)
        assert all(future.result(5) == 1 for future in futures)


def test_only_its_own_thread_is_a_workers_current(worker) -> None:
    assert not worker.is_current
    assert worker.submit(lambda: worker.is_current).result(10)


def test_a_listener_that_fails_is_logged_and_the_others_still_hear(caplog) -> None:
    feed, heard = EventFeed(), []

    def fail(_news) -> None:
        raise ValueError("broken listener")

    feed.subscribe(fail)
    feed.subscribe(heard.append)
    with caplog.at_level(logging.ERROR):
        feed.publish(ReceiptQueued(1))
    assert heard == [ReceiptQueued(1)]
    assert "ReceiptQueued" in caplog.text


def test_who_has_left_hears_no_more_and_may_leave_twice() -> None:
    feed, heard = EventFeed(), []
    leave = feed.subscribe(heard.append)
    leave()
    leave()
    feed.publish(ReceiptQueued(1))
    assert heard == []


def test_a_listener_may_leave_while_it_is_told() -> None:
    feed, heard = EventFeed(), []
    leaving = []

    def once(news) -> None:
        heard.append(news)
        leaving[0]()

    leaving.append(feed.subscribe(once))
    feed.subscribe(heard.append)
    feed.publish(ReceiptQueued(1))
    feed.publish(ReceiptQueued(2))
    assert heard == [ReceiptQueued(1), ReceiptQueued(1), ReceiptQueued(2)]


def test_who_comes_late_hears_how_the_printer_is_now() -> None:
    feed, heard = EventFeed(), []
    feed.publish(ReceiptQueued(1))
    feed.publish(PrinterLamp(LampState.OFFLINE))
    feed.publish(PrinterLamp(LampState.READY))
    feed.subscribe(heard.append)
    assert heard == [PrinterLamp(LampState.READY)]
