"""Adding people who work here. Desk worker's thread."""

from __future__ import annotations

from clubdesk.domain.people import Permission, Role, Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.clients import clean_name
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.passwords import check_password, hash_secret


class AddStaff(Command, frozen=True, kw_only=True):
    """Makes an account; nobody can give a role more than they have themselves."""

    login: str
    name: str
    role: Role
    password: str


class StaffAnswer(Answer, frozen=True, kw_only=True):
    """The new account."""

    staff_id: int


def add_staff(deed: Deed, command: AddStaff) -> StaffAnswer:
    """Adds a person."""
    check_password(command.password)
    login = command.login.strip().casefold()
    if not login or deed.work.staff.by_login(login) is not None:
        raise DeskError(
            "staff.login_taken",
            tr("This login cannot be used."),
            tr("Choose another one."),
            subject="login",
        )
    staff = Staff(
        id=0,
        login=login,
        name=clean_name(command.name),
        role=command.role,
        password_hash=hash_secret(command.password),
    )
    if deed.staff is None or not staff.permissions <= deed.staff.permissions:
        raise DeskError(
            "staff.more_than_own",
            tr("Nobody can give more than they have."),
            tr("Ask the owner."),
        )
    return StaffAnswer(staff_id=deed.work.staff.add(staff).id)


RULES: dict[type[Command], Rule] = {
    AddStaff: Rule(add_staff, StaffAnswer, needs=Permission.MANAGE_STAFF, remembered=False),
}
