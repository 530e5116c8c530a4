"""The line at the top: club, shift, search, lamps, who is at the desk. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Staff
from clubdesk.foundation.translate import tr
from clubdesk.services.role_words import role_word
from clubdesk.services.views import ShiftNow
from clubdesk.ui.frame.lamps import LampRow
from clubdesk.ui.frame.search import FrameBox
from clubdesk.ui.look import icons, ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.marks import Pill, draw_avatar
from clubdesk.ui.look.text import Elided, Text, plain_tip
from clubdesk.ui.look.tokens import HEADING, MEDIUM, SEMIBOLD, TEXT
from clubdesk.ui.look.wording import clock_time

HEIGHT = 48


class ShiftLabel(Elided):
    """The running shift; pressing it opens the screen Shifts.

    Signals:
        pressed: By the mouse.
    """

    pressed = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Opens Shifts."""
        self.pressed.emit()


class UserButton(QAbstractButton):
    """Who is signed in; pressing it hands the desk over."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("user")
        self.setFont(font(TEXT, MEDIUM))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.name = ""

    def say(self, name: str) -> None:
        """Shows a person by the first name."""
        self.name = name
        self.setText(name.split()[0] if name else "")
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for circle, name and arrow."""
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 64, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws circle, name and arrow."""
        painter = QPainter(self)
        if self.underMouse():
            ink.rounded(painter, self.rect(), theme().hover, "")
        if self.hasFocus():
            ink.focus_ring(painter, self.rect(), theme().accent)
        circle = self.rect().adjusted(4, 4, 0, 0)
        circle.setSize(QSize(28, 28))
        draw_avatar(painter, circle, self.name, strong=True)
        painter.setFont(self.font())
        painter.setPen(QColor(theme().text))
        box = self.rect().adjusted(40, 0, -20, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        arrow = QPoint(self.width() - 19, self.height() // 2 - 6)
        icons.draw(painter, "chevron-down", theme().dim, arrow, 13)
        painter.end()


class TopBar(QFrame):
    """The line itself.

    Signals:
        shift_pressed: The shift was pressed.
        user_pressed: Someone else wants to take over, or the desk is to be locked.
    """

    shift_pressed = Signal()
    user_pressed = Signal()

    def __init__(self, box: FrameBox) -> None:
        super().__init__()
        self.setProperty("frame", "flat")
        self.setFixedHeight(HEIGHT)
        self.club = Text("", "text", HEADING, SEMIBOLD)
        self.demo = Pill(tr("DEMO"), "amber")
        self.shift = ShiftLabel("", "dim")
        self.lamps = LampRow()
        self.user = UserButton()
        self.demo.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 12, 0)
        line.setSpacing(12)
        for part, share in (
            (self.club, 0),
            (self.demo, 0),
            (self.shift, 3),
            (box, 4),
        ):
            line.addWidget(part, share)
        line.addStretch(1)
        line.addWidget(self.lamps)
        line.addWidget(self.user)
        self.shift.setCursor(Qt.CursorShape.PointingHandCursor)
        self.shift.setMinimumWidth(120)
        self.shift.pressed.connect(self.shift_pressed)
        self.user.clicked.connect(self.user_pressed)

    def say_club(self, club: Club) -> None:
        """Shows whose club it is."""
        self.club.setText(club.name)
        self.demo.setVisible(club.demo)

    def say_shift(self, now: ShiftNow, club: Club) -> None:
        """Shows the running shift."""
        if now.shift is None:
            self.shift.setText(tr("No shift is open"))
            self.shift.set_tone("amber")
            return
        words = now.opened_by.split()
        who = f"{words[0]} {words[-1][0]}." if len(words) > 1 else now.opened_by
        text = tr("Shift {number} · {who} · since {time}").format(
            number=now.shift.number, who=who, time=clock_time(now.shift.opened_at, club)
        )
        self.shift.setText(text)
        self.shift.set_tone("dim")

    def say_staff(self, staff: Staff | None) -> None:
        """Shows who is at the desk."""
        name = staff.name if staff is not None else ""
        role = role_word(staff.role, staff.role_name) if staff is not None else ""
        self.user.say(name)
        told = tr("Switch person, lock or sign out (Ctrl+Shift+L)")
        self.user.setToolTip(plain_tip(f"{name} · {role}\n{told}") if staff else "")
