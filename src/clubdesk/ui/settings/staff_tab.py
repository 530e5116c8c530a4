"""The tab "Staff and roles" of Settings: who works here and what they may do. GUI thread only.

Everyone sees it and may change their own password and PIN; the rest needs its permission.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.domain import events as e
from clubdesk.domain.people import Permission, Role, StaffRole
from clubdesk.foundation.translate import tr
from clubdesk.services.event_feed import News
from clubdesk.services.role_words import role_word
from clubdesk.services.staff_roles import RemoveRole
from clubdesk.services.views_people import StaffRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.frames import column, row
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.text import heading
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.settings.person_dialog import PersonDialog
from clubdesk.ui.settings.role_dialog import RoleDialog
from clubdesk.ui.settings.secret_dialog import SecretDialog

ROLES_WIDTH = 440
_ALL = len(Permission)


class StaffTab(QWidget):
    """People at the left, roles at the right."""

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self._runner = runner
        self._roles: Sequence[StaffRole] = ()
        self.people: Table[StaffRow] = Table(_people_columns())
        self.roles: Table[StaffRole] = Table(_role_columns(), sortable=False)
        self.add = Button(tr("Add Person"), Kind.PRIMARY, icon_name="user-plus")
        self.edit = Button(tr("Edit"), icon_name="pencil")
        self.password = Button(tr("Password"))
        self.pin = Button(tr("PIN"))
        self.new_role = Button(tr("New Role"), icon_name="plus")
        self.edit_role = Button(tr("Permissions"), icon_name="pencil")
        self.remove_role = Button(tr("Remove"), Kind.DANGER)
        self.refusal = Refusal()
        self._build()
        self._connect()
        self._refresh = Refresh(self, self.reload)
        bridge.happened.connect(self._hear)
        runner.signed_in.connect(self._refresh.wanted)
        runner.rights_changed.connect(self._refresh.wanted)

    def reload(self) -> None:
        """Asks the books anew."""
        self._runner.ask(
            lambda books: (books.people(), books.roles()), while_alive(self, self._show)
        )

    def showEvent(self, event: QShowEvent) -> None:
        """What may be done depends on who is at the desk."""
        super().showEvent(event)
        self._refresh.wanted()

    def _build(self) -> None:
        self.new_role.setFixedHeight(BIG_HEIGHT)
        left, right = QWidget(), QWidget()
        right.setFixedWidth(ROLES_WIDTH)
        left.setLayout(
            column(
                row(heading(tr("People")), None, self.add),
                self.people,
                row(self.edit, self.password, self.pin, None),
                gap=GAP_M,
            )
        )
        right.setLayout(
            column(
                row(heading(tr("Roles")), None, self.new_role),
                self.roles,
                self.refusal,
                row(self.edit_role, self.remove_role, None),
                gap=GAP_M,
            )
        )
        across = QHBoxLayout(self)
        across.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        across.setSpacing(GAP_L)
        across.addWidget(left, 1)
        across.addWidget(right)

    def _connect(self) -> None:
        self.people.row_changed.connect(lambda _: self._allow())
        self.roles.row_changed.connect(lambda _: self._allow())
        self.people.row_chosen.connect(lambda _: self.edit.click())
        self.roles.row_chosen.connect(lambda _: self.edit_role.click())
        self.add.clicked.connect(lambda: self._open_person(None))
        self.edit.clicked.connect(lambda: self._open_person(self.people.current()))
        self.password.clicked.connect(lambda: self._open_secret(pin=False))
        self.pin.clicked.connect(lambda: self._open_secret(pin=True))
        self.new_role.clicked.connect(lambda: RoleDialog(self, self._runner, None).begin())
        self.edit_role.clicked.connect(self._open_role)
        self.remove_role.clicked.connect(self._remove_role)

    def _show(self, found: tuple[Sequence[StaffRow], Sequence[StaffRole]]) -> None:
        people, self._roles = found
        self.people.show_rows(list(people), same=lambda line: line.id)
        self.roles.show_rows(list(self._roles), same=lambda line: line.key)
        self._allow()

    def _allow(self) -> None:
        missing = self._runner.missing(Permission.MANAGE_STAFF)
        person, role = self.people.current(), self.roles.current()
        own = self._runner.staff
        is_own = person is not None and own is not None and person.id == own.id
        more = self._has_more(person.role if person and not is_own else None, tr("This person"))
        for button in (self.add, self.new_role):
            button.allow(missing)
        nobody = "" if person is not None else tr("Choose a person.")
        self.edit.allow(missing or nobody or more)
        for button in (self.password, self.pin):
            button.allow(nobody or ("" if is_own else missing or more))
        fixed = self._fixed(role) or self._has_more(role, tr("This role"))
        self.edit_role.allow(missing or fixed)
        built_in = role is not None and role.built_in
        self.remove_role.allow(missing or (tr("A built-in role stays.") if built_in else fixed))

    def _has_more(self, role: StaffRole | None, who: str) -> str:
        own = self._runner.staff.permissions if self._runner.staff else frozenset()
        if role is None or role.permissions <= own:
            return ""
        return tr("{who} may do more than you.").format(who=who)

    def _fixed(self, role: StaffRole | None) -> str:
        if role is None:
            return tr("Choose a role.")
        return tr("The owner may do everything.") if role.key == Role.OWNER else ""

    def _open_person(self, person: StaffRow | None) -> None:
        PersonDialog(self, self._runner, self._roles, person).begin()

    def _open_secret(self, *, pin: bool) -> None:
        person = self.people.current()
        if person is not None:
            SecretDialog(self, self._runner, person, pin=pin).begin()

    def _open_role(self) -> None:
        role = self.roles.current()
        if role is not None:
            RoleDialog(self, self._runner, role).begin()

    def _remove_role(self) -> None:
        role = self.roles.current()
        if role is not None:
            self.refusal.say(None)
            self._runner.do(
                RemoveRole(key=role.key),
                refused=while_alive(self, self.refusal.say),
                button=self.remove_role,
            )

    @Slot(object)
    def _hear(self, news: News) -> None:
        if isinstance(news, e.StaffChanged):
            self.refusal.say(None)
            self._refresh.wanted()


def _people_columns() -> list[Column[StaffRow]]:
    return [
        Column(tr("Name"), lambda one: one.name, strong=True, tone=_tone),
        Column(tr("Login"), lambda one: one.login, width=120, tone=_tone),
        Column(
            tr("Role"), lambda one: role_word(one.role.key, one.role.name), width=150, tone=_tone
        ),
        Column(tr("PIN"), lambda one: tr("set") if one.has_pin else "–", width=110, tone=_tone),
        Column(
            tr("State"),
            lambda one: tr("in use") if one.active else tr("out of use"),
            width=110,
            tone=lambda one: "green" if one.active else "grey",
        ),
    ]


def _role_columns() -> list[Column[StaffRole]]:
    return [
        Column(tr("Role"), lambda role: role_word(role.key, role.name), strong=True),
        Column(
            tr("Kind"),
            lambda role: tr("built-in") if role.built_in else tr("the club's own"),
            width=124,
            tone=lambda role: "dim",
        ),
        Column(tr("Permissions"), _count, width=124, right=True),
    ]


def _count(role: StaffRole) -> str:
    return tr("{count} of {all}").format(count=len(role.permissions), all=_ALL)


def _tone(one: StaffRow) -> str:
    return "text" if one.active else "grey"
