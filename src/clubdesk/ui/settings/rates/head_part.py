"""What every rate has: its name, its colour and the zones in which it is sold. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from clubdesk.domain.hall import Rate, Zone
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.field import Field, TextField
from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.tokens import GAP_L
from clubdesk.ui.settings.rates.chips import ManyChips
from clubdesk.ui.settings.rates.swatches import Swatches

LONGEST_NAME = 60


class HeadPart(Panel):
    """The head of an editor.

    Signals:
        changed: Something was typed or chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("panel", 16)
        self.name = TextField(tr("Name of the rate"))
        self.name.editor.setMaxLength(LONGEST_NAME)
        self.colour = Swatches()
        self.colour_field = Field(tr("Colour"), self.colour)
        self.zones = ManyChips()
        self.zones_field = Field(tr("Sold in zones"), self.zones)
        line = QHBoxLayout()
        line.setSpacing(GAP_L)
        line.addWidget(self.name, 1, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.colour_field, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(line)
        self.column.addWidget(self.zones_field)
        self.name.editor.textChanged.connect(lambda _: self.changed.emit())
        for part in (self.colour, self.zones):
            part.changed.connect(self.changed)
        self.zones.changed.connect(lambda: self.zones_field.set_error(""))

    def load(self, rate: Rate, zones: Sequence[Zone]) -> None:
        """Shows a rate."""
        self.name.editor.setText(rate.name)
        self.colour.load(rate.colour)
        self.zones.set_choices([(zone.id, zone.name) for zone in zones])
        self.zones.load(rate.zone_ids)

    def onto(self, rate: Rate) -> Rate:
        """The rate with what stands here."""
        known = {int(str(key)) for key in self.zones.chips}
        chosen = {int(str(key)) for key in self.zones.chosen()}
        return replace(
            rate,
            name=self.name.text(),
            colour=self.colour.colour(),
            zone_ids=frozenset(chosen | (rate.zone_ids - known)),
        )

    def complain(self) -> bool:
        """Marks what is missing; True if anything is."""
        has_name, has_zone = bool(self.name.text()), bool(self.zones.chosen())
        self.name.set_error("" if has_name else tr("Type a name."))
        self.zones_field.set_error("" if has_zone else tr("Choose at least one zone."))
        return not (has_name and has_zone)
