"""A window for a desk that cannot open: what happened, that nothing was lost, what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import BOLD, GAP_L, GAP_M, TITLE


class SorryWindow(QWidget):
    """Says why the desk cannot open. GUI thread."""

    def __init__(self, refusal: DeskError) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("ClubDesk")
        self.setFixedWidth(560)
        self.text = Text(refusal.text, "text", TITLE, BOLD).wrapped()
        self.what_to_do = Text(refusal.what_to_do, "dim").wrapped()
        self.button = Button(tr("Close"), Kind.PRIMARY, tr("Enter"))
        self.button.clicked.connect(self.close)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(2 * GAP_L, 2 * GAP_L, 2 * GAP_L, 2 * GAP_L)
        lines.setSpacing(GAP_M)
        lines.addWidget(Icon("triangle-alert", "amber", 32))
        lines.addWidget(self.text)
        lines.addWidget(self.what_to_do)
        lines.addSpacing(GAP_M)
        lines.addLayout(row(None, self.button))
        self.button.setFocus()
