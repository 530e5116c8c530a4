"""People who work here: added, edited, given passwords and PINs. Desk worker's thread."""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.events import StaffChanged
from clubdesk.domain.people import Permission, Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.client_facts import clean_name
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.passwords import check_password, check_pin, hash_secret
from clubdesk.services.staff_rights import (
    person_of,
    require_may_change,
    require_may_give,
    require_owner_left,
    role_of,
)
from clubdesk.services.typed_text import fitting

LONGEST_LOGIN = 40


class AddStaff(Command, frozen=True, kw_only=True):
    """Makes an account; nobody can give a role more than they have themselves.

    Attributes:
        role: A role's key.
        pin: For approvals and a quick sign-in; empty for none.
    """

    login: str
    name: str
    role: str
    password: str
    pin: str = ""


class StaffAnswer(Answer, frozen=True, kw_only=True):
    """The new account."""

    staff_id: int


class EditStaff(Command, frozen=True, kw_only=True):
    """Writes an account anew; an inactive one cannot sign in, and stays in the books."""

    staff_id: int
    name: str
    login: str
    role: str
    active: bool = True


def add_staff(deed: Deed, command: AddStaff) -> StaffAnswer:
    """Adds a person.

    Raises:
        DeskError: ``staff.login_taken``, ``staff.more_than_own``, ``role.unknown``, or what the
            password or PIN is refused for.
    """
    role = role_of(deed, command.role)
    require_may_give(deed, role.permissions)
    check_password(command.password)
    if command.pin:
        check_pin(command.pin)
    staff = deed.work.staff.add(
        Staff(
            id=0,
            login=_free_login(deed, command.login),
            name=clean_name(command.name),
            role=role.key,
            password_hash=hash_secret(command.password),
            pin_hash=hash_secret(command.pin) if command.pin else "",
        )
    )
    deed.notes["staff_id"] = staff.id
    deed.tell(StaffChanged(staff.id))
    return StaffAnswer(staff_id=staff.id)


def edit_staff(deed: Deed, command: EditStaff) -> Done:
    """Writes name, login, role and whether the account is in use.

    Raises:
        DeskError: ``staff.unknown``, ``staff.has_more``, ``staff.more_than_own``,
            ``staff.not_self``, ``staff.last_owner``, ``staff.login_taken``, ``role.unknown``.
    """
    before = person_of(deed, command.staff_id)
    require_may_change(deed, before)
    role = role_of(deed, command.role)
    if deed.staff is not None and before.id == deed.staff.id and not command.active:
        raise DeskError(
            "staff.not_self",
            tr("Nobody takes their own account out of use."),
            tr("Ask another owner to do it."),
            subject="active",
        )
    after = replace(
        before,
        name=clean_name(command.name),
        login=_free_login(deed, command.login, before.id),
        role=role.key,
        active=command.active,
    )
    require_owner_left(deed, before, after)
    require_may_give(deed, role.permissions)
    deed.work.staff.save(after)
    deed.tell(StaffChanged(after.id))
    return Done()


def _free_login(deed: Deed, typed: str, own_id: int = 0) -> str:
    login = fitting(typed, LONGEST_LOGIN, "login").casefold()
    holder = deed.work.staff.by_login(login) if login else None
    if not login or (holder is not None and holder.id != own_id):
        raise DeskError(
            "staff.login_taken",
            tr("This login cannot be used."),
            tr("Choose another one."),
            subject="login",
        )
    return login


RULES: dict[type[Command], Rule] = {
    AddStaff: Rule(add_staff, StaffAnswer, needs=Permission.MANAGE_STAFF),
    EditStaff: Rule(edit_staff, Done, needs=Permission.MANAGE_STAFF),
}
