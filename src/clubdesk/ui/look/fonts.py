"""Inter, the one typeface, from the files that ship with the desk; all digits equally wide.

GUI thread only.
"""

from __future__ import annotations

import logging
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from clubdesk.foundation.assets import asset
from clubdesk.ui.look.tokens import REGULAR, TEXT

FAMILY = "Inter"
_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")
log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def load() -> bool:
    """Makes the typeface known to Qt; without its files the system's own is used, and logged."""
    loaded = [QFontDatabase.addApplicationFont(str(asset("fonts") / name)) >= 0 for name in _FILES]
    if not all(loaded):
        log.warning("The typeface that ships with the desk was not found")
    return all(loaded)


@lru_cache(maxsize=64)
def font(size: int = TEXT, weight: int = REGULAR) -> QFont:
    """The typeface at a size in pixels (before the screen's scale) and a weight of 400-700."""
    made = QFont(FAMILY)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
