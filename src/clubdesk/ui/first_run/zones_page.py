"""The wizard's steps of the hall: the club's name and zones, then a price for each zone.

GUI thread only. Prices are minor units an hour.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from clubdesk.domain.hall import StationKind
from clubdesk.foundation.translate import tr, trn
from clubdesk.ui.first_run.draft import Draft, DraftZone, sensible_zones
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.field import Choice, TextField
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.toast import CloseCross
from clubdesk.ui.look.tokens import GAP_L, GAP_M, GAP_S, SEMIBOLD

MOST_ZONES = 6
_MOST_STATIONS = 500


class ClubPage(QWidget):
    """The club's name, its zones and how many stations each has."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        if not draft.zones:
            draft.zones = sensible_zones(draft.money())
        self.name = TextField(tr("Name of the club"), placeholder=tr("My Club"))
        self.name.editor.setText(draft.name)
        self.lines = [ZoneLine(zone) for zone in draft.zones]
        self.add = Button(tr("Add a Zone"), Kind.QUIET, icon_name="plus")
        self.total = small()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_S)
        self._grid.setVerticalSpacing(GAP_S)
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(self.name)
        column.addSpacing(4)
        column.addLayout(self._grid)
        column.addLayout(row(self.add, None, self.total))
        column.addStretch(1)
        self.add.clicked.connect(self._add)
        self._show()

    def first(self) -> QWidget:
        """Where the keyboard starts."""
        return self.name.editor

    def read(self, draft: Draft) -> bool:
        """At least one station; an empty zone is left out."""
        draft.name = self.name.text()
        draft.zones = [line.zone() for line in self.lines]
        ok = self._stations() > 0
        self.total.set_tone("dim" if ok else "red")
        return ok

    def _show(self) -> None:
        heads = (tr("Zone"), tr("Stations"), tr("Kind"))
        for place, head in enumerate(heads):
            self._grid.addWidget(small(head), 0, place)
        for number, line in enumerate(self.lines, start=1):
            for place, part in enumerate(line.parts()):
                self._grid.addWidget(part, number, place)
            line.on_change(self._count, lambda line=line: self._remove(line))  # type: ignore[misc]
            line.cross.setVisible(len(self.lines) > 1)
        self.add.setVisible(len(self.lines) < MOST_ZONES)
        self._count()

    def _add(self) -> None:
        price = self.lines[-1].price if self.lines else None
        fresh = ZoneLine(
            DraftZone(tr("Zone {number}").format(number=len(self.lines) + 1), 4, price)
        )
        self.lines.append(fresh)
        self._show()
        fresh.name.setFocus(Qt.FocusReason.TabFocusReason)
        fresh.name.selectAll()

    def _remove(self, line: ZoneLine) -> None:
        self.lines.remove(line)
        for part in line.parts():
            self._grid.removeWidget(part)
            part.deleteLater()
        self._show()

    def _stations(self) -> int:
        return sum(line.stations.value() for line in self.lines)

    def _count(self) -> None:
        count = self._stations()
        text = trn(
            "{count} station; it is named and numbered for you",
            "{count} stations; they are named and numbered for you",
            count,
        )
        self.total.setText(text.format(count=count))


class ZoneLine:
    """The editors of one zone."""

    def __init__(self, zone: DraftZone) -> None:
        self.price = zone.per_hour_minor
        self.name = QLineEdit(zone.name)
        self.name.setAccessibleName(tr("Zone"))
        self.stations = NumberBox(0, _MOST_STATIONS, zone.stations)
        self.stations.setAccessibleName(tr("Stations"))
        self.stations.setFixedWidth(96)
        self.kind = Choice(
            [(StationKind.PC, tr("Gaming PCs")), (StationKind.CONSOLE, tr("Consoles"))]
        )
        self.kind.setFixedWidth(172)
        self.kind.setAccessibleName(tr("Kind"))
        self.kind.choose(zone.kind)
        self.cross = CloseCross()
        self.cross.setAccessibleName(tr("Remove the zone"))
        self.cross.setToolTip(tr("Remove the zone"))
        self._heard = False

    def parts(self) -> tuple[QWidget, ...]:
        """From left to right."""
        return self.name, self.stations, self.kind, self.cross

    def zone(self) -> DraftZone:
        """What was typed."""
        kind = StationKind(str(self.kind.key()))
        return DraftZone(self.name.text().strip(), self.stations.value(), self.price, kind)

    def on_change(self, counted: Callable[[], None], removed: Callable[[], None]) -> None:
        """Says whom to tell, once."""
        if not self._heard:
            self._heard = True
            self.stations.changed.connect(lambda _: counted())
            self.cross.clicked.connect(lambda _: removed())


class PricesPage(QWidget):
    """What an hour costs in each zone."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self._zones = [zone for zone in draft.zones if zone.stations]
        self.fields = [MoneyField(tr("An hour"), draft.money(), big=False) for _ in self._zones]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        for zone, field in zip(self._zones, self.fields, strict=True):
            field.set_minor(zone.per_hour_minor)
            field.setFixedWidth(220)
            text = trn("{count} station", "{count} stations", zone.stations)
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addStretch(1)
            words.addWidget(Text(zone.name, weight=SEMIBOLD))
            words.addWidget(small(text.format(count=zone.stations)))
            line = row(gap=GAP_L)
            line.addLayout(words, 1)
            line.addWidget(field)
            column.addLayout(line)
        column.addStretch(1)

    def first(self) -> QWidget:
        """Where the keyboard starts."""
        return self.fields[0].edit if self.fields else self

    def read(self, draft: Draft) -> bool:
        """Every zone needs a price above zero."""
        fine = True
        for zone, field in zip(self._zones, self.fields, strict=True):
            zone.per_hour_minor = field.minor()
            if not zone.per_hour_minor or zone.per_hour_minor < 0:
                field.set_error(tr("Type a price above zero."))
                fine = False
        return fine
