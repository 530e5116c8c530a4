"""Which driver the settings lead to."""

import pytest

from clubdesk.services.ports_terminal import Terminal
from clubdesk.terminals.choice import TerminalChoice, is_set_up, terminal_of
from clubdesk.terminals.kaspi_terminal import KaspiTerminal
from clubdesk.terminals.zvt_terminal import ZvtTerminal


@pytest.mark.parametrize(
    ("kind", "address", "driver"),
    [
        ("manual", "", None),
        ("manual", "10.0.0.5", None),
        ("", "10.0.0.5", None),
        ("zvt_tcp", "  ", None),
        ("unheard of", "10.0.0.5", None),
        ("zvt_tcp", "10.0.0.5", ZvtTerminal),
        ("zvt_serial", "COM3", ZvtTerminal),
        ("kaspi", "10.0.0.5", KaspiTerminal),
    ],
)
def test_each_kind(kind: str, address: str, driver) -> None:
    choice = TerminalChoice(kind, address, currency_code="KZT")
    terminal: Terminal | None = terminal_of(choice)
    assert is_set_up(choice) is (driver is not None)
    assert type(terminal) is (driver or type(None))


def test_the_chosen_terminal_pays(server) -> None:
    choice = TerminalChoice("zvt_tcp", server.host, server.port, "EUR", password=" ")
    terminal = terminal_of(choice)
    assert terminal is not None
    assert terminal.mark() == "zvt trace=000099 receipt=0099"


def test_secrets_do_not_show() -> None:
    choice = TerminalChoice("kaspi", "x", password="271828", secret="token")
    assert "271828" not in repr(choice)
    assert "token" not in repr(choice)
