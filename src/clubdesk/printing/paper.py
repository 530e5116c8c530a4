"""What ESC/POS bytes look like on paper: its rows in words, and a picture of it.

Works from the bytes alone, so it shows what a printer was really told. Any thread.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from clubdesk.printing.code_pages import pages_of
from clubdesk.printing.drawn_rows import drawn_text
from clubdesk.printing.escpos_reader import (
    DrawerPulse,
    EscposReader,
    Knife,
    LineFeed,
    Picture,
    Reset,
    Text,
)
from clubdesk.printing.raster import CELL_HEIGHT, CELL_WIDTH, LINE_HEIGHT, cell

PICTURE_ROW = "[picture]"
"""Stands in the text of a paper for a picture that holds no words."""

_MARGIN = 36
_SHADOW = 14
_TOOTH = 8
_INK = (29, 30, 36)
_PAPER = (255, 255, 255)


@dataclass(slots=True)
class PaperRow:
    """One row as it came out: runs of text, or a picture, or blank dots.

    ``cyrillic`` is how a drawn row is read whose letters are of two alphabets at once.
    """

    texts: list[tuple[str, Text]] = field(default_factory=list)
    picture: Picture | None = None
    blank: int = 0
    cyrillic: bool = False

    @property
    def text(self) -> str:
        """The row in words; a drawn row is read by its letters' shapes."""
        if self.picture:
            return drawn_text(self.picture, cyrillic=self.cyrillic) or PICTURE_ROW
        return "".join(text for text, _ in self.texts)

    @property
    def height(self) -> int:
        """Dots of paper that the row takes."""
        if self.picture:
            return self.picture.height
        if self.blank:
            return self.blank
        tallest = max((run.style.height for _, run in self.texts), default=1)
        return CELL_HEIGHT * tallest + (LINE_HEIGHT - CELL_HEIGHT) * tallest


@dataclass(slots=True)
class DecodedPaper:
    """A stretch of print. ``kicks`` counts the drawer's pulses, ``cuts`` the knife's."""

    rows: list[PaperRow] = field(default_factory=list)
    kicks: int = 0
    cuts: int = 0


def decode_paper(data: bytes, profile: str = "TM-T88V") -> DecodedPaper:
    """Reads a whole paper's bytes as a printer of this profile would."""
    codecs = {page.number: page.codec for page in pages_of(profile)}
    paper, row = DecodedPaper(), PaperRow()
    for step in EscposReader().feed(data):
        if isinstance(step, Text):
            codec = codecs.get(step.style.page, "cp437")
            row.texts.append((step.data.decode(codec, errors="replace"), step))
        elif isinstance(step, LineFeed):
            row.blank = 0 if row.texts else step.dots
            paper.rows.append(row)
            row = PaperRow()
        elif isinstance(step, Picture):
            paper.rows.append(PaperRow(picture=step))
        elif isinstance(step, Reset):
            row = PaperRow()
        elif isinstance(step, DrawerPulse):
            paper.kicks += 1
        elif isinstance(step, Knife):
            paper.cuts += 1
    _tell_the_alphabet(paper.rows)
    return paper


def _tell_the_alphabet(rows: list[PaperRow]) -> None:
    written = "".join(text for row in rows for text, _ in row.texts)
    cyrillic = any("\u0400" <= letter <= "\u04ff" for letter in written)
    for row in rows:
        row.cyrillic = cyrillic


def paper_text(data: bytes, profile: str = "TM-T88V") -> list[str]:
    """The paper's rows in words; a picture without words is ``PICTURE_ROW``."""
    return [row.text.rstrip() for row in decode_paper(data, profile).rows]


def paper_png(data: bytes, columns: int = 48, profile: str = "TM-T88V") -> bytes:
    """A picture of the paper with its margins, torn edge and a soft shadow, as PNG with alpha."""
    paper = decode_paper(data, profile)
    out = io.BytesIO()
    _on_shadow(_sheet(paper, columns)).save(out, "PNG", optimize=False)
    return out.getvalue()


def _sheet(paper: DecodedPaper, columns: int) -> Image.Image:
    width = columns * CELL_WIDTH + 2 * _MARGIN
    height = sum(row.height for row in paper.rows) + 2 * _MARGIN + _TOOTH
    ink = Image.new("L", (width, height), 0)
    top = _MARGIN
    for row in paper.rows:
        for left, dots in _marks(row, columns):
            box = (_MARGIN + left, top)
            ink.paste(ImageChops.lighter(ink.crop((*box, *_end(box, dots))), dots), box)
        top += row.height
    sheet = Image.new("RGB", ink.size, _PAPER)
    sheet.paste(_INK, mask=ink)
    sheet.putalpha(_outline(ink.size))
    return sheet


def _end(box: tuple[int, int], dots: Image.Image) -> tuple[int, int]:
    return box[0] + dots.width, box[1] + dots.height


def _marks(row: PaperRow, columns: int) -> Iterator[tuple[int, Image.Image]]:
    """The row's ink with its distance from the left edge of the printed area."""
    if row.picture is not None:
        size = (row.picture.stride * 8, row.picture.height)
        dots = Image.frombytes("1", size, row.picture.dots).convert("L")
        yield _start(dots.width, columns, row.picture.align), dots
        return
    used = sum(len(text) * run.style.width for text, run in row.texts) * CELL_WIDTH
    left = _start(used, columns, row.texts[0][1].style.align if row.texts else 0)
    for text, run in row.texts:
        for char in text:
            yield left, _character(char, run, row.height)
            left += CELL_WIDTH * run.style.width


def _start(used: int, columns: int, align: int) -> int:
    free = max(0, columns * CELL_WIDTH - used)
    return (0, free // 2, free)[align % 3]


def _character(char: str, run: Text, row_height: int) -> Image.Image:
    style = run.style
    scale = max(style.width, style.height)
    glyph = cell(char, style.bold, scale)
    size = (CELL_WIDTH * style.width, CELL_HEIGHT * style.height)
    if glyph.size != size:
        glyph = glyph.resize(size)
    full = Image.new("L", (size[0], row_height), 0)
    full.paste(glyph, (0, (row_height - size[1]) // 2))
    return ImageChops.invert(full) if style.inverse else full


def _outline(size: tuple[int, int]) -> Image.Image:
    """White where there is paper: straight above, torn off by the printer's teeth below."""
    width, height = size
    shape = Image.new("L", size, 0)
    edge = [(0, 0), (width, 0)]
    count = width // _TOOTH
    for index in range(count, -1, -1):
        edge.append((index * width // count, height - (0 if index % 2 else _TOOTH)))
    ImageDraw.Draw(shape).polygon(edge, fill=255)
    return shape


def _on_shadow(sheet: Image.Image) -> Image.Image:
    size = (sheet.width + 2 * _SHADOW, sheet.height + 2 * _SHADOW)
    shade = Image.new("L", size, 0)
    shade.paste(sheet.getchannel("A").point(lambda a: a * 70 // 255), (_SHADOW, _SHADOW + 3))
    canvas = Image.new("RGBA", size, (20, 22, 30, 0))
    canvas.putalpha(shade.filter(ImageFilter.GaussianBlur(_SHADOW / 2.5)))
    canvas.alpha_composite(sheet, (_SHADOW, _SHADOW))
    return canvas
