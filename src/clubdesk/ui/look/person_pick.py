"""Who, and the PIN: for a deed on the spot and for taking over the desk. GUI thread only.

Arrows choose the person from the PIN's own field, and a letter goes to the next one whose name
begins with it: a PIN has digits only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from clubdesk.services.role_words import role_word
from clubdesk.services.views import SignInName
from clubdesk.ui.look.field import Choice, Field, TextField
from clubdesk.ui.look.tokens import GAP_M

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PersonPick(QWidget):
    """A person and a secret.

    Args:
        who: The label above the person.
        secret: The label above the secret.
        letters: Whether the secret may have letters (a password): these are typed then.
        across: Side by side, where room is needed below.
    """

    def __init__(
        self, who: str, secret: str, *, letters: bool = False, across: bool = False
    ) -> None:
        super().__init__()
        self._letters = letters
        self._people: list[SignInName] = []
        self.choice = Choice([])
        self.secret = TextField(secret, secret=True)
        self.secret.editor.installEventFilter(self)
        if not letters:
            self.secret.editor.setMaxLength(8)
        self.choice.activated.connect(lambda _: self.secret.editor.setFocus())
        lines = QBoxLayout(_ACROSS if across else _DOWN, self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        for part in (Field(who, self.choice), self.secret):
            lines.addWidget(part, 1 if across else 0, Qt.AlignmentFlag.AlignTop)

    def show_people(self, people: Sequence[SignInName], login: str = "") -> None:
        """Offers these; whoever was chosen stays so, else ``login``, else the first."""
        before = self.login() or login
        self._people = list(people)
        self.choice.clear()
        for person in people:
            role = role_word(person.role, person.role_name)
            self.choice.addItem(f"{person.name} · {role}", person.login)
        self.choice.choose(before)

    def login(self) -> str:
        """Whose PIN it is; empty if there is nobody."""
        return str(self.choice.key() or "")

    def person(self) -> SignInName | None:
        """Who is chosen."""
        return next((one for one in self._people if one.login == self.login()), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and letters in the secret's field choose the person."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step:
            last = self.choice.count() - 1
            self.choice.setCurrentIndex(min(max(self.choice.currentIndex() + step, 0), last))
            return True
        return not self._letters and self._go_to_letter(event.text())

    def _go_to_letter(self, letter: str) -> bool:
        """Goes to the next name that begins so; a sign that is no digit is not typed either."""
        if not letter.isalpha():
            return False
        count, start = self.choice.count(), self.choice.currentIndex()
        for index in ((start + 1 + step) % count for step in range(count)):
            if self._people[index].name.casefold().startswith(letter.casefold()):
                self.choice.setCurrentIndex(index)
                break
        return True
