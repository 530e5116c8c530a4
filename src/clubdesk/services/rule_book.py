"""Every command the door knows, with the rule that lets it in."""

from __future__ import annotations

from clubdesk.services import (
    balance,
    bonuses,
    card_payments,
    client_cards,
    client_file,
    client_import,
    clients,
    deductions,
    erasing,
    merging,
    papers,
    refunds,
    sessions,
    set_up,
    shifts,
    sign_in,
    staff_roles,
    staff_secrets,
    staffing,
    starting,
    stations,
    undoing,
    verification,
)
from clubdesk.services.commands import Command
from clubdesk.services.dispatcher import Rule

RULES: dict[type[Command], Rule] = {
    **balance.RULES,
    **bonuses.RULES,
    **card_payments.RULES,
    **client_cards.RULES,
    **client_file.RULES,
    **client_import.RULES,
    **clients.RULES,
    **deductions.RULES,
    **erasing.RULES,
    **merging.RULES,
    **papers.RULES,
    **refunds.RULES,
    **sessions.RULES,
    **set_up.RULES,
    **shifts.RULES,
    **sign_in.RULES,
    **staff_roles.RULES,
    **staff_secrets.RULES,
    **staffing.RULES,
    **starting.RULES,
    **stations.RULES,
    **undoing.RULES,
    **verification.RULES,
}
