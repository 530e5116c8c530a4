"""What the dialog Import clients shows step by step: columns, then faults. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr, trn
from clubdesk.lists.checking import CheckedList, RowError
from clubdesk.lists.columns import Columns, What, what_word
from clubdesk.lists.table_file import Line, TableFile
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.field import Choice, Field
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import GAP_M, GAP_S, SEMIBOLD

_PREVIEW = 6
_MOST_SHOWN = 6
_SAMPLE = 24
_LEFT_OUT = -1


class ColumnsPage(QWidget):
    """Which column holds what, over the first rows of the file.

    Signals:
        changed: Something else was chosen.
    """

    changed = Signal()

    def __init__(self, table: TableFile, columns: Columns) -> None:
        super().__init__()
        self._table = table
        self._places = columns.places
        self.heading = QCheckBox(tr("The first row names the columns"))
        self.heading.setChecked(columns.has_heading)
        self.choices = {what: self._choice(what) for what in What}
        self.preview = Table[Line](self._preview_columns(), sortable=False)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        lines.addWidget(small(_what_was_read(table)))
        lines.addLayout(self._grid())
        lines.addWidget(self.heading)
        lines.addWidget(self.preview, 1)
        self.preview.setMinimumHeight(270)
        self._show_rows()
        self.heading.toggled.connect(lambda _: self._show_rows())
        self.heading.toggled.connect(lambda _: self.changed.emit())

    def columns(self) -> Columns:
        """What was chosen."""
        chosen = {what: choice.key() for what, choice in self.choices.items()}
        return Columns(
            {
                what: place
                for what, place in chosen.items()
                if isinstance(place, int) and place >= 0
            },
            self.heading.isChecked(),
        )

    def _choice(self, what: What) -> Choice:
        first = self._table.lines[0].cells
        options: list[tuple[object, str]] = [(_LEFT_OUT, tr("not in the file"))]
        for place in range(self._table.columns):
            cell = first[place] if place < len(first) else ""
            name = " ".join(cell.split())[:_SAMPLE]
            options.append((place, f"{place + 1}: {name}" if name else f"{place + 1}"))
        choice = Choice(options)
        choice.choose(self._places.get(what, _LEFT_OUT))
        choice.currentIndexChanged.connect(lambda _: self._chosen(what))
        return choice

    def _chosen(self, what: What) -> None:
        # A column holds one thing: what it held before is not in the file any more.
        place = self.choices[what].key()
        for other, choice in self.choices.items():
            if other is not what and place != _LEFT_OUT and choice.key() == place:
                choice.choose(_LEFT_OUT)
        self.changed.emit()

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_M)
        grid.setVerticalSpacing(GAP_S)
        for number, what in enumerate(What):
            grid.addWidget(Field(what_word(what), self.choices[what]), number // 4, number % 4)
            grid.setColumnStretch(number % 4, 1)
        return grid

    def _preview_columns(self) -> list[Column[Line]]:
        shown = min(self._table.columns, _MOST_SHOWN)
        number: Column[Line] = Column(
            tr("Line"), lambda line: str(line.number), right=True, tone=lambda _: "dim", width=84
        )
        return [number, *(_cell_column(place) for place in range(shown))]

    def _show_rows(self) -> None:
        start = 1 if self.heading.isChecked() else 0
        self.preview.show_rows(self._table.lines[start : start + _PREVIEW])


class FaultsPage(QWidget):
    """What the dry run found.

    Signals:
        save_asked: The faults are to be saved as a file.
    """

    save_asked = Signal()

    def __init__(self, checked: CheckedList) -> None:
        super().__init__()
        self.checked = checked
        self.fit = Text(_fit_words(checked), "green" if checked.rows else "dim", 15, SEMIBOLD)
        self.unfit = Text(_unfit_words(checked), "amber", weight=500).wrapped()
        self.table = Table[RowError](_fault_columns())
        self.table.show_rows(checked.errors)
        self.copy = Button(tr("Copy all"), Kind.QUIET, icon_name="copy")
        self.save = Button(tr("Save as a file…"), Kind.QUIET, icon_name="download")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        lines.addWidget(self.fit)
        lines.addWidget(self.unfit)
        lines.addWidget(self.table, 1)
        lines.addLayout(row(self.copy, self.save, None))
        for part in (self.unfit, self.table, self.copy, self.save):
            part.setVisible(bool(checked.errors))
        self.table.setMinimumHeight(280)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self.save_asked)
        self.table.save_asked.connect(self.save_asked)

    def _copy(self) -> None:
        titles = [column.title for column in self.table.rows_model.columns]
        rows = [
            [column.text(error) for column in self.table.rows_model.columns]
            for error in self.table.rows_model.rows
        ]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in [titles, *rows]))


def subject_word(error: RowError) -> str:
    """The field that a fault is about, in the language in use."""
    return what_word(What(error.subject)) if error.subject else tr("Whole row")


def _cell_column(place: int) -> Column[Line]:
    def text(line: Line) -> str:
        return " ".join(line.cells[place].split()) if place < len(line.cells) else ""

    return Column(str(place + 1), text)


def _fault_columns() -> Sequence[Column[RowError]]:
    return [
        Column(
            tr("Line"),
            lambda error: str(error.line),
            lambda error: error.line,
            right=True,
            width=84,
        ),
        Column(tr("Field"), subject_word, width=136),
        Column(tr("In the file"), lambda error: " ".join(error.value.split()), width=220),
        Column(tr("What is wrong"), lambda error: error.text, strong=True),
    ]


def _what_was_read(table: TableFile) -> str:
    count = len(table.lines)
    words = trn("{count} row", "{count} rows", count).format(count=count)
    form = "XLSX" if table.form == "xlsx" else f"CSV, {table.form}"
    signs = {";": tr("semicolons"), ",": tr("commas"), "\t": tr("tabs")}
    parts = [words, form]
    if table.delimiter:
        parts.append(signs.get(table.delimiter, table.delimiter))
    return f"{table.name}: " + " · ".join(parts)


def _fit_words(checked: CheckedList) -> str:
    count = len(checked.rows)
    words = trn("{count} client can be imported.", "{count} clients can be imported.", count)
    return words.format(count=count)


def _unfit_words(checked: CheckedList) -> str:
    lines = len({error.line for error in checked.errors})
    words = trn(
        "{count} row is left out; the list says why.",
        "{count} rows are left out; the list says why.",
        lines,
    ).format(count=lines)
    if checked.already_here:
        known = trn(
            "{count} of them is a client already.",
            "{count} of them are clients already.",
            checked.already_here,
        )
        words += " " + known.format(count=checked.already_here)
    return words
