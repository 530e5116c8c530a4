"""Who is at the desk: signing in by password or PIN, with growing delays after wrong ones.

Desk worker's thread. A wrong try is committed before it is refused, so that closing the program
does not give new tries.
"""

from __future__ import annotations

from clubdesk.domain.events import StaffSignedIn
from clubdesk.domain.people import Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.passwords import looks_like_pin, matches
from clubdesk.services.tries import count_wrong, forget_wrong, wait_s


class SignIn(Command, frozen=True, kw_only=True):
    """Takes over the desk; ``password`` takes the PIN as well."""

    login: str
    password: str


class SignedIn(Answer, frozen=True, kw_only=True):
    """Who took over."""

    staff_id: int


def sign_in(deed: Deed, command: SignIn) -> SignedIn:
    """Checks the password or the PIN; a wrong one counts."""
    staff = proven(deed, command.login, command.password)
    if staff is None:
        return SignedIn(staff_id=0)
    deed.staff = staff
    deed.tell(StaffSignedIn(staff.id))
    return SignedIn(staff_id=staff.id)


def proven(deed: Deed, login: str, password: str) -> Staff | None:
    """Who it is, by password or PIN; None after a wrong one, with ``deed.refusal`` set.

    Raises:
        DeskError: ``staff.locked_out`` after too many wrong tries.
    """
    staff = deed.work.staff.by_login(login.strip().casefold())
    if staff is not None and (wait := wait_s(staff, deed.now)):
        raise _locked(wait)
    right = _is_right(password, staff)
    if staff is None or not staff.active or not right:
        if staff is not None:
            count_wrong(deed.work, staff, deed.now)
        deed.refusal = _wrong()
        return None
    forget_wrong(deed.work, staff)
    return staff


def _is_right(typed: str, staff: Staff | None) -> bool:
    if matches(typed, staff.password_hash if staff is not None else ""):
        return True
    if staff is None or not staff.pin_hash or not looks_like_pin(typed):
        return False
    return matches(typed, staff.pin_hash)


def _wrong() -> DeskError:
    return DeskError(
        "staff.wrong_password",
        tr("The name, the password or the PIN is wrong."),
        tr("Check the keyboard's language and Caps Lock, then try again."),
        subject="password",
    )


def _locked(seconds: int) -> DeskError:
    return DeskError(
        "staff.locked_out",
        tr("Too many wrong tries."),
        tr("Try again in {seconds} s.").format(seconds=seconds),
        subject="password",
    )


RULES: dict[type[Command], Rule] = {
    SignIn: Rule(sign_in, SignedIn, by_staff=False, remembered=False),
}
