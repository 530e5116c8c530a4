"""Membership cards: given, replaced, blocked, taken back. Desk worker's thread."""

from __future__ import annotations

from clubdesk.services.commands import Command


class AssignCard(Command, frozen=True, kw_only=True):
    """Gives a client a card; the one before, if any, is out of use from then on (replaced)."""

    client_id: int
    card_number: str


class BlockCard(Command, frozen=True, kw_only=True):
    """Takes the client's card out of use (lost, stolen); a scan of it says so from then on."""

    client_id: int
    reason: str


class FreeCard(Command, frozen=True, kw_only=True):
    """Lets a blocked or replaced card be given again."""

    card_number: str
    reason: str
