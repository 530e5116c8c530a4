"""Finds words that do not fit where they stand."""

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QTableView, QWidget

from clubdesk.ui.look.text import Elided


def clipped(window: QWidget) -> list[str]:
    """The texts under a window that are cut off, by labels, buttons and heads of tables."""
    return [
        *(label.text() for label in _shown(window, QLabel) if _cut_label(label)),
        *(button.text() for button in _shown(window, QAbstractButton) if _cut_button(button)),
        *(head for table in _shown(window, QTableView) for head in _cut_heads(table)),
    ]


def _shown(window, kind):
    return [part for part in window.findChildren(kind) if part.isVisible()]


def _cut_label(label: QLabel) -> bool:
    if isinstance(label, Elided) or not label.text():
        return False
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width())
    return label.width() < QFontMetrics(label.font()).horizontalAdvance(label.text())


def _cut_button(button: QAbstractButton) -> bool:
    own_hint = button.sizeHint()
    return bool(button.text()) and (
        button.width() < own_hint.width() or button.height() < own_hint.height()
    )


def _cut_heads(table: QTableView) -> list[str]:
    model, header = table.model(), table.horizontalHeader()
    metrics = QFontMetrics(header.font())
    cut = []
    for column in range(model.columnCount()):
        if table.isColumnHidden(column):
            continue
        text = str(model.headerData(column, header.orientation()))
        if metrics.horizontalAdvance(text) + 24 > header.sectionSize(column):
            cut.append(text)
    return cut
