"""Clients from another program's list, all or none. Desk worker's thread.

Reading and checking the file happens on a thread of its own (``client_lists``); here the checked
rows become clients.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

from clubdesk.services.commands import Answer, Command


class ImportRow(msgspec.Struct, frozen=True, array_like=True):
    """One checked line: phone in E.164, name, and what may come with them (empty if not)."""

    line: int
    phone: str
    name: str
    email: str = ""
    birthday: str = ""
    card_number: str = ""
    note: str = ""


class ImportClients(Command, frozen=True, kw_only=True):
    """Adds all rows or, if one of them clashes with a client of today, none."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"rows"})

    rows: tuple[ImportRow, ...]
    file_name: str = ""


class Imported(Answer, frozen=True, kw_only=True):
    """How many clients were added."""

    added: int
