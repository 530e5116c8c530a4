"""Codes sent to phones, hashed, one a client. Desk worker's thread."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import bindparam, delete, insert, update

from clubdesk.services.ports_people import PhoneCode
from clubdesk.storage import tables_people
from clubdesk.storage.instants import instant_of
from clubdesk.storage.untyped import StoredRow
from clubdesk.storage.work_link import WorkLink

_ADD = insert(tables_people.phone_codes)
_OF = tables_people.phone_codes.c.client_id == bindparam("of_client")
_SAVE = update(tables_people.phone_codes).where(_OF)
_FORGET = delete(tables_people.phone_codes).where(_OF)


class SqlCodeStore:
    """Codes sent to phones."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def of_client(self, client_id: int) -> PhoneCode | None:
        """The code that a client may type now, spent or not; None if none was sent."""
        row = self._link.one("SELECT * FROM phone_codes WHERE client_id = :id", id=client_id)
        return None if row is None else phone_code_of(row)

    def save(self, code: PhoneCode) -> None:
        """Keeps a code in the place of the one before it."""
        values = asdict(code)
        if self._link.write(_SAVE, {**values, "of_client": code.client_id}).rowcount == 0:
            self._link.write(_ADD, values)

    def forget(self, client_id: int) -> None:
        """Removes a client's code."""
        self._link.write(_FORGET, {"of_client": client_id})


def phone_code_of(row: StoredRow) -> PhoneCode:
    """A row of ``phone_codes``."""
    return PhoneCode(
        client_id=row.client_id,
        phone=row.phone,
        code_hash=row.code_hash,
        sent_at=instant_of(row.sent_at),
        expires_at=instant_of(row.expires_at),
        tries=row.tries,
        state=row.state,
        detail=row.detail,
        gateway_id=row.gateway_id,
    )
