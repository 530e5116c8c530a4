"""The ZVT driver against the simulated terminal on a real TCP port."""

import os
import socket
import threading

import pytest

from clubdesk.foundation.errors import DeskError
from clubdesk.services.ports_terminal import Attempt, Evidence, OutcomeKind, TerminalState
from clubdesk.terminals import hints
from clubdesk.terminals.simulator import Character
from clubdesk.terminals.simulator_faults import fault_of
from clubdesk.terminals.zvt_terminal import ZvtSettings, ZvtTerminal
from clubdesk.terminals.zvt_ways import over_tcp
from tests.support.card_numbers import card_numbers_in


def nothing(_: str) -> None:
    return


def test_an_approved_payment_with_its_evidence_and_steps(terminal, simulated, attempt) -> None:
    steps: list[str] = []
    outcome = terminal.pay(attempt(), steps.append)
    assert outcome.kind == OutcomeKind.APPROVED
    assert steps == ["Insert card", "Waiting for the bank"]
    evidence = outcome.evidence
    assert evidence.card == "************4242"
    assert (evidence.trace, evidence.receipt_number) == ("000100", "0100")
    assert evidence.auth_code == "612345"
    assert "AMOUNT 12.50" in evidence.lines
    assert [one.amount for one in simulated.taken] == [1_250]
    assert not card_numbers_in(repr(outcome))


@pytest.mark.parametrize("in_blocks", [False, True])
def test_the_slip_comes_line_by_line_or_as_a_block(terminal, simulated, attempt, in_blocks) -> None:
    simulated.character = Character(in_blocks=in_blocks)
    outcome = terminal.pay(attempt(), nothing)
    assert outcome.evidence.lines[-1].strip() == "APPROVED"
    assert len(outcome.evidence.lines) == 6


@pytest.mark.parametrize(
    ("fault", "kind", "code", "hint"),
    [
        ("declined", OutcomeKind.DECLINED, "33", hints.BANK_DECLINED),
        ("no-connection", OutcomeKind.NO_CONNECTION, "A3", hints.CHECK_INTERNET),
        ("cancelled", OutcomeKind.CANCELLED, "6C", hints.BROKEN_OFF),
        ("system-error", OutcomeKind.DECLINED, "FF", hints.TERMINAL_REFUSED),
        ("refused", OutcomeKind.NOT_STARTED, "83", hints.RESTART),
        ("busy", OutcomeKind.NOT_STARTED, "9C", hints.IS_BUSY),
    ],
)
def test_what_takes_nothing(terminal, simulated, attempt, fault, kind, code, hint) -> None:
    simulated.order(fault_of(fault))
    outcome = terminal.pay(attempt(), nothing)
    assert (outcome.kind, outcome.code, outcome.hint) == (kind, code, hint)
    assert not simulated.taken
    assert terminal.pay(attempt(), nothing).kind == OutcomeKind.APPROVED


def test_the_hints_are_the_words_of_the_terminal_step() -> None:
    from clubdesk.domain.card_payment import CardState
    from clubdesk.ui.operations.terminal_step import NOT_TAKEN

    assert NOT_TAKEN[CardState.DECLINED][0] == hints.BANK_DECLINED
    assert NOT_TAKEN[CardState.NO_CONNECTION][0] == hints.CHECK_INTERNET
    assert NOT_TAKEN[CardState.UNKNOWN][0] == hints.NOBODY_KNOWS


@pytest.mark.parametrize(
    ("fault", "resolved", "taken"),
    [
        ("mute", OutcomeKind.DECLINED, 0),
        ("silent", OutcomeKind.DECLINED, 0),
        ("drop-before-capture", OutcomeKind.DECLINED, 0),
        ("drop-after-capture", OutcomeKind.APPROVED, 1),
        ("drop-at:2", OutcomeKind.DECLINED, 0),
        ("drop-at:60", OutcomeKind.APPROVED, 1),
        ("no-status", OutcomeKind.APPROVED, 1),
        ("garbled", OutcomeKind.APPROVED, 1),
        ("empty-receipt", OutcomeKind.UNKNOWN, 1),
    ],
)
def test_an_unheard_end_is_unknown_and_is_resolved(
    terminal, simulated, attempt, fault, resolved, taken
) -> None:
    simulated.order(fault_of(fault))
    asked = attempt()
    assert terminal.pay(asked, nothing).kind == OutcomeKind.UNKNOWN
    outcome = terminal.resolve(asked)
    assert outcome.kind == resolved
    assert len(simulated.taken) == taken
    if resolved == OutcomeKind.APPROVED:
        assert outcome.evidence.receipt_number == f"{simulated.taken[0].receipt:04d}"
    # The same question has the same answer.
    assert terminal.resolve(asked).kind == resolved


