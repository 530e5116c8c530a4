"""2,000 seeds of links that drop, stall and desks that die; and that the runs would find a fault.

All 10,000 are run by ``python -m tests.benchmarks terminal``.
"""

from dataclasses import replace

import pytest

from clubdesk.services.ports_terminal import OutcomeKind
from clubdesk.terminals import zvt_terminal
from clubdesk.terminals.zvt_codes import SUCCESS
from clubdesk.terminals.zvt_dialog import Ending
from clubdesk.terminals.zvt_outcome import outcome_of
from clubdesk.terminals.zvt_resolve import judge
from tests.support.terminal_runs import play

SEEDS = 2_000


def test_nothing_is_charged_twice_and_no_approval_is_lost() -> None:
    runs = [play(seed) for seed in range(SEEDS)]
    assert [fault for run in runs for fault in run.faults] == []
    # The runs would prove nothing if links were seldom cut or every end were unknown.
    assert sum(run.was_cut for run in runs) > SEEDS
    assert sum(run.resolved for run in runs) > 5 * sum(run.unknown for run in runs)
    approved = [one for run in runs for one in run.entries if one.outcome.kind == "approved"]
    assert len(approved) > SEEDS


def test_a_seed_plays_the_same_again() -> None:
    assert play(77) == play(77)


def _finds_a_fault(seeds: int) -> bool:
    return any(play(seed).faults for seed in range(seeds))


def _believes_a_status_alone(heard, asked):
    if heard.ending == Ending.LOST and heard.status and heard.status.result == SUCCESS:
        heard = replace(heard, ending=Ending.COMPLETED)
    return outcome_of(heard, asked)


def _takes_a_loss_for_a_no(heard, asked):
    outcome = outcome_of(heard, asked)
    is_lost = outcome.kind == OutcomeKind.UNKNOWN
    return replace(outcome, kind=OutcomeKind.DECLINED) if is_lost else outcome


def _believes_any_newer(repeated, asked, was_idle, is_idle):
    outcome = judge(repeated, asked, was_idle, is_idle)
    status = repeated.status
    if outcome.kind == OutcomeKind.UNKNOWN and status and status.result == SUCCESS:
        return replace(outcome, kind=OutcomeKind.APPROVED)
    return outcome


@pytest.mark.parametrize(
    ("name", "faulty"),
    [
        ("outcome_of", _believes_a_status_alone),
        ("outcome_of", _takes_a_loss_for_a_no),
        ("judge", _believes_any_newer),
    ],
)
def test_the_runs_find_a_driver_that_is_wrong(monkeypatch, name, faulty) -> None:
    monkeypatch.setattr(zvt_terminal, name, faulty)
    assert _finds_a_fault(SEEDS)
