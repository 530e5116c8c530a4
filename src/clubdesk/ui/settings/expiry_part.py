"""When points expire, and the way to their write-off, in Settings. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.promotion import ExpiryKind, PointsExpiry
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.expiring import MOST_MONTHS, SetPointsExpiry
from clubdesk.services.views_people import ExpiredReview
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.field import Choice, Field
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, heading, small
from clubdesk.ui.look.tokens import GAP_M
from clubdesk.ui.settings.promotion_words import month_names, rule_explained
from clubdesk.ui.settings.write_off_dialog import WriteOffDialog, of_clients


class ExpiryPart(Panel):
    """The rule, and what has expired by it.

    Signals:
        changed: The rule was set, or points were written off.
    """

    changed = Signal()

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__("panel", 16)
        self._runner = runner
        self._club: Club | None = None
        self._may_not = ""
        self.kind = ChipRow(
            [
                (ExpiryKind.NEVER, tr("Never")),
                (ExpiryKind.MONTHS, tr("After months")),
                (ExpiryKind.YEARLY, tr("Once a year")),
            ]
        )
        self.months = Field(tr("Months"), NumberBox(1, MOST_MONTHS, 12))
        self.day = Field(tr("Day"), NumberBox(1, 31, 31))
        names = month_names()
        self.month = Field(
            tr("Month"), Choice([(n, name) for n, name in enumerate(names, start=1)])
        )
        self.explained = small().wrapped()
        self.refusal = Refusal()
        self.save = Button(tr("Save the Rule"))
        self.expired = Text("", "dim").wrapped()
        self.review = Button(tr("Write Off Expired Points"), Kind.SECONDARY)
        self._build()
        self._connect()

    def show_state(self, club: Club, review: ExpiredReview) -> None:
        """Shows the rule as it is and what has expired by it."""
        if self._club is None or self._club.points_expiry != club.points_expiry:
            self._fill(club.points_expiry)
        self._club = club
        self.expired.setText(of_clients(review, club) if review.lines else tr("Nothing expired."))
        self.review.allow("" if review.lines else tr("No points have expired."))
        self._show_kind()

    def allow(self, may_not: str, may_not_write_off: str) -> None:
        """Greys out what the person at the desk may not do; a colleague may approve a write-off."""
        self._may_not = may_not
        self.review.guard(may_not_write_off)

    def rule(self) -> PointsExpiry:
        """The rule as it stands in the fields."""
        return PointsExpiry(
            ExpiryKind(str(self.kind.key())),
            self.months.editor.value(),
            int(str(self.month.editor.key())),
            self.day.editor.value(),
        )

    def open_review(self) -> None:
        """Opens the list of what would be written off."""
        if self._club is None:
            return
        dialog = WriteOffDialog(self, self._runner, self._club)
        dialog.closed.connect(lambda _: self.changed.emit())
        dialog.begin()

    def _build(self) -> None:
        self.column.addWidget(heading(tr("Expiry of points")))
        self.column.addWidget(self.kind)
        numbers = QWidget()
        line = QHBoxLayout(numbers)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_M)
        for field in (self.months, self.day, self.month):
            line.addWidget(field, 1)
        self._numbers = numbers
        for part in (numbers, self.explained, self.refusal):
            self.column.addWidget(part)
        self.column.addLayout(row(self.save, None))
        self.column.addWidget(self.expired)
        self.column.addLayout(row(self.review, None))

    def _connect(self) -> None:
        self.kind.chosen.connect(lambda _: self._show_kind())
        for box in (self.months.editor, self.day.editor):
            box.changed.connect(lambda _: self._show_kind())
            box.returnPressed.connect(self.save.click)
        self.month.editor.currentIndexChanged.connect(lambda _: self._show_kind())
        self.save.clicked.connect(self._save)
        self.review.clicked.connect(self.open_review)

    def _fill(self, rule: PointsExpiry) -> None:
        kinds = (ExpiryKind.NEVER, ExpiryKind.MONTHS, ExpiryKind.YEARLY)
        for chip, kind in zip(self.kind.chips, kinds, strict=True):
            chip.setChecked(kind is rule.kind)
        self.months.editor.setValue(rule.months)
        self.day.editor.setValue(rule.day)
        self.month.editor.choose(rule.month)

    def _show_kind(self) -> None:
        rule = self.rule()
        self._numbers.setVisible(rule.kind is not ExpiryKind.NEVER)
        self.months.setVisible(rule.kind is ExpiryKind.MONTHS)
        self.day.setVisible(rule.kind is ExpiryKind.YEARLY)
        self.month.setVisible(rule.kind is ExpiryKind.YEARLY)
        self.explained.setText(rule_explained(rule))
        same = self._club is not None and self._club.points_expiry == rule
        self.save.allow(self._may_not or (tr("This is the rule already.") if same else ""))

    def _save(self) -> None:
        self._refused(None)
        self._runner.do(
            SetPointsExpiry(rule=self.rule()),
            while_alive(self, lambda _: self.changed.emit()),
            refused=while_alive(self, self._refused),
            button=self.save,
        )

    def _refused(self, error: DeskError | None) -> None:
        subject = error.subject if error is not None else ""
        text = error.text if error is not None else ""
        self.months.set_error(text if subject == "months" else "")
        self.day.set_error(text if subject == "day" else "")
        self.refusal.say(error)
