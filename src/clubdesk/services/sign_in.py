"""Who is at the desk: signing in with growing delays after wrong passwords.

Desk worker's thread. A wrong try is committed before it is refused, so that closing the program
does not give new tries.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from clubdesk.domain.events import StaffSignedIn
from clubdesk.domain.people import Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.passwords import matches

FREE_TRIES = 3
FIRST_DELAY_S = 5
LONGEST_DELAY_S = 900


class SignIn(Command, frozen=True, kw_only=True):
    """Takes over the desk."""

    login: str
    password: str


class SignedIn(Answer, frozen=True, kw_only=True):
    """Who took over."""

    staff_id: int


def delay_s(failed_tries: int) -> int:
    """Seconds to wait after so many wrong tries in a row: 0, then 5, 10, 20 ... 900."""
    if failed_tries < FREE_TRIES:
        return 0
    return int(min(LONGEST_DELAY_S, FIRST_DELAY_S * 2 ** (failed_tries - FREE_TRIES)))


def sign_in(deed: Deed, command: SignIn) -> SignedIn:
    """Checks the password; a wrong one counts."""
    staff = deed.work.staff.by_login(command.login.strip().casefold())
    if staff is not None and staff.locked_until is not None and deed.now < staff.locked_until:
        raise _locked(int((staff.locked_until - deed.now).total_seconds()) + 1)
    right = matches(command.password, staff.password_hash if staff is not None else "")
    if staff is None or not staff.active or not right:
        deed.refusal = _wrong(deed, staff)
        return SignedIn(staff_id=0)
    if staff.failed_tries:
        deed.work.staff.save(replace(staff, failed_tries=0, locked_until=None))
    deed.staff = staff
    deed.tell(StaffSignedIn(staff.id))
    return SignedIn(staff_id=staff.id)


def _wrong(deed: Deed, staff: Staff | None) -> DeskError:
    if staff is not None:
        tries = staff.failed_tries + 1
        wait = delay_s(tries)
        until = deed.now + timedelta(seconds=wait) if wait else None
        deed.work.staff.save(replace(staff, failed_tries=tries, locked_until=until))
    return DeskError(
        "staff.wrong_password",
        tr("The name or the password is wrong."),
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
