"""When, by whom and to whom a rate is sold, and how much of it in points. GUI thread only."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from clubdesk.domain.hall import Rate
from clubdesk.domain.session import Remainder
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.date_field import DateField
from clubdesk.ui.look.field import Choice, Field
from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import heading
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_L
from clubdesk.ui.settings.rates.around import Around
from clubdesk.ui.settings.rates.chips import ManyChips


class SalePart(Panel):
    """The part of an editor that hourly rates and packages share.

    Signals:
        changed: Something was typed or chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("panel", 16)
        self.first = DateField(tr("First day of sale"), tr("Empty: from now on."))
        self.last = DateField(tr("Last day of sale"), tr("Empty: without an end."))
        self.points = Field(
            tr("Points share, %"), NumberBox(0, 100, 0), tr("How much of it points may pay.")
        )
        self.roles = ManyChips()
        self.roles_field = Field(
            tr("Who may sell it"), self.roles, tr("None chosen: everyone at the desk.")
        )
        self.guests = Tick(tr("Guests may have it"))
        self.rest = Choice(
            [(Remainder.PAID_OUT, tr("Pay out")), (Remainder.FORFEITED, tr("Forfeit"))]
        )
        self.rest_field = Field(
            tr("A guest's remainder"), self.rest, tr("What becomes of unused money at the end.")
        )
        self._build()
        self._connect()

    def load(self, rate: Rate, around: Around) -> None:
        """Shows a rate."""
        self.first.set_day(rate.valid_from)
        self.last.set_day(rate.valid_until)
        for field in (self.first, self.last):
            field.set_error("")
        self.points.editor.setValue(rate.points_percent)
        self.roles.set_choices(list(around.role_names().items()))
        self.roles.load(rate.roles)
        self.guests.setChecked(rate.guests)
        self.rest.choose(rate.guest_remainder)
        self.rest_field.setEnabled(rate.guests)

    def onto(self, rate: Rate) -> Rate:
        """The rate with what stands here."""
        known = {str(key) for key in self.roles.chips}
        chosen = {str(key) for key in self.roles.chosen()}
        return replace(
            rate,
            valid_from=self.first.day(),
            valid_until=self.last.day(),
            points_percent=self.points.editor.value(),
            roles=frozenset(chosen | (rate.roles - known)),
            guests=self.guests.isChecked(),
            guest_remainder=Remainder(str(self.rest.key())),
        )

    def complain(self) -> bool:
        """Marks what is wrong; True if anything is."""
        # Both are looked at, so that both are marked.
        wrong = [self.first.is_wrong(), self.last.is_wrong()]
        first, last = self.first.day(), self.last.day()
        backwards = first is not None and last is not None and last < first
        if backwards:
            self.last.set_error(tr("The last day is before the first one."))
        return any(wrong) or backwards

    def has_unread(self) -> bool:
        """Whether something was typed that is no day."""
        fields = (self.first, self.last)
        return any(field.editor.text().strip() and field.day() is None for field in fields)

    def _build(self) -> None:
        self.column.addWidget(heading(tr("Sale")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_L)
        grid.setVerticalSpacing(12)
        grid.addWidget(self.first, 0, 0)
        grid.addWidget(self.last, 0, 1)
        grid.addWidget(self.points, 1, 0)
        grid.addWidget(self.rest_field, 1, 1)
        self.column.addLayout(grid)
        self.column.addWidget(self.guests)
        self.column.addWidget(self.roles_field)
        self.column.addStretch(1)

    def _connect(self) -> None:
        for field in (self.first, self.last):
            field.editor.textChanged.connect(lambda _: self.changed.emit())
        self.points.editor.changed.connect(lambda _: self.changed.emit())
        self.roles.changed.connect(self.changed)
        self.guests.clicked.connect(self._guests)
        self.rest.currentIndexChanged.connect(lambda _: self.changed.emit())

    def _guests(self) -> None:
        self.rest_field.setEnabled(self.guests.isChecked())
        self.changed.emit()
