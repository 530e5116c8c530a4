"""A package bought on top of a running session, queued after what it has. Desk worker's thread."""

from __future__ import annotations

from clubdesk.services.commands import Command


class BuyPackage(Command, frozen=True, kw_only=True):
    """Buys a package for an open session; it begins when the present one is used up."""

    session_id: int
    rate_id: int
