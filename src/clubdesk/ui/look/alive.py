"""Keeps an answer that comes late from touching a widget that is gone. GUI thread only."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject

T = TypeVar("T")
log = logging.getLogger(__name__)


def while_alive(owner: QObject, call: Callable[[T], None]) -> Callable[[T], None]:
    """``call``, or nothing once ``owner`` was deleted: for answers of the desk's workers."""

    def guarded(answer: T) -> None:
        if shiboken6.isValid(owner):
            call(answer)
        else:
            log.debug("An answer came after %s was closed", call)

    return guarded
