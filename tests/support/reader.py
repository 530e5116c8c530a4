"""Someone who follows a document at the real desk: finds each of its words on the screen.

Everything is looked for by what it says, in the language in use, and only where a person could
see it and reach it: a label that is renamed, hidden, greyed out or covered fails the test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.choice_list import ChoiceRow
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.text import Elided
from tests.support.real_desk import LEFT, RealDesk


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a click goes: a widget, a point in it, and what stands there."""

    widget: QWidget
    point: QPoint
    words: str


class Reader:
    """Looks at the topmost thing on the screen: a menu, a dialog, else the window."""

    def __init__(self, real: RealDesk) -> None:
        self.real = real

    # Eyes.

    @property
    def top(self) -> QWidget:
        """What lies on top of everything else."""
        menu = QApplication.activePopupWidget()
        return menu or self.real.open_dialog or self.real.window

    def sees(self, words: str) -> bool:
        """Whether these words can be read now, on a label, a button, a row or a cell."""
        wanted = plain(tr(words))
        return any(wanted in plain(shown) for shown in self._texts())

    def reads(self, words: str) -> None:
        """Waits until these words can be read."""
        self.real.until(lambda: self.sees(words))

    def where(self, words: str, within: QWidget) -> list[QWidget]:
        """The labels and buttons of a part of the window that say exactly this."""
        shown = [*self._shown(QLabel), *self._shown(QAbstractButton)]
        return [one for one in shown if within.isAncestorOf(one) and one.text() == tr(words)]

    def column(self, title: str) -> list[str]:
        """What stands under a table's heading, from the top."""
        for table in self._shown(QTableView):
            model, across = table.model(), table.horizontalHeader().orientation()
            for place in range(model.columnCount()):
                if model.headerData(place, across) == tr(title) and not table.isColumnHidden(place):
                    rows = range(model.rowCount())
                    return [plain(str(model.index(row, place).data())) for row in rows]
        raise AssertionError(f"no column “{tr(title)}”")

    def in_view(self, words: str) -> bool:
        """Whether a cell with these words is scrolled to."""
        spots = [
            table.viewport().rect().contains(table.visualRect(index))
            for table in self._shown(QTableView)
            for index in _indexes(table, tr(words))
        ]
        return any(spots)

    def editor(self, label: str) -> QWidget:
        """What is typed into under a label, or in a box that says what it looks for."""
        found = [
            one.buddy()
            for one in self._shown(QLabel)
            if one.text() == tr(label) and one.buddy() is not None and one.buddy().isVisible()
        ]
        boxes = [*self._shown(QLineEdit), *self._shown(QPlainTextEdit)]
        found += [one for one in boxes if one.placeholderText() == tr(label)]
        assert len(found) == 1, f"{len(found)} fields “{tr(label)}”"
        assert found[0].isEnabled(), f"“{tr(label)}” is greyed out"
        return found[0]

    def error_at(self, label: str) -> str:
        """The error that can be read under a field; empty if none."""
        around: QWidget | None = self.editor(label)
        while around is not None and not isinstance(around, Field):
            around = around.parentWidget()
        assert around is not None, f"“{tr(label)}” has no room for an error"
        return plain(around.error()) if around.under.isVisible() else ""

    # Hands.

    def click(self, words: str, *more: str) -> Reader:
        """Clicks on what says these words, then on what says the next ones."""
        for word in (words, *more):
            self._press(self._spot(word, starts=False))
        return self

    def confirm(self, words: str) -> Reader:
        """Clicks on the primary button: it begins with these words and says the figures, too."""
        self._press(self._spot(words, starts=True))
        return self

    def pick(self, name: str) -> Reader:
        """Clicks on a name in the list of what was found."""

        def found() -> list[Spot]:
            rows = [row for row in self._shown(ChoiceRow) if row.line.title == name]
            return [Spot(row, row.rect().center(), name) for row in rows]

        self.real.until(found)
        [spot] = found()
        self._press(spot)
        return self

    def cannot(self, words: str) -> str:
        """Why the button that begins with these words is greyed out."""
        buttons = [one for one in self._shown(QAbstractButton) if _says(one, words, starts=True)]
        [button] = [one for one in buttons if isinstance(one, Button)]
        assert not button.isEnabled(), f"“{tr(words)}” can be pressed"
        return str(button.toolTip())

    def fill(self, label: str, text: str) -> Reader:
        """Clicks into a field and types; what stood there is gone."""
        editor = self.editor(label)
        self._press(Spot(editor, editor.rect().center(), label))
        QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(editor, Qt.Key.Key_Delete)
        self.real.type(text, editor)
        return self

    def paste(self, label: str, text: str) -> Reader:
        """Puts a text into a field from the clipboard."""
        QApplication.clipboard().setText(text)
        editor = self.editor(label)
        self._press(Spot(editor, editor.rect().center(), label))
        for key in (Qt.Key.Key_A, Qt.Key.Key_V):
            QTest.keyClick(editor, key, Qt.KeyboardModifier.ControlModifier)
        self.real.settle()
        return self

    def type(self, text: str) -> Reader:
        """Types wherever the keyboard is."""
        self.real.type(text, QApplication.focusWidget() or self.real.window)
        return self

    def press(self, key: Qt.Key) -> Reader:
        """Presses a key wherever the keyboard is."""
        self.real.key(key)
        return self

    # Inside.

    def _shown(self, kind: type) -> list:
        top = self.top
        return [one for one in top.findChildren(kind) if one.isVisibleTo(top)]

    def _texts(self) -> Iterator[str]:
        for label in self._shown(QLabel):
            yield label.whole() if isinstance(label, Elided) else label.text()
        for button in self._shown(QAbstractButton):
            yield button.text()
            yield button.accessibleDescription()
        for row in self._shown(ChoiceRow):
            yield row.accessibleName()
        for table in self._shown(QTableView):
            model = table.model()
            for at in range(model.rowCount()):
                yield "  ".join(
                    str(model.index(at, place).data()) for place in range(model.columnCount())
                )

    def _spots(self, words: str, *, starts: bool) -> Iterator[Spot]:
        top = self.top
        if isinstance(top, QMenu):
            for action in top.actions():
                if _line(action) == tr(words):
                    assert action.isEnabled(), f"“{tr(words)}” is greyed out: {action.toolTip()}"
                    yield Spot(top, top.actionGeometry(action).center(), _line(action))
        for button in self._shown(QAbstractButton):
            if _says(button, words, starts=starts):
                assert button.isEnabled(), f"“{button.text()}” is greyed out: {button.toolTip()}"
                yield Spot(button, button.rect().center(), button.text())
        for table in self._shown(QTableView):
            yield from _cells(table, tr(words))

    def _spot(self, words: str, *, starts: bool) -> Spot:
        found = list(self._spots(words, starts=starts))
        said = sorted({shown for shown in self._texts() if shown})
        assert len(found) == 1, f"{len(found)} times “{tr(words)}” to click among {said}"
        return found[0]

    def _press(self, spot: Spot) -> None:
        _scroll_to(spot.widget)
        window = spot.widget.window()
        at = spot.widget.mapTo(window, spot.point)
        there = window.childAt(at) or window
        around = there
        while around is not spot.widget:
            above = around.parentWidget()
            assert above is not None, f"“{spot.words}” is covered by {there!r}"
            around = above
        QTest.mouseClick(there, LEFT, pos=there.mapFrom(window, at))
        self.real.settle()


def plain(text: str) -> str:
    """Words as one reads them: no telling spaces apart, nor apostrophes."""
    return " ".join(text.replace("\u00a0", " ").replace("\u2019", "'").split())


def _says(button: QAbstractButton, words: str, *, starts: bool) -> bool:
    # Up to the first figure: {amount} stands for whatever is written there.
    text, wanted = plain(button.text()), plain(tr(words).split("{")[0])
    if not starts:
        return text == wanted
    is_primary = isinstance(button, Button) and button.kind is Kind.PRIMARY
    return is_primary and f"{text} ".startswith(f"{wanted} ")


def _line(action: QAction) -> str:
    return action.text().split("\t")[0].replace("&&", "&")


def _indexes(table: QTableView, words: str) -> Iterator[QModelIndex]:
    model = table.model()
    for row in range(model.rowCount()):
        for place in range(model.columnCount()):
            index = model.index(row, place)
            if not table.isColumnHidden(place) and plain(str(index.data())) == plain(words):
                yield index


def _cells(table: QTableView, words: str) -> Iterator[Spot]:
    for index in _indexes(table, words):
        table.scrollTo(index)
        yield Spot(table.viewport(), table.visualRect(index).center(), words)


def _scroll_to(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
    QApplication.processEvents()
