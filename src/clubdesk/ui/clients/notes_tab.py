"""The tab Notes: what the staff remembers of a client, written by hand. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.lines_edit import LinesEdit
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import GAP_L, GAP_M, GAP_S

LONGEST = 4_000


class NotesTab(QWidget):
    """A text of several lines; nothing typed is lost to news or to another client's card.

    Signals:
        save_asked: The text.
    """

    save_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._client_id = 0
        self._stored = ""
        self._drafts: dict[int, str] = {}
        self.edit = LinesEdit(LONGEST)
        self.edit.setAccessibleName(tr("Notes"))
        self.edit.setPlaceholderText(tr("What the next shift should know about this client."))
        self.edit.installEventFilter(self)
        self.left = small()
        self.told = Text("", "green")
        self.refusal = Refusal()
        self.save = Button(tr("Save"), Kind.PRIMARY, tr("Ctrl+Enter"))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_L)
        lines.setSpacing(GAP_S)
        lines.addWidget(self.edit, 1)
        lines.addWidget(self.refusal)
        lines.addLayout(row(self.left, self.told, None, self.save))
        self.save.clicked.connect(self._save)
        self.edit.textChanged.connect(self._typed)
        self.edit.refused.connect(self._count)
        self.setFocusProxy(self.edit)
        self._why_not = ""
        self._typed()

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self.edit.toPlainText() != self._stored

    def show_note(self, client_id: int, note: str, why_not: str = "") -> None:
        """Shows what is stored, or what was being written about the client when it was left."""
        if client_id != self._client_id:
            self._put_aside()
            self._client_id = client_id
            writing = self._drafts.pop(client_id, note)
        else:
            writing = self.edit.toPlainText() if self.is_changed else note
        self._stored, self._why_not = note, why_not
        self.edit.setReadOnly(bool(why_not))
        if self.edit.toPlainText() != writing:
            self.edit.setPlainText(writing)
        else:
            self._typed()

    def saved(self, client_id: int, note: str) -> None:
        """The text is in the books."""
        if client_id != self._client_id:
            return
        self._stored = note
        self._typed()
        self.told.setText(tr("Saved."))

    def refuse(self, error: DeskError) -> None:
        """Says why it was not kept."""
        self.refusal.say(error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter saves."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if held and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save.click()
            return True
        return False

    def _save(self) -> None:
        # The button is greyed out meanwhile: the keyboard would go anywhere.
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.save_asked.emit(self.edit.toPlainText())

    def _put_aside(self) -> None:
        if self.is_changed:
            self._drafts[self._client_id] = self.edit.toPlainText()

    def _typed(self) -> None:
        length = len(self.edit.toPlainText())
        self.refusal.say(None)
        self.told.setText("")
        self._count(length)
        nothing_new = "" if self.is_changed else tr("Nothing has changed.")
        self.save.allow(self._why_not or _too_long(length) or nothing_new)

    def _count(self, length: int) -> None:
        """Says how long a text is, and that it is too long."""
        counted = tr("{count} of {most} characters").format(count=length, most=LONGEST)
        self.left.set_tone("red" if length > LONGEST else "dim")
        self.left.setText(f"{_too_long(length)} {counted}".strip())


def _too_long(length: int) -> str:
    return tr("The note is too long.") if length > LONGEST else ""
