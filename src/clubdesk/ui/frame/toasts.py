"""Where toasts stand: bottom right, the newest lowest, at most three. GUI thread only.

While one offers Undo, Ctrl+Z presses it from wherever the keyboard is, but in a field with a text.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.toast import Toast

_MOST = 3
_GAP = 8
_EDGE = 16
_ABOVE_LEGEND = 40


class Toasts(QObject):
    """Shows what has happened, over a widget."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.shown: list[Toast] = []
        self._clear_below = _ABOVE_LEGEND
        over.installEventFilter(self)

    def say(self, text: str, more: str = "", tone: str = "green", action: str = "") -> Toast:
        """Shows one sentence."""
        return self.tell(Notice(text, more, tone), action)

    def tell(self, notice: Notice, action: str = "") -> Toast:
        """Shows a notice, together with one of its kind that still shows; the oldest makes room."""
        for toast in self.shown:
            both = toast.notice.with_other(notice)
            if both is not None:
                toast.take(both)
                self._place()
                return toast
        return self._add(Toast(notice, action, self._over))

    def tell_undoable(self, notice: Notice) -> Toast:
        """Shows what was done with a button that undoes it; only the newest can be undone."""
        self.drop_undo()
        handle = self._over.window().windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            handle.installEventFilter(self)
        return self._add(Toast(notice, tr("Undo"), self._over, keys=tr("Ctrl Z")))

    def _least(self) -> Toast:
        """What makes room: the oldest, but a refusal only where there is nothing else."""
        return next((toast for toast in self.shown if not toast.stays), self.shown[0])

    def _add(self, toast: Toast) -> Toast:
        while len(self.shown) >= _MOST:
            self._least().leave()
        self.shown.append(toast)
        toast.gone.connect(lambda: self._forget(toast))
        toast.adjustSize()
        toast.show()
        self._place()
        return toast

    def clear(self) -> None:
        """Takes all away."""
        for toast in list(self.shown):
            toast.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size; hears Ctrl+Z on its way into the window."""
        if watched is self._over:
            if event.type() is QEvent.Type.Resize:
                self._place()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return event.matches(QKeySequence.StandardKey.Undo) and self._undo()
        return False

    def drop_undo(self) -> None:
        """Takes an offered Undo away: something newer has been done."""
        for toast in [one for one in self.shown if one.keys]:
            toast.leave()

    def keep_clear(self, below: int) -> None:
        """Leaves so many pixels free under the lowest toast: a screen's button stands there."""
        self._clear_below = max(_ABOVE_LEGEND, below)
        self._place()

    def _undo(self) -> bool:
        offered = next((toast for toast in self.shown if toast.keys), None)
        if offered is None or _is_typing() or open_dialog_of(self._over) is not None:
            return False
        offered.act()
        return True

    def _forget(self, toast: Toast) -> None:
        if toast in self.shown:
            self.shown.remove(toast)
            self._place()

    def _place(self) -> None:
        y = self._over.height() - self._clear_below
        for toast in reversed(self.shown):
            tall = max(toast.heightForWidth(toast.width()), toast.minimumSizeHint().height())
            toast.resize(toast.width(), tall)
            y -= tall
            toast.move(self._over.width() - toast.width() - _EDGE, y)
            toast.raise_()
            y -= _GAP


def _is_typing() -> bool:
    """Whether Ctrl+Z would take back what is being typed."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QLineEdit):
        return bool(focus.text())
    return isinstance(focus, QPlainTextEdit) and bool(focus.toPlainText())
