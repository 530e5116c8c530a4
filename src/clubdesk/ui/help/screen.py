"""Shows the manual in the user's language from the files that ship along. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextFrameFormat
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QWidget

from clubdesk.foundation.assets import asset
from clubdesk.foundation.translate import language, tr
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import GAP_L

PAGE_WIDTH = 860
_AIR_OVER_HEADING = {2: 22, 3: 12}


def manual_text(chosen: str) -> str:
    """The manual in a language, in English where there is none, as Markdown."""
    page = asset("help") / f"{chosen}.md"
    if not page.is_file():
        page = asset("help") / "en.md"
    return page.read_text(encoding="utf-8")


class HelpScreen(QWidget):
    """The manual as one page that scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.page = QTextBrowser()
        self.page.setAccessibleName(tr("Manual"))
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.setMaximumWidth(PAGE_WIDTH)
        self.page.setOpenLinks(False)
        self.page.document().setDefaultFont(font(14))
        self.page.setMarkdown(manual_text(language()))
        _give_air(self.page)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(GAP_L, GAP_L, GAP_L, 0)
        whole.addStretch(1)
        whole.addWidget(self.page, 100)
        whole.addStretch(1)


def _give_air(page: QTextBrowser) -> None:
    frame = page.document().rootFrame()
    shape = QTextFrameFormat(frame.frameFormat())
    shape.setMargin(GAP_L)
    frame.setFrameFormat(shape)
    cursor = QTextCursor(page.document())
    while True:
        block = cursor.blockFormat()
        block.setLineHeight(140, 1)  # proportional
        block.setTopMargin(_AIR_OVER_HEADING.get(block.headingLevel(), 0))
        block.setBottomMargin(6)
        cursor.setBlockFormat(block)
        if not cursor.movePosition(QTextCursor.MoveOperation.NextBlock):
            break
    page.moveCursor(QTextCursor.MoveOperation.Start)
