"""Who may change whom: nobody gives more than they have, and the club keeps an owner.

Pure rules over the deed's stores. Desk worker's thread.
"""

from __future__ import annotations

from clubdesk.domain.people import Permission, Role, Staff, StaffRole
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.deed import Deed


def role_of(deed: Deed, key: str) -> StaffRole:
    """A role.

    Raises:
        DeskError: ``role.unknown``.
    """
    role = deed.work.roles.get(key)
    if role is None:
        raise DeskError(
            "role.unknown",
            tr("There is no such role any more."),
            tr("Choose another role."),
            subject="role",
        )
    return role


def person_of(deed: Deed, staff_id: int) -> Staff:
    """Someone who works here or did.

    Raises:
        DeskError: ``staff.unknown``.
    """
    person = deed.work.staff.get(staff_id)
    if person is None:
        raise DeskError(
            "staff.unknown", tr("There is no such account."), tr("Open the list again.")
        )
    return person


def require_may_give(deed: Deed, permissions: frozenset[Permission]) -> None:
    """Refuses to give what the person at the desk does not have; an approval does not help.

    Raises:
        DeskError: ``staff.more_than_own``.
    """
    own = deed.staff.permissions if deed.staff is not None else frozenset()
    if not permissions <= own:
        raise DeskError(
            "staff.more_than_own",
            tr("Nobody can give more than they have."),
            tr("Ask the owner."),
            subject="role",
        )


def require_may_change(deed: Deed, person: Staff) -> None:
    """Refuses to touch the account of someone else who may do more, also while it is inactive.

    Raises:
        DeskError: ``staff.has_more``.
    """
    if deed.staff is not None and person.id == deed.staff.id:
        return
    own = deed.staff.permissions if deed.staff is not None else frozenset()
    if not _rights_of(deed, person.role) <= own:
        raise DeskError(
            "staff.has_more",
            tr("{name} may do more than you, so you cannot change this account.").format(
                name=person.name
            ),
            tr("Ask the owner."),
        )


def require_owner_left(deed: Deed, before: Staff, after: Staff) -> None:
    """Refuses to take away the last active owner.

    Raises:
        DeskError: ``staff.last_owner``.
    """
    if not is_owner(before) or is_owner(after):
        return
    if not any(is_owner(one) for one in deed.work.staff.all() if one.id != before.id):
        raise DeskError(
            "staff.last_owner",
            tr("This is the club's last owner. Nothing was changed."),
            tr("Make someone else an owner first."),
        )


def is_owner(person: Staff) -> bool:
    """Whether someone is an owner who can sign in."""
    return person.active and person.role == Role.OWNER


def _rights_of(deed: Deed, key: str) -> frozenset[Permission]:
    role = deed.work.roles.get(key)
    return role.permissions if role is not None else frozenset()
