"""The sign-in screen: who are you, your password or PIN, Enter. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.sign_in import SignedIn, SignIn
from clubdesk.services.views import SignInName
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import Panel, column, row, rule, scrolled
from clubdesk.ui.look.marks import Icon, Pill
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import BOLD, GAP_L, GAP_M, GAP_S
from clubdesk.ui.sign_in.tile import HEIGHT, WIDTH, PersonTile

_INSIDE = 2 * WIDTH + GAP_S
_MOST_TILES_HIGH = 4


class SignInScreen(QWidget):
    """Fills the window until someone is at the desk; tells it through ``runner.sign_in``.

    Args:
        runner: The way to the desk.
        bridge: Not listened to; every screen is made alike.
        demo_hint: A line with the demo's passwords; empty in a real club.
        last_login: Who is chosen at first.
    """

    def __init__(
        self, runner: DeskRunner, bridge: EventBridge, demo_hint: str = "", last_login: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._last_login = last_login
        self.tiles: list[PersonTile] = []
        self._group = QButtonGroup(self)
        self.club_name = Text("", "text", 26, BOLD)
        self.demo = Pill(tr("DEMO"), "amber")
        self.demo.hide()
        self.people = Flow([], GAP_S)
        self.password = TextField(tr("Password or PIN"), secret=True)
        self.pin_hint = small(tr("Your PIN is enough."))
        self.what_to_do = small().wrapped()
        self.what_to_do.hide()
        self.button = Button(tr("Sign In"), Kind.PRIMARY, tr("Enter"))
        self.hint = small(demo_hint).wrapped()
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._build()
        self.hint.setVisible(bool(demo_hint))
        self.pin_hint.hide()
        self.button.clicked.connect(self._sign_in)
        self.password.editor.returnPressed.connect(self._sign_in)
        self.password.editor.textEdited.connect(lambda _: self._take_refusal_away())
        runner.signed_in.connect(self._remember)

    def reload(self) -> None:
        """Asks whose club it is and who works here."""
        self._runner.ask(
            lambda books: (books.club(), books.sign_in_names()), while_alive(self, self._show)
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Starts anew whenever it comes into view: no password of another stays in the field."""
        super().showEvent(event)
        self.password.editor.clear()
        self.password.set_error("")
        self.what_to_do.hide()
        self.reload()

    def _build(self) -> None:
        card = Panel("panel", 24)
        card.setFixedWidth(_INSIDE + 50)
        card.column.setSpacing(GAP_L)
        self.people.setFixedWidth(_INSIDE)
        self._list = scrolled(self.people)
        card.column.addWidget(small(tr("Who is at the desk?")))
        card.column.addWidget(self._list)
        card.column.addWidget(rule())
        card.column.addLayout(column(self.password, self.pin_hint, self.what_to_do, gap=4))
        card.column.addWidget(self.button)
        top = row(Icon("gamepad-2", "accent", 28), self.club_name, self.demo, gap=GAP_M)
        middle = QVBoxLayout()
        middle.setSpacing(GAP_L)
        middle.addStretch(2)
        middle.addLayout(_centered(top))
        middle.addLayout(column(card))
        middle.addWidget(self.hint)
        middle.addStretch(3)
        across = QHBoxLayout(self)
        across.addStretch(1)
        across.addLayout(middle)
        across.addStretch(1)

    def _show(self, found: tuple[Club | None, Sequence[SignInName]]) -> None:
        club, people = found
        self.club_name.setText(club.name if club is not None else "ClubDesk")
        self.demo.setVisible(club is not None and club.demo)
        before = self._last_login or self._chosen()
        for tile in self.tiles:
            self._group.removeButton(tile)
        self.tiles = [PersonTile(person) for person in people]
        for tile in self.tiles:
            self._group.addButton(tile)
            tile.clicked.connect(lambda _: self.password.editor.setFocus())
            tile.toggled.connect(lambda _: self._say_pin())
        self.people.set_parts(list(self.tiles))
        lines = -(-len(people) // 2) or 1
        self._list.setFixedHeight(min(lines, _MOST_TILES_HIGH) * (HEIGHT + GAP_S) - GAP_S)
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        none = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._list.setVerticalScrollBarPolicy(bar if lines > _MOST_TILES_HIGH else none)
        for tile in self.tiles:
            if tile.person.login == before or tile is self.tiles[0]:
                tile.setChecked(True)
        self._say_pin()
        self.password.editor.setFocus()

    def _say_pin(self) -> None:
        has_pin = any(tile.person.has_pin for tile in self.tiles if tile.isChecked())
        self.pin_hint.setVisible(has_pin and not self.what_to_do.isVisibleTo(self))

    def _remember(self, staff: Staff | None) -> None:
        """Whoever was at the desk last is chosen when it is locked."""
        if staff is not None:
            self._last_login = staff.login

    def _chosen(self) -> str:
        return next((tile.person.login for tile in self.tiles if tile.isChecked()), "")

    def _sign_in(self) -> None:
        login = self._chosen()
        if not login or not self.button.isEnabled():
            return
        if not self.password.text():
            # An empty try would count as a wrong one.
            self.password.set_error(tr("Type the password or the PIN."))
            self.password.editor.setFocus()
            return
        command = SignIn(login=login, password=self.password.text())
        self._runner.do(
            command,
            while_alive(self, self._signed_in),
            refused=while_alive(self, self._refused),
            button=self.button,
        )

    def _signed_in(self, answer: SignedIn) -> None:
        self.password.editor.clear()
        who = answer.staff_id
        self._runner.ask(lambda books: books.staff(who), while_alive(self, self._welcome))

    def _welcome(self, staff: Staff | None) -> None:
        if staff is not None:
            self._runner.sign_in(staff)

    def _refused(self, error: DeskError) -> None:
        self.password.set_error(error.text)
        self.what_to_do.setText(error.what_to_do)
        self.what_to_do.setVisible(bool(error.what_to_do))
        self._say_pin()
        self.password.editor.selectAll()
        self.password.editor.setFocus()

    def _take_refusal_away(self) -> None:
        self.what_to_do.hide()
        self._say_pin()


def _centered(line: QHBoxLayout) -> QHBoxLayout:
    line.insertStretch(0, 1)
    line.addStretch(1)
    return line
