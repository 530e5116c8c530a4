"""The large figures of an operation: what is there now, what will be there after. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import BOLD, GAP_L, GAP_M, SEMIBOLD

NONE_YET = "—"


class BeforeAfter(Panel):
    """One account: before, an arrow, after; and a third figure where there is one.

    Args:
        before: The caption at the left.
        after: The caption at the right.
        big: The size of the figure at the right, in pixels.
    """

    def __init__(self, before: str = "", after: str = "", big: int = 30) -> None:
        super().__init__("raised", GAP_M)
        self.before = Text(NONE_YET, "dim", 22, SEMIBOLD)
        self.after = Text(NONE_YET, "text", big, BOLD)
        self.third = Text("", "text", 22, SEMIBOLD)
        deeper = self.after.fontMetrics().descent() - self.before.fontMetrics().descent()
        for figure in (self.before, self.third):
            figure.setContentsMargins(0, 0, 0, deeper)
        self.third_caption = small()
        self._before_caption = small(before or tr("Balance before"))
        self._after_caption = small(after or tr("Balance after"))
        line = QHBoxLayout()
        line.setSpacing(GAP_L)
        line.addLayout(_stack(self._before_caption, self.before))
        line.addWidget(Icon("arrow-right", "dim", 20), 0, Qt.AlignmentFlag.AlignBottom)
        line.addLayout(_stack(self._after_caption, self.after))
        line.addStretch(1)
        line.addLayout(_stack(self.third_caption, self.third))
        self.column.addLayout(line)

    def say(self, before: str, after: str, tone: str = "text") -> None:
        """Changes the two figures; an empty one is not known yet."""
        self.before.setText(before or NONE_YET)
        self.after.setText(after or NONE_YET)
        self.after.set_tone(tone if after else "dim")

    def clear(self) -> None:
        """Nothing is known yet."""
        self.before.setText(NONE_YET)
        self.after.setText(NONE_YET)
        self.after.set_tone("dim")

    def say_third(self, caption: str, figure: str, tone: str = "text") -> None:
        """Changes the figure at the far right; an empty caption takes it away."""
        self.third_caption.setText(caption)
        self.third.setText(figure)
        self.third.set_tone(tone)
        for part in (self.third_caption, self.third):
            part.setVisible(bool(caption))


def _stack(caption: Text, figure: Text) -> QVBoxLayout:
    lines = QVBoxLayout()
    lines.setSpacing(0)
    lines.addWidget(caption)
    lines.addStretch(1)
    lines.addWidget(figure)
    return lines
