"""Clients from another program's list, all or none. Desk worker's thread.

A list comes in portions that nobody sees, each a short deed between those of the cashier; one
short deed at the end makes all of them clients. What a cancelled import or a desk that was killed
left behind is taken out portion by portion. ``clubdesk.lists`` reads and checks the file.
"""

from __future__ import annotations

import re
from typing import ClassVar

import msgspec

from clubdesk.domain.events import ClientsImported
from clubdesk.domain.people import Client, Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.client_facts import (
    birthday_of,
    clean_card,
    clean_email,
    clean_note,
    client_name,
    today_in,
)
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.typed_text import one_line

PORTION = 500
"""Clients in one deed: few enough that a cashier's own deed hardly waits for it."""

_E164 = re.compile(r"\+[1-9]\d{6,14}")
_LONGEST_FILE_NAME = 120


class ImportRow(msgspec.Struct, frozen=True, array_like=True):
    """One checked line: phone in E.164, name, and what may come with them (empty if not)."""

    line: int
    phone: str
    name: str
    email: str = ""
    birthday: str = ""
    card_number: str = ""
    note: str = ""


class StageClients(Command, frozen=True, kw_only=True):
    """Puts a portion of a list into the books, unseen.

    Attributes:
        list_key: The same for all portions of one list.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"rows"})

    list_key: str
    rows: tuple[ImportRow, ...]


class Staged(Answer, frozen=True, kw_only=True):
    """How many clients of the portion are in the books, unseen."""

    count: int


class ImportClients(Command, frozen=True, kw_only=True):
    """Makes a list that is in the books as a whole clients as all others.

    Attributes:
        count: How many there must be; fewer are not imported.
    """

    list_key: str
    count: int
    file_name: str = ""


class Imported(Answer, frozen=True, kw_only=True):
    """How many clients were added."""

    added: int


class DropStaged(Command, frozen=True, kw_only=True):
    """Takes out one portion that will not become clients; the desk's own deed.

    Attributes:
        list_key: Of which list; empty for any that this till left behind.
    """

    list_key: str = ""


class Dropped(Answer, frozen=True, kw_only=True):
    """Whether there may be another portion."""

    more: bool


def stage_clients(deed: Deed, command: StageClients) -> Staged:
    """Takes a portion in.

    Raises:
        DeskError: ``import.clash``: someone was given the phone or card since the list was
            checked; ``import.bad_row``: the row was not checked.
    """
    today = today_in(deed.club, deed.now)
    _check_is_free(deed, command.rows)
    portion = [
        Client(
            id=0,
            phone=_checked_phone(row),
            name=client_name(row.name),
            email=clean_email(row.email),
            card_number=clean_card(row.card_number),
            birthday=birthday_of(row.birthday, today),
            note=clean_note(row.note),
            created_at=deed.now,
        )
        for row in command.rows
    ]
    return Staged(count=deed.work.staged.add(command.list_key, deed.till_id, portion))


def import_clients(deed: Deed, command: ImportClients) -> Imported:
    """Makes the list clients.

    Raises:
        DeskError: ``import.lost``: a part of the list is not there.
    """
    # Shown and counted in one go; a refusal takes it back with the whole deed.
    there = deed.work.staged.show(command.list_key)
    if there != command.count or not there:
        raise DeskError(
            "import.lost",
            tr("A part of the list is missing, so no client was imported."),
            tr("Import the file again."),
        )
    deed.notes["file_name"] = one_line(command.file_name)[:_LONGEST_FILE_NAME]
    deed.tell(ClientsImported(there))
    return Imported(added=there)


def drop_staged(deed: Deed, command: DropStaged) -> Dropped:
    """Takes a portion out again."""
    return Dropped(more=deed.work.staged.drop_portion(deed.till_id, command.list_key))


def _checked_phone(row: ImportRow) -> str:
    if not _E164.fullmatch(row.phone):
        raise _on_line(row, "import.bad_row", tr("this is not a phone number."))
    return row.phone


def _check_is_free(deed: Deed, rows: tuple[ImportRow, ...]) -> None:
    phones = deed.work.clients.phones_taken([row.phone for row in rows])
    cards = deed.work.clients.cards_taken([row.card_number for row in rows])
    for row in rows:
        if row.phone in phones:
            raise _on_line(row, "import.clash", tr("the phone belongs to another client now."))
        if row.card_number in cards:
            raise _on_line(row, "import.clash", tr("the card belongs to another client now."))


def _on_line(row: ImportRow, code: str, what: str) -> DeskError:
    return DeskError(
        code,
        tr("Line {line}: {what} No client was imported.").format(line=row.line, what=what),
        tr("Check the file again, then import it."),
    )


RULES: dict[type[Command], Rule] = {
    StageClients: Rule(stage_clients, Staged, needs=Permission.CLIENT_DATA, journaled=False),
    ImportClients: Rule(import_clients, Imported, needs=Permission.CLIENT_DATA),
    DropStaged: Rule(drop_staged, Dropped, by_staff=False, journaled=False),
}
