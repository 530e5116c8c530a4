"""What an expense is for: chips of which one is chosen, none at first. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_XS

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CategoryField(QWidget):
    """The club's categories.

    Signals:
        changed: The name of the one that was chosen.
    """

    changed = Signal(str)

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.label = small(tr("What it is for"))
        self.chips = [Chip(name) for name in names]
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        for number, chip in enumerate(self.chips):
            self._group.addButton(chip, number)
        self.error = small("", "red")
        self.error.hide()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_XS + 2)
        lines.addWidget(self.label)
        lines.addWidget(Flow(list(self.chips)))
        lines.addWidget(self.error)
        if self.chips:
            self.setFocusProxy(self.chips[0])
        self._group.idClicked.connect(lambda _: self._told())

    def name(self) -> str:
        """The one that is chosen; empty if none is."""
        number = self._group.checkedId()
        return self.chips[number].text() if number >= 0 else ""

    def set_error(self, text: str) -> None:
        """Shows what is wrong under the chips."""
        self.error.setText(text)
        self.error.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from chip to chip."""
        step = _STEPS.get(Qt.Key(event.key()))
        here = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        at = min(max(here + step, 0), len(self.chips) - 1)
        self.chips[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _told(self) -> None:
        self.set_error("")
        self.changed.emit(self.name())
