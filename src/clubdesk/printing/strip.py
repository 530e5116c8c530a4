"""The strip of paper as rows of equal cells, and how texts are fitted into its width. Pure.

Every row's text has at most ``columns // scale`` characters, one cell each, on any thread.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from clubdesk.printing.characters import settled

SMALLEST_LEFT = 12
"""A label narrower than this is put on a row of its own rather than wrapped to shreds."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of print.

    Attributes:
        scale: 1, or 2 for characters of double width and height.
        inverse: White on black.
    """

    text: str
    bold: bool = False
    scale: int = 1
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Black dots in the middle of the paper: a logo, a QR code.

    Attributes:
        dots: Rows of ``(width + 7) // 8`` bytes each, a set bit is black.
    """

    width: int
    height: int
    dots: bytes


@dataclass(frozen=True, slots=True)
class Kick:
    """Opens the cash drawer."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Feeds the paper past the knife and cuts it."""


Element = Row | Drawing | Kick | Cut


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most ``width`` characters; longer words are broken."""
    lines = textwrap.wrap(settled(text), width, break_on_hyphens=False)
    return lines or [""]


class Strip:
    """Collects rows from the top of the paper to its end."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.elements: list[Element] = []

    def text(self, text: str, *, bold: bool = False, indent: int = 0) -> None:
        """A text at the left edge, over as many rows as it takes."""
        for line in wrapped(text, self.columns - indent):
            self._row(" " * indent + line, bold=bold)

    def centre(self, text: str, *, bold: bool = False, big: bool = False) -> None:
        """A text in the middle; ``big`` is double size where its longest word still fits."""
        scale = 2 if big and _longest_word(text) <= self.columns // 2 else 1
        for line in wrapped(text, self.columns // scale):
            self._row(_centred(line, self.columns // scale), bold=bold, scale=scale)

    def pair(self, left: str, right: str, *, bold: bool = False) -> None:
        """A label and its value at the two edges; what is too long goes on below."""
        left, right = settled(left), settled(right)
        room = self.columns - len(right) - 1
        if len(left) <= room:
            self._row(left + " " * (self.columns - len(left) - len(right)) + right, bold=bold)
        elif room >= SMALLEST_LEFT:
            *above, last = wrapped(left, room)
            for line in above:
                self._row(line, bold=bold)
            self._row(last.ljust(self.columns - len(right)) + right, bold=bold)
        else:
            self.text(left, bold=bold)
            for line in wrapped(right, self.columns):
                self._row(line.rjust(self.columns), bold=bold)

    def total(self, left: str, right: str) -> None:
        """The figure the paper is about: double size, on two rows where one is too narrow."""
        left, right = settled(left), settled(right)
        width = self.columns // 2
        if len(left) + 1 + len(right) <= width:
            self._row(left + right.rjust(width - len(left)), bold=True, scale=2)
            return
        self.text(left, bold=True)
        scale = 2 if len(right) <= width else 1
        for line in wrapped(right, self.columns // scale):
            self._row(line.rjust(self.columns // scale), bold=True, scale=scale)

    def large(self, text: str) -> None:
        """A text in double size at the left edge."""
        for line in wrapped(text, self.columns // 2):
            self._row(line, bold=True, scale=2)

    def stamp(self, word: str) -> None:
        """A word in double size on a black bar, as wide as the paper."""
        width = self.columns // 2
        for line in wrapped(word, width):
            self._row(_centred(line, width).ljust(width), bold=True, scale=2, inverse=True)

    def draw(self, drawing: Drawing) -> None:
        """A picture in the middle."""
        self.elements.append(drawing)

    def rule(self) -> None:
        """A line across."""
        self._row("-" * self.columns)

    def blank(self) -> None:
        """An empty row."""
        self._row("")

    def heading(self, text: str) -> None:
        """A line across and the name of what follows."""
        self.rule()
        self.text(text, bold=True)

    def _row(self, text: str, *, bold: bool = False, scale: int = 1, inverse: bool = False) -> None:
        self.elements.append(Row(text if inverse else text.rstrip(), bold, scale, inverse))


def _centred(line: str, width: int) -> str:
    return " " * ((width - len(line)) // 2) + line


def _longest_word(text: str) -> int:
    return max((len(word) for word in settled(text).split()), default=0)
