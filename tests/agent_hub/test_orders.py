"""One-shot orders: repeated until answered, never after their end, reported once."""

import pytest

from clubdesk.agent_hub.orders import ANSWER_GRACE_S, RETRY_S, OpenOrder, OrderBook
from clubdesk.services.ports_hub import OrderKind
from clubdesk.wire.messages import OrderAck


@pytest.fixture
def book():
    book = OrderBook()
    book.add(OpenOrder("a", 7, OrderKind.RESTART, "", expires_at=15.0, next_try_at=0.0))
    return book


def test_it_is_sent_again_until_it_is_answered(book):
    (order,) = book.due(0.0)
    book.sent(order, 0.0)
    assert book.due(RETRY_S - 0.01) == []
    assert book.due(RETRY_S) == [order]
    report = book.answered(7, OrderAck("a", "done"))
    assert (report.order_id, report.station_id, report.outcome) == ("a", 7, "acknowledged")
    assert book.due(5.0) == []
    assert len(book) == 0


def test_an_answer_counts_once_and_from_its_own_station_alone(book):
    assert book.answered(8, OrderAck("a", "done")) is None
    assert book.answered(7, OrderAck("other", "done")) is None
    assert book.answered(7, OrderAck("a", "done")) is not None
    assert book.answered(7, OrderAck("a", "done")) is None


@pytest.mark.parametrize(("said", "told"), [("expired", "expired"), ("failed", "refused")])
def test_what_the_agent_could_not_do_is_told(book, said, told):
    report = book.answered(7, OrderAck("a", said, "why"))
    assert (report.outcome, report.detail) == (told, "why")


def test_it_is_never_sent_after_its_end(book):
    assert book.due(15.0) == []
    assert book.of_station(7, 15.0) == []
    assert len(book.of_station(7, 14.9)) == 1


def test_unsent_it_runs_out_at_its_end(book):
    assert book.run_out(14.9) == []
    (report,) = book.run_out(15.0)
    assert (report.outcome, report.detail) == ("expired", "not sent")
    assert book.run_out(99.0) == []


def test_sent_it_waits_a_moment_for_a_late_answer(book):
    book.sent(book.due(0.0)[0], 0.0)
    assert book.run_out(15.0) == []
    (report,) = book.run_out(15.0 + ANSWER_GRACE_S)
    assert (report.outcome, report.detail) == ("expired", "no answer")


def test_a_station_that_is_paired_anew_drops_its_orders(book):
    assert book.drop_station(8) == []
    (report,) = book.drop_station(7)
    assert report.outcome == "refused"


def test_the_message_says_what_is_left(book):
    (order,) = book.due(3.0)
    message = order.message(beat=4, beat_age_s=0.25, now=3.0)
    assert (message.expires_ms, message.beat, message.age_ms) == (12_000, 4, 250)
