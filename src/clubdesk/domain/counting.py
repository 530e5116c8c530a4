"""A count of cash by denomination: how many pieces of which value. Pure. Minor units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountedPart:
    """Pieces of one denomination; ``piece_minor`` is the value of one."""

    piece_minor: int
    pieces: int

    @property
    def total_minor(self) -> int:
        """What they come to."""
        return self.piece_minor * self.pieces


def parts_of(counted: Mapping[int, int]) -> tuple[CountedPart, ...]:
    """Pieces by their value as parts, the greatest value first; none of those that are not there.

    Raises:
        ValueError: A value is not positive, or a number of pieces is negative.
    """
    if any(piece <= 0 or pieces < 0 for piece, pieces in counted.items()):
        raise ValueError("a piece is worth something, and there are none or more of it")
    return tuple(
        CountedPart(piece, counted[piece])
        for piece in sorted(counted, reverse=True)
        if counted[piece]
    )


def sum_of(parts: Iterable[CountedPart]) -> int:
    """What all parts come to."""
    return sum(part.total_minor for part in parts)
