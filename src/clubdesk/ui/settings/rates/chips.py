"""Chips of which any number may be on: zones, roles, days of the week. GUI thread only."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.flow import Flow


class ManyChips(QWidget):
    """A set of keys.

    Signals:
        changed: A chip was turned on or off.
    """

    changed = Signal()

    def __init__(self, choices: Sequence[tuple[Hashable, str]] = ()) -> None:
        super().__init__()
        self.chips: dict[Hashable, Chip] = {}
        self._flow = Flow([], 6)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._flow)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[Hashable, str]]) -> None:
        """Replaces the chips where they differ; none is on then."""
        if [(key, chip.text()) for key, chip in self.chips.items()] == list(choices):
            return
        self.chips = {key: Chip(word) for key, word in choices}
        for chip in self.chips.values():
            chip.clicked.connect(self.changed)
        self._flow.set_parts(list(self.chips.values()))

    def chosen(self) -> frozenset[Hashable]:
        """Those that are on."""
        return frozenset(key for key, chip in self.chips.items() if chip.isChecked())

    def load(self, keys: Iterable[Hashable]) -> None:
        """Turns exactly these on."""
        wanted = set(keys)
        for key, chip in self.chips.items():
            chip.setChecked(key in wanted)
