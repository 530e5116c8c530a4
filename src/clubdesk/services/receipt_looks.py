"""How the club's receipts look: header, footer, tax number, logo, QR code. Desk worker's thread."""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace

from clubdesk.domain.events import ReceiptLookChanged
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.typed_text import fitting, several_lines

LONGEST = {"header": 400, "footer": 400, "tax_number": 40, "qr": 500}
MOST_LINES = 10
LARGEST_LOGO_BYTES = 20_000
"""Dots of one colour as wide as the paper need less; the club's row is read with every deed."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class SaveReceiptLook(Command, frozen=True, kw_only=True):
    """Sets what stands on every receipt from now on; the stored ones stay as they were.

    Attributes:
        header, footer: Lines above and below, at most ten each.
        logo: A PNG or JPEG of at most 20 kB in base64; empty for none.
        qr: A text that clients' receipts carry as a QR code, such as the club's page.
    """

    # Kilobytes of dots say nothing in the journal.
    PERSONAL = frozenset({"logo"})

    header: str
    footer: str
    tax_number: str = ""
    logo: str = ""
    qr: str = ""


def save_receipt_look(deed: Deed, command: SaveReceiptLook) -> Done:
    """Keeps the look.

    Raises:
        DeskError: ``text.too_long``, ``look.too_many_lines`` or ``look.bad_logo``.
    """
    header = _lines(command.header, "header")
    footer = _lines(command.footer, "footer")
    look = replace(
        deed.club.look,
        tax_number=fitting(command.tax_number, LONGEST["tax_number"], "tax_number"),
        qr=fitting(command.qr, LONGEST["qr"], "qr"),
        logo=_logo(command.logo),
    )
    deed.notes.update(logo=bool(look.logo))
    club = replace(deed.club, receipt_header=header, receipt_footer=footer, look=look)
    deed.work.club.save(club)
    deed.tell(ReceiptLookChanged())
    return Done()


def _lines(typed: str, field: str) -> str:
    text = several_lines(typed, LONGEST[field], field).strip()
    if len(text.splitlines()) > MOST_LINES:
        raise DeskError(
            "look.too_many_lines",
            tr("At most {count} lines fit here.").format(count=MOST_LINES),
            tr("Nothing was changed. Take out some lines."),
            subject=field,
        )
    return text


def _logo(typed: str) -> str:
    if not typed:
        return ""
    try:
        picture = base64.b64decode(typed, validate=True)
    except (binascii.Error, ValueError):
        picture = b""
    if not picture.startswith(_PICTURES) or len(picture) > LARGEST_LOGO_BYTES:
        raise DeskError(
            "look.bad_logo",
            tr("This picture cannot be the logo: a PNG or JPEG of at most 20 kB is needed."),
            tr("Nothing was changed. Choose another picture."),
            subject="logo",
        )
    return typed


RULES: dict[type[Command], Rule] = {
    SaveReceiptLook: Rule(save_receipt_look, Done, needs=Permission.EDIT_SETTINGS),
}
