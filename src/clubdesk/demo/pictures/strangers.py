"""Two PCs that nobody has paired yet ring at the desk's door. GUI thread."""

from __future__ import annotations

import time

from clubdesk.wire.keys import new_key_pair
from clubdesk.wire.messages import AskToPair
from clubdesk_agent.doorbell import Doorbell

_PCS = (("GAME-41", "02:00:00:00:00:29"), ("GAME-42", "02:00:00:00:00:2a"))


class Strangers:
    """The two; they ask as long as ``ring`` is called."""

    def __init__(self, desk: str) -> None:
        self._bells = [
            Doorbell(desk, AskToPair(new_key_pair().public, name, mac)) for name, mac in _PCS
        ]

    def ring(self) -> None:
        """Asks once more."""
        for bell in self._bells:
            bell.ring(time.monotonic())

    def leave(self) -> None:
        """Stops asking."""
        for bell in self._bells:
            bell.close()
