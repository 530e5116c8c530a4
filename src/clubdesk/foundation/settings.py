"""This desk's own settings: a TOML file where platformdirs says, checked before it is believed.

What belongs to the club (currency, prices, rules) lives in the database instead. Any thread.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from platformdirs import user_data_path

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.printer_settings import (
    LONGEST_ADDRESS,
    Printers,
    PrinterSettings,
    require_own_names,
)
from clubdesk.foundation.translate import tr

FILE_NAME = "desk.toml"
TerminalChosen = Literal["manual", "none", "zvt_tcp", "zvt_serial", "kaspi"]
"""``manual``: a terminal beside the till; ``none``: no cards are taken."""


class DeskSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one reception PC remembers. Empty text means "not set".

    ``printer_*`` describe the one printer of earlier versions: read ``printers_of`` instead.
    ``terminal_port`` 0 is the driver's usual one.
    """

    language: str = ""
    theme: str = "dark"
    database_url: str = ""
    till: int = 1
    hub_host: str = "0.0.0.0"  # noqa: S104 - agents come from the club's network
    hub_port: int = 5870
    printer_host: str = ""
    printer_port: int = 9100
    printer_columns: int = 48
    printer_profile: str = "TM-T20II"
    receipt_language: str = ""
    last_login: str = ""
    sound: bool = True
    idle_lock_minutes: int = 10
    sms_kind: str = "none"
    sms_profile: str = "smsc"
    sms_account: str = ""
    sms_sender: str = ""
    sms_text: str = ""
    sms_url: str = ""
    sms_method: str = "POST"
    sms_headers: str = ""
    sms_body: str = ""
    sms_accepted: str = ""
    sms_id_path: str = ""
    sms_status_url: str = ""
    sms_delivered: str = ""
    sms_failed: str = ""
    sms_smpp_host: str = ""
    sms_smpp_port: int = 2775
    sms_smpp_tls: bool = False
    sms_gammu_program: str = "gammu"
    sms_gammu_config: str = ""
    terminal_kind: TerminalChosen = "manual"
    terminal_host: str = ""
    terminal_port: int = 0
    terminal_serial: str = ""
    terminal_baud: int = 9600
    terminal_fingerprint: str = ""
    printers: Printers = ()

    def __post_init__(self) -> None:
        """Raises ValueError where two printers are called the same."""
        require_own_names(self.printers)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings with what has to be told about them (a broken file that was kept aside)."""

    settings: DeskSettings
    warning: DeskError | None = None


def printers_of(settings: DeskSettings) -> tuple[PrinterSettings, ...]:
    """This desk's printers; the one that an earlier version wrote down is the first of them."""
    host = settings.printer_host.strip()[:LONGEST_ADDRESS]
    if settings.printers or not host:
        return settings.printers
    return (
        PrinterSettings(
            name=host[:40],
            address=host,
            port=settings.printer_port,
            columns=settings.printer_columns,
            profile=settings.printer_profile,
        ),
    )


def data_folder() -> Path:
    """The folder of this desk's database, keys, backups and settings; made if it is missing."""
    chosen = os.environ.get("CLUBDESK_DATA_DIR", "")
    folder = Path(chosen) if chosen else user_data_path("clubdesk", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def load_settings(folder: Path) -> LoadedSettings:
    """Reads the settings; a broken file is set aside under another name and reported."""
    path = folder / FILE_NAME
    if not path.exists():
        return LoadedSettings(DeskSettings())
    try:
        return LoadedSettings(msgspec.toml.decode(path.read_bytes(), type=DeskSettings))
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        return LoadedSettings(DeskSettings(), _set_aside(path, error))


def _set_aside(path: Path, error: Exception) -> DeskError:
    kept = path.with_suffix(".broken.toml")
    try:
        os.replace(path, kept)
    except OSError:
        kept = path
    return DeskError(
        "settings.broken",
        tr("The settings file could not be read ({why}). It is kept as {name}.").format(
            why=str(error)[:120], name=kept.name
        ),
        tr("The desk works with its first settings. Nothing in the books is touched."),
    )


def save_settings(folder: Path, settings: DeskSettings) -> None:
    """Writes the settings so that a cut of power leaves the old file or the new one, whole.

    Raises:
        DeskError: ``settings.not_sound``; they could not be read again, so they are not written.
        OSError: They could not be written; the old file stands.
    """
    path = folder / FILE_NAME
    fresh = path.with_suffix(".new")
    text = _readable(settings)
    with fresh.open("wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def _readable(settings: DeskSettings) -> bytes:
    try:
        text = _toml(settings).encode()
        msgspec.toml.decode(text, type=DeskSettings)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise DeskError(
            "settings.not_sound",
            tr("These settings cannot be kept ({why}).").format(why=str(error)[:120]),
            tr("Nothing was changed. Correct them and save again."),
        ) from error
    return text


def _toml(settings: DeskSettings) -> str:
    """The file's text: plain values first, then a table for each part that has fields itself."""
    values, tables = [], []
    for name in settings.__struct_fields__:
        value = getattr(settings, name)
        if not isinstance(value, tuple):
            values.append(f"{name} = {_toml_value(value)}")
            continue
        for part in value:
            fields = [f"{key} = {_toml_value(getattr(part, key))}" for key in _fields(part)]
            tables.append("\n".join(["", f"[[{name}]]", *fields]))
    return "\n".join([*values, *tables]) + "\n"


def _fields(part: msgspec.Struct) -> tuple[str, ...]:
    return part.__struct_fields__


def _toml_value(value: object) -> str:
    # A TOML basic string and a JSON string agree, but for one sign; so do integers, booleans
    # and lists of these.
    return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
