"""Makes of a printer's settings the way to it and the style of its papers. Any thread."""

from __future__ import annotations

from clubdesk.foundation.printer_settings import PrinterSettings
from clubdesk.printing.encoding import PaperStyle
from clubdesk.printing.file_printer import FilePrinter
from clubdesk.printing.link import Printer
from clubdesk.printing.network import NetworkPrinter
from clubdesk.printing.serial_line import SerialPrinter
from clubdesk.printing.spooler import SpoolerPrinter
from clubdesk.printing.usb_line import UsbPrinter


def printer_of(settings: PrinterSettings) -> Printer:
    """The way to a printer; nothing is opened yet."""
    address = settings.address.strip()
    if settings.kind == "usb":
        return UsbPrinter(address)
    if settings.kind == "serial":
        return SerialPrinter(address, settings.baud)
    if settings.kind == "spooler":
        return SpoolerPrinter(address)
    if settings.kind == "file":
        return FilePrinter(address)
    return NetworkPrinter(address, settings.port)


def style_of(settings: PrinterSettings, language: str, logo: bytes = b"") -> PaperStyle:
    """How a printer's papers look, in the receipts' language and with the club's logo."""
    return PaperStyle(
        language=language,
        columns=settings.columns,
        profile=settings.profile,
        drawer_pin=settings.drawer_pin,
        code_page=settings.code_page,
        cut=settings.cut,
        logo=logo,
    )
