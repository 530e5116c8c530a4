"""Keeps the desk's own secrets: in the system's keyring on Windows, else in a file of mode 600.

Never in desk.toml and never in the books. Any thread; a keyring may take a while to answer.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import stat
import sys
from pathlib import Path
from typing import Protocol

import msgspec

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr

FILE_NAME = "desk.secrets"
SMS_KEY = "sms_key"
TERMINAL_PASSWORD = "terminal_password"  # noqa: S105 - a name, not the password
TERMINAL_TOKENS = "terminal_tokens"
_SERVICE = "ClubDesk"
log = logging.getLogger(__name__)


class Keyring(Protocol):
    """What is used of the package ``keyring``."""

    def get_password(self, service: str, name: str) -> str | None:
        """The secret, or None."""
        ...

    def set_password(self, service: str, name: str, value: str) -> None:
        """Keeps it."""
        ...

    def delete_password(self, service: str, name: str) -> None:
        """Removes it; raises if there is none."""
        ...


class SecretBox:
    """Secrets by name.

    Args:
        folder: The desk's data folder.
        keyring: The system's; None for the file.
    """

    def __init__(self, folder: Path, keyring: Keyring | None = None) -> None:
        self._path = folder / FILE_NAME
        self._keyring = keyring
        # One club's desk and another's on the same PC do not share a secret.
        self._service = f"{_SERVICE} {folder}"

    def __repr__(self) -> str:
        return f"SecretBox({str(self._path)!r})"

    def get(self, name: str) -> str:
        """A secret; empty if there is none.

        Raises:
            DeskError: ``secrets.open_to_others`` or ``secrets.unreadable``.
        """
        if self._keyring is not None:
            return self._keyring.get_password(self._service, name) or ""
        return self._read().get(name, "")

    def put(self, name: str, value: str) -> None:
        """Keeps a secret; an empty one is forgotten.

        Raises:
            DeskError: As ``get``, or ``secrets.unwritable``; the old one then still stands.
        """
        if self._keyring is not None:
            self._put_in_keyring(self._keyring, name, value)
            return
        secrets = self._read()
        secrets.pop(name, None)
        if value:
            secrets[name] = value
        try:
            self._write(secrets)
        except OSError as error:
            raise DeskError(
                "secrets.unwritable",
                tr("The key could not be kept: {name} cannot be written.").format(
                    name=self._path.name
                ),
                tr("The old one still stands. Allow this desk to write into its folder."),
            ) from error

    def _put_in_keyring(self, keyring: Keyring, name: str, value: str) -> None:
        if value:
            keyring.set_password(self._service, name, value)
        elif keyring.get_password(self._service, name) is not None:
            keyring.delete_password(self._service, name)

    def _read(self) -> dict[str, str]:
        try:
            with self._path.open("rb") as file:
                _require_private(os.fstat(file.fileno()), self._path)
                return msgspec.json.decode(file.read(), type=dict[str, str])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            # From None: what was read stands in the error's own words.
            raise DeskError(
                "secrets.unreadable",
                tr("The file with this desk's keys, {name}, cannot be read.").format(
                    name=self._path.name
                ),
                tr("Remove it from the desk's folder and type the key again in Settings."),
            ) from None

    def _write(self, secrets: dict[str, str]) -> None:
        fresh = self._path.with_suffix(".new")
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
        # Made with its mode: there is no moment in which another may open it.
        place = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(place, "wb") as file:
            file.write(msgspec.json.encode(secrets))
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self._path)


def open_secret_box(folder: Path) -> SecretBox:
    """The box of this desk: Windows keeps secrets itself, other systems may have no keyring."""
    return SecretBox(folder, _windows_keyring() if sys.platform == "win32" else None)


def _windows_keyring() -> Keyring | None:
    try:
        keyring = importlib.import_module("keyring")
        if getattr(keyring.get_keyring(), "priority", 0) > 0:
            return keyring
    except Exception:
        log.exception("The system's keyring cannot be used; a file keeps the desk's keys")
    return None


def _require_private(facts: os.stat_result, path: Path) -> None:
    if os.name != "posix" or not stat.S_IMODE(facts.st_mode) & 0o077:
        return
    raise DeskError(
        "secrets.open_to_others",
        tr("Other users of this PC may read {name}, so the desk does not use it.").format(
            name=path.name
        ),
        tr("Let its owner alone read it (chmod 600) and change the key at the gateway."),
    )
