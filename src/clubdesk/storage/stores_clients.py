"""Clients in the books, with what search needs to find them fast. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.people import Client, fold
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage import tables
from clubdesk.storage.rows import client_of
from clubdesk.storage.views_lists import cards_taken, phones_taken
from clubdesk.storage.violations import broken_law
from clubdesk.storage.work_link import WorkLink

_ADD = insert(tables.clients)
_SAVE = update(tables.clients).where(tables.clients.c.id == bindparam("of_id"))
_POINT = (
    update(tables.clients)
    .where(tables.clients.c.merged_into == bindparam("of_id"))
    .values(merged_into=bindparam("to_id"))
)


class SqlClientStore:
    """Who plays here."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, client_id: int) -> Client | None:
        """A client by id."""
        row = self._link.one("SELECT * FROM clients WHERE id = :id", id=client_id)
        return None if row is None else client_of(row)

    def by_phone(self, phone: str) -> Client | None:
        """A client by the whole phone number (E.164)."""
        row = self._link.one(
            "SELECT * FROM clients WHERE phone = :phone AND NOT staged", phone=phone
        )
        return None if row is None else client_of(row)

    def by_card(self, card_number: str) -> Client | None:
        """A client by the number of the card in use."""
        if not card_number:
            return None
        row = self._link.one(
            # Said again, so that the index of the cards in use serves the question.
            "SELECT * FROM clients WHERE card_number = :card AND card_number <> '' AND NOT staged",
            card=card_number,
        )
        return None if row is None else client_of(row)

    def merged_from(self, client_id: int) -> Sequence[int]:
        """The cards that were merged into this one."""
        found = self._link.each(
            "SELECT id FROM clients WHERE merged_into = :id ORDER BY id", id=client_id
        )
        return [row.id for row in found]

    def point_merged(self, from_id: int, into_id: int) -> None:
        """Makes cards that were merged into one card those of another."""
        self._link.write(_POINT, {"of_id": from_id, "to_id": into_id})

    def phones_taken(self, phones: Sequence[str]) -> dict[str, int]:
        """Those of the phones that belong to someone already, with the client's id."""
        return phones_taken(self._link, phones)

    def cards_taken(self, numbers: Sequence[str]) -> dict[str, int]:
        """Those of the card numbers that are in use or retired, with the client's id."""
        return cards_taken(self._link, numbers)

    def phone_is_staged(self, phone: str) -> bool:
        """Whether a list that is being imported holds a phone."""
        return bool(
            self._link.value("SELECT id FROM clients WHERE phone = :phone AND staged", phone=phone)
        )

    def add_many(self, clients: Sequence[Client], *, staged: bool = False) -> int:
        """Adds all of them or, raising, none; returns how many.

        Raises:
            DeskError: ``client.phone_taken`` or ``client.card_taken``.
        """
        if clients:
            try:
                self._link.write(
                    _ADD, [{**_values(client), "staged": staged} for client in clients]
                )
            except IntegrityError as error:
                raise _told(error) from error
        return len(clients)

    def add(self, client: Client) -> Client:
        """Adds a client; the id that is given back is the books'.

        Raises:
            DeskError: ``client.phone_taken`` or ``client.card_taken``.
        """
        try:
            new_id = self._link.insert(_ADD, _values(client))
        except IntegrityError as error:
            raise _told(error) from error
        return replace(client, id=new_id)

    def save(self, client: Client) -> None:
        """Writes what changed.

        Raises:
            DeskError: ``client.phone_taken`` or ``client.card_taken``.
        """
        try:
            self._link.write(_SAVE, {**_values(client), "of_id": client.id})
        except IntegrityError as error:
            raise _told(error) from error

    def touch_visit(self, client_id: int, at: datetime) -> None:
        """Notes the client's last visit."""
        self._link.write(_SAVE, {"last_visit": at, "of_id": client_id})


def _told(error: IntegrityError) -> Exception:
    law = broken_law(error)
    if law == "uq_clients_phone":
        return DeskError(
            "client.phone_taken",
            tr("A client with this phone number exists already."),
            tr("Search for the number and open that client."),
            subject="phone",
        )
    if law == "uq_clients_card_number":
        return DeskError(
            "client.card_taken",
            tr("This card belongs to another client."),
            tr("Take another card, or remove it from that client first."),
            subject="card_number",
        )
    return error


def _values(client: Client) -> dict[str, Any]:
    return {
        # Erased cards have no phone, and a phone is there once.
        "phone": client.phone or f"none {client.id}",
        "phone_reversed": client.phone.lstrip("+")[::-1],
        "name": client.name,
        "name_folded": fold(client.name),
        "email": client.email,
        "card_number": client.card_number,
        "phone_verified": client.phone_verified,
        "blocked": client.blocked,
        "note": client.note,
        "created_at": client.created_at,
        "birthday": client.birthday.isoformat() if client.birthday else "",
        "group_id": client.group_id,
        "blocked_reason": client.blocked_reason,
        "erased_at": client.erased_at,
        "merged_into": client.merged_into,
        "daily_limit_minutes": client.daily_limit_minutes,
    }
