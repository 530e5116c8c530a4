"""One client group: its name, its discount, its points share. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from clubdesk.domain.people import ClientGroup
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.grouping import RemoveGroup, SaveGroup
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Field, TextField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_L


class GroupDialog(Dialog):
    """Adds a group, edits one, or removes one that no client is in."""

    def __init__(self, over: QWidget, runner: DeskRunner, group: ClientGroup | None = None) -> None:
        heading = tr("Edit Group") if group else tr("Add Group")
        super().__init__(over, heading, width=520)
        self.setObjectName("group_dialog")
        self._runner = runner
        self._kept = group or ClientGroup(0, "")
        self.name = TextField(tr("Name of the group"))
        self.name.editor.setText(self._kept.name)
        self.discount = Field(
            tr("Discount, %"),
            NumberBox(0, 100, self._kept.discount_percent),
            tr("Off the price of play; 100: free."),
        )
        self.share = Field(
            tr("Payable in points, %"),
            NumberBox(0, 100, self._kept.points_percent),
            tr("Of the price of play; points go first."),
        )
        self.remove = Button(tr("Remove Group"), Kind.DANGER)
        self._build()

    def begin(self) -> None:
        """Opens it."""
        self.open(self.name.editor)

    def on_primary(self) -> None:
        """Saves it."""
        command = SaveGroup(
            group_id=self._kept.id,
            name=self.name.text(),
            discount_percent=self.discount.editor.value(),
            points_percent=self.share.editor.value(),
            position=self._kept.position,
        )
        self.submit(self._runner, command)

    def refuse(self, error: DeskError | None) -> None:
        """Shows a refusal above the button and at the field that it is about."""
        fields: dict[str, TextField | Field[NumberBox]] = {
            "name": self.name,
            "discount_percent": self.discount,
            "points_percent": self.share,
        }
        for subject, field in fields.items():
            about = error is not None and error.subject == subject
            field.set_error(error.text if error is not None and about else "")
        super().refuse(error)

    def _build(self) -> None:
        self.body.addWidget(self.name)
        percents = QGridLayout()
        percents.setHorizontalSpacing(GAP_L)
        percents.addWidget(self.discount, 0, 0)
        percents.addWidget(self.share, 0, 1)
        self.body.addLayout(percents)
        note = tr("Sessions that run keep the terms of their start.")
        self.body.addWidget(small(note).wrapped())
        if self._kept.id:
            self.remove.setFixedHeight(BIG_HEIGHT)
            self.footer_left.addWidget(self.remove)
            self.remove.clicked.connect(
                lambda: self.submit(self._runner, RemoveGroup(group_id=self._kept.id))
            )
        self.set_primary(tr("Save"))
