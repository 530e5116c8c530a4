"""The rule by which an unheard end is judged, case by case."""

import pytest

from clubdesk.services.ports_terminal import Evidence, OutcomeKind
from clubdesk.terminals.zvt_dialog import Ending, Heard
from clubdesk.terminals.zvt_messages import Status
from clubdesk.terminals.zvt_outcome import Asked, LastSeen, last_seen, outcome_of
from clubdesk.terminals.zvt_resolve import follows, judge

BEFORE = LastSeen("000470", "0470")


def said(trace="000471", receipt="0471", result=0, amount=1_250, currency="978") -> Heard:
    evidence = Evidence(trace=trace, receipt_number=receipt)
    return Heard(Ending.COMPLETED, statuses=[Status(result, amount, currency, evidence)])


def verdict(repeated: Heard, before=BEFORE, was_idle=True, is_idle=True) -> OutcomeKind:
    return judge(repeated, Asked(1_250, "978", before), was_idle, is_idle).kind


@pytest.mark.parametrize(
    ("repeated", "kind"),
    [
        (said(), OutcomeKind.APPROVED),
        (said(result=0x33), OutcomeKind.DECLINED),
        (said("000470", "0470"), OutcomeKind.DECLINED),
        (said("000472", "0472"), OutcomeKind.UNKNOWN),
        (said("000469", "0469"), OutcomeKind.UNKNOWN),
        (said("000470", "0471"), OutcomeKind.UNKNOWN),
        (said(amount=1_251), OutcomeKind.UNKNOWN),
        (said(amount=None), OutcomeKind.UNKNOWN),
        (said(currency="398"), OutcomeKind.UNKNOWN),
        (said(result=None), OutcomeKind.UNKNOWN),
        (said("", ""), OutcomeKind.UNKNOWN),
        (said("000000", "0000"), OutcomeKind.UNKNOWN),
        (Heard(Ending.COMPLETED), OutcomeKind.UNKNOWN),
        (Heard(Ending.ABORTED, code=0x6C), OutcomeKind.UNKNOWN),
        (Heard(Ending.REFUSED, code=0x83), OutcomeKind.UNKNOWN),
        (Heard(Ending.LOST), OutcomeKind.UNKNOWN),
    ],
)
def test_each_answer(repeated: Heard, kind: OutcomeKind) -> None:
    assert verdict(repeated) == kind


def test_two_answers_to_one_question_are_none() -> None:
    twice = said()
    twice.statuses *= 2
    assert verdict(twice) == OutcomeKind.UNKNOWN


@pytest.mark.parametrize(("was_idle", "is_idle"), [(False, True), (True, False), (False, False)])
def test_a_terminal_at_work_may_still_take_it(was_idle: bool, is_idle: bool) -> None:
    same = said("000470", "0470")
    assert verdict(same, was_idle=was_idle, is_idle=is_idle) == OutcomeKind.UNKNOWN


@pytest.mark.parametrize("before", [LastSeen(), LastSeen("000000", "0000")])
def test_without_a_known_before_nothing_is_said(before: LastSeen) -> None:
    assert verdict(said(), before) == OutcomeKind.UNKNOWN
    assert verdict(said(before.trace, before.receipt_number), before) == OutcomeKind.UNKNOWN


@pytest.mark.parametrize(
    ("before", "newest", "does"),
    [
        (("999999", "9999"), ("000001", "0001"), True),
        (("999999", "9999"), ("000002", "0002"), False),
        (("000000", "9999"), ("000000", "0001"), True),
        (("000000", "0012"), ("000000", "0013"), True),
        (("000012", "0012"), ("000000", "0013"), False),
        (("", "0012"), ("", "0013"), True),
        (("000012", ""), ("000013", ""), True),
        (("", ""), ("", ""), False),
    ],
)
def test_what_follows_what(before, newest, does) -> None:
    assert follows(LastSeen(*before), LastSeen(*newest)) is does


@pytest.mark.parametrize("mark", ["", "zvt", "kaspi process=12", "zvt trace=1x receipt=2", "🙂"])
def test_a_mark_that_is_not_ours_names_nothing(mark: str) -> None:
    assert not last_seen(mark).is_known


def test_a_mark_comes_back() -> None:
    assert last_seen(BEFORE.mark()) == BEFORE
    assert last_seen(LastSeen().mark()) == LastSeen()


def ended(ending: Ending, *results: int | None, code: int | None = None) -> OutcomeKind:
    statuses = [Status(result, 1_250, "978", Evidence(trace="000471")) for result in results]
    return outcome_of(Heard(ending, code, statuses=statuses), Asked(1_250, "978", BEFORE)).kind


def test_an_approval_needs_all_of_it() -> None:
    assert ended(Ending.COMPLETED, 0) == OutcomeKind.APPROVED
    assert ended(Ending.COMPLETED, 0, 0) == OutcomeKind.APPROVED
    assert ended(Ending.COMPLETED) == OutcomeKind.UNKNOWN
    assert ended(Ending.COMPLETED, None) == OutcomeKind.UNKNOWN
    assert ended(Ending.LOST, 0) == OutcomeKind.UNKNOWN
    assert ended(Ending.COMPLETED, 0, 0x6C) == OutcomeKind.UNKNOWN
    assert ended(Ending.COMPLETED, 0x6C, 0) == OutcomeKind.UNKNOWN
    assert ended(Ending.ABORTED, 0, code=0x6C) == OutcomeKind.UNKNOWN
    assert ended(Ending.ABORTED, code=0) == OutcomeKind.UNKNOWN


def test_the_answer_to_an_earlier_payment_is_no_approval() -> None:
    old = Status(0, 1_250, "978", Evidence(trace="000470", receipt_number="0470"))
    heard = Heard(Ending.COMPLETED, statuses=[old])
    assert outcome_of(heard, Asked(1_250, "978", BEFORE)).kind == OutcomeKind.UNKNOWN


@pytest.mark.parametrize("code", [0x7D, 0x9B, 0xA0, 0xA1, 0xA3])
def test_a_bank_that_was_not_reached(code: int) -> None:
    assert ended(Ending.ABORTED, code=code) == OutcomeKind.NO_CONNECTION
    assert ended(Ending.ABORTED, code, code=code) == OutcomeKind.NO_CONNECTION


@pytest.mark.parametrize("code", [0x01, 0x63, 0x64, 0x78, 0xFF])
def test_every_other_result_is_declined(code: int) -> None:
    assert ended(Ending.ABORTED, code=code) == OutcomeKind.DECLINED
    assert ended(Ending.COMPLETED, code) == OutcomeKind.DECLINED
