"""A group whose guests one card pays for, at the real desk over a terminal that speaks ZVT."""

import pytest

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.ledger import AccountKind
from clubdesk.terminals.simulator import SimulatedTerminal
from clubdesk.terminals.simulator_faults import Trouble
from clubdesk.terminals.simulator_server import TerminalServer
from clubdesk.ui.hall.group_dialog import GroupDialog
from clubdesk.ui.hall.group_payment import CARD
from tests.support.desk_terminal import connect, order, payments, taken


@pytest.fixture
def terminal():
    with TerminalServer(SimulatedTerminal(), 0) as server:
        yield server


@pytest.fixture
def group(real, terminal):
    """The dialog of three guests at 900.00 each, to be paid by card."""
    connect(real, terminal)
    real.come_to_work()
    seats = [real.hall.controller.model.seat_of(number) for number in (1, 2, 3)]
    real.hall.errands.ask_group(seats)
    dialog = real.dialog(GroupDialog)
    real.type("900", dialog.amount.edit)
    dialog.payment.ways.choose(CARD)
    real.until(dialog.primary.isEnabled)
    return dialog


def test_the_terminal_is_asked_once_for_all_of_them(real, terminal, group) -> None:
    real.click(group.primary)
    real.nothing_open()
    real.until(lambda: real.session_on(3) is not None)
    assert taken(terminal) == [270_000]
    guests = [real.playing(number).id for number in (1, 2, 3)]
    assert [real.balance(AccountKind.GUEST, one) for one in guests] == [90_000] * 3
    [payment] = payments(real)
    assert (payment.state, payment.amount_minor) == (CardState.APPROVED, 270_000)
    assert payment.transaction_id is not None


def test_a_declined_card_starts_nobody(real, terminal, group) -> None:
    order(terminal, Trouble.DECLINED)
    real.click(group.primary)
    real.until(group.payment.notice.isVisible)
    assert [real.session_on(number) for number in (1, 2, 3)] == [None] * 3
    assert taken(terminal) == []
    group.finish(done=False)
