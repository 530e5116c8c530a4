"""A terminal's lamp in words. Pure."""

from __future__ import annotations

from clubdesk.foundation.translate import mark, tr
from clubdesk.services.ports_terminal import TerminalLamp, TerminalState

_WORDS = {
    TerminalState.NONE: mark("The desk does not drive a terminal."),
    TerminalState.READY: mark("The terminal is ready."),
    TerminalState.BUSY: mark("The terminal is busy."),
    TerminalState.ATTENTION: mark("The terminal needs a look."),
    TerminalState.OFFLINE: mark("The terminal does not answer."),
}
TONES = {
    TerminalState.NONE: "grey",
    TerminalState.READY: "green",
    TerminalState.BUSY: "blue",
    TerminalState.ATTENTION: "amber",
    TerminalState.OFFLINE: "red",
}


def lamp_words(lamp: TerminalLamp) -> str:
    """How the terminal is, and what its driver advises."""
    return f"{tr(_WORDS[lamp.state])} {tr(lamp.text) if lamp.text else ''}".strip()
