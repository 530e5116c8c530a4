"""Wrong passwords and PINs in a row: counted on the person, with growing delays.

Desk worker's thread. A wrong try is committed before the deed is refused, so that closing the
program does not give new tries.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from clubdesk.domain.people import Staff
from clubdesk.services.ports import UnitOfWork

FREE_TRIES = 3
FIRST_DELAY_S = 5
LONGEST_DELAY_S = 900


def delay_s(failed_tries: int) -> int:
    """Seconds to wait after so many wrong tries in a row: 0, then 5, 10, 20 ... 900."""
    if failed_tries < FREE_TRIES:
        return 0
    # Far below the highest power that matters, so that a long row of tries costs nothing.
    doubled = min(failed_tries - FREE_TRIES, 16)
    return int(min(LONGEST_DELAY_S, FIRST_DELAY_S * 2**doubled))


def wait_s(staff: Staff, now: datetime) -> int:
    """Whole seconds until this person may try again; 0 if now."""
    if staff.locked_until is None or now >= staff.locked_until:
        return 0
    return int((staff.locked_until - now).total_seconds()) + 1


def count_wrong(work: UnitOfWork, staff: Staff, now: datetime) -> None:
    """Adds a wrong try; from the third on the next one has to wait."""
    tries = staff.failed_tries + 1
    wait = delay_s(tries)
    until = now + timedelta(seconds=wait) if wait else None
    work.staff.save(replace(staff, failed_tries=tries, locked_until=until))


def forget_wrong(work: UnitOfWork, staff: Staff) -> None:
    """A right try makes the wrong ones before it forgotten."""
    if staff.failed_tries:
        work.staff.save(replace(staff, failed_tries=0, locked_until=None))
