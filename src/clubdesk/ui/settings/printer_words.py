"""The words for ways to printers, papers' widths, code pages. GUI thread only, for its language."""

from __future__ import annotations

from clubdesk.foundation.printer_settings import PrinterKind, PrinterRole, PrinterSettings
from clubdesk.foundation.translate import tr

PROFILES = (
    ("TM-T20II", "Epson TM-T20"),
    ("TM-T88V", "Epson TM-T88"),
    ("TM-T88III", "Epson TM-T88III"),
    ("TM-U220", "Epson TM-U220"),
    ("TSP600", "Star TSP600"),
    ("CT-S651", "Citizen CT-S651"),
    ("POS-5890", "POS-5890"),
    ("ZJ-5870", "Zjiang ZJ-5870"),
    ("NT-80-V-UL", "Netum NT-80"),
    ("RP326", "Rongta RP326"),
    ("Sunmi-V2", "Sunmi V2"),
    ("default", "ESC/POS"),
)
"""Profiles of python-escpos by the name on the printer."""


def kinds() -> list[tuple[object, str]]:
    """The ways to a printer."""
    return [
        ("network", tr("Network")),
        ("usb", tr("USB")),
        ("serial", tr("Serial port")),
        ("spooler", tr("Windows printer")),
        ("file", tr("File or device")),
    ]


def address_words(kind: PrinterKind) -> tuple[str, str, str]:
    """Label, example and hint of the address."""
    words = {
        "network": (tr("Printer's address"), "192.168.1.40", ""),
        "usb": (
            tr("USB number"),
            "04b8:0202",
            tr("Maker and product; empty: the first printer found."),
        ),
        "serial": (tr("Serial port's name"), "COM3", tr("COM3, or /dev/ttyUSB0 on Linux.")),
        "spooler": (tr("Name in Windows"), "EPSON TM-T20", tr("As Windows shows it.")),
        "file": (tr("Folder, file or device"), "/dev/usb/lp0", tr("A folder gets a file a paper.")),
    }
    return words[kind]


def widths() -> list[tuple[object, str]]:
    """Paper widths by characters on a row."""
    return [
        (48, tr("80 mm, 48 characters")),
        (42, tr("80 mm, 42 characters")),
        (32, tr("58 mm, 32 characters")),
    ]


def code_pages() -> list[tuple[object, str]]:
    """Code pages by the number after ``ESC t``."""
    return [
        ("", tr("By the model")),
        ("17:cp866", "17 · CP866"),
        ("59:cp866", "59 · CP866"),
        ("46:cp1251", "46 · CP1251"),
        ("73:cp1251", "73 · CP1251"),
        ("16:cp1252", "16 · CP1252"),
        ("53:kz1048", "53 · KZ-1048"),
        ("0:ascii", tr("Draw every other letter")),
    ]


def drawers() -> list[tuple[object, str]]:
    """Where the drawer hangs."""
    return [(2, tr("On pin 2")), (5, tr("On pin 5")), (0, tr("No drawer"))]


def roles() -> list[tuple[PrinterRole, str]]:
    """What a printer prints."""
    return [
        ("receipt", tr("Receipts")),
        ("kitchen", tr("Kitchen slips")),
        ("report", tr("Reports")),
    ]


def where(printer: PrinterSettings) -> str:
    """How a printer is reached, on one line."""
    kind = dict(kinds())[printer.kind]
    port = f":{printer.port}" if printer.kind == "network" else ""
    return f"{kind} · {printer.address}{port}" if printer.address else kind


def prints(printer: PrinterSettings) -> str:
    """What it prints, on one line."""
    return ", ".join(word for role, word in roles() if role in printer.roles) or tr("On request")
