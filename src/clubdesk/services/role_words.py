"""What each role is called on the screen. Pure."""

from __future__ import annotations

from clubdesk.domain.people import Role
from clubdesk.foundation.translate import mark, tr

_WORDS: dict[Role, str] = {
    Role.OWNER: mark("Owner"),
    Role.ADMINISTRATOR: mark("Administrator"),
    Role.CASHIER: mark("Cashier"),
    Role.TECHNICIAN: mark("Technician"),
}


def role_word(role: str, name: str = "") -> str:
    """The role's name in the language in use; a custom role brings its own."""
    words = {built_in.value: word for built_in, word in _WORDS.items()}
    return tr(words[role]) if role in words else name
