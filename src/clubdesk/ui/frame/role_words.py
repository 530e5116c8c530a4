"""What each role is called in the menu of the person at the desk. Pure."""

from __future__ import annotations

from clubdesk.domain.people import Role
from clubdesk.foundation.translate import mark, tr

_WORDS: dict[Role, str] = {
    Role.OWNER: mark("Owner"),
    Role.ADMINISTRATOR: mark("Administrator"),
    Role.CASHIER: mark("Cashier"),
    Role.TECHNICIAN: mark("Technician"),
}


def role_word(role: Role) -> str:
    """The role's name in the language in use."""
    return tr(_WORDS[role])
