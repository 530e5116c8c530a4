"""Forgetting a client on request: personal data goes, the books stay under a number.

Desk worker's thread.
"""

from __future__ import annotations

from clubdesk.services.commands import Command


class EraseClient(Command, frozen=True, kw_only=True):
    """Takes the personal data out of card, papers and codes for good.

    Refused while the client plays or money or points are left: these are settled first.
    """

    client_id: int
    reason: str