def test_another_amount_than_was_asked_is_no_approval(terminal, simulated, attempt) -> None:
    simulated.order(fault_of("other-amount"))
    outcome = terminal.pay(attempt(), nothing)
    assert outcome.kind == OutcomeKind.UNKNOWN
    assert outcome.hint == hints.OTHER_AMOUNT
    assert outcome.evidence.receipt_number == "0100"


def test_the_second_of_three_payments(terminal, simulated, attempt) -> None:
    simulated.order(fault_of("declined@2"))
    kinds = [terminal.pay(attempt(), nothing).kind.value for _ in range(3)]
    assert kinds == ["approved", "declined", "approved"]


def test_a_payment_is_broken_off_by_the_desk(terminal, simulated, attempt) -> None:
    simulated.order(fault_of("slow:60"))
    asked = attempt(payment_id=7)
    assert not terminal.cancel(7)

    def on_step(_: str) -> None:
        assert not terminal.cancel(8)
        assert terminal.cancel(7)

    outcome = terminal.pay(asked, on_step)
    assert outcome.kind == OutcomeKind.CANCELLED
    assert not simulated.taken
    assert not terminal.cancel(7)


def test_a_listener_that_fails_costs_no_payment(terminal, attempt) -> None:
    def fail(_: str) -> None:
        raise RuntimeError("the screen is gone")

    assert terminal.pay(attempt(), fail).kind == OutcomeKind.APPROVED


def test_closing_ends_a_waiting_payment_as_unknown(terminal, simulated, attempt) -> None:
    simulated.order(fault_of("slow:60"))
    asked = attempt()
    outcome = terminal.pay(asked, lambda _: threading.Thread(target=terminal.close).start())
    assert outcome.kind == OutcomeKind.UNKNOWN
    assert terminal.resolve(asked).kind == OutcomeKind.DECLINED
    assert not simulated.taken


def test_a_payment_is_reversed_once(terminal, simulated, attempt) -> None:
    paid = terminal.pay(attempt(), nothing).evidence
    assert terminal.reverse(attempt(), paid).kind == OutcomeKind.APPROVED
    assert not simulated.taken
    again = terminal.reverse(attempt(), paid)
    assert (again.kind, again.code) == (OutcomeKind.DECLINED, "B4")
    assert again.hint == hints.ALREADY_REVERSED


def test_a_terminal_that_reverses_only_its_last_payment_says_so(
    terminal, simulated, attempt
) -> None:
    simulated.character = Character(only_last=True)
    first = terminal.pay(attempt(), nothing).evidence
    terminal.pay(attempt(), nothing)
    outcome = terminal.reverse(attempt(), first)
    assert (outcome.code, outcome.hint) == ("B5", hints.CANNOT_REVERSE)
    assert len(simulated.taken) == 2


def test_a_reversal_without_a_receipt_number_is_not_asked(terminal, simulated, attempt) -> None:
    outcome = terminal.reverse(attempt(), Evidence())
    assert (outcome.kind, outcome.hint) == (OutcomeKind.NOT_STARTED, hints.NO_RECEIPT_NUMBER)
    assert simulated.asked == 0


def test_a_lost_reversal_is_resolved_like_a_payment(terminal, simulated, attempt) -> None:
    paid = terminal.pay(attempt(), nothing).evidence
    simulated.order(fault_of("drop-after-capture"))
    back = attempt()
    assert terminal.reverse(back, paid).kind == OutcomeKind.UNKNOWN
    assert terminal.resolve(back).kind == OutcomeKind.APPROVED
    assert not simulated.taken


def test_an_amount_is_paid_back_to_a_card(terminal, simulated, attempt) -> None:
    outcome = terminal.refund(attempt(500), Evidence())
    assert outcome.kind == OutcomeKind.APPROVED
    assert [(one.kind, one.amount) for one in simulated.movements[1:]] == [("refund", 500)]


def test_a_refund_can_be_broken_off_while_the_card_is_waited_for(
    terminal, simulated, attempt
) -> None:
    simulated.order(fault_of("slow:60"))
    wanted = attempt(500)
    over = threading.Event()

    def press_again_and_again() -> None:
        while not over.wait(0.2):
            terminal.cancel(wanted.payment_id)

    hand = threading.Thread(target=press_again_and_again)
    hand.start()
    outcome = terminal.refund(wanted, Evidence())
    over.set()
    hand.join()
    assert outcome.kind == OutcomeKind.CANCELLED
    assert [one.kind for one in simulated.movements if one.result == 0] == ["payment"]


