"""Reads a drawn row back into words by comparing its cells with the receipt font's own.

So the text of a paper is known from its bytes alone, whichever way a row was printed. Any thread.
"""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageChops

from clubdesk.printing.escpos_reader import Picture
from clubdesk.printing.raster import CELL_WIDTH, LINE_HEIGHT, NO_GLYPH, has_glyph, row_picture
from clubdesk.printing.strip import Row

_TOLERATED_DOTS = 4
"""Dots that may differ: a picture is changed where its bytes would be an order to the printer."""

_PAGES = ("ascii", "cp866", "kz1048", "cp1252", "cp1251", "cp852", "cp437")
_SIGNS = "₸₽€₴₹₩₪₫₱−" + NO_GLYPH


def drawn_text(picture: Picture, *, cyrillic: bool = False) -> str | None:
    """The row that was drawn; None if the picture is anything else (a logo, a QR code).

    Letters that look the same in two alphabets (A) are taken from the one that the row's
    other letters belong to; a 3 is the Cyrillic letter only beside another letter. A row of
    nothing but such letters (OTMEHEHO) is read as the rest of its paper: ``cyrillic``.
    """
    if picture.height not in (LINE_HEIGHT, 2 * LINE_HEIGHT):
        return None
    scale = picture.height // LINE_HEIGHT
    image = Image.frombytes("1", (picture.stride * 8, picture.height), picture.dots)
    if image.getpixel((0, 0)) and image.getpixel((image.width - 1, image.height - 1)):
        image = ImageChops.invert(image)
    for bold in (False, True):
        found = _cells_read(image, bold, scale)
        if found is not None:
            return _one_alphabet(found, cyrillic).rstrip()
    return None


def _cells_read(image: Image.Image, bold: bool, scale: int) -> list[str] | None:
    """The candidates of every cell; None if a cell is no letter of this weight and size."""
    width = CELL_WIDTH * scale
    known = _glyphs(bold, scale)
    read = []
    for left in range(0, image.width - width + 1, width):
        dots = image.crop((left, 0, left + width, image.height)).tobytes()
        letters = known.get(dots) or _nearly(dots, known)
        if not letters:
            return None
        read.append(letters)
    return read


def _nearly(dots: bytes, known: dict[bytes, str]) -> str:
    wanted = int.from_bytes(dots, "big")
    for other, letters in known.items():
        if (wanted ^ int.from_bytes(other, "big")).bit_count() <= _TOLERATED_DOTS:
            return letters
    return ""


@lru_cache(maxsize=4)
def _glyphs(bold: bool, scale: int) -> dict[bytes, str]:
    letters = dict.fromkeys(_SIGNS)
    for page in _PAGES:
        for byte in range(0x20, 0x100):
            char = bytes([byte]).decode(page, errors="ignore")
            if char.isprintable() and (char in _SIGNS or has_glyph(char or " ")):
                letters[char] = None
    known: dict[bytes, str] = {}
    for char in filter(None, letters):
        cell = row_picture(Row(char, bold, scale), scale)
        dots = cell.crop((0, 0, CELL_WIDTH * scale, cell.height)).tobytes()
        known[dots] = known.get(dots, "") + char
    return known


def _one_alphabet(cells: list[str], cyrillic: bool) -> str:
    sure = [letters for letters in cells if len(letters) == 1 and letters.isalpha()]
    if sure:
        cyrillic = any("\u0400" <= letter <= "\u04ff" for letter in sure)
    neighbours = zip([" ", *cells], [*cells[1:], " "], strict=False)
    return "".join(
        _pick(letters, cyrillic and (letters[0] != "3" or before.isalpha() or after.isalpha()))
        for letters, (before, after) in zip(cells, neighbours, strict=True)
    )


def _pick(letters: str, cyrillic: bool) -> str:
    fitting = [char for char in letters if ("\u0400" <= char <= "\u04ff") == cyrillic]
    return (fitting or list(letters))[0]
