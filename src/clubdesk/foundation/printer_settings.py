"""One printer of this desk as desk.toml keeps it: how it is reached, what it prints, its drawer.

Whatever cannot be is refused when the file is read. Any thread.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec

PrinterKind = Literal["network", "usb", "serial", "spooler", "file"]
PrinterRole = Literal["receipt", "kitchen", "report"]

KINDS: tuple[PrinterKind, ...] = get_args(PrinterKind)
ROLES: tuple[PrinterRole, ...] = get_args(PrinterRole)
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
WIDTHS = (48, 42, 32)
"""Characters on a row: 80 mm paper, older 80 mm printers, 58 mm paper."""

LONGEST_NAME, LONGEST_ADDRESS = 40, 300
MOST_PRINTERS = 12

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
Port = Annotated[int, msgspec.Meta(ge=1, le=65_535)]
CodePageChoice = Annotated[str, msgspec.Meta(pattern=r"^(\d{1,3}:[a-z0-9_-]{1,20})?$")]
"""Empty: by the profile. Else the number after ``ESC t`` and the Python codec, ``17:cp866``."""


class PrinterSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One printer.

    Attributes:
        name: What people call it; no two printers of a desk share one.
        address: Host, ``04b8:0202``, serial port, Windows' name or path, by ``kind``.
        port, baud: For ``network`` and ``serial`` alone.
        columns: Characters on a row.
        profile: The printer's name in python-escpos' list; it decides the code pages.
        roles: What comes out here; another printer's papers too where it is the only one.
        drawer_pin: Of the drawer's connector, 2 or 5; 0 if no drawer hangs on it.
        cut: Whether it has a knife.
    """

    name: Name
    kind: PrinterKind = "network"
    address: Annotated[str, msgspec.Meta(max_length=LONGEST_ADDRESS)] = ""
    port: Port = 9100
    baud: Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200] = 9600
    columns: Annotated[int, msgspec.Meta(ge=24, le=64)] = 48
    profile: str = "TM-T20II"
    code_page: CodePageChoice = ""
    roles: tuple[PrinterRole, ...] = ("receipt", "kitchen", "report")
    drawer_pin: Literal[0, 2, 5] = 2
    cut: bool = True


Printers = Annotated[tuple[PrinterSettings, ...], msgspec.Meta(max_length=MOST_PRINTERS)]


def require_own_names(printers: tuple[PrinterSettings, ...]) -> None:
    """Two printers of one name could not be told apart.

    Raises:
        ValueError: Two are called the same, however they are written.
    """
    names = [printer.name.casefold() for printer in printers]
    if len(set(names)) < len(names):
        raise ValueError("two printers have the same name")


def printer_for(
    printers: tuple[PrinterSettings, ...], role: str, wanted: str = ""
) -> PrinterSettings | None:
    """Where a paper comes out: on the printer asked for, by role, else where receipts do.

    None if the desk has no printer at all.
    """
    named = [printer for printer in printers if wanted and printer.name == wanted]
    by_role = [printer for printer in printers if role in printer.roles]
    receipts = [printer for printer in printers if "receipt" in printer.roles]
    return next(iter((*named, *by_role, *receipts, *printers)), None)
