"""The field Seats: several stations by their numbers, as one says them. GUI thread only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clubdesk.domain.hall import Station
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.field import TextField

_PART = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")
MOST = 200


def numbers_text(numbers: Sequence[int]) -> str:
    """Numbers with their runs joined: ``1, 4–6``."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}–{p[-1]}" for p in parts)


def numbers_of(typed: str) -> tuple[int, ...] | None:
    """The numbers that were typed, ``1, 4-6``; None if it is something else or far too many."""
    found: set[int] = set()
    for part in re.split(r"[,; ]+(?!\s*[-–])", re.sub(r"\s*[-–]\s*", "-", typed.strip())):
        match = _PART.fullmatch(part)
        if match is None or not part.isascii():
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not first <= last < first + MOST:
            return None
        found.update(range(first, last + 1))
    return tuple(sorted(found)) if len(found) <= MOST else None


class SeatsField(TextField):
    """Some stations; under the field stand their names, or what is wrong."""

    def __init__(self) -> None:
        super().__init__(tr("Seats"), tr("Numbers, such as 7, 8 or 10-12."))
        self.editor.setMaxLength(400)
        self._by_number: dict[int, Station] = {}
        self.editor.textChanged.connect(self._say)

    def know(self, stations: Sequence[Station]) -> None:
        """Learns which seats there are."""
        self._by_number = {station.number: station for station in stations}
        self._say()

    def put(self, station_ids: Sequence[int]) -> None:
        """Writes the numbers of some seats."""
        wanted = [s.number for s in self._by_number.values() if s.id in set(station_ids)]
        self.editor.setText(numbers_text(wanted))

    def station_ids(self) -> tuple[int, ...]:
        """The seats; empty while what is typed is not all seats of this club."""
        numbers = numbers_of(self.text())
        if numbers is None or any(number not in self._by_number for number in numbers):
            return ()
        return tuple(self._by_number[number].id for number in numbers)

    def is_wrong(self) -> bool:
        """Says under the field what is wrong with it; True if something is."""
        numbers = numbers_of(self.text())
        if numbers is None:
            self.set_error(tr("Type the numbers of the seats, such as 7, 8 or 10-12."))
            return True
        unknown = [number for number in numbers if number not in self._by_number]
        if unknown:
            text = tr("There is no seat with the number {number}.")
            self.set_error(text.format(number=unknown[0]))
        return bool(unknown)

    def _say(self) -> None:
        names = [s.name for s in self._by_number.values() if s.id in self.station_ids()]
        if names:
            shown = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
            self.under.setText(shown)
            self.under.set_tone("dim")
            self.under.setVisible(True)
