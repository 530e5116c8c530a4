"""Rows of print as ESC/POS bytes: one code page for the whole paper, a picture where it fails.

A character is never exchanged for '?': a sign that the page lacks takes its plain form (a true
minus becomes a hyphen) or the club's replacement, and otherwise its row is drawn. Any thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from clubdesk.domain.receipt import Receipt
from clubdesk.printing.code_pages import CodePage, best_page, named_page
from clubdesk.printing.layout import WIDE, lay_out
from clubdesk.printing.raster import drawing_picture, raster_bytes, row_picture
from clubdesk.printing.strip import Drawing, Element, Kick, Row

_INITIALISE = b"\x1b@"
_LEAVE_KANJI = b"\x1c."
_CUT = b"\x1dVB\x00"
_FEED = b"\x1bd\x05"
_KICK = {0: b"", 2: b"\x1bp\x00\x19\xfa", 5: b"\x1bp\x01\x19\xfa"}


@dataclass(frozen=True, slots=True)
class PaperStyle:
    """How a club's papers are printed.

    Attributes:
        language: The receipts' language.
        columns: Characters on a row: 32 for 58 mm, 42 or 48 for 80 mm.
        profile: The printer's name in python-escpos' list; it decides the code pages.
        replacements: Texts for characters that the code page lacks, by character; a row in
            which one still cannot be written is drawn.
        drawer_pin: The pin of the drawer's connector, 2 or 5; 0 if no drawer hangs on it.
        code_page: The page to write in, ``17:cp866``; empty for the best one of the profile.
        cut: Whether the printer has a knife; without one the paper is fed past the tear bar.
        logo: A PNG or JPEG for the top of what clients get; empty for none.
    """

    language: str = "en"
    columns: int = WIDE
    profile: str = "TM-T88V"
    replacements: Mapping[str, str] = field(default_factory=dict)
    drawer_pin: int = 2
    code_page: str = ""
    cut: bool = True
    logo: bytes = b""


def receipt_bytes(receipt: Receipt, style: PaperStyle, *, copy: bool = False) -> bytes:
    """Everything that is sent to the printer for one paper."""
    elements = lay_out(receipt, style.language, style.columns, copy=copy, logo=style.logo)
    return encode(elements, style)


def drawer_bytes(style: PaperStyle) -> bytes:
    """What opens the drawer without a paper; nothing where no drawer hangs on the printer."""
    pulse = _KICK[style.drawer_pin]
    return _INITIALISE + pulse if pulse else b""


def encode(elements: Sequence[Element], style: PaperStyle) -> bytes:
    """ESC/POS for rows, drawer kick and cut.

    Raises:
        KeyError: The style's drawer pin is none of 0, 2 and 5.
    """
    rows = [_replaced(element, style) for element in elements]
    texts = [row.text for row in rows if isinstance(row, Row)]
    page = named_page(style.code_page) or best_page(texts, style.profile)
    parts = [_INITIALISE, b"\x1bt" + bytes([page.number])]
    if not all(text.isascii() for text in texts):
        parts.append(_LEAVE_KANJI)
    for row in rows:
        if isinstance(row, Row):
            parts.append(_row_bytes(row, page, style.columns))
        elif isinstance(row, Drawing):
            parts.append(raster_bytes(drawing_picture(row, style.columns)))
        else:
            cut = _CUT if style.cut else _FEED
            parts.append(_KICK[style.drawer_pin] if isinstance(row, Kick) else cut)
    return b"".join(parts)


def _replaced(element: Element, style: PaperStyle) -> Element:
    if not style.replacements or not isinstance(element, Row) or element.text.isascii():
        return element
    text = element.text
    for char, instead in style.replacements.items():
        text = text.replace(char, instead)
    fits = len(text) <= style.columns // element.scale
    return Row(text, element.bold, element.scale, element.inverse) if fits else element


def forget_rows() -> None:
    """Empties the memory of encoded rows, so that the next paper is measured in full."""
    _row_bytes.cache_clear()


@lru_cache(maxsize=1024)
def _row_bytes(row: Row, page: CodePage, columns: int) -> bytes:
    try:
        text = row.text.translate(page.plainer).encode(page.codec)
    except UnicodeEncodeError:
        return raster_bytes(row_picture(row, columns))
    return _styled(text + b"\n", row)


def _styled(line: bytes, row: Row) -> bytes:
    if row.bold:
        line = b"\x1bE\x01" + line + b"\x1bE\x00"
    if row.scale > 1:
        line = b"\x1d!\x11" + line + b"\x1d!\x00"
    if row.inverse:
        line = b"\x1dB\x01" + line + b"\x1dB\x00"
    return line
