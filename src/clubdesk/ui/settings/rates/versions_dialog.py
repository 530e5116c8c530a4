"""The earlier versions of a rate: looked at, and taken again. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Rate
from clubdesk.foundation.money import format_number
from clubdesk.foundation.translate import language, tr
from clubdesk.services.rating import SaveRate
from clubdesk.services.views import RateVersion
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.date_field import day_text
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import scrolled
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.text import Text, heading
from clubdesk.ui.look.tokens import GAP_L, GAP_S, MEDIUM
from clubdesk.ui.look.wording import date_time
from clubdesk.ui.settings.rates.around import Around
from clubdesk.ui.settings.rates.grid import PriceGrid
from clubdesk.ui.settings.rates.week import day_row, prices_in, week_rows
from clubdesk.ui.settings.rates.words import day_names, facts

_HEIGHT = 440


class VersionsDialog(Dialog):
    """All versions at the left, the marked one at the right.

    Args:
        why_not: Why none can be taken again; empty if one can.
    """

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        rate: Rate,
        around: Around,
        versions: Sequence[RateVersion],
        why_not: str = "",
    ) -> None:
        super().__init__(over, tr("Versions"), f"· {rate.name}", width=1120)
        self.setObjectName("rate_versions_dialog")
        self._runner, self._rate, self._around = runner, rate, around
        self._why_not = why_not
        self.table: Table[RateVersion] = Table(self._columns(), sortable=False)
        self.table.setAccessibleName(tr("Versions"))
        self.name = heading("")
        self._facts = QGridLayout()
        self._labels: list[QWidget] = []
        club = around.club
        self.grid = PriceGrid(lambda p: format_number(p, club.currency, language()), editable=False)
        self._build()
        self.table.row_changed.connect(self._show)
        self.table.show_rows(list(versions), same=lambda one: one.version)
        self._show(self.table.current())

    def begin(self) -> None:
        """Opens it."""
        self.open(self.table)

    def on_primary(self) -> None:
        """Sells the marked version again, as a new one."""
        chosen = self.table.current()
        if chosen is None:
            return
        again = replace(
            chosen.rate,
            id=self._rate.id,
            version=self._rate.version,
            position=self._rate.position,
            active=True,
        )
        self.submit(self._runner, SaveRate(rate=again))

    def _build(self) -> None:
        self.cancel.setText(tr("Close"))
        self.table.setFixedWidth(400)
        right = QWidget()
        lines = QVBoxLayout(right)
        lines.setContentsMargins(0, 0, 8, 0)
        lines.setSpacing(12)
        self._facts.setHorizontalSpacing(GAP_L)
        self._facts.setVerticalSpacing(GAP_S - 2)
        self._facts.setColumnStretch(1, 1)
        lines.addWidget(self.name)
        lines.addLayout(self._facts)
        lines.addWidget(self.grid)
        lines.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(GAP_L)
        across.addWidget(self.table)
        area = scrolled(right)
        area.setMinimumHeight(_HEIGHT)
        across.addWidget(area, 1)
        self.body.addLayout(across)

    def _show(self, chosen: RateVersion | None) -> None:
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = []
        if chosen is not None:
            self._show_rate(chosen.rate)
        is_now = chosen is not None and chosen.version == self._rate.version
        none = tr("Choose a version.") if chosen is None else ""
        now = tr("This is the version that is sold now.") if is_now else ""
        self.set_primary(tr("Take This Version Again"), why_not=self._why_not or none or now)

    def _show_rate(self, rate: Rate) -> None:
        around = self._around
        self.name.setText(rate.name)
        named = facts(rate, around.club, around.zones, around.role_names())
        for number, (name, value) in enumerate(named):
            for place, label in enumerate(
                (Text(name, "dim"), Text(value, "text", weight=MEDIUM).wrapped())
            ):
                self._facts.addWidget(label, number, place)
                self._labels.append(label)
        self.grid.setVisible(rate.package is None)
        if rate.package is None:
            special = rate.price.special
            rows = (*week_rows(rate.price), *(day_row(one) for one in special))
            self.grid.show_rows([*day_names(), *(day_text(one.day) for one in special)], rows)
            self.grid.show_prices(prices_in(rows))

    def _columns(self) -> list[Column[RateVersion]]:
        club = self._around.club
        return [
            Column(tr("No."), lambda one: str(one.version), width=52, right=True),
            Column(tr("Since"), lambda one: date_time(one.at, club), width=150),
            Column(tr("Who"), lambda one: one.staff_name or tr("set-up"), strong=True),
        ]
