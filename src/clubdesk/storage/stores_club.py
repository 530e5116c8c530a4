"""The club and the people who work there, in the books. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage import tables
from clubdesk.storage.rows import STAFF, club_of, staff_of, to_json
from clubdesk.storage.violations import broken_law
from clubdesk.storage.work_link import WorkLink

_ADD_CLUB = insert(tables.clubs)
_SAVE_CLUB = update(tables.clubs)
_ADD_STAFF = insert(tables.staff)
_SAVE_STAFF = update(tables.staff).where(tables.staff.c.id == bindparam("of_id"))


class SqlClubStore:
    """The club's one row."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def find(self) -> Club | None:
        """The club; None until it is set up."""
        row = self._link.one("SELECT * FROM clubs")
        return None if row is None else club_of(row)

    def save(self, club: Club) -> None:
        """Writes the club's facts, the first time or again."""
        values = _club_values(club)
        if self._link.write(_SAVE_CLUB, values).rowcount == 0:
            self._link.write(_ADD_CLUB, {"id": 1, **values})


class SqlStaffStore:
    """Who works here."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, staff_id: int) -> Staff | None:
        """Someone by id."""
        row = self._link.one(f"{STAFF} WHERE s.id = :id", id=staff_id)
        return None if row is None else staff_of(row)

    def by_login(self, login: str) -> Staff | None:
        """Someone by login, in any case."""
        folded = login.strip().casefold()
        row = self._link.one(f"{STAFF} WHERE s.login_folded = :folded", folded=folded)
        return None if row is None else staff_of(row)

    def add(self, staff: Staff) -> Staff:
        """Adds someone; the id that is given back is the books'.

        Raises:
            DeskError: ``staff.login_taken``.
        """
        try:
            new_id = self._link.insert(_ADD_STAFF, _staff_values(staff))
        except IntegrityError as error:
            raise _told(error, staff) from error
        return replace(staff, id=new_id)

    def save(self, staff: Staff) -> None:
        """Writes what changed.

        Raises:
            DeskError: ``staff.login_taken``.
        """
        try:
            self._link.write(_SAVE_STAFF, {**_staff_values(staff), "of_id": staff.id})
        except IntegrityError as error:
            raise _told(error, staff) from error

    def all(self) -> Sequence[Staff]:
        """Everyone, by name, those who left included."""
        return [staff_of(row) for row in self._link.each(f"{STAFF} ORDER BY s.name, s.id")]

    def count(self) -> int:
        """How many there are."""
        return int(self._link.value("SELECT count(*) FROM staff"))


def _told(error: IntegrityError, staff: Staff) -> Exception:
    if broken_law(error) != "uq_staff_login_folded":
        return error
    return DeskError(
        "staff.login_taken",
        tr("The login “{login}” is taken.").format(login=staff.login),
        tr("Choose another login."),
        subject="login",
    )


def _club_values(club: Club) -> dict[str, Any]:
    return {
        "name": club.name,
        "currency_code": club.currency.code,
        "currency_exponent": club.currency.exponent,
        "time_zone": club.time_zone,
        "country": club.country,
        "receipt_header": club.receipt_header,
        "receipt_footer": club.receipt_footer,
        "float_tolerance_minor": club.float_tolerance_minor,
        "warn_minutes": to_json(club.warn_minutes),
        "pause_limit_minutes": club.pause_limit_minutes,
        "demo": club.demo,
        "points_expiry": to_json(club.points_expiry),
        "postpaid_guests": club.postpaid_guests,
        "postpaid_limit_minor": club.postpaid_limit_minor,
        "play_rules": to_json(club.play),
        "reservation_rules": to_json(club.reserving),
        "receipt_look": to_json(club.look),
        "till_rules": to_json(club.till),
    }


def _staff_values(staff: Staff) -> dict[str, Any]:
    return {
        "login": staff.login,
        "login_folded": staff.login.strip().casefold(),
        "name": staff.name,
        "role": str(staff.role),
        "password_hash": staff.password_hash,
        "pin_hash": staff.pin_hash,
        "active": staff.active,
        "failed_tries": staff.failed_tries,
        "locked_until": staff.locked_until,
    }
