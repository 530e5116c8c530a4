"""A real desk with a simulated terminal on a port of this computer, for tests of its windows."""

from __future__ import annotations

from typing import Any

import msgspec

from clubdesk.domain.card_payment import CardPayment
from clubdesk.terminals.simulator_faults import Fault, Trouble
from clubdesk.terminals.simulator_server import TerminalServer
from tests.support.real_desk import RealDesk


def connect(real: RealDesk, server: TerminalServer) -> None:
    """Sets the terminal up as Settings do."""
    settings = msgspec.structs.replace(
        real.house.settings,
        terminal_kind="zvt_tcp",
        terminal_host="127.0.0.1",
        terminal_port=server.port,
    )
    real.house.save(settings)
    real.until(lambda: "terminal" in real.window.bar.lamps.states)


def order(server: TerminalServer, trouble: Trouble, number: int = 0) -> None:
    server.terminal.order(Fault(trouble, number))


def taken(server: TerminalServer) -> list[int]:
    return [one.amount for one in server.terminal.taken]


def payments(real: RealDesk) -> list[CardPayment]:
    def look(work: Any) -> list[CardPayment]:
        found = [work.card_payments.get(number) for number in range(1, 20)]
        return [one for one in found if one is not None]

    return real.books(look)
