"""Makes the terminal that the settings name. Any thread; nothing is connected yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from clubdesk.foundation.clock import Clock
from clubdesk.services.ports_terminal import Terminal


class TerminalKind(StrEnum):
    """How the club takes cards."""

    MANUAL = "manual"
    """A terminal of its own beside the till; the cashier says how it went."""
    ZVT_TCP = "zvt_tcp"
    ZVT_SERIAL = "zvt_serial"
    KASPI = "kaspi"


@dataclass(frozen=True, slots=True)
class TerminalChoice:
    """What the settings say of a terminal.

    Attributes:
        address: A host name or IP address; for a serial line its device (``COM3``).
        port: TCP port; 0 for the usual one (ZVT 20007, Kaspi 8080).
        baud: Of a serial line; 0 for 9600.
        password: ZVT: six digits, empty for 000000.
        secret: Kaspi: the tokens of an earlier registration, as ``keep_secret`` got them.
        keep_secret: Kaspi: told new tokens, to be kept as a secret.
        fingerprint: Kaspi: SHA-256 of the terminal's own certificate in hex; empty: the
            certificate must be of a known authority.
        desk_name: Kaspi: how the desk calls itself when it registers.
    """

    kind: str
    address: str = ""
    port: int = 0
    currency_code: str = ""
    password: str = field(default="", repr=False)
    baud: int = 0
    secret: str = field(default="", repr=False)
    keep_secret: Callable[[str], None] = field(default=lambda _: None, repr=False)
    fingerprint: str = ""
    desk_name: str = "ClubDesk"


def is_set_up(choice: TerminalChoice) -> bool:
    """Whether a terminal is chosen that the desk drives, with what it cannot do without."""
    driven = {kind.value for kind in TerminalKind} - {TerminalKind.MANUAL.value}
    return choice.kind in driven and bool(choice.address.strip())


def terminal_of(choice: TerminalChoice, clock: Clock | None = None) -> Terminal | None:
    """The driver; None where the cashier is to say how it went, or the address is missing."""
    if not is_set_up(choice):
        return None
    if choice.kind == TerminalKind.KASPI:
        return _kaspi(choice, clock)
    from clubdesk.terminals.zvt_terminal import ZvtSettings, ZvtTerminal
    from clubdesk.terminals.zvt_ways import ZVT_PORT, over_serial, over_tcp

    address = choice.address.strip()
    if choice.kind == TerminalKind.ZVT_SERIAL:
        connect = over_serial(address, choice.baud or 9600)
    else:
        connect = over_tcp(address, choice.port or ZVT_PORT)
    settings = ZvtSettings(choice.currency_code, choice.password.strip() or "000000")
    return ZvtTerminal(connect, settings, clock)


def _kaspi(choice: TerminalChoice, clock: Clock | None) -> Terminal:
    from clubdesk.terminals.kaspi_link import KASPI_PORT, KaspiLink
    from clubdesk.terminals.kaspi_terminal import KaspiTerminal

    link = KaspiLink(
        choice.address.strip(),
        choice.port or KASPI_PORT,
        fingerprint=choice.fingerprint,
        desk_name=choice.desk_name,
        secret=choice.secret,
        keep_secret=choice.keep_secret,
    )
    return KaspiTerminal(link, clock)
