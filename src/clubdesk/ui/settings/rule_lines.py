"""How a rule of the club looks in Settings: a box with one sentence under it, and lines of them.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.tokens import GAP_L


class RuleNumber(Field[NumberBox]):
    """A whole number with the sentence that explains it.

    Zero can always be typed: where the club's rules forbid it, that is told and not corrected.
    """

    def __init__(self, label: str, explained: str, most: int) -> None:
        super().__init__(label, NumberBox(0, most, 0), explained)

    def number(self, subject: str) -> int:
        """What was typed.

        Raises:
            DeskError: ``rules.number``, its subject as given: nothing was typed.
        """
        if not self.editor.text().strip():
            raise DeskError(
                "rules.number",
                tr("A number is needed."),
                tr("Nothing was changed. Type the number."),
                subject=subject,
            )
        return self.editor.value()


def minutes_listed(typed: str) -> tuple[int, ...]:
    """Minutes as they were typed, ``10, 5, 1``; nothing typed is none.

    Raises:
        DeskError: ``rules.warnings``, its subject ``warn_minutes``: something else was typed.
    """
    words = typed.replace(",", " ").replace(";", " ").split()
    if not all(word.isascii() and word.isdecimal() and len(word) <= 6 for word in words):
        raise DeskError(
            "rules.warnings",
            tr("These are not whole minutes. Type them as 10, 5, 1."),
            tr("Nothing was changed. Correct the minutes."),
            subject="warn_minutes",
        )
    return tuple(int(word) for word in words)


def side_by_side(left: QWidget, right: QWidget) -> QGridLayout:
    """Two rules in one line, each at the top of its half."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP_L)
    for place, part in enumerate((left, right)):
        grid.addWidget(part, 0, place, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(place, 1)
    return grid
