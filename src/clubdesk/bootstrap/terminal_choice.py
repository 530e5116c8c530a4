"""The terminal that this desk's settings name, made from its driver. Terminal room's thread."""

from __future__ import annotations

from collections.abc import Callable

from clubdesk.domain.hall import Club
from clubdesk.foundation.clock import Clock
from clubdesk.foundation.secret_box import TERMINAL_PASSWORD, TERMINAL_TOKENS, SecretBox
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.ports_terminal import Terminal


def maker(secrets: SecretBox, clock: Clock) -> Callable[[DeskSettings, Club], Terminal | None]:
    """Makes drivers; the password and the tokens of a registration stay in the secret box."""

    def make(settings: DeskSettings, club: Club) -> Terminal | None:
        from clubdesk.terminals.choice import TerminalChoice, terminal_of

        serial = settings.terminal_kind == "zvt_serial"
        choice = TerminalChoice(
            kind=settings.terminal_kind,
            address=settings.terminal_serial if serial else settings.terminal_host,
            port=settings.terminal_port,
            baud=settings.terminal_baud,
            currency_code=club.currency.code,
            password=secrets.get(TERMINAL_PASSWORD),
            secret=secrets.get(TERMINAL_TOKENS),
            keep_secret=lambda tokens: secrets.put(TERMINAL_TOKENS, tokens),
            fingerprint=settings.terminal_fingerprint,
        )
        return terminal_of(choice, clock)

    return make
