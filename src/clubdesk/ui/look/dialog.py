"""The dialog of the desk: a panel over the dimmed window, not a window of its own.

GUI thread only. While it is open the window behind gets no key: Tab goes round inside, Esc closes,
Enter presses the primary button.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QRect,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command
from clubdesk.ui.desk_runner import DeskRunner, Wish
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.app_look import look
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.frames import rule
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import BOLD, GAP_M, GAP_S, TITLE

OPENING_MS = 110
LOCKED = "locked"
"""A window's property while it is locked: dialogs over it wait (``suspend``)."""
_MARGIN = 20


class Dialog(QWidget):
    """A panel with header, body and footer over its window.

    Signals:
        closed: It is gone; True if its deed was done.

    Args:
        over: Any widget of the window that it covers.
        heading: What it is about; shown bold.
        subtitle: A dim word after it.
        width: Of the panel, in pixels.
    """

    closed = Signal(bool)

    def __init__(self, over: QWidget, heading: str, subtitle: str = "", width: int = 560) -> None:
        super().__init__(over.window())
        self._window = over.window()
        self.setObjectName("dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._return_to = QApplication.focusWidget()
        self._opened = 1.0
        self._is_busy = False
        self._hears_crashes = False
        self.is_suspended = False
        self._waits_for: QWidget | None = None
        self.panel = QFrame(self)
        self.panel.setProperty("frame", "dialog")
        self.panel.setFixedWidth(min(width, max(320, self._window.width() - 32)))
        self.heading = Text(heading, "text", TITLE, BOLD)
        self.subtitle = Text(subtitle, "dim", TITLE)
        self.header_right = QHBoxLayout()
        self.body = QVBoxLayout()
        self.footer_left = QHBoxLayout()
        self.refusal = Refusal()
        self.cancel = Button(tr("Cancel"), Kind.SECONDARY, tr("Esc"))
        self.primary = Button(tr("OK"), Kind.PRIMARY, tr("Enter"))
        self.cancel.setFixedHeight(BIG_HEIGHT)
        self._lay_out_panel()
        self.cancel.clicked.connect(lambda: self.finish(done=False))
        self.primary.clicked.connect(self._on_primary_pressed)
        self._window.installEventFilter(self)
        self.panel.installEventFilter(self)

    # What a dialog built on this one may change.

    def on_primary(self) -> None:
        """What the primary button does; a dialog says so by overriding this."""
        self.finish(done=True)

    def set_primary(self, text: str, *, why_not: str = "", missing: str = "") -> None:
        """The primary button's words, and why it cannot be pressed now (empty if it can).

        ``missing`` (``DeskRunner.missing``) leaves it to be pressed: a colleague may approve.
        """
        self.primary.setText(text)
        self.primary.guard(missing)
        self.primary.setAccessibleName(text)
        if not self._is_busy:
            self.primary.allow(why_not)
        self.primary.updateGeometry()

    def open(self, focus: QWidget | None = None) -> None:
        """Shows it over its window, with the keyboard in ``focus``."""
        self.setGeometry(self._window.rect())
        self._place_panel()
        if self._window.property(LOCKED):
            # What an answer opens while the desk is locked waits for its person to come back.
            self._waits_for = focus or self.primary
            self.is_suspended = True
            return
        self.show()
        self.raise_()
        self._take_keyboard(focus)
        if look().moves:
            self._animate_opening()

    def finish(self, *, done: bool) -> None:
        """Closes it and gives the keyboard back."""
        if not self.isVisible() and not self.is_suspended:
            return
        self._window.removeEventFilter(self)
        was_seen, self.is_suspended = self.isVisible(), False
        self.hide()
        if was_seen and self._return_to is not None and _usable(self._return_to):
            self._return_to.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit(done)
        self.close()
        self.deleteLater()

    def suspend(self) -> None:
        """Hides it while the desk is locked; what was typed stays in it."""
        inside = QApplication.focusWidget()
        if not self.isVisible():
            return
        self._waits_for = inside if inside is not None and self.isAncestorOf(inside) else None
        self.is_suspended = True
        self.hide()

    def resume(self) -> None:
        """Shows it again as it was left."""
        self.is_suspended = False
        self.setGeometry(self._window.rect())
        self._place_panel()
        self.show()
        self.raise_()
        self._take_keyboard(self._waits_for)

    def submit(
        self,
        runner: DeskRunner,
        command: Command,
        then: Callable[[Any], None] | None = None,
        *,
        what: str = "",
    ) -> None:
        """Carries a command out once; a refusal is shown above the button, else it closes.

        Where a permission is missing a colleague is asked for the PIN, over this dialog; ``what``
        tells that person what it is for (without it, the heading and the button's words do).

        With ``then`` the dialog stays open and ``then`` gets the answer. Until there is one the
        person cannot leave; a refusal that finds the dialog gone all the same (someone signed
        out) is for the frame to show.
        """
        if self._is_busy:
            return
        if not self._hears_crashes:
            self._hears_crashes = True
            runner.crashed.connect(self._give_back)
        self._set_is_busy(True)
        self.refuse(None)

        def done(answer: object) -> None:
            self._set_is_busy(False)
            if then is not None:
                then(answer)
            else:
                self.finish(done=True)

        def refused(error: DeskError) -> None:
            if not shiboken6.isValid(self) or not (self.isVisible() or self.is_suspended):
                runner.refused.emit(error)
                return
            self._set_is_busy(False)
            self.refuse(error)

        self._send(
            runner, Wish(command, what or self._in_words(), while_alive(self, done), refused)
        )

    def _send(self, runner: DeskRunner, wish: Wish) -> None:
        runner.do_or_approve(self, wish.command, wish.what, wish.then, refused=wish.refused)

    def _in_words(self) -> str:
        about = " ".join(part for part in (self.heading.text(), self.subtitle.text()) if part)
        return f"{about}: {self.primary.text()}"

    def refuse(self, error: DeskError | None) -> None:
        """Shows why it was refused and what to do; None takes the line away."""
        self.refusal.say(error)
        self._place_panel()

    def _take_keyboard(self, wanted: QWidget | None) -> None:
        # A button that cannot be pressed takes no keyboard, and keys must not reach what is behind.
        ways = (wanted, self.primary, self.cancel)
        found = next((way for way in ways if way is not None and _usable(way)), self.cancel)
        found.setFocus(Qt.FocusReason.TabFocusReason)

    # Keys and painting.

    def event(self, event: QEvent) -> bool:
        """Keeps the window's shortcuts from firing behind the dialog; all but the lock's."""
        if event.type() is QEvent.Type.ShortcutOverride and not _is_lock(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, Enter presses the primary button; nothing goes to the window behind."""
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            if not self._is_busy:
                self.finish(done=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.primary.click()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays inside."""
        start = QApplication.focusWidget() or self.panel
        current: QWidget = start
        while True:
            found = current.nextInFocusChain() if next else current.previousInFocusChain()
            if found is None or found is start:
                return True
            current = found
            if self.isAncestorOf(current) and _takes_tab(current):
                reason = (
                    Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
                )
                current.setFocus(reason)
                return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size and the panel's contents."""
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self._place_panel()
        elif watched is self.panel and event.type() is QEvent.Type.LayoutRequest:
            # What is inside grew or shrank: the panel follows once its layout knows.
            QTimer.singleShot(0, self, self._place_panel)
        return False

    def mousePressEvent(self, event: object) -> None:
        """A click beside the panel does nothing: half-typed money is not lost to a slip."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dims the window behind."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(6, 8, 12, round(150 * self._opened)))
        painter.end()

    def _lay_out_panel(self) -> None:
        lines = QVBoxLayout(self.panel)
        lines.setContentsMargins(1, 1, 1, 1)
        lines.setSpacing(0)
        lines.addLayout(self._header())
        lines.addWidget(rule())
        self.body.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        self.body.setSpacing(GAP_M)
        lines.addLayout(self.body, 1)
        lines.addWidget(rule())
        lines.addLayout(self._footer())
        shadow = QGraphicsDropShadowEffect(self.panel)
        shadow.setBlurRadius(48)
        shadow.setOffset(0, 12)
        shadow.setColor(QColor(0, 0, 0, 120))
        self.panel.setGraphicsEffect(shadow)

    def _header(self) -> QHBoxLayout:
        header = QHBoxLayout()
        header.setContentsMargins(_MARGIN, 14, _MARGIN, 14)
        header.setSpacing(GAP_S)
        header.addWidget(self.heading)
        header.addWidget(self.subtitle)
        header.addStretch(1)
        header.addLayout(self.header_right)
        return header

    def _footer(self) -> QVBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addLayout(self.footer_left)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.primary)
        footer = QVBoxLayout()
        footer.setContentsMargins(_MARGIN, 12, _MARGIN, 14)
        footer.setSpacing(GAP_M)
        footer.addWidget(self.refusal)
        footer.addLayout(buttons)
        return footer

    def _place_panel(self) -> None:
        layout = self.panel.layout()
        if layout is None:
            return
        width = self.panel.width()
        # A wrapped label's own wish knows no width and asks for too many lines.
        flows = layout.hasHeightForWidth()
        wanted = layout.totalHeightForWidth(width) if flows else layout.totalSizeHint().height()
        height = min(wanted, self.height() - 24)
        left = (self.width() - width) // 2
        top = max(12, (self.height() - height) // 2)
        lift = round((1 - self._opened) * 8)
        self.panel.setGeometry(QRect(left, top + lift, width, height))

    def _animate_opening(self) -> None:
        moving = QVariantAnimation(self)
        moving.setDuration(OPENING_MS)
        moving.setStartValue(0.0)
        moving.setEndValue(1.0)
        moving.setEasingCurve(QEasingCurve.Type.OutCubic)
        moving.valueChanged.connect(self._opening_step)
        moving.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def _opening_step(self, share: float) -> None:
        self._opened = share
        self._place_panel()
        self.update()

    def _on_primary_pressed(self) -> None:
        if not self._is_busy:
            self.on_primary()

    def _set_is_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self.primary.setEnabled(not busy)
        self.cancel.setEnabled(not busy)

    @Slot()
    def _give_back(self) -> None:
        """After a bug no answer comes: the person may try again or leave."""
        self._set_is_busy(False)


def open_dialog_of(window: QWidget) -> Dialog | None:
    """The topmost dialog open over a window; None if there is none."""
    dialogs = [
        child
        for child in window.window().children()
        if isinstance(child, Dialog) and child.isVisible()
    ]
    return dialogs[-1] if dialogs else None


def suspended_dialogs_of(window: QWidget) -> list[Dialog]:
    """The dialogs that wait for their person, the lowest first."""
    children = window.window().children()
    return [child for child in children if isinstance(child, Dialog) and child.is_suspended]


def _is_lock(event: QEvent) -> bool:
    control = Qt.KeyboardModifier.ControlModifier
    if not isinstance(event, QKeyEvent):
        return False
    return event.key() == Qt.Key.Key_L and event.modifiers() == control


def _takes_tab(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _usable(widget: QWidget) -> bool:
    return shiboken6.isValid(widget) and widget.isVisible() and widget.isEnabled()
