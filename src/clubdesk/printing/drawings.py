"""Pictures on a paper: the club's logo and QR codes, as dots. Any thread."""

from __future__ import annotations

import io
from functools import lru_cache

import segno
from PIL import Image, UnidentifiedImageError

from clubdesk.printing.raster import CELL_WIDTH
from clubdesk.printing.strip import Drawing

MODULE_DOTS = 6
"""Dots of a module of a QR code: about 0.75 mm on paper, which every phone reads."""

LARGEST_LOGO_BYTES = 2_000_000
LARGEST_LOGO_DOTS = 4_000
TALLEST_LOGO_DOTS = 240
"""30 mm of paper: a logo that is taller is made smaller."""

_QUIET = 4
_LONGEST_QR = 1_000


class BadLogoError(Exception):
    """The bytes are no picture that can be printed."""


@lru_cache(maxsize=64)
def qr_drawing(text: str, columns: int) -> Drawing | None:
    """A QR code (ISO/IEC 18004, medium error correction); None where the paper is too narrow."""
    if not text or len(text) > _LONGEST_QR:
        return None
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    size = len(rows) + 2 * _QUIET
    scale = min(MODULE_DOTS, columns * CELL_WIDTH // size)
    if scale < 2:
        return None
    image = Image.new("1", (size, size), 0)
    for top, row in enumerate(rows):
        for left, dark in enumerate(row):
            if dark:
                image.putpixel((left + _QUIET, top + _QUIET), 1)
    return _drawing(image.resize((size * scale, size * scale), Image.Resampling.NEAREST))


@lru_cache(maxsize=8)
def logo_drawing(picture: bytes, columns: int) -> Drawing:
    """A logo as dots, no wider than the paper; grey becomes a pattern of dots.

    Raises:
        BadLogoError: No PNG or JPEG, or one that is far too large.
    """
    grey = _opened(picture)
    room = columns * CELL_WIDTH
    scale = min(1.0, room / grey.width, TALLEST_LOGO_DOTS / grey.height)
    size = (max(1, int(grey.width * scale)), max(1, int(grey.height * scale)))
    # Ink is what is dark; the picture's "1" is a black dot.
    ink = grey.resize(size, Image.Resampling.LANCZOS).point(lambda level: 255 - level)
    return _drawing(ink.convert("1"))


def _opened(picture: bytes) -> Image.Image:
    if len(picture) > LARGEST_LOGO_BYTES:
        raise BadLogoError("more than 2 MB")
    try:
        image = Image.open(io.BytesIO(picture), formats=("PNG", "JPEG"))
        if max(image.size) > LARGEST_LOGO_DOTS:
            raise BadLogoError("more dots than any logo needs")
        shown = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadLogoError(str(error)) from error
    on_paper = Image.new("RGBA", shown.size, (255, 255, 255, 255))
    on_paper.alpha_composite(shown)
    return on_paper.convert("L")


def _drawing(dots: Image.Image) -> Drawing:
    return Drawing(dots.width, dots.height, dots.tobytes())
