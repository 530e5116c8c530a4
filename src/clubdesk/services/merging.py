"""Two cards of one person made one: balances and history go along. Desk worker's thread."""

from __future__ import annotations

from clubdesk.services.commands import Command


class MergeClients(Command, frozen=True, kw_only=True):
    """Moves everything of ``from_id`` to ``into_id``; refused while ``from_id`` plays."""

    from_id: int
    into_id: int
    reason: str
