"""Every command the door knows, with the rule that lets it in."""

from __future__ import annotations

from clubdesk.services import (
    balance,
    clients,
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
    **clients.RULES,
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
