"""Tables: rows of frozen values under columns that say how each reads, sorts and looks.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.marks import colour
from clubdesk.ui.look.table_paint import RowPaint
from clubdesk.ui.look.text import plain_tip
from clubdesk.ui.look.tokens import MEDIUM, SMALL, TEXT
from clubdesk.ui.sheet import Cell, Sheet

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 38
_ENDS = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
MARKED = Qt.ItemDataRole.UserRole + 1
"""The role under which a cell says which part of its text was looked for."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column.

    Attributes:
        title: In the user's language.
        text: What a row says here.
        order: What it is sorted by; the text if it is None.
        right: Flush right, as figures are.
        tone: The colour token of a row's text here; None for plain text.
        width: Pixels; 0 takes a share of the room that is left.
        strong: Medium weight: what the eye looks for.
        searched: What was looked for is highlighted here.
        struck: Whether a row's text here is struck through: it does not count any more.
        value: What a spreadsheet gets (a number, an instant); the text if it is None.
    """

    title: str
    text: Callable[[T], str]
    order: Callable[[T], Any] | None = None
    right: bool = False
    tone: Callable[[T], str] | None = None
    width: int = 0
    strong: bool = False
    searched: bool = False
    struck: Callable[[T], bool] | None = None
    value: Callable[[T], Cell] | None = None


class RowsModel(QAbstractTableModel, Generic[T]):
    """Rows under columns, for a Table."""

    def __init__(self, columns: Sequence[Column[T]]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.rows: list[T] = []
        self.looked_for = ""
        self._order: tuple[int, bool] | None = None

    def show_rows(self, rows: Sequence[T], looked_for: str = "") -> None:
        """Replaces the rows, in the order that the header asks for."""
        self.beginResetModel()
        self.rows = list(rows)
        self.looked_for = looked_for
        self._sort()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """The number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Titles, aligned as their columns."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section].right)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell says, where it stands and in which colour."""
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.text(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.right)
        if role == Qt.ItemDataRole.FontRole:
            return _face(column, row)
        if role == Qt.ItemDataRole.ForegroundRole and column.tone is not None:
            return QColor(colour(column.tone(row)))
        return self.looked_for if role == MARKED and column.searched else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column; a negative one leaves the rows in the order they came."""
        self.layoutAboutToBeChanged.emit()
        self._order = (column, order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._sort()
        self.layoutChanged.emit()

    def _sort(self) -> None:
        if self._order is None:
            return
        column, backwards = self._order
        chosen = self.columns[column]
        self.rows.sort(key=chosen.order or chosen.text, reverse=backwards)


class Table(QTableView, Generic[T]):
    """A list of rows that the keyboard walks through.

    Signals:
        row_chosen: Enter or a double click on a row.
        row_changed: The row under the cursor changed; None if there is none.
        save_asked: Ctrl+S; ``sheet()`` is what a file gets.
    """

    row_chosen = Signal(object)
    row_changed = Signal(object)
    save_asked = Signal()

    def __init__(
        self, columns: Sequence[Column[T]], *, bare: bool = False, sortable: bool = True
    ) -> None:
        super().__init__()
        self.rows_model: RowsModel[T] = RowsModel(columns)
        self.setProperty("bare", "true" if bare else "false")
        self.setModel(self.rows_model)
        self.setItemDelegate(RowPaint(MARKED, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._dress_headers(sortable)
        self.doubleClicked.connect(lambda index: self._choose(index.row()))
        self.selectionModel().currentRowChanged.connect(
            lambda now, _: self.row_changed.emit(self._row(now.row()))
        )

    def show_rows(
        self, rows: Sequence[T], looked_for: str = "", same: Callable[[T], object] | None = None
    ) -> None:
        """Replaces the rows and keeps the cursor on the same one.

        Args:
            rows: The new rows.
            looked_for: A text to highlight wherever it occurs.
            same: What a row is recognised by; without it the cursor goes to the first row.
        """
        before = self.current()
        wanted = same(before) if same is not None and before is not None else None
        self.rows_model.show_rows(rows, looked_for)
        shown = self.rows_model.rows
        keys = [same(row) for row in shown] if same is not None else []
        self.go_to(keys.index(wanted) if wanted in keys else 0)
        if not shown:
            self.row_changed.emit(None)

    def current(self) -> T | None:
        """The row under the cursor."""
        return self._row(self.currentIndex().row())

    def go_to(self, row: int) -> None:
        """Puts the cursor on a row by its number from the top."""
        if 0 <= row < self.rows_model.rowCount():
            self.setCurrentIndex(self.rows_model.index(row, 0))

    def step(self, by: int) -> None:
        """Moves the cursor by some rows, as far as there are any."""
        last = self.rows_model.rowCount() - 1
        self.go_to(min(max(self.currentIndex().row() + by, 0), last))

    def choose_current(self) -> None:
        """Does what Enter does."""
        self._choose(self.currentIndex().row())

    def sheet(self) -> Sheet:
        """All rows in the order shown, as a spreadsheet takes them."""
        columns = self.rows_model.columns
        cells = (
            tuple(c.text(row) if c.value is None else c.value(row) for c in columns)
            for row in self.rows_model.rows
        )
        return Sheet(tuple(column.title for column in columns), tuple(cells))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, Home and End go to the first and the last row.

        Ctrl+C copies the row with tabs between its cells, Ctrl+S asks to save.
        """
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_current()
        elif event.matches(QKeySequence.StandardKey.Save):
            self.save_asked.emit()
        elif event.key() in _ENDS and not event.modifiers() & ~_KEYPAD:
            # Qt would go to the end of the line, and here a line is one thing.
            self.step(_ENDS[Qt.Key(event.key())] * self.rows_model.rowCount())
        elif event.text().isprintable() and event.text():
            # Qt would jump to a row by its letter; here letters are keys of the screen around it.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def copy_current(self) -> None:
        """Puts the row's texts on the clipboard, as a spreadsheet takes them."""
        row = self.current()
        if row is not None:
            texts = [column.text(row) for column in self.rows_model.columns]
            QGuiApplication.clipboard().setText("\t".join(texts))

    def _row(self, number: int) -> T | None:
        rows = self.rows_model.rows
        return rows[number] if 0 <= number < len(rows) else None

    def _choose(self, number: int) -> None:
        row = self._row(number)
        if row is not None:
            self.row_chosen.emit(row)

    def _dress_headers(self, sortable: bool) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setFont(font(SMALL, MEDIUM))
        header.setHighlightSections(False)
        header.setSectionsClickable(sortable)
        header.setSortIndicatorClearable(True)
        header.setMinimumSectionSize(48)
        for number, column in enumerate(self.rows_model.columns):
            if column.width:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(number, column.width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        if sortable:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)


def _face(column: Column[T], row: T) -> QFont:
    face = font(TEXT, MEDIUM) if column.strong else font()
    if column.struck is None or not column.struck(row):
        return face
    struck = QFont(face)
    struck.setStrikeOut(True)
    return struck


def _alignment(right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
