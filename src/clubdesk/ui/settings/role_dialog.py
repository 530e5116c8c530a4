"""A role: its name and what it may do, as a checklist by area. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.people import Permission, StaffRole
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.permission_words import AREAS, permission_note, permission_word
from clubdesk.services.role_words import role_word
from clubdesk.services.staff_roles import SaveRole
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import scrolled
from clubdesk.ui.look.text import Text, heading, small
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_L, GAP_M

WIDTH = 1060
_HEIGHT = 430
_LEFT_AREAS = 3


class RoleDialog(Dialog):
    """What a role may do; ``role`` is None for a new one."""

    def __init__(self, over: QWidget, runner: DeskRunner, role: StaffRole | None) -> None:
        word = role_word(role.key, role.name) if role is not None else ""
        super().__init__(over, tr("Role") if role else tr("New role"), word and f"· {word}", WIDTH)
        self._runner = runner
        self._role = role
        self.name = TextField(tr("Name of the role"))
        self.count = Text("", "dim")
        self.ticks: dict[Permission, Tick] = {}
        if role is None or not role.built_in:
            self.name.editor.setText(role.name if role is not None else "")
            self.body.addWidget(self.name)
        self.body.addWidget(small(tr("Grey: what you may not do yourself, you cannot give.")))
        self.body.addWidget(self._checklist())
        self.footer_left.addWidget(self.count)
        self._say()

    def begin(self) -> None:
        """Opens with the keyboard in the name, or on the first box."""
        first = next((tick for tick in self.ticks.values() if tick.isEnabled()), None)
        self.open(self.name.editor if self.name.isVisibleTo(self) else first)

    def granted(self) -> tuple[Permission, ...]:
        """What is ticked, in the order of all permissions."""
        return tuple(one for one in Permission if self.ticks[one].isChecked())

    def on_primary(self) -> None:
        """Writes the role."""
        key = self._role.key if self._role is not None else ""
        command = SaveRole(key=key, name=self.name.text(), permissions=self.granted())
        self.submit(self._runner, command)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the name, too."""
        self.name.set_error(error.text if error is not None and error.subject == "name" else "")
        super().refuse(error)

    def _checklist(self) -> QWidget:
        inside = QWidget()
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, 8, 0)
        across.setSpacing(GAP_L)
        for areas in (AREAS[:_LEFT_AREAS], AREAS[_LEFT_AREAS:]):
            lines = QVBoxLayout()
            lines.setSpacing(2)
            for title, permissions in areas:
                lines.addWidget(heading(tr(title)))
                for permission in permissions:
                    lines.addWidget(self._tick(permission))
                lines.addSpacing(GAP_M)
            lines.addStretch(1)
            across.addLayout(lines, 1)
        area = scrolled(inside)
        area.setFixedHeight(_HEIGHT)
        return area

    def _tick(self, permission: Permission) -> Tick:
        tick = Tick(permission_word(permission), permission_note(permission))
        tick.setChecked(self._role is not None and permission in self._role.permissions)
        tick.allow("" if self._runner.may(permission) else tr("You may not do this yourself."))
        tick.toggled.connect(lambda _: self._say())
        self.ticks[permission] = tick
        return tick

    def _say(self) -> None:
        count = len(self.granted())
        words = trn("{count} permission", "{count} permissions", count).format(count=count)
        self.count.setText(words)
        self.set_primary(tr("Save Role"))
