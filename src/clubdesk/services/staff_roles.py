"""Roles: the club's own, and what the built-in ones may do. Desk worker's thread."""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.events import StaffChanged
from clubdesk.domain.people import Permission, Role, StaffRole
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.role_words import role_word
from clubdesk.services.staff_rights import require_may_give, role_of
from clubdesk.services.typed_text import fitting

LONGEST_NAME = 40
_OWN = "custom-"


class SaveRole(Command, frozen=True, kw_only=True):
    """Makes a role (empty ``key``) or writes one anew; a built-in one keeps its name."""

    key: str = ""
    name: str = ""
    permissions: tuple[Permission, ...] = ()


class RoleAnswer(Answer, frozen=True, kw_only=True):
    """The role's key."""

    key: str


class RemoveRole(Command, frozen=True, kw_only=True):
    """Removes a role of the club's own that nobody has."""

    key: str


def save_role(deed: Deed, command: SaveRole) -> RoleAnswer:
    """Writes a role; everyone who has it may do the new things from then on.

    Raises:
        DeskError: ``role.unknown``, ``role.owner_fixed``, ``role.has_more``,
            ``staff.more_than_own``, ``role.no_name``, ``role.name_taken``.
    """
    granted = frozenset(command.permissions)
    if command.key:
        before = _changeable(deed, command.key)
        name = "" if before.built_in else _free_name(deed, command.name, before.key)
        role = replace(before, name=name, permissions=granted)
    else:
        role = StaffRole(_new_key(deed), _free_name(deed, command.name, ""), granted)
    require_may_give(deed, granted)
    deed.work.roles.save(role)
    deed.notes["role"] = role.key
    deed.tell(StaffChanged())
    return RoleAnswer(key=role.key)


def remove_role(deed: Deed, command: RemoveRole) -> Done:
    """Removes a role.

    Raises:
        DeskError: ``role.unknown``, ``role.built_in``, ``role.has_more``, ``role.has_members``.
    """
    role = _changeable(deed, command.key)
    if role.built_in:
        raise DeskError("role.built_in", tr("A built-in role stays."), "")
    members = deed.work.roles.members(role.key)
    if members:
        raise DeskError(
            "role.has_members",
            trn("{count} person has this role.", "{count} people have this role.", members).format(
                count=members
            ),
            tr("Give them another role first."),
        )
    deed.work.roles.remove(role.key)
    deed.notes["name"] = role.name
    deed.tell(StaffChanged())
    return Done()


def _changeable(deed: Deed, key: str) -> StaffRole:
    role = role_of(deed, key)
    if role.key == Role.OWNER:
        raise DeskError(
            "role.owner_fixed",
            tr("The owner may do everything; that cannot be changed."),
            tr("Give people another role instead."),
        )
    own = deed.staff.permissions if deed.staff is not None else frozenset()
    if not role.permissions <= own:
        raise DeskError(
            "role.has_more",
            tr("This role may do more than you, so you cannot change it."),
            tr("Ask the owner."),
        )
    return role


def _free_name(deed: Deed, typed: str, key: str) -> str:
    name = fitting(typed, LONGEST_NAME, "name")
    if not name:
        raise DeskError(
            "role.no_name", tr("The role has no name."), tr("Type a name."), subject="name"
        )
    others = [role for role in deed.work.roles.all() if role.key != key]
    if name.casefold() in {role_word(role.key, role.name).casefold() for role in others}:
        raise DeskError(
            "role.name_taken",
            tr("There is a role with this name already."),
            tr("Choose another name."),
            subject="name",
        )
    return name


def _new_key(deed: Deed) -> str:
    """A key that no role has now, and that nobody who works here still carries."""
    taken = {role.key for role in deed.work.roles.all()}
    taken |= {person.role for person in deed.work.staff.all()}
    numbers = [int(key.removeprefix(_OWN)) for key in taken if key.removeprefix(_OWN).isdigit()]
    return f"{_OWN}{max(numbers, default=0) + 1}"


RULES: dict[type[Command], Rule] = {
    SaveRole: Rule(save_role, RoleAnswer, needs=Permission.MANAGE_STAFF),
    RemoveRole: Rule(remove_role, Done, needs=Permission.MANAGE_STAFF),
}
