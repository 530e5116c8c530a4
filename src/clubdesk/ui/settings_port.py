"""How the screens reach this desk's own settings; bootstrap fills it.

Writing to the disk takes its time: ``keep_settings`` does it off the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner


class SettingsPort(Protocol):
    """Loads and saves desk.toml, keeps this desk's keys, sends a test message.

    ``save`` raises DeskError if the file cannot be written; the old one then still stands.
    """

    def load(self) -> DeskSettings:
        """The settings as they were saved last."""
        ...

    def save(self, settings: DeskSettings) -> None:
        """Keeps the settings and lets the printers use their part. Not the GUI thread."""
        ...

    def has_secret(self, name: str) -> bool:
        """Whether a secret is kept; raises DeskError. Not the GUI thread.

        No screen ever shows one again.
        """
        ...

    def keep_secret(self, name: str, value: str) -> None:
        """Keeps a secret where others cannot read it; raises DeskError. Not the GUI thread."""
        ...

    def send_test_message(self, phone: str, club: str) -> int:
        """Sends a message to a phone (E.164) by the saved gateway; returns at once.

        What becomes of it is told as ``MessageTold`` of this number.
        """
        ...


def keep_settings(
    runner: DeskRunner,
    port: SettingsPort,
    settings: DeskSettings,
    then: Callable[[DeskError | None], None],
) -> None:
    """Keeps settings on the reading worker; ``then`` gets the refusal, or None, on this thread."""

    def keep(_books: DeskQueries) -> DeskError | None:
        try:
            port.save(settings)
        except DeskError as error:
            return error
        return None

    runner.ask(keep, then)
