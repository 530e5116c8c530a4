"""How the screens reach this desk's own settings; bootstrap fills it. GUI thread only."""

from __future__ import annotations

from typing import Protocol

from clubdesk.foundation.settings import DeskSettings


class SettingsPort(Protocol):
    """Loads and saves desk.toml.

    ``save`` raises DeskError if the file cannot be written; the old one then still stands.
    """

    def load(self) -> DeskSettings:
        """The settings as they were saved last."""
        ...

    def save(self, settings: DeskSettings) -> None:
        """Keeps the settings and lets the printer queue use its part of them."""
        ...
