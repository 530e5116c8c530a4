"""The courier: retries only what is certain, looks up, redacts, and never outstays the code."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.services.messages import MessageState
from clubdesk.sms.courier import CLOSED, REPLACED, RETRY_S, Courier, Letter
from clubdesk.sms.gateway import (
    Accepted,
    MessageRefusedError,
    MessageUnknownError,
    NothingSentError,
    Progress,
    Report,
)
from tests.support.patience import until

NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
PHONE = "+77015554417"
ACCEPTED, DELIVERED, FAILED = MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.FAILED
QUEUED, UNKNOWN = MessageState.QUEUED, MessageState.UNKNOWN


class Line:
    """A gateway that does what is laid down for each message, the last for all that follow."""

    tells_delivery = True

    def __init__(self, *ends: object, reports: tuple[object, ...] = ()) -> None:
        self.ends, self.reports = list(ends), list(reports)
        self.sent: list[tuple[str, str]] = []
        self.looked: list[str] = []
        self.closed = 0

    def send(self, phone: str, text: str) -> Accepted:
        self.sent.append((phone, text))
        end = self.ends.pop(0) if len(self.ends) > 1 else self.ends[0]
        if callable(end):
            end()
        if isinstance(end, Exception):
            raise end
        return Accepted(f"id-{len(self.sent)}", phone)

    def look_up(self, message: Accepted) -> Report:
        self.looked.append(message.gateway_id)
        report = self.reports.pop(0) if self.reports else Report(Progress.WAITING)
        if isinstance(report, Exception):
            raise report
        return report

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def clock():
    return ManualClock(NOW)


@pytest.fixture
def told():
    return []


@pytest.fixture
def begin(clock, told):
    made = []

    def start(line, make=None) -> Courier:
        courier = Courier(
            make or (lambda: line),
            clock,
            lambda letter, state, detail, name: told.append((letter.about, state, detail, name)),
        )
        courier.start()
        made.append(courier)
        return courier

    yield start
    for courier in made:
        courier.stop()


def letter(code: str = "123456", phone: str = PHONE, about: object = "a") -> Letter:
    return Letter(phone, f"code {code}", code, NOW + timedelta(seconds=300), about)


def states(told) -> list[MessageState]:
    return [line[1] for line in told]


def test_accepted_then_delivered(begin, clock, told) -> None:
    line = Line(None, reports=(Report(Progress.WAITING), Report(Progress.DELIVERED)))
    begin(line).post(letter())
    until(lambda: told == [("a", ACCEPTED, "", "id-1")])
    until(lambda: clock.advance(0.1) or states(told) == [ACCEPTED, DELIVERED])
    assert line.looked == ["id-1", "id-1"]
    until(lambda: line.closed)


def test_what_was_certainly_not_sent_is_tried_again(begin, clock, told) -> None:
    line = Line(NothingSentError("No connection", "refused"), NothingSentError("Busy"), None)
    begin(line).post(letter())
    until(lambda: len(line.sent) == 1)
    for count, wait in enumerate(RETRY_S[:2], 2):
        until(lambda count=count: len(told) == count - 1)
        clock.advance(wait - 0.01)
        assert len(line.sent) == count - 1
        clock.advance(0.01)
        until(lambda count=count: len(line.sent) == count)
    until(lambda: states(told) == [QUEUED, QUEUED, ACCEPTED])
    assert told[0][2] == "No connection\nrefused"


def test_it_is_not_tried_for_ever(begin, clock, told) -> None:
    line = Line(NothingSentError("No connection"))
    begin(line).post(letter())
    for number, wait in enumerate(RETRY_S, 1):
        until(lambda number=number: len(told) == number)
        clock.advance(wait)
    until(lambda: states(told)[-1] == FAILED)
    assert len(line.sent) == len(RETRY_S) + 1


def test_a_code_that_has_ended_is_not_sent(begin, clock, told) -> None:
    line = Line(NothingSentError("No connection"))
    clock.advance(299)
    begin(line).post(letter())
    until(lambda: states(told) == [FAILED])
    assert len(line.sent) == 1


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (MessageRefusedError("Refused", "no money"), FAILED),
        (MessageUnknownError("Silence"), UNKNOWN),
        (ZeroDivisionError("code 123456"), UNKNOWN),
    ],
)
def test_what_may_have_been_sent_is_never_tried_again(begin, clock, told, end, state) -> None:
    line = Line(end)
    begin(line).post(letter())
    until(lambda: states(told) == [state])
    clock.advance(600)
    begin(Line(None)).post(letter(about="other"))
    until(lambda: len(told) == 2)
    assert len(line.sent) == 1


def test_a_bug_leaves_no_code_in_the_log(begin, told, caplog) -> None:
    begin(Line(ZeroDivisionError("code 123456"))).post(letter())
    until(lambda: states(told) == [UNKNOWN])
    until(lambda: "ZeroDivisionError" in caplog.text)
    assert "123456" not in caplog.text


def test_nobodys_words_bring_the_code_back(begin, told) -> None:
    begin(Line(MessageRefusedError("Refused", "bad text: code 123456"))).post(letter())
    until(lambda: told == [("a", FAILED, "Refused\nbad text: code •••", "")])


def test_a_second_code_ends_the_first_ones_retries(begin, clock, told) -> None:
    line = Line(NothingSentError("No connection"), None)
    courier = begin(line)
    courier.post(letter("111111", about="first"))
    until(lambda: len(told) == 1)
    courier.post(letter("222222", about="second"))
    until(lambda: ("second", ACCEPTED, "", "id-2") in told)
    clock.advance(100)
    assert ("first", FAILED, REPLACED, "") in told
    assert [text for _, text in line.sent] == ["code 111111", "code 222222"]


def test_a_failed_delivery_and_a_line_that_cannot_be_asked(begin, clock, told) -> None:
    reports = (NothingSentError("away"), Report(Progress.FAILED, "UNDELIV"))
    begin(Line(None, reports=reports)).post(letter())
    until(lambda: states(told) == [ACCEPTED])
    until(lambda: clock.advance(0.1) or len(told) == 2)
    assert told[1][1:3] == (FAILED, "The message was not delivered.\nUNDELIV")


def test_nothing_is_asked_after_the_code_has_ended(begin, clock, told) -> None:
    line = Line(None)
    begin(line).post(letter())
    until(lambda: states(told) == [ACCEPTED])
    clock.advance(300)
    until(lambda: line.closed)
    assert len(line.looked) == 1


def test_a_changed_gateway_serves_the_next_letter(begin, clock, told) -> None:
    old, new = Line(None), Line(None)
    courier = begin(old)
    courier.post(letter(about=1))
    until(lambda: len(told) == 1)
    courier.change(lambda: new)
    courier.post(letter(phone="+77012222222", about=2))
    until(lambda: len(told) == 2)
    assert len(new.sent) == 1
    assert old.closed
    clock.advance(2)
    until(lambda: new.looked)
    assert old.looked == []


def test_a_key_that_cannot_be_read_is_told(begin, told) -> None:
    def no_key():
        raise DeskError("secrets.open_to_others", "Others may read it.", "Close it.")

    begin(None, make=no_key).post(letter())
    until(lambda: told == [("a", FAILED, "Others may read it.", "")])


def test_the_end_does_not_wait_for_a_gateway_that_hangs(begin, told) -> None:
    hanging, let_go = threading.Event(), threading.Event()

    def hang() -> None:
        hanging.set()
        let_go.wait(20)

    courier = begin(Line(hang))
    courier.post(letter(about="hangs"))
    assert hanging.wait(5)
    courier.post(letter(phone="+77012222222", about="waits"))
    courier.stop(0.05)
    let_go.set()
    until(lambda: ("waits", FAILED, CLOSED, "") in told)
