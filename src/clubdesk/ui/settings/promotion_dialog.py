"""One promotion: what sets it off, what it gives, on which days. GUI thread only."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.promotion import MOST_BIRTHDAY_DAYS, Promotion, PromotionKind, Step
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.promoting import SavePromotion
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.chip import Chip, ChipRow
from clubdesk.ui.look.date_field import DateField
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Choice, Field, TextField
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_L, GAP_S
from clubdesk.ui.settings.promotion_words import day_names, kind_explained, kinds, worth
from clubdesk.ui.settings.step_lines import MOST_POINTS, StepLines

_STEPPED = (PromotionKind.TOP_UP, PromotionKind.FIRST_TOP_UP)
_MOST_USES = 1_000_000


class PromotionDialog(Dialog):
    """Adds a promotion, or edits one."""

    def __init__(
        self, over: QWidget, runner: DeskRunner, club: Club, promotion: Promotion | None = None
    ) -> None:
        heading = tr("Edit Promotion") if promotion else tr("Add Promotion")
        super().__init__(over, heading, width=600)
        self.setObjectName("promotion_dialog")
        self._runner = runner
        kept = promotion or Promotion(0, "", PromotionKind.TOP_UP)
        self._kept = kept
        self.name = TextField(tr("Name of the promotion"))
        self.name.editor.setText(kept.name)
        self.kind = Choice(kinds())
        self.kind_field = Field(tr("What sets it off"), self.kind, kind_explained(kept.kind))
        self.steps = StepLines(club.currency, _steps(kept), worth(club))
        self.points = Field(tr("Points"), NumberBox(0, MOST_POINTS, kept.points), worth(club))
        self.code = TextField(tr("Promo code"), tr("3 to 32 letters, digits or dashes."))
        self.code.editor.setText(kept.code)
        self.uses = Field(
            tr("Uses in all"), NumberBox(0, _MOST_USES, kept.most_uses), tr("0: no limit.")
        )
        days = NumberBox(0, MOST_BIRTHDAY_DAYS, kept.birthday_days)
        self.around = Field(tr("Days before and after"), days)
        self.weekdays = [Chip(name) for name in day_names()]
        self.first = DateField(tr("First day"))
        self.last = DateField(tr("Last day"))
        self.state = ChipRow([(True, tr("On")), (False, tr("Off"))])
        self.primary.allow("")
        self._build()
        self._fill(kept)
        self.kind.currentIndexChanged.connect(lambda _: self._show_kind())
        self.steps.resized.connect(lambda: self.refuse(None))

    def begin(self) -> None:
        """Opens it."""
        self.open(self.name.editor)

    def on_primary(self) -> None:
        """Saves it."""
        # Both are looked at, so that both are marked.
        wrong = [self.first.is_wrong(), self.last.is_wrong()]
        if not any(wrong):
            self.submit(self._runner, SavePromotion(promotion=self.typed()))

    def typed(self) -> Promotion:
        """The promotion as it stands in the fields."""
        kind = PromotionKind(str(self.kind.key()))
        return Promotion(
            id=self._kept.id,
            name=self.name.text(),
            kind=kind,
            steps=self.steps.steps() if kind in _STEPPED else (),
            points=self.points.editor.value() if kind not in _STEPPED else 0,
            weekdays=frozenset(n for n, chip in enumerate(self.weekdays) if chip.isChecked()),
            starts_on=self.first.day(),
            ends_on=self.last.day(),
            code=self.code.text() if kind is PromotionKind.PROMO_CODE else "",
            most_uses=self.uses.editor.value(),
            birthday_days=self.around.editor.value(),
            active=bool(self.state.key()),
            position=self._kept.position,
        )

    def refuse(self, error: DeskError | None) -> None:
        """Shows a refusal above the button and at the field that it is about."""
        fields: dict[str, Field[Any] | StepLines] = {
            "name": self.name,
            "steps": self.steps,
            "points": self.points,
            "code": self.code,
            "most_uses": self.uses,
            "birthday_days": self.around,
            "ends_on": self.last,
        }
        for subject, field in fields.items():
            about = error is not None and error.subject == subject
            field.set_error(error.text if error is not None and about else "")
        super().refuse(error)

    def _build(self) -> None:
        self.body.addWidget(self.name)
        self.body.addWidget(self.kind_field)
        self.body.addWidget(self.steps)
        given = QGridLayout()
        given.setHorizontalSpacing(GAP_L)
        _side_by_side(given, self.code, self.points, self.uses, self.around)
        self.body.addLayout(given)
        self.body.addWidget(
            small(tr("Days of the week; none chosen: every day. Dates may stay empty."))
        )
        self.body.addLayout(row(*self.weekdays, None, gap=GAP_S - 2))
        dates = QGridLayout()
        dates.setHorizontalSpacing(GAP_L)
        self.state.setFixedHeight(self.first.editor.sizeHint().height())
        state = Field(tr("State"), self.state)
        _side_by_side(dates, self.first, self.last, state)
        self.body.addLayout(dates)
        self.set_primary(tr("Save"))

    def _fill(self, kept: Promotion) -> None:
        self.kind.choose(kept.kind)
        for day, chip in enumerate(self.weekdays):
            chip.setChecked(day in kept.weekdays)
        self.first.set_day(kept.starts_on)
        self.last.set_day(kept.ends_on)
        for chip, on in zip(self.state.chips, (True, False), strict=True):
            chip.setChecked(on == kept.active)
        self._show_kind()

    def _show_kind(self) -> None:
        kind = PromotionKind(str(self.kind.key()))
        self.kind_field.under.setText(kind_explained(kind))
        stepped = kind in _STEPPED
        if stepped:
            self.steps.ensure_one()
        self.steps.setVisible(stepped)
        self.points.setVisible(not stepped)
        self.code.setVisible(kind is PromotionKind.PROMO_CODE)
        self.uses.setVisible(kind is PromotionKind.PROMO_CODE)
        self.around.setVisible(kind is PromotionKind.BIRTHDAY)


def _side_by_side(grid: QGridLayout, *fields: QWidget) -> None:
    for place, field in enumerate(fields):
        grid.addWidget(field, 0, place, Qt.AlignmentFlag.AlignTop)


def _steps(kept: Promotion) -> tuple[Step, ...]:
    """Its steps; what any first top-up is given is a step from the smallest amount on."""
    if kept.kind is PromotionKind.FIRST_TOP_UP and not kept.steps and kept.points:
        return (Step(1, kept.points),)
    return kept.steps
