"""Draws a row in the shipped monospace font for a printer whose code page lacks its letters.

The cells are those of the printer's own font, so drawn and printed rows line up. Any thread.
"""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from clubdesk.foundation.assets import asset
from clubdesk.printing.strip import Drawing, Row

CELL_WIDTH, CELL_HEIGHT, LINE_HEIGHT = 12, 24, 30
"""Dots of a character, and of a row with its spacing, as ESC/POS font A has them."""

NO_GLYPH = "□"
"""Stands for a character that the font lacks too (a pictograph in a name): seen, never '?'."""

_FONT_SIZE = 20
_BAND_DOTS = 128
_INK = [0] * 110 + [255] * 146
"""Grey levels from 110 up become ink."""

_REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
"""Printers obey these even inside a picture: a status request, a recovery, a drawer kick."""


@lru_cache(maxsize=8)
def font(bold: bool, scale: int) -> ImageFont.FreeTypeFont:
    """The receipt font for cells of ``scale`` times the standard size."""
    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    path = str(asset("fonts") / name)
    return ImageFont.truetype(path, _FONT_SIZE * scale, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1024)
def has_glyph(char: str) -> bool:
    """True if the receipt font can draw a character."""
    if char == " ":
        return True
    missing = font(False, 1).getmask("\U0010ffff")
    drawn = font(False, 1).getmask(char)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


@lru_cache(maxsize=2048)
def cell(char: str, bold: bool, scale: int) -> Image.Image:
    """One character in its cell, grey: 255 is full ink."""
    image = Image.new("L", (CELL_WIDTH * scale, CELL_HEIGHT * scale), 0)
    shown = char if has_glyph(char) else NO_GLYPH
    ImageDraw.Draw(image).text((0, 0), shown, fill=255, font=font(bold, scale))
    return image


def row_picture(row: Row, columns: int) -> Image.Image:
    """A row as black dots (value 255 in mode ``1``), as wide as the paper."""
    gap = (LINE_HEIGHT - CELL_HEIGHT) * row.scale
    size = (columns * CELL_WIDTH, CELL_HEIGHT * row.scale + gap)
    grey = Image.new("L", size, 0)
    for index, char in enumerate(row.text):
        if char != " ":
            left = index * CELL_WIDTH * row.scale
            grey.paste(cell(char, row.bold, row.scale), (left, gap // 2))
    dots = grey.point(_INK, mode="1")
    return ImageChops.invert(dots) if row.inverse else dots


def drawing_picture(drawing: Drawing, columns: int) -> Image.Image:
    """A drawing in the middle of a picture as wide as the paper, its parts beyond that cut off."""
    dots = Image.frombytes("1", (drawing.width, drawing.height), drawing.dots)
    whole = Image.new("1", (columns * CELL_WIDTH, drawing.height), 0)
    whole.paste(dots, ((whole.width - drawing.width) // 2, 0))
    return whole


def raster_bytes(picture: Image.Image) -> bytes:
    """``GS v 0`` commands for a picture of mode ``1``, in bands a small buffer can hold."""
    stride = (picture.width + 7) // 8
    parts = []
    for top in range(0, picture.height, _BAND_DOTS):
        height = min(_BAND_DOTS, picture.height - top)
        band = picture.crop((0, top, picture.width, top + height)).tobytes()
        header = b"\x1dv0\x00" + stride.to_bytes(2, "little") + height.to_bytes(2, "little")
        parts.append(header + _harmless(band))
    return b"".join(parts)


def _harmless(dots: bytes) -> bytes:
    for order in _REAL_TIME:
        # One dot more in a picture is not seen; a drawer that opens by itself is.
        dots = dots.replace(order, b"\x18" + order[1:])
    return dots
