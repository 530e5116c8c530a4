"""Every command the door knows, with the rule that lets it in."""

from __future__ import annotations

from clubdesk.services import (
    balance,
    client_cards,
    client_file,
    clients,
    erasing,
    merging,
    papers,
    sessions,
    set_up,
    shifts,
    sign_in,
    staffing,
    starting,
    stations,
    verification,
)
from clubdesk.services.commands import Command
from clubdesk.services.dispatcher import Rule

RULES: dict[type[Command], Rule] = {
    **balance.RULES,
    **client_cards.RULES,
    **client_file.RULES,
    **clients.RULES,
    **erasing.RULES,
    **merging.RULES,
    **papers.RULES,
    **sessions.RULES,
    **set_up.RULES,
    **shifts.RULES,
    **sign_in.RULES,
    **staffing.RULES,
    **starting.RULES,
    **stations.RULES,
    **verification.RULES,
}
