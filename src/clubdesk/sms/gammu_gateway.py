"""Sends through a modem by the separate program Gammu; it is run, never imported. Message room.

With ``gammu`` the network's own answer comes back; ``gammu-smsd-inject`` hands the message to
the running daemon, which sends it when it can.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from clubdesk.foundation.translate import mark
from clubdesk.sms.gateway import (
    Accepted,
    GatewayError,
    MessageRefusedError,
    MessageUnknownError,
    NothingSentError,
    Progress,
    Report,
)

MODEM_TIMEOUT_S = 45.0
"""A modem and its network may take half a minute; the room's thread alone waits."""

_NAME = re.compile(r"(?:message reference=|[Ww]ritten message with ID )\s*(\S+)")
_MISSING = mark("The program Gammu is not found on this PC (Settings, Messages).")
_NO_MODEM = mark("The modem does not answer: check its cable and its SIM card.")
_SAID_NO = mark("The modem could not send the message.")
_SILENT = mark("The modem did not answer in time. The message may have been sent.")

# Gammu's exit codes (its manual, RETURN VALUES): 102-108 the device could not be opened, 133 no
# phone, 149 no SIM card; 112 and 114 no answer once something may have been given to the network.
_BEFORE_SENDING = frozenset({102, 103, 104, 105, 106, 108, 133, 149})
_SILENCE = frozenset({112, 114})


@dataclass
class GammuGateway:
    """A modem by Gammu.

    Attributes:
        program: ``gammu`` or ``gammu-smsd-inject``, by name or path.
        config: Gammu's own configuration file; empty for its usual one.
    """

    program: str = "gammu"
    config: str = ""
    timeout_s: float = MODEM_TIMEOUT_S
    tells_delivery: bool = field(default=False, init=False)

    def send(self, phone: str, text: str) -> Accepted:
        """Has the modem send; see ``Gateway``."""
        try:
            done = subprocess.run(  # noqa: S603 - no shell; the program is the owner's choice
                self._words_for(phone, text),
                input=text.encode(),
                capture_output=True,
                timeout=self.timeout_s,
                env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise MessageUnknownError(_SILENT) from None
        except (OSError, ValueError) as error:
            raise MessageRefusedError(_MISSING, Path(self.program).name) from error
        told = (done.stdout + b"\n" + done.stderr).decode("utf-8", "replace").replace(text, "•••")
        if done.returncode != 0:
            raise self._failure(done.returncode, told)
        names = tuple(Path(name).name for name in _NAME.findall(told))
        return Accepted(names[0] if names else "", phone, names)

    def look_up(self, message: Accepted) -> Report:
        """A modem's delivery reports are not read."""
        return Report(Progress.WAITING)

    def close(self) -> None:
        """Nothing is kept open."""

    def _words_for(self, phone: str, text: str) -> list[str]:
        """The command line; the text comes by the standard input, where nobody else sees it."""
        config = ["-c", self.config] if self.config else []
        unicode_too = [] if text.isascii() else ["-unicode"]
        length = ["-len", str(len(text.encode("utf-16-be")) // 2)]
        verb = [] if "smsd-inject" in Path(self.program).name else ["sendsms"]
        return [self.program, *config, *verb, "TEXT", phone, *length, *unicode_too]

    def _failure(self, code: int, told: str) -> GatewayError:
        lines = [line.strip() for line in told.splitlines()]
        words = next((line for line in lines if line and "Ctrl" not in line), "")
        if code in _BEFORE_SENDING:
            return NothingSentError(_NO_MODEM, words[:200])
        if code in _SILENCE:
            return MessageUnknownError(_SILENT, words[:200])
        return MessageRefusedError(_SAID_NO, words[:200])
