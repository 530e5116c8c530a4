"""Settings as the desk can work with them: a value that cannot be takes its first one, and is told.

The file on the disk is not touched: whoever typed the value finds it there. Pure.
"""

from __future__ import annotations

import msgspec

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import tr

_ALLOWED = {
    "till": range(1, 10_000),
    "hub_port": range(65_535),  # 0 takes a free port; the pairing door is one above
    "printer_port": range(1, 65_536),
    "printer_columns": range(24, 65),
    "sms_smpp_port": range(1, 65_536),
    "terminal_port": range(65_536),  # 0 takes the driver's usual one
    "terminal_baud": range(300, 921_601),
    "idle_lock_minutes": range(241),
}


def sound_settings(settings: DeskSettings) -> tuple[DeskSettings, DeskError | None]:
    """Settings to work with, and what to tell a person about them (``settings.out_of_range``)."""
    wrong = {
        name: getattr(settings, name)
        for name, allowed in _ALLOWED.items()
        if getattr(settings, name) not in allowed
    }
    if not wrong:
        return settings, None
    first = DeskSettings()
    changes = {name: getattr(first, name) for name in wrong}
    told = ", ".join(f"{name} = {value}" for name, value in wrong.items())
    used = ", ".join(f"{name} = {value}" for name, value in changes.items())
    return msgspec.structs.replace(settings, **changes), DeskError(
        "settings.out_of_range",
        tr("This desk's settings cannot be right: {told}.").format(told=told[:200]),
        tr("Until they are corrected the desk works with {used}.").format(used=used),
    )