def test_a_wish_that_came_too_late_breaks_nothing_else_off(terminal, simulated, attempt) -> None:
    asked = attempt()
    # The terminal has taken the money; the cashier presses Cancel while the slip comes.
    simulated.on_event = lambda _: terminal.cancel(asked.payment_id)
    paid = terminal.pay(asked, nothing)
    assert paid.kind == OutcomeKind.APPROVED
    simulated.on_event = lambda _: None
    assert terminal.reverse(attempt(), paid.evidence).kind == OutcomeKind.APPROVED
    assert not simulated.taken


def test_the_day_is_closed_with_its_totals(terminal, attempt) -> None:
    terminal.pay(attempt(), nothing)
    outcome = terminal.end_of_day()
    assert outcome.kind == OutcomeKind.APPROVED
    assert any(line.startswith("PAYMENT") for line in outcome.evidence.lines)


def test_the_lamp(terminal, simulated, server) -> None:
    assert terminal.probe().state == TerminalState.READY
    simulated.busy_until = simulated.clock.monotonic() + 60
    lamp = terminal.probe()
    assert (lamp.state, lamp.text) == (TerminalState.BUSY, hints.IS_BUSY)
    with pytest.raises(DeskError) as busy:
        terminal.mark()
    assert busy.value.code == "terminal.busy"


def test_nobody_there(attempt) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    nobody = ZvtTerminal(over_tcp("127.0.0.1", port), ZvtSettings("EUR"))
    assert nobody.probe().state == TerminalState.OFFLINE
    asked = Attempt(1, 100, "EUR", 2, "zvt trace=000001 receipt=0001")
    assert nobody.pay(asked, nothing).kind == OutcomeKind.NOT_STARTED
    assert nobody.resolve(asked).kind == OutcomeKind.UNKNOWN
    assert nobody.end_of_day().kind == OutcomeKind.NOT_STARTED
    with pytest.raises(DeskError) as offline:
        nobody.mark()
    assert offline.value.code == "terminal.offline"


@pytest.mark.parametrize("address", ["", "no such host.invalid", "x" * 300, "127.0.0.1\0", "ы..ы"])
def test_an_address_that_is_none(address) -> None:
    nobody = ZvtTerminal(over_tcp(address, 1), ZvtSettings("EUR"))
    assert nobody.probe().state == TerminalState.OFFLINE


@pytest.mark.parametrize(
    ("amount", "code", "exponent", "hint"),
    [
        (0, "EUR", 2, hints.NO_SUCH_AMOUNT),
        (-5, "EUR", 2, hints.NO_SUCH_AMOUNT),
        (10**18, "EUR", 2, hints.NO_SUCH_AMOUNT),
        (1, "EUR", 3, hints.NO_SUCH_AMOUNT),
        (100, "XXX", 2, hints.NO_SUCH_CURRENCY),
    ],
)
def test_what_a_terminal_cannot_take_is_not_asked(
    terminal, simulated, amount, code, exponent, hint
) -> None:
    outcome = terminal.pay(Attempt(1, amount, code, exponent, ""), nothing)
    assert (outcome.kind, outcome.hint) == (OutcomeKind.NOT_STARTED, hint)
    assert simulated.asked == 0


def test_whole_tenge_are_asked_in_tiyn(terminal, simulated) -> None:
    terminal.pay(Attempt(1, 1_250, "KZT", 0, terminal.mark()), nothing)
    assert (simulated.taken[0].amount, simulated.taken[0].currency) == (125_000, "0398")


def test_a_club_with_more_than_a_thousand_sockets(terminal, simulated) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    if before[1] < 2_000:
        pytest.skip("the system allows too few files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (2_000, before[1]))
    null = os.open(os.devnull, os.O_RDONLY)
    many = [os.dup(null) for _ in range(1_100)]
    try:
        asked = Attempt(1, 100, "EUR", 2, terminal.mark())
        assert terminal.pay(asked, nothing).kind == OutcomeKind.APPROVED
    finally:
        for number in [*many, null]:
            os.close(number)
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_secrets_and_cards_stay_out_of_the_log(terminal, attempt, caplog) -> None:
    caplog.set_level(0)
    settings = ZvtSettings("EUR", password="271828")
    terminal.pay(attempt(), nothing)
    assert "271828" not in repr(settings)
    assert not card_numbers_in(caplog.text)
