"""Where every card and zone title goes: groups one under the other, cards in a grid.

Pure; pixels of the view, y from the top of the content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 8
MARGIN = 16
TITLE_HEIGHT = 24
GROUP_GAP = 8
MIN_WIDTH, MAX_WIDTH = 108, 176
ASPECT = 92 / 110
LOWEST, MAX_HEIGHT = 70, 132


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in whole pixels."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, x: int, y: int) -> bool:
        """Whether a point lies in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True)
class HallLayout:
    """All places of the hall.

    Attributes:
        boxes: One for each card, in the order of the groups.
        titles: One for each group that has cards; the group's number and its place.
        rows: The card numbers of each line of the grid, top to bottom.
    """

    boxes: tuple[Box, ...]
    titles: tuple[tuple[int, Box], ...]
    rows: tuple[tuple[int, ...], ...]
    height: int
    card_width: int
    card_height: int

    def at(self, x: int, y: int) -> int | None:
        """The card under a point of the content; None between them."""
        for row in self.rows:
            first = self.boxes[row[0]]
            if first.y <= y < first.y + first.height:
                return next((i for i in row if self.boxes[i].holds(x, y)), None)
        return None

    def within(self, top: int, bottom: int) -> list[tuple[int, int]]:
        """The cards that show between two heights: each with its line of the grid before it."""
        return [
            (line, index)
            for line, row in enumerate(self.rows)
            if self.boxes[row[0]].y < bottom
            and self.boxes[row[0]].y + self.boxes[row[0]].height > top
            for index in row
        ]


def arrange(counts: Sequence[int], width: int, height: int) -> HallLayout:
    """Places groups of cards: the largest that need no scrolling, else lower ones, else scrolls."""
    columns, card_height = _grid(counts, width, height)
    card_width = min(MAX_WIDTH, (_inner(width) - GAP * (columns - 1)) // columns)
    return _place(counts, columns, card_width, card_height)


def _inner(width: int) -> int:
    return max(MIN_WIDTH, width - 2 * MARGIN)


def _height_of(card_width: int) -> int:
    return min(MAX_HEIGHT, round(card_width * ASPECT))


def _grid(counts: Sequence[int], width: int, height: int) -> tuple[int, int]:
    """How many cards a line holds, and how tall a card is."""
    inner = _inner(width)
    most = max(1, (inner + GAP) // (MIN_WIDTH + GAP))
    fewest = max(1, -(-(inner + GAP) // (MAX_WIDTH + GAP)))
    lower = (0, most)
    for columns in range(min(fewest, most), most + 1):
        comfortable = _height_of((inner - GAP * (columns - 1)) // columns)
        room = _room(counts, columns, height)
        if room >= comfortable:
            return columns, comfortable
        if room > lower[0]:
            lower = (room, columns)
    room, columns = lower
    return (columns, room) if room >= LOWEST else (most, _height_of(MIN_WIDTH))


def _room(counts: Sequence[int], columns: int, height: int) -> int:
    """How tall cards can be so that every line of them shows."""
    rows = sum(-(-count // columns) for count in counts)
    groups = sum(1 for count in counts if count)
    return (height - groups * (TITLE_HEIGHT + GROUP_GAP)) // max(1, rows) - GAP


def _place(counts: Sequence[int], columns: int, card_width: int, card_height: int) -> HallLayout:
    boxes: list[Box] = []
    titles: list[tuple[int, Box]] = []
    rows: list[tuple[int, ...]] = []
    y = 0
    for group, count in enumerate(counts):
        if not count:
            continue
        full = columns * (card_width + GAP) - GAP
        titles.append((group, Box(MARGIN, y, full, TITLE_HEIGHT)))
        y += TITLE_HEIGHT + GROUP_GAP // 2
        for start in range(0, count, columns):
            line = range(start, min(start + columns, count))
            first = len(boxes)
            boxes += [
                Box(MARGIN + i * (card_width + GAP), y, card_width, card_height)
                for i in range(len(line))
            ]
            rows.append(tuple(range(first, len(boxes))))
            y += card_height + GAP
        y += GROUP_GAP // 2
    return HallLayout(tuple(boxes), tuple(titles), tuple(rows), y, card_width, card_height)


def step(layout: HallLayout, index: int, dx: int, dy: int) -> int:
    """The card that an arrow key leads to; across zones, and staying at the hall's edges."""
    if dx:
        return max(0, min(len(layout.boxes) - 1, index + dx))
    place = next(i for i, row in enumerate(layout.rows) if index in row)
    target = place + dy
    if not 0 <= target < len(layout.rows):
        return index
    box = layout.boxes[index]
    centre = box.x + box.width // 2
    return min(
        layout.rows[target],
        key=lambda i: abs(layout.boxes[i].x + layout.boxes[i].width // 2 - centre),
    )
