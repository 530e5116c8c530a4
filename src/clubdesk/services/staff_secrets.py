"""Passwords and PINs of the people who work here. Desk worker's thread; kept as argon2id hashes.

One's own needs one's own password, so that nobody takes over an unlocked desk for good; another's
needs the permission, and never reaches someone who may do more.
"""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.events import StaffChanged
from clubdesk.domain.people import Permission, Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.passwords import check_password, check_pin, hash_secret, matches
from clubdesk.services.staff_rights import person_of, require_may_change
from clubdesk.services.tries import count_wrong, forget_wrong, wait_s


class SetPassword(Command, frozen=True, kw_only=True):
    """Sets a password.

    Attributes:
        own_password: The password so far; for one's own account.
    """

    staff_id: int
    password: str
    own_password: str = ""


class SetPin(Command, frozen=True, kw_only=True):
    """Sets a PIN, or takes it away where ``pin`` is empty.

    Attributes:
        own_password: One's password; for one's own PIN.
    """

    staff_id: int
    pin: str
    own_password: str = ""


def set_password(deed: Deed, command: SetPassword) -> Done:
    """Writes a new password; waiting after wrong tries ends with it.

    Raises:
        DeskError: ``staff.not_allowed``, ``staff.has_more``, ``staff.unknown``,
            ``staff.short_password``, ``staff.wrong_own_password``, ``staff.locked_out``.
    """
    check_password(command.password)
    person = _theirs(deed, command.staff_id, command.own_password)
    if person is None:
        return Done()
    hashed = hash_secret(command.password)
    _keep(deed, replace(person, password_hash=hashed, failed_tries=0, locked_until=None))
    return Done()


def set_pin(deed: Deed, command: SetPin) -> Done:
    """Writes a new PIN.

    Raises:
        DeskError: As ``set_password``, and ``staff.bad_pin`` or ``staff.easy_pin``.
    """
    if command.pin:
        check_pin(command.pin)
    person = _theirs(deed, command.staff_id, command.own_password)
    if person is not None:
        hashed = hash_secret(command.pin) if command.pin else ""
        _keep(deed, replace(person, pin_hash=hashed))
    return Done()


def _theirs(deed: Deed, staff_id: int, own_password: str) -> Staff | None:
    """The account to change; None after a wrong password, with ``deed.refusal`` set."""
    person = person_of(deed, staff_id)
    if deed.staff is None or person.id != deed.staff.id:
        deed.require(Permission.MANAGE_STAFF)
        require_may_change(deed, person)
        return person
    if wait := wait_s(person, deed.now):
        raise DeskError(
            "staff.locked_out",
            tr("Too many wrong tries."),
            tr("Try again in {seconds} s.").format(seconds=wait),
            subject="own_password",
        )
    if not matches(own_password, person.password_hash):
        count_wrong(deed.work, person, deed.now)
        deed.refusal = DeskError(
            "staff.wrong_own_password",
            tr("Your password so far is wrong. Nothing was changed."),
            tr("Check the keyboard's language and Caps Lock, then try again."),
            subject="own_password",
        )
        return None
    forget_wrong(deed.work, person)
    return replace(person, failed_tries=0, locked_until=None)


def _keep(deed: Deed, person: Staff) -> None:
    deed.work.staff.save(person)
    deed.tell(StaffChanged(person.id))


RULES: dict[type[Command], Rule] = {
    SetPassword: Rule(set_password, Done, remembered=False),
    SetPin: Rule(set_pin, Done, remembered=False),
}
